"""Invented towns from a seed: for tests, demonstrations and measures, never taken from people."""

from datetime import date
from typing import Any

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.problem import HOUSEHOLD_COLUMNS, UNIT_COLUMNS, Problem
from stirrup.matching.tables import ALONE, FOR_ANYONE, NO_GROUP
from stirrup.matching.weights import Weights

CENTRE = (50.63, 3.06)
SPREAD = (0.06, 0.09)
"""Degrees around the centre in which communes lie, and a tenth of it homes around theirs."""
FIRST_NIGHT = date(2026, 3, 2)


def town(
    seed: int,
    households: int,
    units: int,
    *,
    communes: int = 24,
    associations: int = 12,
    demands: float = 1.0,
    business_date: date = FIRST_NIGHT,
    weights: Weights | None = None,
) -> Problem:
    """Return a town: the same arguments always give the same problem.

    `demands` scales how often households have needs, wishes, refusals and places that count.
    """
    draw = np.random.default_rng(seed)
    today = business_date.toordinal()
    centres = draw.normal(CENTRE, SPREAD, (communes, 2))
    people = draw_households(draw, households, associations, today, demands)
    return Problem.from_rows(
        business_date=business_date,
        seed=seed,
        units=as_rows(draw_units(draw, units, centres, associations, today), UNIT_COLUMNS),
        households=as_rows(people, HOUSEHOLD_COLUMNS),
        capacities=_capacities(draw, households, units, associations),
        weights=weights,
        **_wishes_and_refusals(draw, people["id"], centres, demands),
        **_pairs(draw, households, units),
    )


def draw_units(
    draw: np.random.Generator, count: int, centres: Column, associations: int, today: int
) -> dict[str, Column]:
    """Draw the columns of so many homes around these centres of communes."""
    bedrooms = draw.choice(5, count, p=(0.18, 0.32, 0.28, 0.15, 0.07))
    commune = draw.integers(len(centres), size=count)
    position = centres[commune] + draw.normal(0, np.array(SPREAD) / 10, (count, 2))
    step_free = chance(draw, 0.25, count)
    floor = draw.choice(6, count, p=(0.3, 0.25, 0.2, 0.12, 0.08, 0.05))
    shared = chance(draw, 0.06, count)
    free_from = today + draw.integers(-60, 30, count)
    return {
        "id": 1 + np.arange(count),
        "places": np.where(shared, draw.integers(1, 4, count), 1),
        "bedrooms": bedrooms,
        "min_people": np.maximum(1, bedrooms - 1),
        "max_people": 2 * bedrooms + draw.integers(1, 3, count),
        "commune": commune,
        "latitude": position[:, 0],
        "longitude": position[:, 1],
        "step_free": step_free,
        "lift": chance(draw, 0.35, count),
        "adapted_bathroom": step_free & chance(draw, 0.4, count),
        "ground_floor": floor == 0,
        "own_kitchen": ~shared & chance(draw, 0.95, count),
        "quiet": chance(draw, 0.6, count),
        "parking": chance(draw, 0.4, count),
        "cot_possible": chance(draw, 0.8, count),
        "floor": floor,
        "shared": shared,
        "pets": draw.choice(3, count, p=(0.45, 0.3, 0.25)),
        "free_from": free_from,
        "latest_entry": free_from + draw.integers(30, 360, count),
        "association": np.where(
            chance(draw, 0.05, count), draw.integers(1, associations + 1, count), -1
        ),
        "owner": np.full(count, NO_GROUP),
        "building": np.full(count, NO_GROUP),
        "kept_for": np.full(count, FOR_ANYONE),
    }


def draw_households(
    draw: np.random.Generator, count: int, associations: int, today: int, demands: float
) -> dict[str, Column]:
    """Draw the columns of so many households, without their wishes and refusals."""
    people = draw.choice(np.arange(1, 8), count, p=(0.38, 0.22, 0.16, 0.12, 0.07, 0.03, 0.02))
    earliest = today + draw.integers(-10, 30, count)
    return {
        "id": 1 + np.arange(count),
        "people": people,
        "bedrooms_needed": np.maximum(0, people // 2 + draw.integers(-1, 2, count)).clip(max=4),
        "needs_step_free": chance(draw, 0.08 * demands, count),
        "needs_lift": chance(draw, 0.05 * demands, count),
        "needs_ground_floor": chance(draw, 0.03 * demands, count),
        "needs_adapted_bathroom": chance(draw, 0.03 * demands, count),
        "needs_own_kitchen": chance(draw, 0.2 * demands, count),
        "needs_quiet": chance(draw, 0.1 * demands, count),
        "needs_parking": chance(draw, 0.08 * demands, count),
        "needs_cot": chance(draw, 0.12 * demands, count),
        "max_floor_without_lift": np.where(
            chance(draw, 0.2 * demands, count), draw.integers(0, 4, count), 99
        ),
        "accepts_shared": chance(draw, 0.4, count),
        "pets": np.where(chance(draw, 0.15 * demands, count), draw.integers(1, 3, count), 0),
        "earliest_entry": earliest,
        "latest_entry": earliest + draw.integers(20, 150, count),
        "urgency": draw.choice(4, count, p=(0.12, 0.18, 0.3, 0.4)),
        "waiting_days": draw.integers(0, 300, count),
        "association": draw.integers(1, associations + 1, count),
        "link_group": np.full(count, ALONE),
        "link_km": np.zeros(count),
    }


def _wishes_and_refusals(
    draw: np.random.Generator, ids: Column, centres: Column, demands: float
) -> dict[str, Any]:
    """Give some households communes, places to stay near and zones to stay away from."""
    count = len(ids)
    order = draw.permuted(np.tile(np.arange(len(centres)), (count, 1)), axis=1)
    listed = np.where(chance(draw, 0.8 * demands, count), draw.integers(1, 8, count), 0)
    wished = np.arange(len(centres)) < listed[:, None]
    household, rank = np.nonzero(wished)
    near, away = centres[draw.integers(len(centres), size=(2, count))]
    return {
        "accepted_communes": as_tuples(ids[household], order[household, rank], rank + 1),
        "refused_communes": _some(draw, 0.2 * demands, ids, order[:, -1]),
        "excluded_communes": _some(draw, 0.06 * demands, ids, order[:, len(centres) // 2]),
        "anchors": _some(
            draw, 0.3 * demands, ids, near[:, 0], near[:, 1], draw.integers(4, 15, count)
        ),
        "safety_zones": _some(
            draw, 0.06 * demands, ids, away[:, 0], away[:, 1], np.full(count, 2.5)
        ),
    }


def _pairs(draw: np.random.Generator, households: int, units: int) -> dict[str, Any]:
    """Give as many declined, banned and standing pairs as a tenth of the homes, at random."""
    size = (3, max(1, units // 10))
    household = 1 + draw.integers(max(households, 1), size=size)
    unit = 1 + draw.integers(max(units, 1), size=size)
    names = ("declined_pairs", "banned_pairs", "standing_pairs")
    return {name: as_tuples(h, u) for name, h, u in zip(names, household, unit, strict=True)}


def _capacities(
    draw: np.random.Generator, households: int, units: int, associations: int
) -> list[tuple[Any, ...]]:
    """Let a third of the associations run short of support, the others not."""
    fair = max(1, min(households, units) // max(associations, 1))
    short = chance(draw, 1 / 3, associations)
    remaining = np.where(short, draw.integers(0, fair + 1, associations), households)
    return as_tuples(1 + np.arange(associations), remaining)


def chance(draw: np.random.Generator, share: float, count: int) -> Column:
    """Draw so many flags, about that share of them true."""
    return draw.random(count) < share


def _some(draw: np.random.Generator, share: float, *columns: Column) -> list[tuple[Any, ...]]:
    kept = chance(draw, share, len(columns[0]))
    return as_tuples(*(column[kept] for column in columns))


def as_rows(columns: dict[str, Column], names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Return raw tuples of the named columns, as a loader reads them."""
    return as_tuples(*(columns[name] for name in names))


def as_tuples(*columns: Column) -> list[tuple[Any, ...]]:
    """Return columns of equal length as raw tuples."""
    return list(zip(*(column.tolist() for column in columns), strict=True))
