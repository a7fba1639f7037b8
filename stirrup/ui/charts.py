"""Where the marks of a chart or a small map stand; the templates draw them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

KM_PER_DEGREE = 111.2
MAP_WIDTH = 640
MARGIN = 46
LARGEST_DISC, SMALLEST_DISC = 40.0, 4.0
LETTER, LINE = 14, 30
"""Of a name on a phone, in units of the drawing: names that fit there fit anywhere."""
MOST_NAMES = 14
CHART_WIDTH, CHART_HEIGHT, PAD = 320, 72, 8
Spot = tuple[float, float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """One commune and its count; `url` leads to what stands behind it."""

    name: str
    latitude: float
    longitude: float
    count: int
    accepted: bool = True


@dataclass(frozen=True)
class Disc:
    """One place on the drawing: area by count; without `label` where names would collide."""

    x: float
    y: float
    radius: float
    place: Place
    label: str | None
    label_y: float


@dataclass(frozen=True)
class CommuneMap:
    """A drawing of `width` by `height`; `scale` is the length of `scale_km`."""

    width: int
    height: int
    discs: tuple[Disc, ...]
    scale_km: int
    scale: float


def commune_map(places: Sequence[Place], *, scale_km: int = 5) -> CommuneMap:
    """Discs on their centroids, the largest drawn first so that none hides another."""
    if not places:
        return CommuneMap(MAP_WIDTH, 2 * MARGIN, (), scale_km, 0.0)
    south, north = _bounds([place.latitude for place in places])
    west, east = _bounds([place.longitude for place in places])
    narrowing = cos(radians((south + north) / 2))
    per_degree = (MAP_WIDTH - 2 * MARGIN) / ((east - west) * narrowing)
    most = max(place.count for place in places)
    ordered = sorted(places, key=lambda place: (-place.count, place.name))
    spots = [
        (
            MARGIN + (place.longitude - west) * narrowing * per_degree,
            MARGIN + (north - place.latitude) * per_degree,
            _radius(place.count, most),
        )
        for place in ordered
    ]
    return CommuneMap(
        width=MAP_WIDTH,
        height=round(2 * MARGIN + (north - south) * per_degree),
        discs=tuple(_named(ordered, spots)),
        scale_km=scale_km,
        scale=round(scale_km / KM_PER_DEGREE * per_degree, 1),
    )


def spark_points(values: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """A line over zero from left to right; a single value stands in the middle."""
    highest = max(values, default=0) or 1
    step = (CHART_WIDTH - 2 * PAD) / max(len(values) - 1, 1)
    start = PAD if len(values) > 1 else CHART_WIDTH / 2
    tall = CHART_HEIGHT - 2 * PAD
    return tuple(
        (round(start + step * place, 1), round(CHART_HEIGHT - PAD - tall * value / highest, 1))
        for place, value in enumerate(values)
    )


def _radius(count: int, most: int) -> float:
    """The area tells the count; what is there can be seen."""
    return round(max(SMALLEST_DISC, LARGEST_DISC * sqrt(count / (most or 1))), 1)


def _bounds(degrees: list[float]) -> tuple[float, float]:
    """The extremes, a little apart even for one place."""
    return min(degrees) - 0.001, max(degrees) + 0.001


def _named(places: Sequence[Place], spots: Sequence[Spot]) -> list[Disc]:
    """Names under or over the largest discs, as long as none covers another name or disc."""
    taken = [(x - radius, y - radius, x + radius, y + radius) for x, y, radius in spots]
    discs = []
    for rank, (place, (x, y, radius)) in enumerate(zip(places, spots, strict=True)):
        boxes = _boxes_for(place.name, x, y, radius) if rank < MOST_NAMES else ()
        box = next((one for one in boxes if not any(_meet(one, other) for other in taken)), None)
        if box:
            taken.append(box)
        label_y = round(box[1] + LINE * 0.8, 1) if box else 0.0
        label = place.name if box else None
        discs.append(Disc(round(x, 1), round(y, 1), radius, place, label, label_y))
    return discs


def _boxes_for(name: str, x: float, y: float, radius: float) -> tuple[Box, ...]:
    """The rooms for a name: under its disc, then over it; none beyond the edges."""
    half = len(name) * LETTER / 2
    if x - half < 0 or x + half > MAP_WIDTH:
        return ()
    return tuple((x - half, top, x + half, top + LINE) for top in (y + radius, y - radius - LINE))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
