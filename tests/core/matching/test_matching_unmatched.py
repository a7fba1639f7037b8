"""Unmatched: everyone and every free place that the night leaves alone, each with a true reason."""

import numpy as np
import pytest

from stirrup.matching.explanations.unmatched import unmatched
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.solver import solve
from stirrup.matching.territories.simulation import town
from tests.core.matching.situations import ROUBAIX, a_household, a_night, a_unit


def left_out(night):
    found = unmatched(night, solve(night))
    return [[(one.id, one.reason, one.possible) for one in side] for side in vars(found).values()]


def test_each_household_left_out_has_its_reason():
    night = a_night(
        households=[
            a_household(id=1, urgency=0),
            a_household(id=2),
            a_household(id=3, people=9),
            a_household(id=4, association=8),
        ],
        capacities=[(8, 0)],
    )

    households, homes = left_out(night)

    assert households == [
        (2, "homes_went_to_others", 1),
        (3, "no_home_suits", 0),
        (4, "no_support_left", 1),
    ]
    assert homes == []


def test_a_household_whose_homes_are_closed_by_a_limit_lost_them_to_nobody():
    night = a_night(units=[a_unit(owner=5)], owner_capacities=[(5, 0)])

    households, homes = left_out(night)

    assert households == [(1, "homes_closed", 1)]
    assert homes == [(1, "limit_reached", 1)]


def test_a_linked_household_waits_for_its_group():
    night = a_night(
        households=[a_household(id=1, link_group=4), a_household(id=2, link_group=4)],
    )

    households, _homes = left_out(night)

    assert {(one, reason) for one, reason, _possible in households} <= {
        (1, "linked"),
        (2, "linked"),
    }


def test_each_home_left_free_has_its_reason():
    night = a_night(
        units=[
            a_unit(id=1),
            a_unit(id=2, bedrooms=0),
            a_unit(id=3, bedrooms=3),
            a_unit(id=4, owner=5),
            a_unit(id=5, commune=ROUBAIX),
        ],
        households=[a_household(id=1), a_household(id=2, association=8)],
        owner_capacities=[(5, 0)],
        capacities=[(8, 0)],
        accepted_communes=[(1, 0, 1), (2, ROUBAIX, 1)],
    )

    _households, homes = left_out(night)

    assert homes == [
        (2, "no_household_suits", 0),
        (3, "others_have_homes", 1),
        (4, "limit_reached", 1),
        (5, "support_of_others", 1),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_nobody_and_nothing_is_forgotten(seed):
    night = town(seed, 60, 30)
    solution = solve(night)
    u, h = eligible_pairs(night)
    homes = [unit for _referral, unit in solution.pairs]

    found = unmatched(night, solution)

    housed = {referral for referral, _unit in solution.pairs}
    assert {one.id for one in found.households} == set(night.households.id.tolist()) - housed
    assert {one.id for one in found.homes} == {
        unit
        for unit, places in zip(night.units.id.tolist(), night.units.places, strict=True)
        if homes.count(unit) < places
    }
    assert all(one.possible == np.sum(h == one.id - 1) for one in found.households)
    assert all(one.possible == np.sum(u == one.id - 1) for one in found.homes)
