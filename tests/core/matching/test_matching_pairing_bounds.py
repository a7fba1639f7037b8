"""What the pair level is made of: limits, subsets, stairs, prices; each against every choice."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from stirrup.matching.laminar import Grouping
from stirrup.matching.pair_level.flow import Relaxation
from stirrup.matching.pair_level.kernel import Search, best_of_each_left, open_pairs, search
from stirrup.matching.pair_level.left_prices import suits, tightened
from stirrup.matching.pair_level.limits import Limit, are_kept, that_fit
from stirrup.matching.pair_level.prices import Priced, price
from stirrup.matching.pair_level.problem import PairProblem
from stirrup.matching.pair_level.search import best_within_limits
from stirrup.matching.pair_level.stairs import climb, has_stairs
from stirrup.matching.pair_level.start import repaired
from stirrup.matching.pair_level.subsets import Bins, best_subsets


def never():
    return False


def some_problem(seed, lefts=7, rights=3, every_left=False):
    """A few pairs, shared right nodes with a knapsack each."""
    draw = np.random.default_rng(seed)
    left, right = np.nonzero(draw.random((lefts, rights)) < (1 if every_left else 0.8))
    return PairProblem(
        left,
        right,
        draw.integers(1, 30, len(left)),
        draw.integers(1, 5, len(left)),
        lefts,
        draw.integers(1, 4, rights),
        (),
        (),
        Grouping(np.arange(rights), draw.integers(6, 10, rights)),
        every_left,
    )


def optimum(problem):
    found = best_within_limits(problem, 60.0, 0)
    assert problem.total(found.chosen) == found.bound
    return found.bound


def random_bins(seed):
    draw = np.random.default_rng(seed)
    rows, pairs = int(draw.integers(1, 4)), int(draw.integers(0, 9))
    places = draw.integers(1, 4, rows) if seed % 2 else np.full(rows, pairs + 1)
    of, use = draw.integers(0, rows, pairs), draw.integers(0, 6, pairs)
    return Bins(of, use, draw.integers(5, 10, rows), places), draw.integers(-3, 9, pairs)


def best_of_bin(bins, gain, row, forced=()):
    at = np.flatnonzero(bins.of == row)
    totals = [
        gain[list(some)].sum()
        for size in range(min(len(at), bins.places[row]) + 1)
        for some in combinations(at.tolist(), size)
        if set(forced) <= set(some) and bins.use[list(some)].sum() <= bins.capacity[row]
    ]
    return max(totals)


@pytest.mark.parametrize("seed", range(120))
def test_subsets_are_the_best_of_each_bin_and_their_losses_are_never_too_high(seed):
    bins, gain = random_bins(seed)

    found = best_subsets(bins, gain)

    bests = [best_of_bin(bins, gain, row) for row in range(len(bins.capacity))]
    assert found.total == sum(bests) == gain[found.chosen].sum()
    assert len(set(found.chosen.tolist())) == len(found.chosen)
    for pair, row in enumerate(bins.of.tolist()):
        assert found.loss[pair] <= bests[row] - best_of_bin(bins, gain, row, forced=(pair,))


def test_a_table_too_large_is_not_begun():
    bins = Bins(np.array([0]), np.array([1]), np.array([2**40]), np.array([1]))

    assert best_subsets(bins, np.array([1])) is None


@pytest.mark.parametrize("seed", range(60))
def test_pairs_that_fit_keep_every_limit_and_the_first_of_all_stays(seed):
    draw = np.random.default_rng(seed)
    limits = [
        Limit(draw.integers(-1, 3, 12), draw.integers(0, 4, 12), draw.integers(3, 7, 3))
        for _ in range(3)
    ]
    pairs = draw.permutation(12)

    kept = that_fit(limits, pairs)

    assert are_kept(limits, kept)
    assert kept[0] == pairs[0]
    assert kept.tolist() == [pair for pair in pairs.tolist() if pair in set(kept.tolist())]


def test_a_row_that_can_take_its_heaviest_pairs_does_not_bind():
    limit = Limit(np.array([0, 0, 0, 1, 1]), np.array([5, 3, 1, 4, 4]), np.array([8, 7]))

    assert limit.binding(np.array([2, 2])).of.tolist() == [-1, -1, -1, 1, 1]
    assert limit.binding(np.array([3, 1])).of.tolist() == [0, 0, 0, -1, -1]


@pytest.mark.parametrize("seed", range(12))
def test_every_price_gives_a_bound_and_losses_that_hold(seed):
    problem = some_problem(seed)
    draw = np.random.default_rng(seed)
    relaxation = Relaxation.of(problem)
    prices = [draw.integers(0, 4 * relaxation.scale, 3) for _ in relaxation.priced]

    relaxed = relaxation.at(prices)

    best = optimum(problem)
    assert relaxed.bound >= best
    for pair in range(0, len(problem.left), 5):
        others = problem.left != problem.left[pair]
        others[pair] = True
        # The pair must be taken: nothing else is left to its node, and it is worth everything.
        raised = problem.value + np.where(np.arange(len(others)) == pair, 1_000, 0)
        forced = replace(problem, value=raised).only(np.flatnonzero(others))
        with_it = optimum(forced) - 1_000
        assert relaxed.ceiling - relaxed.loss[pair] >= with_it * relaxation.scale


@pytest.mark.parametrize("every_left", [False, True])
def test_left_prices_lower_the_bound_now_and_then_but_never_below_the_optimum(every_left):
    lowered = 0
    for seed in range(25):
        problem = replace(some_problem(seed, every_left=every_left), places=np.full(3, 4))
        priced = price(problem, 3, never)

        bound = tightened(problem, priced, 30, never).relaxed.bound

        assert suits(problem)
        assert optimum(problem) <= bound <= priced.relaxed.bound
        lowered += bound < priced.relaxed.bound
    assert lowered >= 5


def priced_at_nothing(problem, start):
    relaxation = Relaxation.of(problem)
    none = [np.zeros(len(limit.capacity), np.int64) for limit in relaxation.priced]
    return Priced(relaxation.at(none), start, relaxation.scale)


@pytest.mark.parametrize("seed", range(30))
def test_stairs_keep_every_limit_and_never_fall(seed):
    problem = some_problem(seed, lefts=12, rights=4)
    start = repaired(problem, np.empty(0, np.int64), problem.value)

    better = climb(problem, priced_at_nothing(problem, start), 12, seed, never).start

    assert are_kept(problem.limits, better)
    assert problem.total(better) >= problem.total(start)


def test_stairs_find_what_a_greedy_start_misses():
    value, use = np.array([10, 7, 7]), np.array([6, 3, 3])
    knapsack = Grouping(np.array([0]), np.array([6]))
    three = np.arange(3)
    problem = PairProblem(three, three * 0, value, use, 3, np.array([2]), (), (), knapsack, False)
    start = repaired(problem, np.empty(0, np.int64), value)
    priced = tightened(problem, price(problem, 1, never), 20, never)

    assert problem.total(start) == 10
    assert problem.total(climb(problem, replace(priced, start=start), 1, 0, never).start) == 14


def test_a_knapsack_shared_by_right_nodes_has_no_stairs():
    problem = some_problem(1)
    shared = Grouping(np.zeros(3, np.int64), np.array([9]))

    assert not has_stairs(replace(problem, knapsack=shared))


@pytest.mark.parametrize("seed", range(30))
def test_open_pairs_hold_every_better_solution(seed):
    problem = some_problem(seed, lefts=8)
    start = repaired(problem, np.empty(0, np.int64), problem.value)

    kept = open_pairs(problem, priced_at_nothing(problem, start))

    assert set(start.tolist()) <= set(kept.tolist())
    assert optimum(problem.only(kept)) == optimum(problem)


def test_the_kernel_holds_the_best_pairs_of_each_left_node_and_the_start():
    problem = some_problem(2)
    priced = price(problem, 1, never)

    kernel = best_of_each_left(problem, priced, np.arange(len(problem.left)), 1)

    assert set(problem.left[kernel].tolist()) == set(problem.left.tolist())
    assert len(kernel) <= len(set(problem.left.tolist())) + len(priced.start)
    assert set(priced.start.tolist()) <= set(kernel.tolist())


def test_a_kernel_that_holds_nothing_is_proved_empty():
    problem = some_problem(3, every_left=True)
    full = replace(problem, places=np.zeros(3, np.int64))

    found = search(full, None, Search(0, 10.0, np.inf))

    assert (found.chosen, found.is_solved, found.is_cut) == (None, True, False)


@pytest.mark.parametrize("seed", range(6))
def test_kernels_that_widen_stay_between_the_optimum_and_their_bound(seed):
    problem = some_problem(seed, lefts=30, rights=14)

    outcome = best_within_limits(problem, 60.0, 0, complete=0)

    best = optimum(problem)
    assert are_kept(problem.limits, outcome.chosen)
    assert problem.total(outcome.chosen) <= best <= outcome.bound
    assert problem.total(outcome.chosen) >= 0.99 * best
    assert not outcome.is_cut


def test_values_beyond_a_model_are_not_searched():
    problem = some_problem(1)
    large = replace(problem, value=np.full(len(problem.value), 2**58))

    found = search(large, None, Search(0, 10.0, np.inf))

    assert (found.chosen, found.bound, found.is_solved, found.is_cut) == (None, None, False, False)


def test_a_kernel_without_time_knows_nothing_and_says_that_it_was_cut():
    problem = some_problem(4, lefts=40, rights=12, every_left=True)

    found = search(problem, None, Search(0, 10.0, 0.0))

    assert found.is_solved or found.is_cut
