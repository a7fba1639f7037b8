"""A tighter bound under knapsacks: prices on left nodes, each right node solved by itself.

The flow lets a right node take a fraction of a pair to fill its knapsack, a subset of pairs does
not: with the flow's prices to begin with, subgradient steps can only lower its bound. Fisher,
Jaikumar and Van Wassenhove (1986) for the generalised assignment problem.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.pair_level.flow import Relaxed
from stirrup.matching.pair_level.prices import PATIENCE, Priced, distance, is_met, moved
from stirrup.matching.pair_level.problem import PairProblem
from stirrup.matching.pair_level.stairs import has_stairs
from stirrup.matching.pair_level.subsets import Bins, best_subsets


@dataclass(frozen=True)
class Part:
    """Right nodes with knapsacks that bind, or those without."""

    pairs: Column
    bins: Bins


def suits(problem: PairProblem) -> bool:
    """Say whether knapsacks of one right node each bind, and no cap is given."""
    return has_stairs(problem) and not problem.left_caps + problem.right_caps


def tightened(
    problem: PairProblem, priced: Priced, steps: int, is_late: Callable[[], bool]
) -> Priced:
    """Return the same start with a lower bound, if so many steps find one before it is late."""
    parts, left, scale = _parts(problem), problem.limits[0], priced.scale
    lowest = -np.inf if problem.every_left else 0.0
    prices = [(priced.relaxed.left_price / scale).clip(min=lowest)]
    best, length, waited = priced.relaxed, 1.0, 0
    for _ in range(steps):
        relaxed = _relaxed(problem, parts, np.rint(prices[0] * scale).astype(np.int64), scale)
        if relaxed is None:
            break
        waited = 0 if relaxed.ceiling < best.ceiling else waited + 1
        best = min(best, relaxed, key=lambda found: found.ceiling)
        if is_late() or is_met(problem, best, priced.start):
            break
        step = length * distance(problem, relaxed.ceiling / scale, priced.start)
        over = left.load(relaxed.chosen) - left.capacity
        prices = moved([left], prices, [over], step, lowest)
        if waited > PATIENCE:
            length, waited = length / 2, 0
    return replace(priced, relaxed=best)


def _parts(problem: PairProblem) -> tuple[Part, Part]:
    """Split right nodes: a table of knapsacks is only as wide as it must be."""
    knapsack = problem.beyond_flow[-1]
    binds = knapsack.of >= 0
    filled, free = np.flatnonzero(binds), np.flatnonzero(~binds)
    nodes, of = np.unique(problem.right[filled], return_inverse=True)
    capacity = problem.knapsack.capacities[problem.knapsack.of[nodes]]
    full = Part(filled, Bins(of, problem.use[filled], capacity, problem.room[nodes]))
    nodes, of = np.unique(problem.right[free], return_inverse=True)
    nothing = np.zeros_like(free), np.zeros_like(nodes)
    return full, Part(free, Bins(of, *nothing, problem.room[nodes]))


def _relaxed(
    problem: PairProblem, parts: tuple[Part, Part], prices: Column, scale: int
) -> Relaxed | None:
    """Solve each right node at these prices of left nodes; None when a table is too large."""
    gain = problem.value * scale - prices[problem.left]
    found = [best_subsets(part.bins, gain[part.pairs]) for part in parts]
    ceiling, chosen, loss = int(prices.sum()), [], np.zeros_like(gain)
    for part, subsets in zip(parts, found, strict=True):
        if subsets is None:
            return None
        ceiling += subsets.total
        chosen.append(part.pairs[subsets.chosen])
        loss[part.pairs] = subsets.loss
    return Relaxed(np.concatenate(chosen), ceiling // scale, ceiling, loss, prices)
