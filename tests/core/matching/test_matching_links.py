"""Linked households and all limits together: the best of all solutions, and an honest status."""

import numpy as np
import pytest

from stirrup.matching.checker import check
from stirrup.matching.solution import OPTIMAL
from stirrup.matching.solver import solve
from tests.core.matching.exhaustive import best_of_all, tangled_town

SEEDS = range(60)


@pytest.mark.parametrize("families", ["l", "ob", "al", "aobplk"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_small_tangled_night_is_the_best_of_all(seed, families):
    problem = tangled_town(seed, families)
    best = best_of_all(problem)

    solution = solve(problem)

    assert check(problem, solution) == ()
    assert tuple(level.value for level in solution.levels) == best.totals
    assert solution.pairs == best.pairs
    assert solution.price_of_urgency == best.most - solution.placed
    assert solution.status == OPTIMAL
