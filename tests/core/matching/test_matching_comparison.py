"""Two solutions side by side: every household counted once, every figure that of the solutions."""

import pytest

from stirrup.matching.solver import solve
from stirrup.matching.territories.simulation import town
from stirrup.matching.trials.comparison import LevelChange, Move, Share, compare
from stirrup.matching.trials.trial import Trial
from stirrup.matching.trials.what_if import Hold, Pin, Weight
from tests.core.matching.situations import ROUBAIX, a_household, a_night, a_unit


def tried(problem, *changes):
    return compare(problem, solve(problem), Trial.of(problem).solve(changes).solution)


def test_without_a_change_nothing_changes():
    comparison = tried(town(3, 60, 30))

    assert comparison.is_the_same
    assert comparison.levels == ()
    assert comparison.before == comparison.after


def test_a_home_kept_back_costs_one_household():
    problem = a_night(
        units=[a_unit(id=1), a_unit(id=2)],
        households=[
            a_household(id=1, urgency=0, waiting_days=12),
            a_household(id=2, urgency=3, waiting_days=30),
        ],
    )

    comparison = tried(problem, Hold(1))

    assert comparison.losing == (Move(2, comparison.losing[0].unit_before, None),)
    assert comparison.gaining == ()
    assert comparison.levels[0] == LevelChange("placed", 2, 1)
    assert comparison.costs[0] == LevelChange("placed", 2, 1)
    assert (comparison.before.waiting_days, comparison.after.waiting_days) == (42, 12)
    assert (comparison.before.by_band, comparison.after.by_band) == ((1, 0, 0, 1), (1, 0, 0, 0))


def test_a_pin_says_who_gains_and_who_loses():
    problem = a_night(
        units=[a_unit(id=5)],
        households=[
            a_household(id=1, urgency=0, association=7, people=1, bedrooms_needed=1),
            a_household(id=2, urgency=2, association=8, people=4),
        ],
    )

    comparison = tried(problem, Pin(2, 5))

    assert comparison.gaining == (Move(2, None, 5),)
    assert comparison.losing == (Move(1, 5, None),)
    assert comparison.moving == ()
    assert comparison.costs[0] == LevelChange("urgency_0", 1, 0)
    assert LevelChange("urgency_2", 0, 1) in comparison.levels
    assert comparison.by_association == (Share(7, 1, 1, 0), Share(8, 1, 0, 1))
    assert comparison.by_people == (Share(1, 1, 1, 0), Share(3, 1, 0, 1))
    assert comparison.by_commune == (Share(0, 1, 1, 1),)


def test_an_exchange_moves_two_households_and_nobody_loses():
    problem = a_night(
        units=[a_unit(id=1, bedrooms=3), a_unit(id=2, bedrooms=2, commune=ROUBAIX)],
        households=[a_household(id=1, bedrooms_needed=3), a_household(id=2)],
        accepted_communes=[(1, 0, 1), (2, 0, 2), (2, ROUBAIX, 1)],
    )
    same = a_night(
        units=[a_unit(id=1), a_unit(id=2)], households=[a_household(id=1), a_household(id=2)]
    )
    (first, home), _ = solve(same).pairs

    comparison = tried(same, Pin(first, 3 - home))

    assert tried(problem, Weight("stability", 0)).is_the_same
    assert len(comparison.moving) == 2
    assert comparison.gaining == comparison.losing == ()
    assert comparison.costs == ()


def test_the_distance_is_that_to_the_farthest_place():
    problem = a_night(anchors=[(1, 50.63, 3.06, 5), (1, 50.65, 3.06, 5)])

    comparison = tried(problem)

    assert comparison.after.kilometres == pytest.approx(2.224, abs=0.005)
    assert tried(a_night()).after.kilometres is None


def test_an_empty_night_compares_with_itself():
    comparison = tried(a_night(units=[], households=[]))

    assert comparison.is_the_same
    assert comparison.by_commune == comparison.by_people == ()


@pytest.mark.parametrize("seed", range(12))
def test_what_is_gained_less_what_is_lost_is_the_difference(seed):
    problem = town(seed, 80, 40, demands=0.5)
    _, unit = solve(problem).pairs[seed]

    comparison = tried(problem, Hold(unit), Weight("waiting", 5))

    more = len(comparison.gaining) - len(comparison.losing)
    assert comparison.after.placed - comparison.before.placed == more
    for shares in (comparison.by_association, comparison.by_people, comparison.by_commune):
        assert sum(share.before for share in shares) == comparison.before.placed
        assert sum(share.after for share in shares) == comparison.after.placed
    assert sum(share.of for share in comparison.by_people) == len(problem.households)
