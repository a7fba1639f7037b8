"""Homes kept: for whom, until when, and who is never kept waiting by it."""

from datetime import date, timedelta

import pytest

from stirrup.matching.columns import ProblemRefused
from stirrup.matching.over_time.holds import Hold, HoldPolicy, homes_to_keep, with_holds
from stirrup.matching.solver import solve
from stirrup.matching.tables import FOR_NOBODY, KEPT_FOR
from stirrup.matching.territories.simulation import town
from tests.core.matching.situations import MONDAY, a_household, a_night, a_unit

STEP_FREE = 1 << KEPT_FOR.index("needs_step_free")
KEEPING = HoldPolicy("rare_needs", nights=14)


def keep(problem, opened_on=MONDAY, policy=KEEPING):
    return homes_to_keep(problem, {1: opened_on}, policy)


def test_the_built_in_policy_keeps_nothing():
    night = a_night(units=[a_unit(step_free=True)])

    assert keep(night, policy=HoldPolicy()) == ()


def test_a_step_free_home_is_kept_for_those_who_need_it():
    night = a_night(units=[a_unit(step_free=True)])

    assert keep(night) == (Hold(1, STEP_FREE, MONDAY + timedelta(14)),)


def test_an_ordinary_home_is_not_kept():
    assert keep(a_night()) == ()


@pytest.mark.parametrize(("days_open", "kept"), [(13, 1), (14, 0)])
def test_a_hold_ends_by_itself(days_open, kept):
    night = a_night(units=[a_unit(step_free=True)])

    assert len(keep(night, MONDAY - timedelta(days_open))) == kept


def test_a_home_that_nobody_dated_opened_today():
    night = a_night(units=[a_unit(step_free=True)])

    assert homes_to_keep(night, {}, KEEPING) == keep(night)


def test_what_a_reviewer_keeps_is_left_alone():
    night = a_night(units=[a_unit(step_free=True, kept_for=FOR_NOBODY)])

    assert keep(night) == ()


@pytest.mark.parametrize(("protected_bands", "kept"), [(1, 0), (0, 1)])
def test_a_household_without_shelter_comes_before_a_hold_unless_the_policy_says_so(
    protected_bands, kept
):
    night = a_night(units=[a_unit(step_free=True)], households=[a_household(urgency=0)])
    policy = HoldPolicy("rare_needs", protected_bands=protected_bands)

    assert len(keep(night, policy=policy)) == kept
    assert ("is ever kept" in policy.bound) == (protected_bands > 0)


def test_a_pin_comes_before_a_hold():
    night = a_night(units=[a_unit(step_free=True)], pinned_pairs=[(1, 1)])

    assert keep(night) == ()


@pytest.mark.parametrize("seed", range(8))
def test_holds_cost_the_protected_bands_no_household(seed):
    night = town(seed, 120, 50)
    policy = HoldPolicy("rare_needs", protected_bands=2)

    kept = with_holds(night, homes_to_keep(night, {}, policy))

    assert (kept.units.kept_for > 0).any()
    assert solve(kept).urgent_placed_by_band[:2] == solve(night).urgent_placed_by_band[:2]


def test_a_hold_on_a_home_that_is_gone_changes_nothing():
    night = a_night()

    assert with_holds(night, [Hold(99, STEP_FREE, date(2026, 3, 9))]).digest() == night.digest()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "sometimes"},
        {"nights": 0},
        {"nights": 61},
        {"needs": ()},
        {"needs": ("needs_quiet",)},
        {"protected_bands": 5},
    ],
)
def test_a_policy_checks_itself(wrong):
    with pytest.raises(ProblemRefused, match=next(iter(wrong))):
        HoldPolicy(**wrong)
