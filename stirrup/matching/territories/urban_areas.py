"""Large invented territories: urban areas of unequal sizes, far apart, from a city to France."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.tables import HOUSEHOLD_COLUMNS, UNIT_COLUMNS
from stirrup.matching.territories.simulation import (
    FIRST_NIGHT,
    SPREAD,
    as_rows,
    as_tuples,
    chance,
    draw_households,
    draw_units,
)

SOUTH_WEST = (42.5, -4.0)
AREAS_IN_A_ROW = 10
DEGREES_APART = 1.2
ASSOCIATIONS = 4
"""In each area; the first of them runs short of support."""
NEEDY = 2.0
"""How often households have needs, against an ordinary town."""
WISHES = (0.7, 0.1, 0.1, 0.1)
"""Share of households that name one, two, three or four communes, among those that name any."""
NEAR = 0.1
"""Share of those with wishes who must also stay near a place."""
WIDE_KM, NEAR_KM, FAR_KM = (15, 40), (4, 15), (1, 4)
"""Around a place to stay near, without and with wished communes; around one to stay away from."""


@dataclass(frozen=True)
class Size:
    """A territory to measure on, and about how many eligible pairs it should have."""

    households: int
    units: int
    areas: int
    homes_in_a_commune: int
    anywhere: float
    """Share of households that name no commune, only a wide circle."""
    pairs: int


SIZES = {
    "city": Size(100, 40, 1, 8, 0.3, 550),
    "metropolis": Size(2_000, 800, 1, 60, 0.42, 173_000),
    "region": Size(20_000, 8_000, 6, 28, 0.22, 1_900_000),
    "france": Size(200_000, 80_000, 100, 60, 0.33, 21_000_000),
}


@dataclass(frozen=True)
class Ground:
    """Centres of communes, those of one area after those of another."""

    centres: Column
    first: Column
    """For each area, its first commune."""
    count: Column
    """For each area, how many communes it has."""

    def any_commune(self, draw: np.random.Generator, areas: Column) -> Column:
        """Draw for each of these areas one of its communes."""
        return self.first[areas] + draw.integers(self.count[areas])


def urban_areas(size: Size, seed: int) -> dict[str, Any]:
    """Return the arguments of `Problem.from_rows`: nobody asks for a home in another area."""
    draw = np.random.default_rng(seed)
    today = FIRST_NIGHT.toordinal()
    ground = _ground(draw, size)
    homes_in, people_in = _areas(size.units, size.areas), _areas(size.households, size.areas)
    associations = ASSOCIATIONS * size.areas
    units = draw_units(draw, size.units, ground.centres, associations, today)
    units |= _addresses(draw, ground, homes_in)
    units["association"] = np.where(units["association"] < 0, -1, _association(draw, homes_in))
    households = draw_households(draw, size.households, associations, today, NEEDY)
    households["association"] = _association(draw, people_in)
    ids = households["id"]
    return {
        "business_date": FIRST_NIGHT,
        "seed": seed,
        "units": as_rows(units, UNIT_COLUMNS),
        "households": as_rows(households, HOUSEHOLD_COLUMNS),
        "capacities": _capacities(size, homes_in),
        **_wishes_and_refusals(draw, size, ids, people_in, ground),
        **_pairs(draw, ids, people_in, homes_in),
    }


def _areas(count: int, areas: int) -> Column:
    """Say in which area each of so many homes or households is, the largest area first.

    Shares fall with the rank, by the law of Zipf and Mandelbrot.
    """
    shares = np.cumsum(1 / (1 + areas / 10 + np.arange(areas)))
    return np.searchsorted(shares / shares[-1], (np.arange(count) + 0.5) / count)


def _ground(draw: np.random.Generator, size: Size) -> Ground:
    homes = np.bincount(_areas(size.units, size.areas), minlength=size.areas)
    count = np.maximum(1, homes // size.homes_in_a_commune)
    area = np.repeat(np.arange(size.areas), count)
    grid = np.stack(np.divmod(area, AREAS_IN_A_ROW), axis=1) * DEGREES_APART
    centres = np.array(SOUTH_WEST) + grid + draw.normal(0, SPREAD, (len(area), 2))
    return Ground(centres, np.cumsum(count) - count, count)


def _addresses(draw: np.random.Generator, ground: Ground, areas: Column) -> dict[str, Column]:
    commune = ground.any_commune(draw, areas)
    near = ground.centres[commune] + draw.normal(0, np.array(SPREAD) / 10, (len(areas), 2))
    return {"commune": commune, "latitude": near[:, 0], "longitude": near[:, 1]}


def _association(draw: np.random.Generator, areas: Column) -> Column:
    return 1 + ASSOCIATIONS * areas + draw.integers(ASSOCIATIONS, size=len(areas))


def _capacities(size: Size, homes_in: Column) -> list[tuple[Any, ...]]:
    """Let one association of each area support two thirds of its share of the homes."""
    homes = np.bincount(homes_in, minlength=size.areas)
    remaining = np.full((size.areas, ASSOCIATIONS), size.households)
    remaining[:, 0] = 2 * homes // (3 * ASSOCIATIONS)
    return as_tuples(1 + np.arange(remaining.size), remaining.ravel())


def _wishes_and_refusals(
    draw: np.random.Generator, size: Size, ids: Column, areas: Column, ground: Ground
) -> dict[str, Any]:
    count = len(ids)
    listed = 1 + draw.choice(len(WISHES), count, p=WISHES)
    listed[chance(draw, size.anywhere, count)] = 0
    household = np.repeat(np.arange(count), listed)
    rank = 1 + np.arange(len(household)) - np.repeat(np.cumsum(listed) - listed, listed)
    wished = ground.any_commune(draw, areas[household])
    wide, near, far = (
        listed == 0,
        (listed > 0) & chance(draw, NEAR, count),
        chance(draw, 0.06, count),
    )
    refused, excluded = chance(draw, 0.2, count), chance(draw, 0.06, count)
    return {
        "accepted_communes": as_tuples(ids[household], wished, rank),
        "refused_communes": as_tuples(ids[refused], ground.any_commune(draw, areas[refused])),
        "excluded_communes": as_tuples(ids[excluded], ground.any_commune(draw, areas[excluded])),
        "anchors": _circles(draw, ground, ids[wide], areas[wide], WIDE_KM)
        + _circles(draw, ground, ids[near], areas[near], NEAR_KM),
        "safety_zones": _circles(draw, ground, ids[far], areas[far], FAR_KM),
    }


def _circles(
    draw: np.random.Generator, ground: Ground, ids: Column, areas: Column, km: tuple[int, int]
) -> list[tuple[Any, ...]]:
    centre = ground.centres[ground.any_commune(draw, areas)]
    return as_tuples(ids, centre[:, 0], centre[:, 1], draw.integers(*km, size=len(ids)))


def _pairs(
    draw: np.random.Generator, ids: Column, areas: Column, homes_in: Column
) -> dict[str, list[tuple[Any, ...]]]:
    """Give one household in twenty a declined, a banned and a standing pair in its area."""
    first = np.searchsorted(homes_in, areas)
    homes = np.searchsorted(homes_in, areas, "right") - first
    drawn = {}
    for name in ("declined_pairs", "banned_pairs", "standing_pairs"):
        some = chance(draw, 0.05, len(ids))
        drawn[name] = as_tuples(ids[some], 1 + first[some] + draw.integers(homes[some]))
    return drawn
