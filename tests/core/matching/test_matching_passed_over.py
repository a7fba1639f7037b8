"""Passed over and reserve: true reasons, and the very household that the optimum takes next."""

from dataclasses import replace

import numpy as np
import pytest

from stirrup.matching.eligibility import allowed, obstacles
from stirrup.matching.explanations.passed_over import (
    AS_GOOD_HOME,
    BETTER_HOME,
    EXCHANGE,
    LINKED,
    SUPPORT,
    TOGETHER,
    UNSUITABLE,
    passed_over,
)
from stirrup.matching.explanations.reserve import reserve
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import levels
from stirrup.matching.solver import solve
from stirrup.matching.territories.simulation import town
from tests.core.matching.situations import (
    LILLE,
    ROUBAIX,
    a_household,
    a_night,
    a_unit,
    raw_rows,
)


def gains(night, u, h):
    """What one pair of rows brings, level by level."""
    return np.array([level.gains[0] for level in levels(night, np.array([u]), np.array([h]))])


def reasons(night, referral, unit):
    found = passed_over(night, solve(night), referral, unit)
    return [(one.referral_id, one.reason, one.unit_id, one.level) for one in found]


def test_a_household_with_a_better_home_is_passed_over_for_it():
    night = a_night(
        units=[a_unit(id=1, bedrooms=3), a_unit(id=2)],
        households=[a_household(id=1, urgency=0), a_household(id=2, bedrooms_needed=3)],
    )

    assert reasons(night, 2, 1) == [(1, BETTER_HOME, 2, None)]


def test_a_household_whose_home_would_not_suit_the_chosen_one_is_passed_over():
    night = a_night(
        units=[a_unit(id=1), a_unit(id=2, bedrooms=3, commune=ROUBAIX)],
        households=[a_household(id=1, urgency=0), a_household(id=2)],
        accepted_communes=[(2, LILLE, 1)],
    )

    assert reasons(night, 2, 1) == [(1, UNSUITABLE, 2, None)]


def test_an_exchange_that_loses_is_told_with_its_level():
    night = a_night(
        units=[a_unit(id=1), a_unit(id=2, commune=ROUBAIX)],
        households=[a_household(id=1, urgency=0), a_household(id=2)],
        accepted_communes=[(1, LILLE, 1), (1, ROUBAIX, 2), (2, LILLE, 1), (2, ROUBAIX, 5)],
    )

    assert reasons(night, 2, 1) == [(1, EXCHANGE, 2, "suitability")]


def test_a_household_without_support_is_passed_over_for_that():
    night = a_night(
        households=[a_household(id=1, urgency=0), a_household(id=2, association=8)],
        capacities=[(7, 0)],
    )

    assert reasons(night, 2, 1) == [(1, SUPPORT, None, None)]


def test_linked_households_are_passed_over_for_their_link():
    night = a_night(
        units=[a_unit(id=1), a_unit(id=2)],
        households=[
            a_household(id=1, link_group=4, link_km=5.0),
            a_household(id=2, link_group=4, link_km=5.0, people=9),
            a_household(id=3, urgency=3),
        ],
    )
    ((_referral, unit),) = solve(night).pairs

    assert reasons(night, 3, unit) == [(1, LINKED, None, None)]


def decided(night, *pairs):
    """A solution that somebody else decided, which need not be the best."""
    return replace(solve(night), pairs=pairs)


def test_support_that_the_chosen_household_uses_is_no_reason():
    night = a_night(
        households=[a_household(id=1, urgency=0), a_household(id=2)], capacities=[(7, 1)]
    )

    (found,) = passed_over(night, decided(night, (2, 1)), 2, 1)

    assert (found.referral_id, found.reason) == (1, TOGETHER)


def test_an_exchange_that_would_gain_is_no_reason():
    night = a_night(
        units=[a_unit(id=1), a_unit(id=2, commune=ROUBAIX)],
        households=[a_household(id=1, urgency=0), a_household(id=2)],
        accepted_communes=[(1, LILLE, 1), (1, ROUBAIX, 5), (2, LILLE, 1), (2, ROUBAIX, 2)],
    )

    (found,) = passed_over(night, decided(night, (1, 2), (2, 1)), 2, 1)

    assert (found.referral_id, found.reason, found.level) == (1, TOGETHER, None)


def test_nobody_is_in_reserve_for_a_home_that_its_owner_closes():
    night = a_night(
        units=[a_unit(owner=5)],
        households=[a_household(id=1), a_household(id=2)],
        owner_capacities=[(5, 0)],
    )

    assert reserve(night, decided(night, (1, 1)), 1, 1) == ()


@pytest.mark.parametrize("seed", range(10))
def test_every_reason_is_true(seed):
    night = town(seed, 40, 20, communes=4)
    solution = solve(night)
    home = {referral - 1: unit - 1 for referral, unit in solution.pairs}

    for referral, unit in solution.pairs:
        h, u = referral - 1, unit - 1
        for one in passed_over(night, solution, referral, unit):
            g = one.referral_id - 1
            v = home.get(g)
            assert not obstacles(night, u, g)
            assert tuple(gains(night, u, g)) > tuple(gains(night, u, h))
            assert (None if v is None else v + 1) == one.unit_id
            assert one.reason == _reason(night, u, h, v, g)


def _reason(night, u, h, v, g):
    """The same asked of one household after another, in plain Python."""
    if v is None:
        return SUPPORT
    kept, taken = tuple(gains(night, v, g)), tuple(gains(night, u, g))
    if kept[:-1] == taken[:-1]:
        return AS_GOOD_HOME
    if kept > taken:
        return BETTER_HOME
    if obstacles(night, v, h):
        return UNSUITABLE
    now, then = gains(night, u, h) + kept, gains(night, v, h) + taken
    return EXCHANGE if tuple(now) > tuple(then) else TOGETHER


@pytest.mark.parametrize("seed", range(10))
def test_an_optimum_never_needs_the_last_reason(seed):
    night = town(seed, 60, 25, communes=4)
    solution = solve(night)

    found = {one.reason for pair in solution.pairs for one in passed_over(night, solution, *pair)}

    assert not found & {TOGETHER, LINKED}


@pytest.mark.parametrize("seed", range(6))
def test_whoever_comes_before_and_is_not_there_is_named(seed):
    night = town(seed, 40, 15, communes=4)
    solution = solve(night)
    everyone = np.arange(len(night.households))

    for referral, unit in solution.pairs:
        there = {other - 1 for other, home in solution.pairs if home == unit}
        _, possible = allowed(night, np.full_like(everyone, unit - 1), everyone)
        mine = tuple(gains(night, unit - 1, referral - 1))
        better = {
            g for g in set(possible.tolist()) - there if tuple(gains(night, unit - 1, g)) > mine
        }
        found = [one.referral_id - 1 for one in passed_over(night, solution, referral, unit)]
        assert set(found) == better
        assert len(found) == len(better)


@pytest.mark.parametrize("seed", range(10))
def test_the_first_of_the_reserve_is_the_one_the_optimum_takes(seed):
    night = town(seed, 30, 10, communes=3)
    solution = solve(night)

    for referral, unit in solution.pairs:
        found = reserve(night, solution, referral, unit)
        again = {home: other for other, home in _without(night, solution, referral, unit)}
        if night.units.places[unit - 1] == 1:
            assert again.get(unit) == (found[0].referral_id if found else None)


def _without(night, solution, referral, unit):
    """Solve again without the household: the others keep their homes, only this one is given."""
    rows = raw_rows(night)
    others = [pair for pair in solution.pairs if pair[0] != referral]
    waiting = set(night.households.id.tolist()) - {other for other, _home in solution.pairs}
    rows["households"] = [row for row in rows["households"] if row[0] != referral]
    rows["pinned_pairs"] = others
    rows["banned_pairs"] += [
        (one, home) for one in waiting for home in night.units.id.tolist() if home != unit
    ]
    return solve(Problem.from_rows(**rows)).pairs


def test_the_reserve_follows_the_order_of_the_levels():
    night = a_night(
        households=[
            a_household(id=1, urgency=0),
            a_household(id=2, urgency=2, waiting_days=90),
            a_household(id=3, urgency=1, waiting_days=0),
            a_household(id=4, urgency=2, waiting_days=30),
        ]
    )

    found = reserve(night, solve(night), 1, 1)

    assert [one.referral_id for one in found] == [3, 2, 4]
    assert (found[0].urgency, found[0].waiting_days) == (1, 0)


def test_the_support_given_up_serves_the_next_one():
    night = a_night(
        households=[a_household(id=1, urgency=0), a_household(id=2)], capacities=[(7, 1)]
    )

    assert [one.referral_id for one in reserve(night, solve(night), 1, 1)] == [2]


def test_a_household_without_support_or_with_links_is_not_in_the_reserve():
    night = a_night(
        households=[
            a_household(id=1, urgency=0),
            a_household(id=2, association=8),
            a_household(id=3, link_group=4),
            a_household(id=4, link_group=4),
        ],
        capacities=[(8, 0)],
    )

    assert reserve(night, solve(night), 1, 1) == ()


@pytest.mark.parametrize("ids", [(9, 1), (1, 9)])
def test_a_stranger_has_neither(ids):
    night = a_night()

    for answer in (passed_over, reserve):
        with pytest.raises(LookupError):
            answer(night, solve(night), *ids)
