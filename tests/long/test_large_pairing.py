"""The pair level at full size: planted optima, a metropolis with budgets, many random problems."""

import numpy as np
import pytest

from stirrup.matching.pair_level.pairing import Grouping, Status, best_pairs
from tests.core.matching.pair_instances import (
    metropolis,
    planted_assignment,
    planted_generalised,
    random_generalised,
)
from tests.core.matching.test_matching_pairing_planted import complete_optimum


@pytest.mark.parametrize("nodes", [600, 800])
def test_large_dense_assignments_are_solved_to_the_planted_cost(nodes):
    given, best = planted_assignment(nodes, nodes)

    found = best_pairs(**given)

    assert (found.value, found.status) == (best, Status.OPTIMAL)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(("agents", "jobs"), [(5, 15), (5, 30), (8, 48), (10, 60)])
def test_generalised_assignments_are_solved_to_the_planted_cost(agents, jobs, seed):
    given, best = planted_generalised(seed, agents, jobs, seed % 2)

    found = best_pairs(**given)

    assert (found.value, found.status) == (best, Status.OPTIMAL)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("agents", "jobs"), [(8, 48), (10, 50), (10, 60)])
def test_generalised_assignments_reach_what_a_complete_model_proves(agents, jobs, seed):
    given = random_generalised(seed, agents, jobs)

    found = best_pairs(**given)

    assert (found.value, found.status) == (complete_optimum(given), Status.OPTIMAL)


@pytest.mark.parametrize("seed", range(20))
def test_crossing_groups_and_knapsacks_reach_what_a_complete_model_proves(seed):
    given = random_generalised(seed, 8, 30)
    draw = np.random.default_rng(seed)
    given["right_caps"] = tuple(
        Grouping(draw.integers(-1, 3, 8), draw.integers(6, 20, 3)) for _ in range(3)
    )

    found = best_pairs(**given)

    best = complete_optimum(given)
    assert found.value == best
    assert found.status is (Status.INFEASIBLE if best is None else Status.OPTIMAL)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_metropolis_with_budgets_comes_within_half_a_percent_of_its_bound(seed):
    given = metropolis(seed)

    found = best_pairs(**given, time_limit=60.0)

    chosen = list(found.positions)
    used = np.zeros(len(given["places"]), int)
    np.add.at(used, given["right"][chosen], given["knapsack"].use[chosen])
    assert (used <= given["knapsack"].capacities).all()
    assert (np.bincount(given["right"][chosen], minlength=len(used)) <= given["places"]).all()
    assert len(set(given["left"][chosen].tolist())) == len(chosen)
    assert 0.995 * found.bound <= found.value <= found.bound
