"""Limits of owners and buildings: nested ones are part of the flow, and of its proof."""

import numpy as np
import pytest

from stirrup.matching.checker import check
from stirrup.matching.home_limits import limits_of_homes
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.problem import Problem, ProblemRefused
from stirrup.matching.solution import OPTIMAL
from stirrup.matching.solver import solve
from tests.core.matching.exhaustive import best_of_all, tangled_town
from tests.core.matching.situations import a_household, a_night, a_unit, raw_rows

SEEDS = range(40)


def limits_of(problem):
    return limits_of_homes(problem, *eligible_pairs(problem))


def homes_and_hopes(count, units, **others):
    return a_night(
        units=units,
        households=[a_household(id=number) for number in range(1, count + 1)],
        **others,
    )


@pytest.mark.parametrize("families", ["o", "b", "ao"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_small_limited_night_is_the_best_of_all(seed, families):
    problem = tangled_town(seed, families)
    best = best_of_all(problem)

    solution = solve(problem)

    assert tuple(level.value for level in solution.levels) == best.totals
    assert solution.pairs == best.pairs
    assert solution.price_of_urgency == best.most - solution.placed
    assert solution.status == OPTIMAL
    assert check(problem, solution) == ()


def test_the_small_limited_nights_are_worth_trying():
    nights = [best_of_all(tangled_town(seed, "ob")) for seed in SEEDS]

    assert sum(night.feasible < night.tried for night in nights) > 25
    assert sum(len(night.pairs) >= 2 for night in nights) > 25


@pytest.mark.parametrize(("remaining", "placed"), [(2, 2), (1, 1), (0, 0), (-3, 0)])
@pytest.mark.parametrize("limit", ["owner", "building"])
def test_no_more_move_in_than_the_limit(limit, remaining, placed):
    night = homes_and_hopes(
        2,
        [a_unit(id=1, **{limit: 5}), a_unit(id=2, **{limit: 5})],
        **{f"{limit}_capacities": [(5, remaining)]},
    )

    assert solve(night).placed == placed


@pytest.mark.parametrize("limit", ["owner", "building"])
def test_a_limit_that_cannot_bind_ties_nothing(limit):
    units = [a_unit(id=1, **{limit: 5}), a_unit(id=2, **{limit: 5})]

    limits = limits_of(homes_and_hopes(2, units, **{f"{limit}_capacities": [(5, 2)]}))

    assert limits.forest.leaf_parent.tolist() == [-1, -1]
    assert limits.ties()[1].tolist() == []


def test_fewer_households_than_the_limit_cannot_make_it_bind():
    units = [a_unit(id=number, owner=5, places=3) for number in (1, 2, 3)]

    limits = limits_of(homes_and_hopes(2, units, owner_capacities=[(5, 2)]))

    assert limits.forest.leaf_parent.tolist() == [-1, -1, -1]


def test_a_building_of_one_owner_nests_in_it():
    units = [
        a_unit(id=1, owner=5, building=8),
        a_unit(id=2, owner=5, building=8),
        a_unit(id=3, owner=5),
        a_unit(id=4),
    ]
    night = homes_and_hopes(4, units, owner_capacities=[(5, 2)], building_capacities=[(8, 1)])

    limits = limits_of(night)

    assert limits.forest.leaf_parent.tolist() == [1, 1, 0, -1]
    assert limits.forest.parent.tolist() == [-1, 0]
    assert np.all(limits.crossing == -1)
    assert solve(night).placed == 3


def test_a_building_of_two_owners_crosses_the_one_that_has_other_homes():
    units = [
        a_unit(id=1, owner=5, building=8),
        a_unit(id=2, owner=6, building=8),
        a_unit(id=3, owner=5),
    ]
    night = homes_and_hopes(3, units, owner_capacities=[(5, 1)], building_capacities=[(8, 1)])

    limits = limits_of(night)

    assert limits.forest.leaf_parent.tolist() == [0, -1, 0]
    assert limits.crossing.tolist() == [0, 0, -1]


@pytest.mark.parametrize("limit", ["owner", "building"])
def test_homes_of_one_limit_are_one_component(limit):
    units = [a_unit(id=1, commune=1, **{limit: 5}), a_unit(id=2, commune=2, **{limit: 5})]
    rows = {"accepted_communes": [(1, 1, 1), (2, 2, 1)]}

    apart = solve(homes_and_hopes(2, units, **rows))
    tied = solve(homes_and_hopes(2, units, **rows, **{f"{limit}_capacities": [(5, 1)]}))

    assert (apart.components, tied.components) == (2, 1)


@pytest.mark.parametrize("table", ["capacities", "owner_capacities", "building_capacities"])
def test_a_limit_stated_twice_is_refused(table):
    with pytest.raises(ProblemRefused, match=r"Capacities\.id"):
        a_night(**{table: [(5, 1), (5, 2)]})


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_changes_nothing_in_a_limited_night(seed):
    rows = raw_rows(tangled_town(seed, "aob"))
    turned = {
        name: value[::-1] if isinstance(value, list) else value for name, value in rows.items()
    }

    assert solve(Problem.from_rows(**turned)) == solve(Problem.from_rows(**rows))
