"""The compass: what it promises is what solving again with one home more brings."""

from dataclasses import replace

import pytest

from stirrup.matching.checker import check
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.solver import solve
from stirrup.matching.territories.simulation import town
from stirrup.matching.trials.compass import (
    Commune,
    Kind,
    compass,
    with_homes,
    without_support_limits,
)
from tests.core.matching.situations import (
    LILLE,
    ROUBAIX,
    a_household,
    a_night,
    a_unit,
    small_draw,
)

HERE = Commune(LILLE, 50.63, 3.06)
THERE = Commune(ROUBAIX, 50.69, 3.17)
EVERYWHERE = [HERE, THERE, Commune(2, 50.72, 3.16)]


def pointed(problem, communes=(HERE,), **options):
    return compass(problem, solve(problem), communes, **options)


def the(gains, kind, commune=LILLE):
    """The gain of a kind, or of an easier one that brings as much."""
    here = [gain for gain in gains if gain.commune == commune]
    easier = [gain for gain in here if is_as_easy(gain.kind, kind)]
    return max(easier, key=lambda gain: (gain.households, gain.could_live))


def is_as_easy(kind, other):
    asked = (kind.bedrooms, kind.accessible, kind.pets)
    return all(
        mine <= theirs
        for mine, theirs in zip(asked, (other.bedrooms, other.accessible, other.pets), strict=True)
    )


def test_the_kind_that_a_household_without_a_home_needs_stands_first():
    night = a_night(units=[], households=[a_household(bedrooms_needed=3, pets=1, urgency=1)])

    first, *_others = pointed(night)

    assert first.kind.bedrooms == 3
    assert first.kind.pets
    assert first.by_band == (0, 1, 0, 0)
    assert (first.households, first.could_live, first.solved) == (1, 1, True)


def test_a_kind_that_suits_nobody_brings_nothing():
    night = a_night(units=[], households=[a_household(needs_adapted_bathroom=True)])

    gains = pointed(night)

    assert the(gains, Kind(2, accessible=True, pets=False)).households == 1
    assert the(gains, Kind(2, accessible=False, pets=False)).households == 0
    assert the(gains, Kind(1, accessible=True, pets=False)).could_live == 0


def test_the_commune_counts():
    night = a_night(units=[], households=[a_household()], accepted_communes=[(1, ROUBAIX, 1)])

    gains = pointed(night, [HERE, THERE])

    kind = Kind(2, accessible=False, pets=False)
    assert the(gains, kind, LILLE).households == 0
    assert the(gains, kind, ROUBAIX).households == 1


def test_a_home_for_somebody_housed_frees_another_for_somebody_else():
    """The household with the pet moves over; the one that waits takes the home it leaves."""
    night = a_night(
        units=[a_unit(pets=2, bedrooms=3)],
        households=[
            a_household(id=1, urgency=0, bedrooms_needed=2, pets=2),
            a_household(id=2, urgency=2, bedrooms_needed=3),
        ],
    )

    gains = pointed(night, solved_again=0)

    kind = Kind(2, accessible=False, pets=True)
    assert the(gains, kind).by_band == (0, 0, 1, 0)
    assert the(gains, kind).could_live == 0


def test_nothing_is_gained_where_nobody_can_be_supported():
    night = a_night(units=[], households=[a_household()], capacities=[(7, 0)])

    assert {gain.households for gain in pointed(night)} == {0}


def test_a_scarce_support_goes_to_the_more_urgent_and_the_count_says_so():
    night = a_night(
        units=[a_unit(id=1, bedrooms=2)],
        households=[
            a_household(id=1, urgency=3),
            a_household(id=2, urgency=0, bedrooms_needed=4, people=3),
        ],
        capacities=[(7, 1)],
    )

    first, *_others = pointed(night, solved_again=0)

    assert first.kind.bedrooms == 4
    assert first.by_band == (1, 0, 0, -1)
    assert first.households == 0


@pytest.mark.parametrize("homes", [1, 3])
def test_several_homes_at_once_are_solved_again(homes):
    households = [a_household(id=number) for number in range(1, 6)]

    first, *_others = pointed(a_night(units=[], households=households), homes=homes)

    assert first.households == homes


@pytest.mark.parametrize("seed", range(16))
def test_the_estimate_is_exact_where_homes_and_supports_are_the_only_limits(seed):
    problem = town(seed, 40, 12, communes=3, associations=3, demands=0.6, weights=small_draw())
    before = solve(problem)
    communes = [Commune(number, 50.63, 3.06) for number in range(3)]

    gains = compass(problem, before, communes, solved_again=0)

    for gain in gains[:: 1 + len(gains) // 12]:
        after = solve(with_homes(problem, gain.kind, communes[gain.commune]))
        bands = zip(after.urgent_placed_by_band, before.urgent_placed_by_band, strict=True)
        assert gain.by_band == tuple(now - was for now, was in bands)


def test_the_random_towns_are_worth_trying():
    seen = set()
    for seed in range(16):
        problem = town(seed, 40, 12, communes=3, associations=3, demands=0.6)
        communes = [Commune(number, 50.63, 3.06) for number in range(3)]
        seen |= {
            gain.by_band for gain in compass(problem, solve(problem), communes, solved_again=0)
        }

    assert {(0, 0, 0, 0), (1, 0, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)} <= seen
    assert any(min(by_band) < 0 for by_band in seen)


def test_solving_again_confirms_the_first_ones_and_puts_them_first():
    problem = town(3, 60, 20, communes=3)

    gains = pointed(problem, EVERYWHERE, solved_again=5)

    estimated = pointed(problem, EVERYWHERE, solved_again=0)
    assert [gain.solved for gain in gains[:6]] == [True] * 5 + [False]
    assert [replace(gain, solved=False) for gain in gains] == list(estimated)


def test_a_night_limited_by_its_owners_is_solved_again_exactly():
    units = [a_unit(id=1, owner=9), a_unit(id=2, owner=9)]
    households = [a_household(id=number, urgency=number) for number in (1, 2, 3)]
    night = a_night(units=units, households=households, owner_capacities=[(9, 1)])

    first, *_others = pointed(night, homes=5)

    assert (first.by_band, first.solved) == ((0, 0, 1, 1), True)


def test_of_kinds_that_bring_as_much_the_easiest_to_find_is_kept():
    night = a_night(units=[], households=[a_household(bedrooms_needed=2, people=2)])

    useful = [gain for gain in pointed(night) if gain.households]

    assert [gain.kind for gain in useful] == [Kind(2, accessible=False, pets=False)]


def test_support_may_be_thought_away():
    night = a_night(units=[], households=[a_household()], capacities=[(7, 0)])

    first, *_others = pointed(without_support_limits(night))

    assert first.households == 1


def test_a_night_that_is_far_from_its_best_is_estimated_all_the_same():
    problem = town(3, 60, 20, communes=3)
    nothing = replace(solve(problem), pairs=(), urgent_placed_by_band=(0, 0, 0, 0), placed=0)

    gains = compass(problem, nothing, EVERYWHERE, solved_again=0)

    assert {gain.households for gain in gains} <= {0, 1}


def test_a_home_more_leaves_the_pairs_of_the_night_as_they_were():
    problem = town(5, 60, 20)
    wider = with_homes(problem, Kind(2, accessible=True, pets=True), HERE, homes=2)

    u, h = eligible_pairs(wider)
    known = u < len(problem.units)

    assert [u[known].tolist(), h[known].tolist()] == [
        column.tolist() for column in eligible_pairs(problem)
    ]
    assert check(wider, solve(wider)) == ()


def test_an_empty_night_has_a_compass_too():
    gains = pointed(a_night(units=[], households=[]))

    assert {gain.households for gain in gains} == {0}
    assert pointed(a_night(), []) == ()
