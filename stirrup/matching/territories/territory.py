"""A night as a JSON document, read into a Problem and written back: the public format 1.

The keys of a unit and of a household are the columns of `tables` in plain words: days are ISO
dates, pets are words, a commune is any text or number, and what a document leaves out is what
asks or offers nothing. What a household has several of is a list beside its other keys.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from stirrup.matching.columns import ProblemRefused
from stirrup.matching.problem import HOUSEHOLD_COLUMNS, UNIT_COLUMNS, Problem
from stirrup.matching.tables import ALONE, ANY_ASSOCIATION, FOR_ANYONE, KEPT_FOR, NO_GROUP
from stirrup.matching.territories.json_values import (
    Written,
    day,
    items,
    mapping,
    required,
    whole,
    word,
)
from stirrup.matching.weights import Weights

FORMAT = "stirrup-territory-1"

UNIT_DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(
        ("step_free", "lift", "adapted_bathroom", "own_kitchen", "quiet", "parking"), False
    ),
    **dict.fromkeys(("cot_possible", "shared"), False),
    "places": 1,
    "min_people": 1,
    "floor": 0,
    "pets": "none",
    "association": ANY_ASSOCIATION,
    "owner": NO_GROUP,
    "building": NO_GROUP,
    "kept_for": FOR_ANYONE,
}
HOUSEHOLD_DEFAULTS: dict[str, Any] = {
    **{name: False for name in HOUSEHOLD_COLUMNS if name.startswith("needs_")},
    "accepts_shared": False,
    "max_floor_without_lift": 99,
    "pets": "none",
    "urgency": 3,
    "waiting_days": 0,
    "link_group": ALONE,
    "link_km": 0,
}
PETS_OFFERED = ("none", "small", "any")
PETS_ASKED = ("none", "small", "large")
PLACES = ("anchors", "safety_zones")
COMMUNES = ("refused_communes", "excluded_communes")
PAIRS = {
    "declined_units": "declined_pairs",
    "banned_units": "banned_pairs",
    "standing_units": "standing_pairs",
    "pinned_units": "pinned_pairs",
}
CAPACITIES = {
    "associations": "capacities",
    "owners": "owner_capacities",
    "buildings": "building_capacities",
}
LISTS = ("accepted_communes", *COMMUNES, *PLACES, *PAIRS)
DAYS = ("free_from", "earliest_entry", "latest_entry")


def read_territory(document: Any) -> Problem:
    """Return the problem that a document states; ProblemRefused names what is wrong, and where."""
    keys = {"format", "business_date", "seed", "weights", "units", "households", *CAPACITIES}
    written = mapping(document, "territory", keys)
    if written.get("format") != FORMAT:
        raise ProblemRefused(f'territory.format: "{FORMAT}" expected')
    units = list(_rows(written, "units", set(UNIT_COLUMNS)))
    households = list(_rows(written, "households", {*HOUSEHOLD_COLUMNS, *LISTS}))
    numbers = _communes(units, households)
    _refuse_unknown_pins(units, households)
    return Problem.from_rows(
        business_date=day(required(written, "business_date", "territory"), "business_date"),
        seed=whole(written.get("seed", 0), "seed"),
        units=[_unit(unit, numbers, where) for where, unit in units],
        households=[_household(household, where) for where, household in households],
        weights=_weights(written.get("weights")),
        **{table: _capacities(written, name) for name, table in CAPACITIES.items()},
        **_lists(households, numbers),
    )


def _unit(unit: Written, numbers: Mapping[Any, int], where: str) -> tuple[Any, ...]:
    floor = unit.get("floor", 0)
    known = {"ground_floor": floor == 0, **UNIT_DEFAULTS, **unit}
    known["commune"] = numbers[required(unit, "commune", where)]
    known["pets"] = word(known["pets"], PETS_OFFERED, f"{where}.pets")
    known["kept_for"] = _bits(known["kept_for"], f"{where}.kept_for")
    return _tuple(known, UNIT_COLUMNS, where)


def _household(household: Written, where: str) -> tuple[Any, ...]:
    known = {**HOUSEHOLD_DEFAULTS, **household}
    known["pets"] = word(known["pets"], PETS_ASKED, f"{where}.pets")
    return _tuple(known, HOUSEHOLD_COLUMNS, where)


def _tuple(known: Written, names: Sequence[str], where: str) -> tuple[Any, ...]:
    return tuple(_value(required(known, name, where), name, where) for name in names)


def _value(value: Any, name: str, where: str) -> Any:
    if name in DAYS:
        return day(value, f"{where}.{name}").toordinal()
    if value is None or isinstance(value, str | list | dict):
        raise ProblemRefused(f"{where}.{name}: a number, true or false expected")
    return value


def _lists(households: Sequence[tuple[str, Written]], numbers: Mapping[Any, int]) -> dict[str, Any]:
    """Spread what households have several of into rows of relations, keyed by household id."""
    rows: dict[str, list[tuple[Any, ...]]] = {
        name: [] for name in ("accepted_communes", *COMMUNES, *PLACES, *PAIRS.values())
    }
    for where, household in households:
        key = household["id"]
        for rank, commune in enumerate(items(household, "accepted_communes", where), 1):
            rows["accepted_communes"].append((key, numbers[commune], rank))
        for name in COMMUNES:
            rows[name] += [(key, numbers[one]) for one in items(household, name, where)]
        for name in PLACES:
            rows[name] += [_circle(key, one, name) for one in items(household, name, where)]
        for name, relation in PAIRS.items():
            rows[relation] += [(key, whole(one, name)) for one in items(household, name, where)]
    return rows


def _refuse_unknown_pins(
    units: Sequence[tuple[str, Written]], households: Sequence[tuple[str, Written]]
) -> None:
    """A pin asks for one home: better refused than left out when that home is not there."""
    known = {unit["id"] for _, unit in units}
    for where, household in households:
        for unit in items(household, "pinned_units", where):
            if whole(unit, f"{where}.pinned_units") not in known:
                raise ProblemRefused(f"{where}.pinned_units: there is no unit {unit}")


def _circle(key: int, circle: Any, name: str) -> tuple[Any, ...]:
    written = mapping(circle, name, {"latitude", "longitude", "km"})
    return (key, *(required(written, part, name) for part in ("latitude", "longitude", "km")))


def _communes(*tables: Sequence[tuple[str, Written]]) -> dict[Any, int]:
    """Number the communes: as they are when all are numbers, else in the order of their names."""
    named: set[Any] = {commune for table in tables for commune in _named(table)}
    kinds = {type(commune) for commune in named}
    if kinds <= {int}:
        return {commune: commune for commune in named}
    if kinds != {str}:
        raise ProblemRefused("territory: communes must be all texts or all whole numbers")
    return {name: number for number, name in enumerate(sorted(named))}


def _named(table: Sequence[tuple[str, Written]]) -> Iterator[int | str]:
    for where, row in table:
        lists = [items(row, name, where) for name in ("accepted_communes", *COMMUNES)]
        here = [row["commune"]] if "commune" in row else []
        for commune in chain(here, *lists):
            if type(commune) not in (int, str):
                raise ProblemRefused(f"{where}: a commune is a text or a whole number")
            yield commune


def _capacities(written: Written, name: str) -> list[tuple[Any, ...]]:
    return [
        (row["id"], required(row, "remaining", where))
        for where, row in _rows(written, name, {"id", "remaining"})
    ]


def _weights(written: Any) -> Weights:
    if written is None:
        return Weights()
    known = dict(mapping(written, "weights", set(Weights.__dataclass_fields__)))
    if "urgency" in known:
        known["urgency"] = tuple(items(known, "urgency", "weights"))
    if type(known.get("version", "")) is not str:
        raise ProblemRefused("weights.version: a text expected")
    for name in known.keys() - {"version", "urgency"}:
        whole(known[name], f"weights.{name}")
    for points in known.get("urgency", ()):
        whole(points, "weights.urgency")
    return Weights(**known)


def _rows(written: Written, name: str, keys: set[str]) -> Iterator[tuple[str, Written]]:
    for position, row in enumerate(items(written, name, "territory")):
        where = f"{name}[{position}]"
        read = mapping(row, where, keys)
        whole(required(read, "id", where), f"{where}.id")
        yield where, read


def _bits(value: Any, where: str) -> int:
    """Read what a home is kept for: a list of needs, or the number that stands for them."""
    if not isinstance(value, list):
        return whole(value, where)
    return sum({1 << word(need, KEPT_FOR, where) for need in value})
