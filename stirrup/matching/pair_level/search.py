"""Pairs under limits that no flow keeps: price them, repair, then search a kernel that widens."""

from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.pair_level.kernel import (
    Found,
    Search,
    best_of_each_left,
    load,
    open_pairs,
    search,
)
from stirrup.matching.pair_level.left_prices import suits, tightened
from stirrup.matching.pair_level.prices import Priced, is_met, price
from stirrup.matching.pair_level.problem import PairProblem
from stirrup.matching.pair_level.stairs import climb, has_stairs

COMPLETE = 12_000
WIDTHS = (8, 16, 32)
"""Pairs of each left node in the kernel, one width after the other."""
SHARES_OF_TIME, SHARES_WITHOUT_STAIRS = (0.1, 0.1), (0.25, 0.0)
"""Of the time limit, at most about so much goes into steps of each kind, and into stairs."""
FEWEST_FLOWS, MOST_FLOWS = 5, 100
SECONDS_OF_A_FLOW = (1e-3, 1.2e-6)
"""Measured: once, and for each pair."""
SMALL = 5_000
WORK_OF_A_SECOND = (0.5, 0.12)
"""Deterministic seconds of CP-SAT in one of the clock, for so few pairs and for more: cautious,
so that the guard rarely cuts."""


@dataclass(frozen=True)
class Outcome:
    """The best pairs known and what cannot be passed; no pairs and no bound if none exist."""

    chosen: Column | None
    bound: int | None
    is_cut: bool
    """The clock ended the search."""
    stuck: Column = field(default_factory=lambda: np.empty(0, np.int64))
    """Left nodes that cannot all be assigned together, where that is known."""


def best_within_limits(
    problem: PairProblem, time_limit: float, seed: int, complete: int = COMPLETE
) -> Outcome:
    """Return the best pairs found within a time limit; FlowFailed when not even a flow exists.

    Up to `complete` open pairs are searched all at once, more of them kernel by kernel.
    """
    load()
    work = WORK_OF_A_SECOND[len(problem.left) > SMALL] * time_limit
    by = Search(seed, work, perf_counter() + time_limit)
    shares = SHARES_OF_TIME if has_stairs(problem) else SHARES_WITHOUT_STAIRS
    steps, rounds = (_affordable(problem, share * time_limit) for share in shares)
    priced = price(problem, steps, by.is_late)
    if suits(problem) and not is_met(problem, priced.relaxed, priced.start):
        # One step of the tighter bound shows where to climb, and a good start makes good steps.
        priced = tightened(problem, priced, 1, by.is_late)
        priced = climb(problem, priced, FEWEST_FLOWS, seed, by.is_late)
        priced = tightened(problem, priced, steps, by.is_late)
    if has_stairs(problem) and len(open_pairs(problem, priced)) > complete:
        priced = climb(problem, priced, rounds, seed, by.is_late)
    if is_met(problem, priced.relaxed, priced.start):
        return Outcome(priced.start, priced.relaxed.bound, False)
    if by.is_late():
        return Outcome(priced.start, priced.relaxed.bound, True)
    return _widening(problem, priced, by, complete)


def _affordable(problem: PairProblem, seconds: float) -> int:
    """Return how many flows fit a time by measured figures, not by the clock: replayable."""
    once, each = SECONDS_OF_A_FLOW
    return int(min(MOST_FLOWS, max(FEWEST_FLOWS, seconds / (once + each * len(problem.left)))))


def _widening(problem: PairProblem, priced: Priced, by: Search, complete: int) -> Outcome:
    """Search one kernel after the other while each is solved to the end."""
    for width in WIDTHS:
        open_now = open_pairs(problem, priced)
        kernel = open_now
        if len(open_now) > complete:
            kernel = best_of_each_left(problem, priced, open_now, width)
        found = search(problem.only(kernel), _places_in(kernel, priced.start), by)
        by = replace(by, work=by.work - found.work)
        priced = _improved(problem, priced, kernel, found)
        if len(kernel) == len(open_now):
            return _complete(problem, priced, found)
        if found.is_cut or by.is_late():
            return Outcome(priced.start, priced.relaxed.bound, True)
        if not found.is_solved or is_met(problem, priced.relaxed, priced.start):
            break
    return Outcome(priced.start, priced.relaxed.bound, False)


def _places_in(kernel: Column, start: Column | None) -> Column | None:
    return None if start is None else np.searchsorted(kernel, start)


def _improved(problem: PairProblem, priced: Priced, kernel: Column, found: Found) -> Priced:
    if found.chosen is None:
        return priced
    chosen = kernel[found.chosen]
    if priced.start is not None and problem.total(chosen) <= problem.total(priced.start):
        return priced
    return replace(priced, start=chosen)


def _complete(problem: PairProblem, priced: Priced, found: Found) -> Outcome:
    """Draw the conclusion of a kernel outside which nothing better than the start exists."""
    if priced.start is None:
        bound = None if found.is_solved else priced.relaxed.bound
        return Outcome(None, bound, found.is_cut)
    value = problem.total(priced.start)
    bounds = [priced.relaxed.bound]
    if found.bound is not None:
        bounds.append(max(value, found.bound))
    return Outcome(priced.start, min(bounds), found.is_cut)
