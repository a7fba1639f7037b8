"""What a household asks and what a home offers, rule by rule, as plain values to store and show.

A criterion is {"code", "asked", "offered"}: the code is that of the rule; `asked` is None when the
household asks nothing there. What a silent rule compares is never read here: one last criterion
without values, "other_conditions", stands for all of them, whether or not there are any.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from stirrup.geography import km_between
from stirrup.matching.eligibility import OTHER_CONDITIONS
from stirrup.matching.problem import Problem
from stirrup.matching.relations import COMMUNES
from stirrup.matching.rules import HouseholdRows, Rows, UnitRows
from stirrup.matching.tables import ANY_ASSOCIATION, FOR_ANYONE
from stirrup.runs.numbering import commune_code
from stirrup.runs.ready_households import NO_FLOOR_LIMIT

Criterion = dict[str, Any]
Reader = Callable[[UnitRows, HouseholdRows], tuple[Any, Any]]


def criteria(problem: Problem, u: int, h: int) -> list[Criterion]:
    """Every told rule for one pair of rows, the association's support, then the silent ones."""
    unit, household = Rows(problem.units, u), Rows(problem.households, h)
    rows = [_criterion(code, *read(unit, household)) for code, read in READERS.items()]
    support = _criterion("support", 1, support_left(problem, h))
    return [*rows, support, _criterion(OTHER_CONDITIONS, None, None)]


def support_left(problem: Problem, h: int) -> int | None:
    """How many more stays the household's association can accompany; None is no limit."""
    capacities, association = problem.capacities, int(problem.households.association[h])
    row = int(capacities.id.searchsorted(association))
    known = row < len(capacities) and int(capacities.id[row]) == association
    return int(capacities.remaining[row]) if known else None


def first_common_day(problem: Problem, u: int, h: int) -> date:
    """The earliest first day in both windows."""
    unit, household = problem.units.free_from[u], problem.households.earliest_entry[h]
    return date.fromordinal(max(int(unit), int(household)))


def _criterion(code: str, asked: Any, offered: Any) -> Criterion:
    return {"code": code, "asked": asked, "offered": offered}


def _people(unit: UnitRows, household: HouseholdRows) -> tuple[Any, Any]:
    return int(household.people), [int(unit.min_people), int(unit.max_people)]


def _bedrooms(unit: UnitRows, household: HouseholdRows) -> tuple[Any, Any]:
    return int(household.bedrooms_needed), int(unit.bedrooms)


def _dates(unit: UnitRows, household: HouseholdRows) -> tuple[Any, Any]:
    asked = [_day(household.earliest_entry), _day(household.latest_entry)]
    return asked, [_day(unit.free_from), _day(unit.latest_entry)]


def _pets(unit: UnitRows, household: HouseholdRows) -> tuple[Any, Any]:
    return int(household.pets) or None, int(unit.pets)


def _shared(unit: UnitRows, household: HouseholdRows) -> tuple[Any, Any]:
    asked = bool(household.accepts_shared) if unit.shared else None
    return asked, bool(unit.shared)


def _lift(unit: UnitRows, household: HouseholdRows) -> tuple[Any, Any]:
    asked = bool(household.needs_lift) or None
    return asked, [bool(unit.lift), int(unit.floor)]


def _floor(unit: UnitRows, household: HouseholdRows) -> tuple[Any, Any]:
    highest = int(household.max_floor_without_lift)
    asked = None if highest == NO_FLOOR_LIMIT else highest
    return asked, [bool(unit.lift), int(unit.floor)]


def _association(unit: UnitRows, household: HouseholdRows) -> tuple[Any, Any]:
    kept_for_one = unit.association != ANY_ASSOCIATION
    return int(household.association) if kept_for_one else None, None


def _communes(unit: UnitRows, household: HouseholdRows) -> tuple[Any, Any]:
    accepted, row = household.table.accepted_communes, int(household.at)
    low, high = accepted.keys.searchsorted([row * COMMUNES, (row + 1) * COMMUNES])
    numbers = (accepted.keys[low:high] % COMMUNES).tolist()
    ranked = sorted(zip(accepted.values[low:high].tolist(), numbers, strict=True))
    asked = [commune_code(number) for _rank, number in ranked]
    return asked or None, commune_code(int(unit.commune))


def _anchors(unit: UnitRows, household: HouseholdRows) -> tuple[Any, Any]:
    places, row = household.table.anchors, int(household.at)
    here = float(unit.latitude), float(unit.longitude)
    columns = (places.km[row], places.latitude[row], places.longitude[row])
    stated = [
        (int(km), round(km_between(*here, latitude, longitude), 1))
        for km, latitude, longitude in zip(*(column.tolist() for column in columns), strict=True)
        if km >= 0
    ]
    return [km for km, _away in stated] or None, [away for _km, away in stated]


def _need(column: str, offer: str) -> Reader:
    """A need of the home as built: asked or not, there or not."""

    def read(unit: UnitRows, household: HouseholdRows) -> tuple[Any, Any]:
        return bool(getattr(household, column)) or None, bool(getattr(unit, offer))

    return read


def _kept(unit: UnitRows, household: HouseholdRows) -> tuple[Any, Any]:
    kept = bool(unit.kept_for != FOR_ANYONE)
    return (True if kept else None), kept


READERS: dict[str, Reader] = {
    "people": _people,
    "bedrooms": _bedrooms,
    "dates": _dates,
    "accepted_communes": _communes,
    "anchors": _anchors,
    "step_free": _need("needs_step_free", "step_free"),
    "lift": _lift,
    "ground_floor": _need("needs_ground_floor", "ground_floor"),
    "floor_without_lift": _floor,
    "adapted_bathroom": _need("needs_adapted_bathroom", "adapted_bathroom"),
    "own_kitchen": _need("needs_own_kitchen", "own_kitchen"),
    "quiet": _need("needs_quiet", "quiet"),
    "parking": _need("needs_parking", "parking"),
    "cot": _need("needs_cot", "cot_possible"),
    "pets": _pets,
    "shared": _shared,
    "association": _association,
    "kept": _kept,
}
"""One reader for each told rule, in the order of the page."""


def _day(ordinal: Any) -> str:
    return date.fromordinal(int(ordinal)).isoformat()
