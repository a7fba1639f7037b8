"""Places that a household names: communes of the territory, railway stations, and their centres."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from stirrup.geography import (
    LILLE_METROPOLE,
    Commune,
    communes_of,
    get_commune,
    km_between,
    landmarks,
)


@dataclass(frozen=True)
class NamedPoint:
    """A point that people name, in degrees; `key` is what a form sends for it."""

    key: str
    label: str
    latitude: float
    longitude: float


def commune_choices() -> list[tuple[str, str]]:
    """(INSEE code, name) of the communes served, by name."""
    return [(commune.code, commune.name) for commune in communes_of(LILLE_METROPOLE)]


def point_choices() -> list[tuple[str, str]]:
    """(key, label) of every point to stay near: the stations, then the centres of communes."""
    return [(point.key, point.label) for point in _points().values()]


def get_point(key: str) -> NamedPoint:
    """The point of a key that `point_choices` offered."""
    return _points()[key]


def key_of(anchor: Any) -> str | None:
    """The key of a stored anchor, found by its place on the ground; None once it is not offered."""
    here = (anchor.latitude, anchor.longitude)
    found = (point for point in _points().values() if (point.latitude, point.longitude) == here)
    return next((point.key for point in found), None)


def communes_within(code: str, km: int) -> list[str]:
    """Codes of the communes whose centre is within `km` of that of `code`, the nearest first."""
    heart = get_commune(code)
    distances = {other.code: _km(heart, other) for other in communes_of(LILLE_METROPOLE)}
    return [near for near in sorted(distances, key=distances.__getitem__) if distances[near] <= km]


def safety_area(code: str, km: int | None) -> dict[str, Any]:
    """What is stored, encrypted, of a zone: the whole commune and, with `km`, around its centre.

    `km` is 0 when the commune alone is to be avoided.
    """
    commune = get_commune(code)
    return {
        "commune_code": code,
        "latitude": commune.latitude,
        "longitude": commune.longitude,
        "km": km or 0,
    }


def names_of(codes: Iterable[str]) -> list[str]:
    """The names of communes, in the order given."""
    return [get_commune(code).name for code in codes]


@cache
def _points() -> dict[str, NamedPoint]:
    stations = [
        NamedPoint(f"station-{one.key}", f"{one.name} (gare)", one.latitude, one.longitude)
        for one in landmarks().values()
    ]
    centres = [
        NamedPoint(f"commune-{one.code}", one.name, one.latitude or 0, one.longitude or 0)
        for one in communes_of(LILLE_METROPOLE)
    ]
    return {point.key: point for point in sorted(stations, key=_label) + centres}


def _label(point: NamedPoint) -> str:
    return point.label


def _km(one: Commune, other: Commune) -> float:
    return km_between(
        one.latitude or 0, one.longitude or 0, other.latitude or 0, other.longitude or 0
    )
