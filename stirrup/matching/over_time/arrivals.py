"""Invented arrivals: households that come and leave, homes that open, night after night.

Many more households than homes, one in eight of either with a need for access or with access:
drawn from a seed, taken from nobody, and no more than a way of comparing policies.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from stirrup.matching.columns import Column, ProblemRefused
from stirrup.matching.over_time.stream import Stream
from stirrup.matching.problem import HOUSEHOLD_COLUMNS, UNIT_COLUMNS, Problem
from stirrup.matching.tables import ALONE, ANY_ASSOCIATION, FOR_ANYONE, NO_GROUP
from stirrup.matching.weights import Weights

CENTRE = (50.63, 3.06)
SPREAD = (0.06, 0.09)
FIRST_NIGHT = date(2026, 3, 2)
PEOPLE_BY_BEDROOMS = ((1, 2), (1, 3), (2, 5), (4, 7), (5, 9))
"""Fewest and most people of a home, by its bedrooms: a studio first."""
PAST_NIGHTS = 365
ANOTHER_SEED = 2**32
"""Between the seed of a stream and that of the past before it."""
OPEN_FOR = (60, 360)
"""Within so many days after it opened the last stay of six months can begin."""


@dataclass(frozen=True)
class Territory:
    """What comes to an invented town: how many, how rare, how patient."""

    households_a_night: float = 2.0
    homes_a_night: float = 0.8
    access: float = 0.12
    """Share of households that need step-free access, and of homes that have it."""
    patience_days: float = 150.0
    """Mean of the days after which a household leaves without a home."""
    communes: int = 6
    associations: int = 6
    pets: float = 0.15

    def __post_init__(self) -> None:
        rates = (self.households_a_night, self.homes_a_night, self.patience_days)
        counts = (self.communes, self.associations)
        shares = (self.access, self.pets)
        if not (min(rates) > 0 and min(counts) >= 1 and all(0 <= share <= 1 for share in shares)):
            raise ProblemRefused("Territory: rates and counts above 0, shares from 0 to 1")


def arrivals(
    seed: int,
    nights: int,
    territory: Territory | None = None,
    *,
    first_night: date = FIRST_NIGHT,
    waiting_already: int = 0,
    weights: Weights | None = None,
) -> Stream:
    """Return the stream of a seed: the same arguments always give the same one.

    `waiting_already`: so many nights of households came before the first night and have not left.
    """
    town = territory or Territory()
    draw = np.random.default_rng(seed)
    first = first_night.toordinal()
    came = first - waiting_already + _days(draw, town.households_a_night, nights + waiting_already)
    left = came + 1 + draw.exponential(town.patience_days, len(came)).astype(np.int64)
    came = came[left > first]
    left = left[left > first]
    opened = first + _days(draw, town.homes_a_night, nights)
    people, communes = _households(draw, came, town)
    homes = _homes(draw, opened, town)
    everyone = Problem.from_rows(
        business_date=first_night,
        seed=seed,
        units=_rows(homes, UNIT_COLUMNS),
        households=_rows(people, HOUSEHOLD_COLUMNS),
        accepted_communes=communes,
        weights=weights,
    )
    closes = np.minimum(homes["latest_entry"] + 1, first + nights)
    return Stream(everyone, nights, np.maximum(came, first), left, opened, closes)


def past_of(
    seed: int,
    territory: Territory | None = None,
    *,
    first_night: date = FIRST_NIGHT,
    weights: Weights | None = None,
) -> Stream:
    """Return a year of the same town before a stream, drawn apart from it."""
    return arrivals(
        seed + ANOTHER_SEED,
        PAST_NIGHTS,
        territory,
        first_night=first_night - timedelta(days=PAST_NIGHTS),
        waiting_already=PAST_NIGHTS,
        weights=weights,
    )


def _days(draw: np.random.Generator, rate: float, nights: int) -> Column:
    return np.repeat(np.arange(nights), draw.poisson(rate, nights))


def _homes(draw: np.random.Generator, opened: Column, town: Territory) -> dict[str, Column]:
    count = len(opened)
    bedrooms = draw.choice(5, count, p=(0.22, 0.32, 0.26, 0.14, 0.06))
    fewest, most = np.array(PEOPLE_BY_BEDROOMS)[bedrooms].T
    commune = draw.integers(town.communes, size=count)
    centres = np.random.default_rng(town.communes).normal(CENTRE, SPREAD, (town.communes, 2))
    position = centres[commune] + draw.normal(0, np.array(SPREAD) / 10, (count, 2))
    step_free = _chance(draw, town.access, count)
    floor = np.where(step_free, 0, draw.choice(6, count, p=(0.3, 0.25, 0.2, 0.12, 0.08, 0.05)))
    return {
        "id": 1 + np.arange(count),
        "places": np.ones(count, np.int64),
        "bedrooms": bedrooms,
        "min_people": fewest,
        "max_people": most,
        "commune": commune,
        "latitude": position[:, 0],
        "longitude": position[:, 1],
        "step_free": step_free,
        "lift": _chance(draw, 0.35, count),
        "adapted_bathroom": step_free & _chance(draw, 0.5, count),
        "ground_floor": floor == 0,
        "own_kitchen": np.ones(count, np.bool_),
        "quiet": _chance(draw, 0.7, count),
        "parking": _chance(draw, 0.5, count),
        "cot_possible": _chance(draw, 0.9, count),
        "floor": floor,
        "shared": np.zeros(count, np.bool_),
        "pets": draw.choice(3, count, p=(0.45, 0.3, 0.25)),
        "free_from": opened,
        "latest_entry": opened + draw.integers(*OPEN_FOR, count),
        "association": np.full(count, ANY_ASSOCIATION),
        "owner": np.full(count, NO_GROUP),
        "building": np.full(count, NO_GROUP),
        "kept_for": np.full(count, FOR_ANYONE),
    }


def _households(
    draw: np.random.Generator, came: Column, town: Territory
) -> tuple[dict[str, Column], list[tuple[Any, ...]]]:
    count = len(came)
    people = draw.choice(np.arange(1, 8), count, p=(0.42, 0.2, 0.15, 0.12, 0.07, 0.03, 0.01))
    step_free = _chance(draw, town.access, count)
    columns = {
        "id": 1 + np.arange(count),
        "people": people,
        "bedrooms_needed": np.maximum(0, people // 2 + draw.integers(-1, 2, count)).clip(max=4),
        "needs_step_free": step_free,
        "needs_lift": _chance(draw, 0.05, count) & ~step_free,
        "needs_ground_floor": np.zeros(count, np.bool_),
        "needs_adapted_bathroom": step_free & _chance(draw, 0.4, count),
        "needs_own_kitchen": _chance(draw, 0.2, count),
        "needs_quiet": _chance(draw, 0.08, count),
        "needs_parking": _chance(draw, 0.08, count),
        "needs_cot": _chance(draw, 0.1, count),
        "max_floor_without_lift": np.where(_chance(draw, 0.15, count), 2, 99),
        "accepts_shared": _chance(draw, 0.4, count),
        "pets": np.where(_chance(draw, town.pets, count), draw.integers(1, 3, count), 0),
        "earliest_entry": came,
        "latest_entry": came + 400,
        "urgency": draw.choice(4, count, p=(0.12, 0.18, 0.3, 0.4)),
        "waiting_days": np.zeros(count, np.int64),
        "association": draw.integers(1, town.associations + 1, count),
        "link_group": np.full(count, ALONE),
        "link_km": np.zeros(count),
    }
    return columns, _wished_communes(draw, columns["id"], town.communes)


def _wished_communes(
    draw: np.random.Generator, ids: Column, communes: int
) -> list[tuple[Any, ...]]:
    """Let four in five households list some of the communes, in their order."""
    order = draw.permuted(np.tile(np.arange(communes), (len(ids), 1)), axis=1)
    listed = np.where(_chance(draw, 0.8, len(ids)), draw.integers(1, communes, len(ids)), 0)
    household, rank = np.nonzero(np.arange(communes) < listed[:, None])
    return _tuples(ids[household], order[household, rank], rank + 1)


def _chance(draw: np.random.Generator, share: float, count: int) -> Column:
    return draw.random(count) < share


def _rows(columns: dict[str, Column], names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return _tuples(*(columns[name] for name in names))


def _tuples(*columns: Column) -> list[tuple[Any, ...]]:
    return list(zip(*(column.tolist() for column in columns), strict=True))
