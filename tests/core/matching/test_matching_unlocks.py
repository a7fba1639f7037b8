"""Unlocks: the change as stated, made in the raw rows, opens exactly the homes that it names."""

import numpy as np
import pytest

from stirrup.matching.eligibility import RULES, allowed
from stirrup.matching.explanations.levers import whole_km_more
from stirrup.matching.explanations.unlocks import Change
from stirrup.matching.explanations.why_not import why_not
from stirrup.matching.places import chord_metres
from stirrup.matching.problem import HOUSEHOLD_COLUMNS, Problem
from stirrup.matching.solver import solve
from stirrup.matching.territories.simulation import town
from tests.core.matching.situations import (
    HOME,
    LILLE,
    ROUBAIX,
    TODAY,
    TOURCOING,
    a_household,
    a_night,
    a_unit,
    raw_rows,
)

MOVED_COLUMNS = {
    "later": "latest_entry",
    "earlier": "earliest_entry",
    "pet": "pets",
    "shared": "accepts_shared",
    "floor": "max_floor_without_lift",
}
FIVE_KM_NORTH = HOME[0] + 0.045


def unlocks(night, referral=1):
    return why_not(night, solve(night), referral).unlocks


def changes(night):
    """Each unlock as its changes and its number of homes."""
    return [(unlock.changes, unlock.homes) for unlock in unlocks(night)]


def changed(night: Problem, referral: int, change: Change) -> Problem:
    """Build the same night from its raw rows, with one answer of one household moved."""
    rows = raw_rows(night)
    if change.kind == "commune":
        rows["accepted_communes"].append((referral, change.value, 9))
    elif change.kind == "km":
        _widen(rows["anchors"], referral, change)
    else:
        _move(rows["households"], referral, change)
    return Problem.from_rows(**rows)


def _widen(anchors, referral, change):
    mine = [at for at, row in enumerate(anchors) if row[0] == referral]
    _, latitude, longitude, km = anchors[mine[change.place]]
    anchors[mine[change.place]] = (referral, latitude, longitude, km + change.value)


def _move(households, referral, change):
    (at,) = (at for at, row in enumerate(households) if row[0] == referral)
    columns = dict(zip(HOUSEHOLD_COLUMNS, households[at], strict=True))
    value = bool(change.value) if change.kind == "shared" else change.value
    households[at] = tuple((columns | {MOVED_COLUMNS[change.kind]: value}).values())


def eligible_ids(night, referral):
    units = np.arange(len(night.units))
    (h,) = np.flatnonzero(night.households.id == referral)
    possible, _ = allowed(night, units, np.full_like(units, h))
    return set(night.units.id[possible].tolist())


@pytest.mark.parametrize("seed", range(12))
def test_a_change_made_as_stated_opens_exactly_the_homes_it_names(seed):
    night = town(seed, 24, 24, communes=5, demands=1.5)
    solution = solve(night)

    for referral in night.households.id.tolist():
        before = eligible_ids(night, referral)
        for unlock in why_not(night, solution, referral).unlocks:
            after = night
            for change in unlock.changes:
                after = changed(after, referral, change)
            assert eligible_ids(after, referral) - before == set(unlock.unit_ids) != set()


@pytest.mark.parametrize("seed", range(6))
def test_two_changes_are_told_only_where_no_single_one_opens_a_home(seed):
    night = town(seed, 40, 12, communes=9, demands=2)
    solution = solve(night)

    for referral in night.households.id.tolist():
        sizes = {len(one.changes) for one in why_not(night, solution, referral).unlocks}
        assert len(sizes) <= 1
        assert sizes <= {1, 2}


def test_each_commune_is_named_with_what_it_opens():
    units = [a_unit(id=1, commune=ROUBAIX), a_unit(id=2, commune=TOURCOING)]
    units.append(a_unit(id=3, commune=TOURCOING))

    found = changes(a_night(units=units, accepted_communes=[(1, LILLE, 1)]))

    assert found == [((Change("commune", TOURCOING),), 2), ((Change("commune", ROUBAIX),), 1)]


def test_kilometres_are_the_fewest_whole_ones():
    night = a_night(units=[a_unit(latitude=FIVE_KM_NORTH)], anchors=[(1, *HOME, 2)])

    assert changes(night) == [((Change("km", 4),), 1)]


def test_one_place_among_several_is_widened_alone():
    far = (HOME[0] - 0.1, HOME[1])
    night = a_night(anchors=[(1, *HOME, 2), (1, *far, 5)])

    assert changes(night) == [((Change("km", 7, place=0),), 1)]


def test_no_distance_is_told_that_a_referral_cannot_ask():
    night = a_night(units=[a_unit(latitude=48.85, longitude=2.35)], anchors=[(1, *HOME, 2)])

    assert changes(night) == []


def test_days_are_told_by_steps_that_open_more():
    units = [a_unit(id=day, free_from=TODAY + 60 + day) for day in (1, 2, 3, 4, 5)]

    found = changes(a_night(units=units))

    assert found == [
        ((Change("later", TODAY + 64),), 4),
        ((Change("later", TODAY + 62),), 2),
        ((Change("later", TODAY + 61),), 1),
    ]


def test_an_earlier_day_is_told_where_the_home_does_not_wait():
    night = a_night(households=[a_household(earliest_entry=TODAY + 95, latest_entry=TODAY + 99)])

    assert changes(night) == [((Change("earlier", TODAY + 90),), 1)]


@pytest.mark.parametrize(
    ("household", "change"),
    [
        ({"latest_entry": TODAY + 30}, Change("later", TODAY + 40)),
        (
            {"earliest_entry": TODAY + 50, "latest_entry": TODAY + 60},
            Change("earlier", TODAY + 40),
        ),
    ],
)
def test_a_home_with_a_single_possible_day_is_opened_by_that_day(household, change):
    unit = a_unit(free_from=TODAY + 40, latest_entry=TODAY + 40)

    assert changes(a_night(units=[unit], households=[a_household(**household)])) == [((change,), 1)]


@pytest.mark.parametrize("asked", [1.0, 2.5, 7.0, 40.0])
def test_kilometres_more_are_exact_to_the_metre(asked):
    more = np.arange(60)
    edge = chord_metres(asked + more) ** 2

    assert whole_km_more(edge, asked).tolist() == more.tolist()
    assert whole_km_more(edge + 1, asked).tolist() == (more + 1).tolist()
    assert whole_km_more(edge - 1, asked).tolist() == more.tolist()


def test_no_day_helps_a_home_without_six_months_left():
    night = a_night(units=[a_unit(free_from=TODAY + 70, latest_entry=TODAY + 10)])

    assert changes(night) == []


def test_a_smaller_pet_opens_what_no_pet_opens_in_part():
    units = [a_unit(id=1, pets=1), a_unit(id=2), a_unit(id=3)]

    found = changes(a_night(units=units, households=[a_household(pets=2)]))

    assert found == [((Change("pet", 0),), 3), ((Change("pet", 1),), 1)]


@pytest.mark.parametrize(
    ("household", "unit", "change"),
    [
        ({}, {"shared": True}, Change("shared", 1)),
        ({"max_floor_without_lift": 1}, {"floor": 4}, Change("floor", 4)),
    ],
)
def test_what_is_accepted_may_be_talked_about(household, unit, change):
    night = a_night(units=[a_unit(**unit)], households=[a_household(**household)])

    assert changes(night) == [((change,), 1)]


@pytest.mark.parametrize(
    "household",
    [
        {"people": 9},
        {"bedrooms_needed": 3},
        {"needs_step_free": True},
        {"needs_lift": True},
        {"needs_ground_floor": True},
        {"needs_adapted_bathroom": True},
        {"needs_own_kitchen": True},
        {"needs_quiet": True},
        {"needs_parking": True},
        {"needs_cot": True},
    ],
)
def test_a_need_is_never_bargained_with(household):
    assert changes(a_night(households=[a_household(**household)])) == []


@pytest.mark.parametrize("unit", [{"association": 8}, {"kept_for": 1}])
def test_what_the_household_cannot_change_is_not_proposed_to_it(unit):
    assert changes(a_night(units=[a_unit(**unit)])) == []


def test_two_changes_are_told_together():
    night = a_night(units=[a_unit(shared=True, commune=ROUBAIX)], accepted_communes=[(1, LILLE, 1)])

    assert changes(night) == [((Change("commune", ROUBAIX), Change("shared", 1)), 1)]


def test_the_two_ends_of_one_window_are_never_moved_together():
    household = a_household(pets=1, earliest_entry=TODAY + 30, latest_entry=TODAY + 20)

    found = changes(a_night(households=[household]))

    assert {tuple(change.kind for change in moved) for moved, _homes in found} == {
        ("later", "pet"),
        ("earlier", "pet"),
    }


def test_three_changes_are_too_many():
    night = a_night(
        units=[a_unit(shared=True, commune=ROUBAIX)],
        households=[a_household(pets=1)],
        accepted_communes=[(1, LILLE, 1)],
    )

    assert changes(night) == []


@pytest.mark.parametrize("rule", [rule.code for rule in RULES if not rule.told])
def test_a_home_that_another_condition_keeps_away_is_in_no_unlock(rule):
    silent = {
        "refused_communes": [(1, ROUBAIX)],
        "excluded_communes": [(1, ROUBAIX)],
        "safety_zones": [(1, *HOME, 1)],
        "declined_pairs": [(1, 1)],
        "banned_pairs": [(1, 1)],
    }
    night = a_night(
        units=[a_unit(commune=ROUBAIX)],
        accepted_communes=[(1, LILLE, 1)],
        **{rule: silent[rule]},
    )

    assert changes(night) == []


def test_an_unlock_says_how_many_of_its_homes_nobody_takes():
    night = a_night(
        units=[a_unit(id=1, commune=ROUBAIX), a_unit(id=2, commune=ROUBAIX)],
        households=[a_household(id=1), a_household(id=2)],
        accepted_communes=[(1, LILLE, 1)],
    )

    (unlock,) = unlocks(night)

    assert (unlock.homes, unlock.free) == (2, 1)
