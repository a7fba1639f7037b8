"""A Problem and its Solution as JSON documents: what `territory` reads, and what was solved."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from stirrup.matching.places import Places
from stirrup.matching.problem import HOUSEHOLD_COLUMNS, UNIT_COLUMNS, Problem
from stirrup.matching.relations import Relation
from stirrup.matching.solution import Solution
from stirrup.matching.tables import KEPT_FOR
from stirrup.matching.territories.territory import (
    CAPACITIES,
    COMMUNES,
    DAYS,
    FORMAT,
    HOUSEHOLD_DEFAULTS,
    PAIRS,
    PETS_ASKED,
    PETS_OFFERED,
    PLACES,
    UNIT_DEFAULTS,
)

Row = dict[str, Any]


def territory_document(problem: Problem) -> Row:
    """Return the document of a problem; what asks or offers nothing is left out."""
    return {
        "format": FORMAT,
        "business_date": problem.business_date.isoformat(),
        "seed": problem.seed,
        "weights": asdict(problem.weights),
        "units": [_unit(row) for row in _rows(problem.units, UNIT_COLUMNS)],
        "households": list(_households(problem)),
        **{name: list(_rows(getattr(problem, CAPACITIES[name]))) for name in CAPACITIES},
    }


def solution_document(problem: Problem, solution: Solution) -> Row:
    """Return a solution in words that stand alone: proposals, proof, account and fingerprint."""
    account = asdict(solution)
    for name in ("pairs", "unmet_pins"):
        named = [{"referral": referral, "unit": unit} for referral, unit in account[name]]
        account[name] = named
    return {"input_digest": problem.digest(), **account}


def _households(problem: Problem) -> Iterator[Row]:
    households = problem.households
    lists: dict[str, list[list[Any]]] = {
        "accepted_communes": _linked(households.accepted_communes, len(households)),
        **{name: _linked(getattr(households, name), len(households)) for name in COMMUNES},
        **{name: _linked(getattr(households, PAIRS[name]), len(households)) for name in PAIRS},
        **{name: _circles(getattr(households, name)) for name in PLACES},
    }
    unit_ids = problem.units.id.tolist()
    for at, row in enumerate(_rows(households, HOUSEHOLD_COLUMNS)):
        several = {name: rows[at] for name, rows in lists.items() if rows[at]}
        for name in PAIRS.keys() & several.keys():
            several[name] = [unit_ids[unit] for unit in several[name]]
        row["pets"] = PETS_ASKED[row["pets"]]
        yield _short(row, HOUSEHOLD_DEFAULTS) | several


def _unit(row: Row) -> Row:
    row["pets"] = PETS_OFFERED[row["pets"]]
    kept_for = [need for bit, need in enumerate(KEPT_FOR) if row["kept_for"] >> bit & 1]
    if kept_for:
        row["kept_for"] = kept_for
    written = _short(row, UNIT_DEFAULTS)
    if row["ground_floor"] == (row["floor"] == 0):
        del written["ground_floor"]
    return written


def _rows(table: Any, names: tuple[str, ...] = ("id", "remaining")) -> Iterator[Row]:
    columns = [getattr(table, name).tolist() for name in names]
    for values in zip(*columns, strict=True):
        row = dict(zip(names, values, strict=True))
        yield {name: _day(value) if name in DAYS else value for name, value in row.items()}


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _short(row: Row, defaults: Row) -> Row:
    missing = object()
    return {name: value for name, value in row.items() if defaults.get(name, missing) != value}


def _linked(relation: Relation, households: int) -> list[list[int]]:
    """Return what each household is linked to, in the order of the values: ranks of wishes."""
    several: list[list[tuple[int, int]]] = [[] for _ in range(households)]
    for key, value in zip(relation.keys.tolist(), relation.values.tolist(), strict=True):
        several[key // relation.width].append((value, key % relation.width))
    return [[other for _, other in sorted(links)] for links in several]


def _circles(places: Places) -> list[list[Row]]:
    rows = zip(places.latitude.tolist(), places.longitude.tolist(), places.km.tolist(), strict=True)
    return [
        [
            {"latitude": latitude, "longitude": longitude, "km": km}
            for latitude, longitude, km in zip(*slots, strict=True)
            if km >= 0
        ]
        for slots in rows
    ]
