"""Larger pair problems: planted optima are found, hard ones get an honest word."""

import json
import subprocess
import sys

import numpy as np
import pytest

from stirrup.matching.pair_level.pairing import Grouping, Knapsack, Status, best_pairs
from tests.core.matching.pair_instances import (
    correlated_generalised,
    planted_assignment,
    planted_generalised,
    random_generalised,
)


@pytest.mark.parametrize(("seed", "nodes"), [(1, 1), (2, 50), (3, 200), (4, 400)])
def test_a_dense_assignment_is_solved_to_the_planted_cost(seed, nodes):
    given, best = planted_assignment(seed, nodes)

    found = best_pairs(**given)

    assert (found.value, found.bound, found.status) == (best, best, Status.OPTIMAL)
    assert sorted(given["left"][list(found.positions)].tolist()) == list(range(nodes))
    assert sorted(given["right"][list(found.positions)].tolist()) == list(range(nodes))


def test_a_sparse_assignment_of_thousands_is_solved_to_the_planted_cost():
    given, best = planted_assignment(5, 5_000, share=95_000 / 5_000**2)

    found = best_pairs(**given)

    assert len(given["left"]) >= 99_000
    assert (found.value, found.status) == (best, Status.OPTIMAL)


@pytest.mark.parametrize("tightest", [0, 1])
@pytest.mark.parametrize(("agents", "jobs"), [(5, 15), (5, 30), (8, 40), (10, 60)])
def test_a_generalised_assignment_is_solved_to_the_planted_cost(agents, jobs, tightest):
    given, best = planted_generalised(agents * jobs, agents, jobs, tightest)

    found = best_pairs(**given)

    assert (found.value, found.bound, found.status) == (best, best, Status.OPTIMAL)


def complete_optimum(given):
    """The value by one plain model of all pairs, which shares nothing with the engine."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in given["left"]]
    for node in np.unique(given["left"]):
        model.add(sum(taken[i] for i in np.flatnonzero(given["left"] == node)) == 1)
    for node, capacity in enumerate(given["knapsack"].capacities.tolist()):
        at = np.flatnonzero(given["right"] == node)
        model.add(sum(int(given["knapsack"].use[i]) * taken[i] for i in at) <= capacity)
    for cap in given.get("right_caps", ()):
        for group, most in enumerate(cap.capacities.tolist()):
            at = np.flatnonzero(cap.of[given["right"]] == group)
            model.add(sum(taken[i] for i in at) <= most)
    model.maximize(sum(int(v) * taken[i] for i, v in enumerate(given["value"])))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return None if solver.solve(model) == cp_model.INFEASIBLE else round(solver.objective_value)


@pytest.mark.parametrize(("agents", "jobs"), [(5, 15), (5, 25), (8, 32), (10, 40)])
def test_a_generalised_assignment_reaches_what_a_complete_model_proves(agents, jobs):
    given = random_generalised(agents + jobs, agents, jobs)

    found = best_pairs(**given)

    assert (found.value, found.status) == (complete_optimum(given), Status.OPTIMAL)


@pytest.mark.parametrize("seed", range(6))
def test_crossing_groups_and_knapsacks_reach_what_a_complete_model_proves(seed):
    given = random_generalised(seed, 6, 18)
    halves, thirds = np.arange(6) // 3, np.arange(6) % 3
    caps = (Grouping(halves, np.array([12, 8])), Grouping(thirds, np.array([7, 6 - seed % 3, 6])))
    given["right_caps"] = caps

    found = best_pairs(**given)

    best = complete_optimum(given)
    assert found.value == best
    assert found.status is (Status.INFEASIBLE if best is None else Status.OPTIMAL)


@pytest.mark.parametrize("seconds", [0.001, 0.05, 1.0])
def test_a_short_limit_on_a_hard_problem_gives_an_honest_word(seconds):
    given = correlated_generalised(1, 20, 100)

    found = best_pairs(**given, time_limit=seconds)

    if found.value is None:
        assert found.status in (Status.TIME_LIMIT, Status.NOT_FOUND)
        assert found.positions == ()
    else:
        assert found.status in (Status.TIME_LIMIT, Status.FEASIBLE)
        assert found.bound < found.value
        assert keeps_knapsacks(given, list(found.positions))


def keeps_knapsacks(given, chosen):
    capacities = given["knapsack"].capacities
    use, right = given["knapsack"].use[chosen], given["right"][chosen]
    used = np.bincount(right, use, minlength=len(capacities))
    once = sorted(given["left"][chosen].tolist()) == sorted(set(given["left"].tolist()))
    return once and bool((used <= capacities).all())


def test_an_impossible_knapsack_is_called_infeasible_only_when_proved():
    given = correlated_generalised(2, 5, 20)
    tight = Knapsack(given["knapsack"].use, given["knapsack"].capacities // 4)

    found = best_pairs(**(given | {"knapsack": tight}))

    assert complete_optimum(given | {"knapsack": tight}) is None
    assert (found.status, found.value, found.positions) == (Status.INFEASIBLE, None, ())


def shuffled(given, seed):
    order = np.random.default_rng(seed).permutation(len(given["left"]))
    columns = {name: given[name][order] for name in ("left", "right", "value")}
    knapsack = type(given["knapsack"])(given["knapsack"].use[order], given["knapsack"].capacities)
    return given | columns | {"knapsack": knapsack}, order


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_pairs_changes_nothing(seed):
    given = random_generalised(30, 5, 20)
    other, order = shuffled(given, seed)

    found, again = best_pairs(**given), best_pairs(**other)

    assert sorted(order[list(again.positions)].tolist()) == list(found.positions)
    assert (again.value, again.bound, again.status) == (found.value, found.bound, found.status)


def test_no_hash_seed_changes_the_pairs(repository):
    program = """
import json
from stirrup.matching.pair_level.pairing import best_pairs
from tests.core.matching.pair_instances import random_generalised
found = best_pairs(**random_generalised(9, 8, 32))
print(json.dumps([found.positions, found.bound]))
"""
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=repository,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(answers) == 1
    assert json.loads(answers.pop())[0]
