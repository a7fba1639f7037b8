"""Prices of the limits that no flow keeps: Lagrangian relaxation by subgradient steps.

Each step solves the flow at the prices of the moment. Its value plus the price of all capacity is
a bound, exact whatever the prices; its pairs, repaired, are a solution. Held, Wolfe and Crowder
(1974) for the length of a step.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.pair_level.flow import Relaxation, Relaxed
from stirrup.matching.pair_level.limits import Limit
from stirrup.matching.pair_level.problem import PairProblem
from stirrup.matching.pair_level.start import repaired

PATIENCE = 4
"""Steps without a better bound after which steps are halved."""
GUESS = 16
"""Without a solution, each left node may still lose this part of the spread of values."""


@dataclass(frozen=True)
class Priced:
    """The best bound and the best solution that the steps met."""

    relaxed: Relaxed
    start: Column | None
    """Pairs that keep every limit; None where every left node must be assigned and is not."""
    scale: int


def price(problem: PairProblem, steps: int, is_late: Callable[[], bool]) -> Priced:
    """Lower the bound by so many steps, or fewer once bound and solution meet or it is late.

    FlowFailed when even the flow without the priced limits has no solution.
    """
    relaxation = Relaxation.of(problem)
    prices = [np.zeros(len(limit.capacity)) for limit in relaxation.priced]
    best = relaxation.at(_rounded(prices, relaxation))
    relaxed, start, length, waited = best, None, 1.0, 0
    for _ in range(steps):
        start = _better(problem, start, repaired(problem, relaxed.chosen, -relaxed.loss))
        if is_late() or is_met(problem, best, start):
            break
        over = [limit.load(relaxed.chosen) - limit.capacity for limit in relaxation.priced]
        step = length * distance(problem, relaxed.ceiling / relaxation.scale, start)
        prices = moved(relaxation.priced, prices, over, step)
        relaxed = relaxation.at(_rounded(prices, relaxation))
        waited = 0 if relaxed.ceiling < best.ceiling else waited + 1
        best = min(best, relaxed, key=lambda found: found.ceiling)
        if waited > PATIENCE:
            length, waited = length / 2, 0
    return Priced(best, start, relaxation.scale)


def is_met(problem: PairProblem, relaxed: Relaxed, start: Column | None) -> bool:
    """Say whether a solution reaches the bound."""
    return start is not None and problem.total(start) == relaxed.bound


def _better(problem: PairProblem, start: Column | None, found: Column) -> Column | None:
    if problem.every_left and len(found) < problem.lefts:
        return start
    if start is not None and problem.total(start) >= problem.total(found):
        return start
    return found


def distance(problem: PairProblem, ceiling: float, start: Column | None) -> float:
    """Return how far the bound may still have to fall; a guess when no solution is known."""
    if start is None:
        spread = int(problem.value.max()) - int(problem.value.min())
        return max(1.0, problem.lefts * spread / GUESS)
    return max(1.0, ceiling - problem.total(start))


def moved(
    priced: Sequence[Limit],
    prices: list[Column],
    over: list[Column],
    step: float,
    lowest: float = 0.0,
) -> list[Column]:
    """Raise the price of what is overused and lower that of the rest, each row by its own size.

    `fsum` rounds once, so that no order of rows and no processor changes a price.
    """
    sizes = [limit.capacity.clip(min=1) for limit in priced]
    # A row that is not full and cannot be cheaper has no say in the direction.
    shares = [
        np.where((excess < 0) & (price <= lowest), 0, excess) / size
        for excess, price, size in zip(over, prices, sizes, strict=True)
    ]
    length = fsum(share * share for row in shares for share in row.tolist())
    if not length:
        return prices
    return [
        (price + step / length * share / size).clip(min=lowest)
        for price, share, size in zip(prices, shares, sizes, strict=True)
    ]


def _rounded(prices: list[Column], relaxation: Relaxation) -> list[Column]:
    """Return prices in whole units of 1 / scale, none above what the flow can take."""
    return [
        np.minimum(np.rint(price * relaxation.scale), top).astype(np.int64)
        for price, top in zip(prices, relaxation.dearest(), strict=True)
    ]
