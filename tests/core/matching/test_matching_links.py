"""Linked households, and all limits together: the best of all solutions, an honest status."""

import os
import random
import subprocess
import sys

import numpy as np
import pytest

from stirrup.matching.checker import check
from stirrup.matching.columns import get_row
from stirrup.matching.linked.link_state import NO_HOME, TAKEN, TOO_FAR, find_link_state
from stirrup.matching.linked.tangled import Effort
from stirrup.matching.problem import Problem
from stirrup.matching.solution import NOT_PROVED, OPTIMAL
from stirrup.matching.solver import solve
from tests.core.matching.exhaustive import best_of_all, linked_town, tangled_town
from tests.core.matching.situations import HOME, a_household, a_night, a_unit, raw_rows, small_draw

SEEDS = range(60)
ONLY_FLOWS = Effort(nodes=10_000, kernel=0)
ONLY_THE_KERNEL = Effort(nodes=0, kernel=60, whole=10_000)
NORTH_BY_ONE_KM = 1 / 111.195
"""Degrees of latitude, on the sphere of `places`."""


def totals(solution):
    return tuple(level.value for level in solution.levels)


def two_linked(*units, km=1.0, **others):
    """Households 1 and 2 go together, to homes no more than so many kilometres apart."""
    members = [a_household(id=number, link_group=9, link_km=km) for number in (1, 2)]
    return a_night(units=list(units), households=[*members, *others.pop("besides", [])], **others)


def north(km, **differences):
    return a_unit(latitude=HOME[0] + km * NORTH_BY_ONE_KM, **differences)


@pytest.mark.parametrize("families", ["l", "ob", "al", "aobplk"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_small_tangled_night_is_the_best_of_all(seed, families):
    problem = tangled_town(seed, families)
    best = best_of_all(problem)

    solution = solve(problem)

    assert check(problem, solution) == ()
    assert totals(solution) == best.totals
    assert solution.pairs == best.pairs
    assert solution.price_of_urgency == best.most - solution.placed
    assert solution.status == OPTIMAL


def test_the_small_tangled_nights_are_worth_trying():
    problems = [tangled_town(seed, "aobplk") for seed in SEEDS]
    solutions = [solve(problem) for problem in problems]
    linked = [set(problem.households.link_group.tolist()) - {0} for problem in problems]
    pinned = [len(problem.households.pinned_pairs.keys) for problem in problems]
    nights = list(zip(linked, pinned, solutions, strict=True))
    tried = [best_of_all(problem) for problem in problems]

    assert sum(solution.placed >= 2 for solution in solutions) > 20
    assert sum(bool(groups - {*solution.groups_out}) for groups, _, solution in nights) > 10
    assert sum(len(solution.unmet_pins) < pins for _, pins, solution in nights) > 10
    assert sum(night.feasible for night in tried) > 500
    assert sum(night.feasible < night.tried for night in tried) > 50


@pytest.mark.parametrize("seed", range(6))
def test_branches_and_kernel_find_the_same_night(seed):
    problem = linked_town(seed, 40, 20, groups=4, km=3.0)

    by_flows, by_kernel = (solve(problem, effort=each) for each in (ONLY_FLOWS, ONLY_THE_KERNEL))

    assert by_flows == by_kernel
    assert by_flows.status == OPTIMAL
    assert check(problem, by_flows) == ()


@pytest.mark.parametrize("effort", [Effort(nodes=1, kernel=0), Effort(pairs=0, kernel=0)])
def test_a_night_cut_short_is_sound_and_not_called_proved(effort):
    problem = linked_town(3, 150, 60, groups=8, km=1.0)
    best = solve(problem)

    solution = solve(problem, effort=effort)

    assert check(problem, solution) == ()
    assert (best.status, solution.status) == (OPTIMAL, NOT_PROVED)
    assert totals(solution) <= totals(best)
    assert solution.value <= best.value <= solution.bound
    assert 0 < solution.gap < 0.1
    assert solution.price_of_urgency is None


@pytest.mark.parametrize("largest_cost", [0, 500, 12_000])
def test_no_linked_night_beyond_the_limit_is_called_better_than_it_is(largest_cost):
    problem = linked_town(1, 30, 12, groups=3, km=3.0, weights=small_draw())
    best = solve(problem)

    solution = solve(problem, largest_cost=largest_cost, effort=Effort(kernel=0))

    assert check(problem, solution) == ()
    assert (solution.status == OPTIMAL) == (totals(solution) == totals(best))
    assert solution.value <= best.value <= solution.bound


def test_the_order_of_rows_changes_nothing_in_a_linked_night():
    problem = linked_town(2, 60, 30, groups=5, km=2.0)
    rows = raw_rows(problem)
    for value in rows.values():
        if isinstance(value, list):
            random.Random(2).shuffle(value)

    assert solve(Problem.from_rows(**rows)) == solve(problem)


def test_processes_with_other_hash_seeds_agree_on_a_linked_night():
    program = (
        "from dataclasses import replace\n"
        "from stirrup.matching.solver import solve\n"
        "from stirrup.matching.linked.tangled import Effort\n"
        "from tests.core.matching.exhaustive import linked_town\n"
        "problem = linked_town(3, 40, 20, groups=5, km=1.0)\n"
        "for effort in (Effort(), Effort(nodes=2, kernel=1, whole=10)):\n"
        "    print(replace(solve(problem, effort=effort), seconds_by_stage={}))"
    )

    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for hash_seed in ("0", "42")
    }

    assert len(answers) == 1


def test_a_linked_town_has_as_many_groups_as_asked_for():
    groups = linked_town(3, 150, 60, groups=8, km=1.0).households.link_group

    assert np.bincount(groups).tolist() == [134, *[2] * 8]


@pytest.mark.parametrize(("apart", "placed"), [(0.999, 2), (1.001, 0)])
def test_linked_homes_lie_within_the_distance_or_nobody_moves(apart, placed):
    night = two_linked(a_unit(id=1), north(apart, id=2))

    solution = solve(night)

    assert (solution.placed, solution.groups_out) == (placed, () if placed else (9,))
    assert solution.status == OPTIMAL


def test_the_strictest_member_decides_how_far():
    households = [
        a_household(id=1, link_group=9, link_km=5.0),
        a_household(id=2, link_group=9, link_km=1.0),
    ]

    solution = solve(a_night(units=[a_unit(id=1), north(2, id=2)], households=households))

    assert solution.placed == 0


@pytest.mark.parametrize(("places", "placed"), [(1, 0), (2, 2)])
def test_linked_households_share_a_home_only_where_it_has_places(places, placed):
    members = [
        a_household(id=number, link_group=9, link_km=1.0, accepts_shared=True) for number in (1, 2)
    ]

    solution = solve(a_night(units=[a_unit(places=places, shared=True)], households=members))

    assert solution.placed == placed


def test_a_lone_member_of_a_group_moves_as_any_household():
    solution = solve(a_night(households=[a_household(link_group=9, link_km=1.0)]))

    assert (solution.placed, solution.groups_out) == (1, ())


def test_an_urgent_member_takes_the_other_along_before_less_urgent_households():
    night = a_night(
        units=[a_unit(id=1), a_unit(id=2)],
        households=[
            a_household(id=1, urgency=0, link_group=9, link_km=1.0),
            a_household(id=2, urgency=3, link_group=9, link_km=1.0),
            a_household(id=3, urgency=1),
            a_household(id=4, urgency=1),
        ],
    )

    assert {referral for referral, _ in solve(night).pairs} == {1, 2}


def test_a_pin_against_a_link_is_named():
    night = two_linked(a_unit(id=1), north(9, id=2), north(9.5, id=3), pinned_pairs=[(1, 1)])

    solution = solve(night)

    assert solution.unmet_pins == ((1, 1),)
    assert {unit for _, unit in solution.pairs} == {2, 3}
    assert check(night, solution) == ()


@pytest.mark.parametrize("limit", ["owner", "building"])
def test_of_two_pins_on_a_limit_of_one_the_other_is_named(limit):
    night = a_night(
        units=[a_unit(id=1, **{limit: 5}), a_unit(id=2, **{limit: 5})],
        households=[a_household(id=1), a_household(id=2)],
        pinned_pairs=[(1, 1), (2, 2)],
        **{f"{limit}_capacities": [(5, 1)]},
    )

    solution = solve(night)

    assert len(solution.unmet_pins) == 1
    assert {*solution.unmet_pins, *solution.pairs} == {(1, 1), (2, 2)}
    assert check(night, solution) == ()


@pytest.mark.parametrize(
    ("night", "code"),
    [
        (two_linked(a_unit(id=1), pinned_pairs=[(1, 1)]), TOO_FAR),
        (two_linked(a_unit(id=1), north(2, id=2)), TOO_FAR),
        (two_linked(a_unit(id=1), a_unit(id=2), banned_pairs=[(2, 1), (2, 2)]), NO_HOME),
        (
            two_linked(a_unit(id=1), a_unit(id=2), besides=[a_household(id=3, urgency=0)], seed=4),
            TAKEN,
        ),
    ],
)
def test_what_keeps_linked_households_waiting_is_said(night, code):
    row = get_row(night.households, 1)

    state = find_link_state(night, solve(night), row)

    assert state is not None
    assert (state.code, state.others) == (code, (2,))


def test_nothing_is_said_of_households_that_are_housed_or_alone():
    night = two_linked(
        a_unit(id=1), a_unit(id=2), besides=[a_household(id=3)], declined_pairs=[(3, 1), (3, 2)]
    )
    solution = solve(night)

    assert solution.placed == 2
    assert all(find_link_state(night, solution, row) is None for row in np.arange(3))


def test_a_crossing_building_keeps_its_limit_in_a_night_too_large_for_a_whole_kernel():
    draw = np.random.default_rng(1)
    base = linked_town(1, 120, 60, groups=0, km=1.0)
    rows = raw_rows(base)
    rows["units"] = [
        (*unit[:-3], *draw.integers(1, 4, 2).tolist(), unit[-1]) for unit in rows["units"]
    ]
    limits = {"owner_capacities": [(1, 8), (2, 12)], "building_capacities": [(1, 9), (2, 9)]}
    problem = Problem.from_rows(**rows | limits)

    solution = solve(problem, effort=Effort(whole=50, options=6, kernel=2))

    assert check(problem, solution) == ()
    assert solution.gap < 0.02
