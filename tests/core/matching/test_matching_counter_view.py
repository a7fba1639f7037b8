"""Counter-view: a choice about a home made as stated suits exactly so many households more."""

import numpy as np
import pytest

from stirrup.matching.eligibility import OTHER_CONDITIONS, allowed
from stirrup.matching.explanations.counter_view import Choice, counter_view
from stirrup.matching.problem import UNIT_COLUMNS, Problem
from stirrup.matching.solver import solve
from stirrup.matching.territories.simulation import town
from tests.core.matching.situations import (
    HOME,
    LILLE,
    MONDAY,
    ROUBAIX,
    TODAY,
    a_household,
    a_night,
    a_unit,
    raw_rows,
)

MOVED_COLUMNS = {
    "pets": "pets",
    "fewer_people": "min_people",
    "sooner": "free_from",
    "longer": "latest_entry",
    "cot": "cot_possible",
    "whole": "shared",
    "any_association": "association",
    "released": "kept_for",
}
MOVED_TO = {"cot": True, "whole": False, "any_association": -1, "released": 0}
OF_THE_HOUSEHOLD = [
    {"refused_communes": [(1, LILLE)]},
    {"excluded_communes": [(1, LILLE)]},
    {"safety_zones": [(1, *HOME, 1)]},
    {"declined_pairs": [(1, 1)]},
    {"banned_pairs": [(1, 1)]},
    {"accepted_communes": [(1, ROUBAIX, 1)]},
    {"anchors": [(1, 51.5, 3.06, 5)]},
    {"anchors": [(1, 51.5, 3.06, 5)], "safety_zones": [(1, *HOME, 1)]},
]


def seen(night, unit=1):
    return counter_view(night, solve(night), unit)


def decided_otherwise(night: Problem, unit: int, choice: Choice) -> Problem:
    """Build the same night from its raw rows, with one thing decided otherwise about a home."""
    rows = raw_rows(night)
    (at,) = (at for at, row in enumerate(rows["units"]) if row[0] == unit)
    columns = dict(zip(UNIT_COLUMNS, rows["units"][at], strict=True))
    value = MOVED_TO.get(choice.kind, choice.value)
    rows["units"][at] = tuple((columns | {MOVED_COLUMNS[choice.kind]: value}).values())
    return Problem.from_rows(**rows)


def count_fits(night, unit):
    everyone = np.arange(len(night.households))
    (u,) = np.flatnonzero(night.units.id == unit)
    return len(allowed(night, np.full_like(everyone, u), everyone)[1])


@pytest.mark.parametrize("seed", range(8))
def test_a_choice_made_as_stated_suits_exactly_so_many_more(seed):
    night = town(seed, 60, 12, communes=3)
    solution = solve(night)

    for unit in night.units.id.tolist():
        view = counter_view(night, solution, unit)
        assert view.fits == count_fits(night, unit)
        for choice in view.choices:
            after = decided_otherwise(night, unit, choice)
            assert count_fits(after, unit) - view.fits == choice.households > 0


@pytest.mark.parametrize("seed", range(6))
def test_every_household_is_counted_once(seed):
    night = town(seed, 60, 12)
    solution = solve(night)

    for unit in night.units.id.tolist():
        view = counter_view(night, solution, unit)
        assert view.fits + sum(line.first for line in view.blocked) == view.households == 60
        assert view.waiting <= view.fits


@pytest.mark.parametrize(
    ("unit", "household", "choice"),
    [
        ({}, {"pets": 1}, Choice("pets", 1, 1)),
        ({"min_people": 4}, {}, Choice("fewer_people", 3, 1)),
        ({"free_from": TODAY + 70}, {}, Choice("sooner", TODAY + 60, 1)),
        (
            {"latest_entry": TODAY + 5},
            {"earliest_entry": TODAY + 9, "latest_entry": TODAY + 20},
            Choice("longer", TODAY + 9, 1),
        ),
        (
            {"latest_entry": TODAY + 5},
            {"earliest_entry": TODAY + 9, "latest_entry": TODAY + 9},
            Choice("longer", TODAY + 9, 1),
        ),
        ({}, {"needs_cot": True}, Choice("cot", 1, 1)),
        ({"shared": True}, {}, Choice("whole", 1, 1)),
        ({"association": 8}, {}, Choice("any_association", 1, 1)),
        ({"kept_for": 1}, {}, Choice("released", 1, 1)),
    ],
)
def test_what_is_decided_about_a_home_may_be_decided_otherwise(unit, household, choice):
    night = a_night(units=[a_unit(**unit)], households=[a_household(**household)])

    assert seen(night).choices == (choice,)


@pytest.mark.parametrize(
    "household",
    [
        {"people": 9},
        {"bedrooms_needed": 3},
        {"needs_step_free": True},
        {"needs_lift": True},
        {"needs_quiet": True},
        {"needs_parking": True},
        {"max_floor_without_lift": 0},
    ],
)
def test_how_a_home_is_built_is_no_choice(household):
    assert seen(a_night(households=[a_household(**household)])).choices == ()


def test_no_home_is_free_before_today():
    night = a_night(households=[a_household(earliest_entry=TODAY - 9, latest_entry=TODAY - 2)])

    assert night.business_date == MONDAY
    assert seen(night).choices == ()


def test_those_without_a_home_are_counted_among_those_it_suits():
    night = a_night(households=[a_household(id=1), a_household(id=2)])

    view = seen(night)

    assert (view.households, view.fits, view.waiting) == (2, 2, 1)


@pytest.mark.parametrize("group", ["owner", "building"])
@pytest.mark.parametrize(("left", "closed"), [(0, True), (1, False)])
def test_a_home_closed_by_a_limit_is_said_so(group, left, closed):
    night = a_night(
        units=[a_unit(**{group: 5})],
        households=[a_household(people=9)],
        **{f"{group}_capacities": [(5, left)]},
    )

    assert seen(night).closed == closed


@pytest.mark.parametrize("reason", OF_THE_HOUSEHOLD)
def test_nothing_tells_what_a_household_chose_from_what_keeps_it_safe(reason):
    shown = seen(a_night(**reason))

    assert shown == seen(a_night(**OF_THE_HOUSEHOLD[0]))
    assert [line.code for line in shown.blocked] == [OTHER_CONDITIONS]


def test_a_stranger_has_no_counter_view():
    with pytest.raises(LookupError):
        seen(a_night(), unit=9)
