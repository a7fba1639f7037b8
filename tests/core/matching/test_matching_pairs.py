"""Eligible pairs: the range join finds exactly what asking pair by pair finds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stirrup.matching.eligibility import obstacles
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.places import positions
from stirrup.matching.territories.simulation import town
from tests.core.matching.situations import HOME, a_household, a_night, a_unit


def asked_one_by_one(problem):
    return [
        (h, u)
        for h in range(len(problem.households))
        for u in range(len(problem.units))
        if not obstacles(problem, u, h)
    ]


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10_000),
    households=st.integers(0, 14),
    units=st.integers(0, 12),
    communes=st.integers(1, 6),
    demands=st.floats(0, 1.2),
)
def test_columns_and_single_pairs_agree(seed, households, units, communes, demands):
    problem = town(seed, households, units, communes=communes, demands=demands)

    u, h = eligible_pairs(problem)

    assert list(zip(h.tolist(), u.tolist(), strict=True)) == asked_one_by_one(problem)


def test_random_towns_have_pairs_of_every_way_to_join():
    problem = town(3, 60, 40)
    _, h = eligible_pairs(problem)
    lists = problem.households.lists_communes[h]
    anchored = problem.households.anchors.are_stated(h).any(axis=-1)

    assert lists.any()
    assert (anchored & ~lists).any()
    assert (~anchored & ~lists).any()


def test_chunks_change_nothing():
    problem = town(4, 50, 40)

    by_seven = eligible_pairs(problem, at_once=7)

    assert np.array_equal(by_seven, eligible_pairs(problem))


def test_a_place_to_stay_near_at_no_distance_still_finds_its_own_home():
    night = a_night(
        units=[a_unit(latitude=HOME[0] + 3e-6)],
        households=[a_household()],
        anchors=[(1, *HOME, 0)],
    )

    assert len(eligible_pairs(night)[0]) == len(asked_one_by_one(night)) == 1


def test_the_farthest_home_of_a_band_is_not_lost():
    # 50 km due north: the edge of the latitude band, where a flat rule of thumb would err.
    night = a_night(units=[a_unit(latitude=HOME[0] + 0.44964)], anchors=[(1, *HOME, 50)])

    assert len(eligible_pairs(night)[0]) == 1


def test_distances_are_those_of_the_globe():
    lille, paris = positions(np.array([50.6292, 48.8566]), np.array([3.0573, 2.3522]))

    assert abs(np.sqrt(((lille - paris) ** 2).sum()) - 203_800) < 1_000
