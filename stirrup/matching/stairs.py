"""Better pairs under knapsacks of single right nodes: slots with budgets turn them into a flow.

Split the capacity of a right node among its places: a place with a budget takes any pair that
uses no more. Budgets form a stair (what fits a small one fits a larger one), so that the best
pairs for given budgets are one flow, and every one of its solutions keeps the knapsack. Budgets
that hold the pairs of today and share out the rest anew can only lead to better ones.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.flow import FlowFailed, Network, cheapest_flow
from stirrup.matching.pair_flow import network_of, right_nodes
from stirrup.matching.pair_problem import PairProblem

UNEVEN = (0, 1, 4)
"""Powers of a drawn number by which what is free is shared out: alike, mixed, nearly all to one."""


@dataclass(frozen=True)
class Slots:
    """Places of right nodes, and the most that a pair in each of them may use."""

    right: Column
    budget: Column


def has_stairs(problem: PairProblem) -> bool:
    """Say whether knapsacks, each of a single right node, are all that no flow keeps."""
    of = problem.knapsack.of
    alone = np.bincount(of[of >= 0], minlength=1).max() == 1
    return bool(alone) and not problem.crossing


def climb(
    problem: PairProblem, start: Column | None, rounds: int, seed: int, is_late: Callable[[], bool]
) -> Column | None:
    """Return pairs at least as good after so many flows, or fewer once it is late."""
    draw = np.random.default_rng(seed)
    network = network_of(problem)
    best = _better(problem, start, _best_for(problem, network, _alike(problem)))
    for number in range(rounds):
        if best is None or is_late():
            break
        slots = _around(problem, best, draw, UNEVEN[number % len(UNEVEN)])
        best = _better(problem, best, _best_for(problem, network, slots))
    return best


def _better(problem: PairProblem, known: Column | None, found: Column | None) -> Column | None:
    """Prefer the pairs found when they are as good: to move along is how to find better ones."""
    if known is None or (found is not None and problem.total(found) >= problem.total(known)):
        return found
    return known


def _alike(problem: PairProblem) -> Slots:
    """Share each capacity out alike."""
    right = np.repeat(np.arange(problem.rights), problem.room)
    return Slots(right, (_capacity(problem) // problem.room.clip(min=1))[right])


def _around(problem: PairProblem, chosen: Column, draw: np.random.Generator, power: int) -> Slots:
    """Give each chosen pair what it uses, and share out what is free, by drawn numbers."""
    use, taken = problem.use[chosen], problem.right[chosen]
    empty = problem.room - np.bincount(taken, minlength=problem.rights)
    right = np.concatenate([taken, np.repeat(np.arange(problem.rights), empty)])
    free = _capacity(problem)
    np.subtract.at(free, taken, use)
    weight = draw.random(len(right)) ** power
    weights = np.zeros(problem.rights)
    np.add.at(weights, right, weight)
    share = np.floor(free[right] * (weight / weights[right])).astype(np.int64)
    budget = np.concatenate([use, np.zeros(len(right) - len(use), np.int64)]) + share
    return Slots(right, budget)


def _capacity(problem: PairProblem) -> Column:
    """Return what each right node can hold; without a knapsack, as much as its pairs can ask."""
    wanted = np.zeros(problem.rights, np.int64)
    np.add.at(wanted, problem.right, problem.use)
    held = problem.knapsack.of >= 0
    wanted[held] = problem.knapsack.capacities[problem.knapsack.of[held]]
    return wanted


def _best_for(problem: PairProblem, network: Network, slots: Slots) -> Column | None:
    """Return the best pairs that fit the slots, or none where every left node must have one."""
    order = np.lexsort((slots.budget, slots.right))
    right, budget = slots.right[order], slots.budget[order]
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
    width = int(max(budget.max(initial=0), problem.use.max(initial=0))) + 1
    at = np.searchsorted(right * width + budget, problem.right * width + problem.use)
    found: Column = np.where(np.append(right, -1)[at] == problem.right, at, -1)
    return found
