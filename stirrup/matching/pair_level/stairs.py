"""Better pairs under knapsacks of single right nodes: slots with budgets turn them into a flow.

Split the capacity of a right node among its places: a place with a budget takes any pair that
uses no more. Budgets form a stair (what fits a small one fits a larger one), so that the best
pairs for given budgets are one flow, and every one of its solutions keeps the knapsack. Budgets
that hold the pairs of a solution and share out what it leaves can only lead to better ones.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.flow import FlowFailed, Network, cheapest_flow
from stirrup.matching.pair_level.flow import network_of, right_nodes
from stirrup.matching.pair_level.limits import that_fit
from stirrup.matching.pair_level.prices import Priced
from stirrup.matching.pair_level.problem import PairProblem

LARGEST_KEY = 2**62
"""Of a step, numbered by right node and budget."""


@dataclass(frozen=True)
class Slots:
    """Places of right nodes, and the most that a pair in each of them may use."""

    right: Column
    budget: Column


def has_stairs(problem: PairProblem) -> bool:
    """Say whether knapsacks of one right node each, of no excessive size, are all beyond a flow."""
    of = problem.knapsack.of
    alone = np.bincount(of[of >= 0], minlength=1).max() == 1
    numbered = problem.rights * (int(problem.use.max(initial=0)) + 1) < LARGEST_KEY
    return bool(alone and numbered and problem.beyond_flow) and not problem.crossing


def climb(
    problem: PairProblem, priced: Priced, rounds: int, seed: int, is_late: Callable[[], bool]
) -> Priced:
    """Return a start at least as good after so many flows, or fewer once it is late.

    The first budgets are those of the pairs that the bound takes, as far as they fit.
    """
    draw = np.random.default_rng(seed)
    network = network_of(problem)
    of_a_right_node = (problem.limits[1], problem.limits[-1])
    best, pattern = priced.start, that_fit(of_a_right_node, priced.relaxed.chosen)
    for _ in range(rounds):
        if is_late():
            break
        best = _better(problem, best, _best_for(problem, network, _around(problem, pattern, draw)))
        pattern = pattern if best is None else best
    return replace(priced, start=best)


def _better(problem: PairProblem, known: Column | None, found: Column | None) -> Column | None:
    """Prefer the pairs found when they are as good: to move along is how to find better ones."""
    if known is None or (found is not None and problem.total(found) >= problem.total(known)):
        return found
    return known


def _around(problem: PairProblem, chosen: Column, draw: np.random.Generator) -> Slots:
    """Give each pair what it uses, and all that is free to one place of the node, as drawn."""
    use, taken = problem.use[chosen], problem.right[chosen]
    empty = problem.room - np.bincount(taken, minlength=problem.rights)
    right = np.concatenate([taken, np.repeat(np.arange(problem.rights), empty)])
    budget = np.concatenate([use, np.zeros(len(right) - len(use), np.int64)])
    free = _capacity(problem)
    np.subtract.at(free, taken, use)
    order = np.lexsort((draw.random(len(right)), right))
    lucky = order[np.flatnonzero(np.diff(right[order], append=-1))]
    budget[lucky] += free[right[lucky]]
    return Slots(right, budget)


def _capacity(problem: PairProblem) -> Column:
    """Return what each right node can hold; without a knapsack, as much as its pairs can ask."""
    held = problem.knapsack.of >= 0
    capacity = problem.room * int(problem.use.max(initial=0))
    capacity[held] = problem.knapsack.capacities[problem.knapsack.of[held]]
    return capacity


def _best_for(problem: PairProblem, network: Network, slots: Slots) -> Column | None:
    """Return the best pairs that fit the slots, or none where every left node must have one."""
    order = np.lexsort((slots.budget, slots.right))
    # A budget above every use takes what one of just that use takes.
    right, budget = slots.right[order], np.minimum(slots.budget[order], problem.use.max(initial=0))
    steps = np.flatnonzero(np.diff(right, prepend=-1) | np.diff(budget, prepend=-1))
    width = len(problem.left)
    at = _first_step(problem, right[steps], budget[steps])
    nodes = len(network.supply) + np.arange(len(steps))
    places = np.diff(steps, append=len(right))
    up = np.flatnonzero(right[steps][1:] == right[steps][:-1])
    arcs = (
        (network.tail[:width], nodes[at.clip(min=0)], (at >= 0).astype(np.int64)),
        (network.tail[width:], network.head[width:], network.capacity[width:]),
        (nodes[up], nodes[up + 1], np.cumsum(places)[up]),
        (nodes, right_nodes(problem)[right[steps]], places),
    )
    tail, head, capacity = (np.concatenate(columns) for columns in zip(*arcs, strict=True))
    cost = np.zeros(len(tail), np.int64)
    cost[:width] = -problem.value
    supply = np.append(network.supply, np.zeros(len(steps), np.int64))
    try:
        units = cheapest_flow(Network(tail, head, capacity, supply), cost)
    except FlowFailed:
        return None
    return np.flatnonzero(units[:width])


def _first_step(problem: PairProblem, right: Column, budget: Column) -> Column:
    """Return for each pair the lowest step of its right node that can take it, or -1."""
    width = int(problem.use.max(initial=0)) + 1
    at = np.searchsorted(right * width + budget, problem.right * width + problem.use)
    found: Column = np.where(np.append(right, -1)[at] == problem.right, at, -1)
    return found
