"""The night: the true optimum, in the published order, whatever the order of the input."""

import os
import random
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from stirrup.matching.checker import check
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import levels
from stirrup.matching.solution import NOT_PROVED, OPTIMAL
from stirrup.matching.solver import library_versions, solve
from stirrup.matching.territories.simulation import town
from tests.core.matching.situations import (
    LILLE,
    ROUBAIX,
    a_household,
    a_night,
    a_unit,
    raw_rows,
    small_draw,
)

ROOT = Path(__file__).parents[3]
SMALL_TOWNS = range(60)


def small_town(seed):
    """Four to six households, four homes, two associations often short of support."""
    return town(seed, 4 + seed % 3, 4, communes=3, associations=2, demands=0.5)


def every_assignment(problem):
    """Try each household in each home or in none; yield the pairs that keep the capacities."""
    u, h = eligible_pairs(problem)
    homes = [[None, *np.flatnonzero(h == row).tolist()] for row in range(len(problem.households))]
    left = dict(zip(problem.capacities.id.tolist(), problem.capacities.left.tolist(), strict=True))
    for choice in product(*homes):
        pairs = [pair for pair in choice if pair is not None]
        support = problem.households.association[h[pairs]].tolist()
        within = all(support.count(each) <= left.get(each, len(pairs)) for each in set(support))
        places = problem.units.places
        if within and all((u[pairs] == row).sum() <= places[row] for row in set(u[pairs])):
            yield pairs


def best_by_brute_force(problem):
    """Return the best totals by level, the pairs that reach them, and the most households."""
    u, h = eligible_pairs(problem)
    gains = np.array([level.gains for level in levels(problem, u, h)])
    totals = {
        tuple(pairs): tuple(gains[:, pairs].sum(axis=1)) for pairs in every_assignment(problem)
    }
    best = max(totals.values())
    reached = [pairs for pairs, total in totals.items() if total == best]
    ids = problem.households.id[h].tolist(), problem.units.id[u].tolist()
    (chosen,) = reached
    return best, tuple((ids[0][at], ids[1][at]) for at in chosen), max(map(len, totals))


@pytest.mark.parametrize("seed", SMALL_TOWNS)
def test_a_small_night_is_the_best_of_all_assignments(seed):
    problem = small_town(seed)
    totals, pairs, most = best_by_brute_force(problem)

    solution = solve(problem)

    assert tuple(level.value for level in solution.levels) == totals
    assert solution.pairs == pairs
    assert solution.price_of_urgency == most - len(pairs)
    assert solution.status == OPTIMAL


def test_the_small_nights_are_worth_trying():
    problems = [small_town(seed) for seed in SMALL_TOWNS]
    solutions = [solve(problem) for problem in problems]
    unlimited = [solve(replace(problem, capacities=a_night().capacities)) for problem in problems]

    assert sum(solution.placed >= 2 for solution in solutions) > 40
    assert sum(limited != free for limited, free in zip(solutions, unlimited, strict=True)) > 10
    assert sum(solution.price_of_urgency for solution in solutions) > 0


@pytest.mark.parametrize("seed", range(4))
def test_an_ordinary_night_is_proved_and_passes_the_check(seed):
    problem = town(seed, 150, 60)

    solution = solve(problem)

    assert solution.status == OPTIMAL
    assert solution.gap == 0
    assert solution.value == solution.bound > 0
    assert check(problem, solution) == ()


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_changes_nothing(seed):
    problem = town(seed, 80, 40)
    rows = raw_rows(problem)
    for value in rows.values():
        if isinstance(value, list):
            random.Random(seed).shuffle(value)

    assert solve(Problem.from_rows(**rows)) == solve(problem)


def test_a_stored_night_gives_the_same_proposals():
    problem = town(7, 80, 40)

    assert solve(Problem.from_bytes(problem.to_bytes())) == solve(problem)


def test_processes_with_other_hash_seeds_agree():
    program = (
        "from dataclasses import replace\n"
        "from stirrup.matching.territories.simulation import town\n"
        "from stirrup.matching.solver import solve\n"
        "problem = town(5, 120, 60)\n"
        "print(problem.digest(), replace(solve(problem), seconds_by_stage={}))"
    )

    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={
                **os.environ,
                "PYTHONHASHSEED": hash_seed,
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for hash_seed in ("0", "42")
    }

    assert len(answers) == 1


@pytest.mark.parametrize("seed", range(4))
def test_levels_folded_together_or_solved_apart_agree(seed):
    problem = town(seed, 40, 15, weights=small_draw())

    assert solve(problem, largest_cost=12_000) == solve(problem)


def test_what_is_beyond_the_limit_is_not_called_proved():
    problem = town(1, 40, 15, weights=small_draw())
    best = solve(problem)

    solution = solve(problem, largest_cost=500)

    assert solution.status == NOT_PROVED
    assert solution.urgent_placed_by_band[:3] == best.urgent_placed_by_band[:3]
    assert solution.value <= best.value <= solution.bound
    assert solution.gap > 0
    assert check(problem, solution) == ()


def test_a_night_that_cannot_be_solved_at_all_proposes_nothing():
    problem = town(1, 40, 15)

    solution = solve(problem, largest_cost=0)

    assert (solution.pairs, solution.status) == ((), NOT_PROVED)
    assert solution.price_of_urgency is None
    assert check(problem, solution) == ()


@pytest.mark.parametrize(
    "others", [{"units": []}, {"households": []}, {"declined_pairs": [(1, 1)]}]
)
def test_a_night_without_pairs_is_empty_and_optimal(others):
    problem = a_night(**others)

    solution = solve(problem)

    assert (solution.pairs, solution.placed, solution.components) == ((), 0, 0)
    assert solution.status == OPTIMAL
    assert check(problem, solution) == ()


def test_the_urgent_household_comes_before_the_one_that_waited_longer():
    night = a_night(
        households=[
            a_household(id=1, urgency=1, waiting_days=300),
            a_household(id=2, urgency=0, waiting_days=0),
        ]
    )

    assert solve(night).pairs == ((2, 1),)


def test_two_households_housed_come_before_one_that_fits_better():
    night = a_night(
        units=[a_unit(id=1), a_unit(id=2, bedrooms=4)],
        households=[a_household(id=1, waiting_days=300), a_household(id=2)],
        accepted_communes=[(2, LILLE, 1)],
        banned_pairs=[(2, 2)],
    )

    assert solve(night).pairs == ((1, 2), (2, 1))


def test_waiting_decides_between_equal_urgencies():
    night = a_night(
        households=[a_household(id=1, waiting_days=30), a_household(id=2, waiting_days=33)]
    )

    assert solve(night).pairs == ((2, 1),)


def test_a_shared_home_holds_as_many_households_as_it_has_places():
    night = a_night(
        units=[a_unit(places=2, shared=True)],
        households=[a_household(id=number, accepts_shared=True) for number in (1, 2, 3)],
    )

    assert solve(night).placed == 2


@pytest.mark.parametrize(("remaining", "placed"), [(2, 2), (1, 1), (0, 0), (-3, 0)])
def test_an_association_supports_no_more_than_it_can(remaining, placed):
    night = a_night(
        units=[a_unit(id=1), a_unit(id=2)],
        households=[a_household(id=1), a_household(id=2)],
        capacities=[(7, remaining)],
    )

    assert solve(night).placed == placed


def test_an_association_without_a_stated_capacity_has_no_limit():
    night = a_night(
        units=[a_unit(id=1), a_unit(id=2)],
        households=[a_household(id=1), a_household(id=2)],
        capacities=[(8, 0)],
    )

    assert solve(night).placed == 2


def test_urgency_has_a_price_when_support_is_scarce():
    # Household 1 is urgent and takes both the last support of association 7 and, being the only
    # one in need of it, no other's home; without it, 2 (in unit 2) and 3 (in unit 1) are housed.
    night = a_night(
        units=[a_unit(id=1), a_unit(id=2, commune=ROUBAIX)],
        households=[
            a_household(id=1, urgency=0, association=7),
            a_household(id=2, urgency=3, association=7),
            a_household(id=3, urgency=3, association=8),
        ],
        accepted_communes=[(1, LILLE, 1), (2, ROUBAIX, 1), (3, LILLE, 1)],
        capacities=[(7, 1)],
    )

    solution = solve(night)

    assert solution.pairs == ((1, 1),)
    assert solution.price_of_urgency == 1


def test_what_a_pin_costs_is_no_price_of_urgency():
    # The pin keeps household 1 in the only home of 2, and 3 has no support left in any case.
    night = a_night(
        units=[a_unit(id=1), a_unit(id=2, commune=ROUBAIX)],
        households=[
            a_household(id=1, association=7),
            a_household(id=2, association=8),
            a_household(id=3, association=7),
        ],
        accepted_communes=[(2, LILLE, 1), (3, ROUBAIX, 1)],
        capacities=[(7, 1)],
        pinned_pairs=[(1, 1)],
    )

    solution = solve(night)

    assert solution.pairs == ((1, 1),)
    assert solution.price_of_urgency == 0


def test_a_standing_proposal_stays_when_nothing_is_gained_by_another():
    rows = {"units": [a_unit(id=1), a_unit(id=2)], "households": [a_household()]}

    kept = [solve(a_night(**rows, standing_pairs=[(1, unit)])).pairs for unit in (1, 2)]

    assert kept == [((1, 1),), ((1, 2),)]


def test_the_seed_decides_between_equals():
    households = [a_household(id=number) for number in range(1, 9)]

    chosen = {solve(a_night(households=households, seed=seed)).pairs for seed in range(12)}

    assert len(chosen) > 3


def test_independent_quarters_are_separate_components():
    night = a_night(
        units=[a_unit(id=1), a_unit(id=2, commune=ROUBAIX)],
        households=[a_household(id=1), a_household(id=2)],
        accepted_communes=[(1, LILLE, 1), (2, ROUBAIX, 1)],
    )
    limited = replace(night, capacities=a_night(capacities=[(7, 1)]).capacities)

    assert (solve(night).components, solve(limited).components) == (2, 1)


def test_the_versions_of_a_replay_are_known():
    assert library_versions().keys() == {"numpy", "ortools"}


def test_a_pin_comes_before_urgency():
    households = [a_household(id=1, urgency=3), a_household(id=2, urgency=0)]

    solution = solve(a_night(households=households, pinned_pairs=[(1, 1)]))

    assert (solution.pairs, solution.unmet_pins) == (((1, 1),), ())


def test_pins_that_contradict_each_other_are_named():
    households = [a_household(id=1), a_household(id=2)]
    problem = a_night(households=households, pinned_pairs=[(1, 1), (2, 1)])

    solution = solve(problem)

    assert len(solution.unmet_pins) == 1
    assert {*solution.unmet_pins, *solution.pairs} == {(1, 1), (2, 1)}
    assert check(problem, solution) == ()


def test_a_pin_against_a_rule_is_named_and_not_proposed():
    problem = a_night(households=[a_household(pets=2)], pinned_pairs=[(1, 1)])

    solution = solve(problem)

    assert (solution.pairs, solution.unmet_pins) == ((), ((1, 1),))
