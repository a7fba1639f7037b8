"""Nights for tests: an ordinary home that suits an ordinary household, and what differs."""

from datetime import date
from typing import Any

from stirrup.matching.problem import (
    CAPACITY_COLUMNS,
    HOUSEHOLD_COLUMNS,
    UNIT_COLUMNS,
    Problem,
    Weights,
)
from stirrup.matching.relations import COMMUNES

MONDAY = date(2026, 3, 2)
TODAY = MONDAY.toordinal()
LILLE, ROUBAIX, TOURCOING = 0, 1, 2
HOME = (50.63, 3.06)

ORDINARY_UNIT = {
    "id": 1,
    "places": 1,
    "bedrooms": 2,
    "min_people": 1,
    "max_people": 4,
    "commune": LILLE,
    "latitude": HOME[0],
    "longitude": HOME[1],
    "step_free": False,
    "lift": False,
    "adapted_bathroom": False,
    "ground_floor": False,
    "own_kitchen": False,
    "quiet": False,
    "parking": False,
    "cot_possible": False,
    "floor": 1,
    "shared": False,
    "pets": 0,
    "free_from": TODAY,
    "latest_entry": TODAY + 90,
    "association": -1,
    "owner": -1,
    "building": -1,
    "kept_for": 0,
}
ORDINARY_HOUSEHOLD = {
    "id": 1,
    "people": 3,
    "bedrooms_needed": 2,
    "needs_step_free": False,
    "needs_lift": False,
    "needs_ground_floor": False,
    "needs_adapted_bathroom": False,
    "needs_own_kitchen": False,
    "needs_quiet": False,
    "needs_parking": False,
    "needs_cot": False,
    "max_floor_without_lift": 99,
    "accepts_shared": False,
    "pets": 0,
    "earliest_entry": TODAY,
    "latest_entry": TODAY + 60,
    "urgency": 2,
    "waiting_days": 30,
    "association": 7,
    "link_group": 0,
    "link_km": 0.0,
}


def a_unit(**differences: Any) -> tuple[Any, ...]:
    """Return the raw tuple of an ordinary home, but for what is named."""
    return _tuple(ORDINARY_UNIT, differences, UNIT_COLUMNS)


def a_household(**differences: Any) -> tuple[Any, ...]:
    """Return the raw tuple of an ordinary household, but for what is named."""
    return _tuple(ORDINARY_HOUSEHOLD, differences, HOUSEHOLD_COLUMNS)


def a_night(units: Any = None, households: Any = None, **others: Any) -> Problem:
    """Return a night with one ordinary home and one ordinary household, but for what is named."""
    return Problem.from_rows(
        **{
            "business_date": MONDAY,
            "seed": 1,
            "units": [a_unit()] if units is None else units,
            "households": [a_household()] if households is None else households,
            **others,
        }
    )


def raw_rows(problem: Problem) -> dict[str, Any]:
    """Return the arguments from which `Problem.from_rows` builds the same problem."""
    households = problem.households
    ids, unit_ids = households.id.tolist(), problem.units.id.tolist()
    rows: dict[str, Any] = {
        "units": _transpose(problem.units, UNIT_COLUMNS),
        "households": _transpose(households, HOUSEHOLD_COLUMNS),
        **{
            name: _transpose(getattr(problem, name), CAPACITY_COLUMNS)
            for name in ("capacities", "owner_capacities", "building_capacities")
        },
        "accepted_communes": [
            (ids[key // COMMUNES], key % COMMUNES, rank)
            for key, rank in _links(households.accepted_communes)
        ],
    }
    for name in ("refused_communes", "excluded_communes"):
        links = _links(getattr(households, name))
        rows[name] = [(ids[key // COMMUNES], key % COMMUNES) for key, _ in links]
    for name in ("declined_pairs", "banned_pairs", "standing_pairs", "pinned_pairs"):
        relation = getattr(households, name)
        rows[name] = [
            (ids[key // relation.width], unit_ids[key % relation.width])
            for key, _ in _links(relation)
        ]
    for name in ("anchors", "safety_zones"):
        rows[name] = _circles(ids, getattr(households, name))
    return {
        "business_date": problem.business_date,
        "seed": problem.seed,
        "weights": problem.weights,
        **rows,
    }


def small_draw(**differences: Any) -> Weights:
    """Return ordinary weights whose draw has few lots, so that costs stay small."""
    return Weights(**{"lots": 64, **differences})


def _tuple(
    ordinary: dict[str, Any], differences: dict[str, Any], names: tuple[str, ...]
) -> tuple[Any, ...]:
    assert differences.keys() <= ordinary.keys()
    return tuple((ordinary | differences)[name] for name in names)


def _transpose(table: Any, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return list(zip(*(getattr(table, name).tolist() for name in names), strict=True))


def _links(relation: Any) -> list[tuple[int, int]]:
    return list(zip(relation.keys.tolist(), relation.values.tolist(), strict=True))


def _circles(ids: list[int], places: Any) -> list[tuple[Any, ...]]:
    return [
        (ids[row], places.latitude[row, slot], places.longitude[row, slot], km)
        for (row, slot), km in _cells(places.km)
        if km >= 0
    ]


def _cells(column: Any) -> list[tuple[tuple[int, int], float]]:
    rows, slots = column.shape
    return [((row, slot), float(column[row, slot])) for row in range(rows) for slot in range(slots)]
