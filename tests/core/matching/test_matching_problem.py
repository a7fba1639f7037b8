"""The problem: what it refuses, what it cannot hold, its order, its fingerprint, its bytes."""

import io
import random
import re
from dataclasses import fields, replace
from inspect import signature

import numpy as np
import pytest

from stirrup.matching.columns import declared_columns
from stirrup.matching.places import PlaceRow
from stirrup.matching.problem import (
    CAPACITY_COLUMNS,
    HOUSEHOLD_COLUMNS,
    TABLES,
    UNIT_COLUMNS,
    Capacities,
    Households,
    Problem,
    ProblemRefused,
    Units,
    Weights,
)
from stirrup.matching.relations import CommuneRow, PairRow, RankedCommuneRow
from stirrup.matching.territories.simulation import town
from tests.core.matching.situations import (
    MONDAY,
    ORDINARY_HOUSEHOLD,
    ORDINARY_UNIT,
    TODAY,
    a_household,
    a_night,
    a_unit,
    raw_rows,
)

FORBIDDEN = {
    "accent", "account", "address", "adult", "adults", "age", "allowance", "appearance", "asylum",
    "baby", "benefits", "birth", "born", "charges", "child", "children", "citizen", "citizenship",
    "civil", "comment", "contact", "convictions", "country", "couple", "criminal", "debt",
    "diagnosis", "disability", "disabled", "education", "elderly", "email", "employment",
    "ethnicity", "faith", "family", "father", "first", "gender", "genetics", "handicap", "health",
    "hospital", "housing", "husband", "identity", "illness", "income", "infant", "insurance", "job",
    "label", "language", "last", "level", "man", "marital", "married", "member", "members", "men",
    "minor", "mother", "name", "nationality", "note", "notes", "occupation", "opinion",
    "orientation", "origin", "parent", "party", "permit", "person", "phone", "photo", "photograph",
    "politics", "pregnancy", "pregnant", "prison", "profession", "protected", "psychiatric", "race",
    "reason", "referent", "religion", "resources", "salary", "sex", "single", "situation", "skin",
    "status", "student", "support", "surname", "text", "title", "trade", "treatment", "union",
    "user", "violence", "visa", "wife", "woman", "women", "worker", "young",
}  # fmt: skip


def test_households_have_these_columns_and_no_other():
    assert tuple(ORDINARY_HOUSEHOLD) == HOUSEHOLD_COLUMNS
    assert [column.name for column in fields(Households)][len(HOUSEHOLD_COLUMNS) :] == [
        "accepted_communes",
        "refused_communes",
        "excluded_communes",
        "safety_zones",
        "anchors",
        "declined_pairs",
        "banned_pairs",
        "standing_pairs",
        "pinned_pairs",
    ]


def test_units_have_these_columns_and_no_other():
    assert tuple(ORDINARY_UNIT) == UNIT_COLUMNS
    assert tuple(column.name for column in fields(Units)) == UNIT_COLUMNS


def test_capacities_have_these_columns():
    assert CAPACITY_COLUMNS == ("id", "remaining")


@pytest.mark.parametrize(
    "table",
    [Units, Households, Capacities, Problem, CommuneRow, RankedCommuneRow, PairRow, PlaceRow],
)
def test_no_column_speaks_of_who_people_are(table):
    words = {word for column in fields(table) for word in column.name.split("_")}

    assert not words & FORBIDDEN


def test_no_argument_speaks_of_who_people_are():
    words = {word for name in signature(Problem.from_rows).parameters for word in name.split("_")}

    assert not words & FORBIDDEN


@pytest.mark.parametrize("table", [*TABLES.values(), CommuneRow, RankedCommuneRow, PairRow])
def test_no_column_of_a_row_holds_words(table):
    assert {kind.type for kind in declared_columns(table).values()} <= {
        np.bool_,
        np.float64,
        np.int64,
    }


@pytest.mark.parametrize("rows", [ORDINARY_UNIT, ORDINARY_HOUSEHOLD])
def test_a_row_with_one_value_more_than_its_columns_is_refused(rows):
    name = "units" if rows is ORDINARY_UNIT else "households"

    with pytest.raises(ProblemRefused, match="each row must have"):
        a_night(**{name: [(*rows.values(), 42)]})


@pytest.mark.parametrize(
    ("difference", "column"),
    [
        ({"people": None}, "Households.people"),
        ({"people": 0}, "Households.people"),
        ({"people": 2.5}, "Households.people"),
        ({"people": True}, "Households.people"),
        ({"people": "3"}, "Households.people"),
        ({"people": 2**70}, "Households.people"),
        ({"needs_lift": 1}, "Households.needs_lift"),
        ({"needs_lift": None}, "Households.needs_lift"),
        ({"urgency": 4}, "Households.urgency"),
        ({"pets": 3}, "Households.pets"),
        ({"waiting_days": -1}, "Households.waiting_days"),
        ({"id": 0}, "Households.id"),
        ({"association": -1}, "Households.association"),
    ],
)
def test_a_wrong_household_is_refused_by_the_name_of_its_column(difference, column):
    with pytest.raises(ProblemRefused, match=rf"^{re.escape(column)}: "):
        a_night(households=[a_household(**difference)])


@pytest.mark.parametrize(
    ("difference", "column"),
    [
        ({"latitude": float("nan")}, "Units.latitude"),
        ({"latitude": 90.1}, "Units.latitude"),
        ({"longitude": float("inf")}, "Units.longitude"),
        ({"longitude": None}, "Units.longitude"),
        ({"places": 0}, "Units.places"),
        ({"commune": -1}, "Units.commune"),
        ({"free_from": 0}, "Units.free_from"),
        ({"association": -2}, "Units.association"),
    ],
)
def test_a_wrong_unit_is_refused_by_the_name_of_its_column(difference, column):
    with pytest.raises(ProblemRefused, match=rf"^{re.escape(column)}: "):
        a_night(units=[a_unit(**difference)])


@pytest.mark.parametrize(
    "others",
    [
        {"accepted_communes": [(1, 0, 0)]},
        {"accepted_communes": [(1, 0)]},
        {"refused_communes": [(1, -1)]},
        {"anchors": [(1, 50.0, 3.0, -1)]},
        {"safety_zones": [(1, 91.0, 3.0, 1)]},
        {"declined_pairs": [(1, None)]},
        {"capacities": [(7, None)]},
        {"seed": -1},
        {"units": [a_unit(), a_unit()]},
        {"households": [a_household(), a_household()]},
        {"units": [a_unit()[:-1]]},
    ],
)
def test_a_row_that_means_nothing_is_refused(others):
    with pytest.raises(ProblemRefused):
        a_night(**others)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("version", ""),
        ("urgency", (3000, 2000, 1000)),
        ("urgency", (1000, 2000, 500, 0)),
        ("urgency", (3000, 2000, 1000, 1)),
        ("urgency", (30_000, 2000, 1000, 0)),
        ("placed", -1),
        ("waiting", 10_001),
        ("days_per_waiting_point", 0),
        ("scarce_below_percent", 0),
        ("scarce_below_percent", 101),
        ("lots", 0),
        ("lots", 2**20 + 1),
    ],
)
def test_weights_out_of_bounds_are_refused_by_name(part, value):
    with pytest.raises(ProblemRefused, match=rf"^Weights\.{part}: "):
        Weights(**{part: value})


def test_a_column_cannot_be_written_to():
    night = a_night()

    with pytest.raises(ValueError, match="read-only"):
        night.households.people[0] = 9


def test_a_home_free_since_last_year_is_free_from_today():
    night = a_night(units=[a_unit(free_from=TODAY - 300)])

    assert night.units.free_from.tolist() == [MONDAY.toordinal()]


def test_an_empty_night_can_be_told_and_read_again():
    night = a_night(units=[], households=[])

    assert Problem.from_bytes(night.to_bytes()).digest() == night.digest()


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_leaves_the_digest_alone(seed):
    problem = town(seed, 30, 20)
    rows = raw_rows(problem)
    shuffle = random.Random(seed).shuffle

    for value in rows.values():
        if isinstance(value, list):
            shuffle(value)

    assert Problem.from_rows(**rows).digest() == problem.digest()


def test_a_link_stated_twice_counts_once_with_its_best_rank():
    twice = a_night(accepted_communes=[(1, 5, 3), (1, 5, 2)], declined_pairs=[(1, 1), (1, 1)])
    once = a_night(accepted_communes=[(1, 5, 2)], declined_pairs=[(1, 1)])

    assert twice.digest() == once.digest()


@pytest.mark.parametrize("seed", range(3))
def test_bytes_give_the_same_problem_back(seed):
    problem = town(seed, 40, 25)

    again = Problem.from_bytes(problem.to_bytes())

    assert again.digest() == problem.digest()
    assert again.to_bytes() == problem.to_bytes()
    assert again.weights == problem.weights
    assert again.business_date == problem.business_date


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 2},
        {"units": [a_unit(floor=2)]},
        {"households": [a_household(people=2)]},
        {"weights": Weights(version="2026-2")},
        {"weights": Weights(waiting=59)},
        {"capacities": [(7, 1)]},
        {"refused_communes": [(1, 1)]},
        {"safety_zones": [(1, 50.0, 3.0, 1)]},
        {"anchors": [(1, 50.0, 3.0, 1)]},
        {"standing_pairs": [(1, 1)]},
    ],
)
def test_any_change_shows_in_the_digest(change):
    assert a_night(**change).digest() != a_night().digest()


def test_the_digest_does_not_change_from_one_version_to_the_next():
    known = "a73a48ed20020658a2902397e2559c2f91ddfda4225a04fbf5e22c74e0cf3fb4"

    assert a_night().digest() == known


@pytest.mark.parametrize("content", [b"", b"not a problem", b"PK\x05\x06" + bytes(18)])
def test_other_bytes_are_refused(content):
    with pytest.raises(ProblemRefused):
        Problem.from_bytes(content)


def stored(**differences):
    """Return a stored night in which some columns are others, or gone (None)."""
    columns = dict(np.load(io.BytesIO(a_night(anchors=[(1, 50.0, 3.0, 5)]).to_bytes())))
    columns |= differences
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer, **{name: column for name, column in columns.items() if column is not None}
    )
    return buffer.getvalue()


@pytest.mark.parametrize(
    "differences",
    [
        {"header": None},
        {"header": np.frombuffer(b'{"format": 0}', np.uint8)},
        {"units.floor": None},
        {"units.floor": np.array([1, 2])},
        {"households.anchors.km": np.zeros((2, 2))},
        {"households.banned_pairs.keys": np.array([3, 3])},
    ],
    ids=lambda differences: next(iter(differences)),
)
def test_a_damaged_store_is_refused(differences):
    with pytest.raises(ProblemRefused):
        Problem.from_bytes(stored(**differences))


def test_a_store_left_as_it_was_is_read():
    assert len(Problem.from_bytes(stored()).households) == 1


def test_a_table_out_of_order_is_refused():
    units = town(1, 5, 5).units
    columns = {name: getattr(units, name)[::-1].copy() for name in UNIT_COLUMNS}

    with pytest.raises(ProblemRefused, match=r"^Units\.id: "):
        Units(**columns)


def test_a_column_of_another_type_is_refused():
    units = town(1, 5, 5).units

    with pytest.raises(ProblemRefused, match=r"^Units\.floor: "):
        replace(units, floor=units.floor.astype(np.int32))
