"""Parts of a night, solved apart: here, or by several processes with the same answers."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from stirrup.matching.assignment import Pairs
from stirrup.matching.columns import Column
from stirrup.matching.flow import LARGEST_COST
from stirrup.matching.home_limits import HomeLimits
from stirrup.matching.linked.tangled import Effort, assign_tangled, bound_of_value, is_tangled
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import levels
from stirrup.matching.stopwatch import Stopwatch


@dataclass(frozen=True)
class Work:
    """What every part needs to know of the night."""

    problem: Problem
    support: Column
    """For each household, the row of a capacity that can bind, or -1."""
    limits: HomeLimits
    largest_cost: int
    price_urgency: bool
    clock: Callable[[], float]
    effort: Effort | None = None


@dataclass(frozen=True)
class Part:
    """The answer for some pairs."""

    chosen: Column
    """Positions among these pairs, in rising order."""
    totals: tuple[int, ...]
    bounds: tuple[int, ...]
    """For each level, what is reached and what cannot be passed."""
    bound: int
    """In points: the best solution of this part brings no more."""
    proved: bool
    price_of_urgency: int | None
    """None where it is not proved."""
    seconds: dict[str, float]


def solve_parts(
    work: Work, u: Column, h: Column, batches: Sequence[Column], processes: int
) -> list[Part]:
    """Solve each batch of pairs, given by positions; the answers come in the same order."""
    if processes == 1 or len(batches) == 1:
        return [solve_part(work, u[at], h[at]) for at in batches]
    # A fresh process inherits no threads and no locks, on every system alike.
    with ProcessPoolExecutor(processes, get_context("spawn"), _remember, (work,)) as pool:
        return list(pool.map(_solve_remembered, [(u[at], h[at]) for at in batches]))


def solve_part(work: Work, u: Column, h: Column) -> Part:
    """Score some pairs, choose the best of them, and ask what urgency costs there."""
    problem, watch = work.problem, Stopwatch(work.clock)
    with watch.stage("scores"):
        pairs = Pairs(u, h, levels(problem, u, h), work.support, work.limits)
    assigned = assign_tangled(problem, pairs, work.largest_cost, watch, work.effort)
    with watch.stage("price_of_urgency"):
        asked = work.price_urgency and assigned.proved
        price = _price_of_urgency(work, pairs, int(assigned.chosen.sum())) if asked else None
    return Part(
        assigned.chosen.nonzero()[0],
        tuple(int(level.gains[assigned.chosen].sum()) for level in pairs.levels),
        assigned.bounds,
        bound_of_value(problem, pairs, assigned, work.largest_cost),
        assigned.proved,
        price,
        watch.seconds,
    )


def _price_of_urgency(work: Work, pairs: Pairs, placed: int) -> int | None:
    """Count the households more that would be housed if, pins aside, only their number mattered.

    Limits on homes alone make urgency and number agree (gammoid): only pairs that draw on a
    support which may run out, or that no flow can decide, are asked again.
    """
    if (pairs.support[pairs.h] < 0).all() and not is_tangled(work.problem, pairs):
        return 0
    number = pairs.only_levels("pins", "placed")
    most = assign_tangled(work.problem, number, LARGEST_COST, effort=work.effort)
    return int(most.chosen.sum()) - placed if most.proved else None


_remembered: list[Work] = []


def _remember(work: Work) -> None:
    """Keep in a process of the pool what all of its parts need."""
    _remembered.append(work)


def _solve_remembered(pairs: tuple[Column, Column]) -> Part:
    return solve_part(_remembered[-1], *pairs)
