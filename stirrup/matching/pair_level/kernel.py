"""The kernel: CP-SAT over the pairs that a price bound leaves open, or over the best of them.

One worker, a fixed seed and a limit in deterministic time: the same call gives the same pairs.
The clock is only a guard, and what it cuts is said to be cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from time import perf_counter
from typing import Any

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.flow import exact_total
from stirrup.matching.pair_level.limits import Limit
from stirrup.matching.pair_level.prices import Priced
from stirrup.matching.pair_level.problem import PairProblem

LARGEST_SUM = 2**61
"""Of all values together: CP-SAT takes no model that could go beyond 2^63."""


@dataclass(frozen=True)
class Search:
    """How a kernel is searched, and for how long."""

    seed: int
    work: float
    """Deterministic seconds of CP-SAT."""
    ends_at: float
    """When the clock cuts it, in seconds of `perf_counter`."""

    def is_late(self) -> bool:
        """Say whether the time is up."""
        return perf_counter() >= self.ends_at


@dataclass(frozen=True)
class Found:
    """What the search of a kernel gave."""

    chosen: Column | None
    bound: int | None
    """On the value of every choice among the pairs of the kernel, if anything is known."""
    is_solved: bool
    """Nothing better is left in the kernel; without a choice, it is proved to hold none."""
    is_cut: bool
    """The clock ended the search: another run may find something else."""
    work: float


def load() -> None:
    """Load CP-SAT: a second or more, once in a process, that no search should be charged with."""
    import_module("ortools.sat.python.cp_model")


def open_pairs(problem: PairProblem, priced: Priced) -> Column:
    """Return the pairs that a solution better than the start may hold, and those of the start.

    Reduced-cost fixing: taking another pair would bring the bound down to the start's value.
    """
    kept = np.ones(len(problem.left), np.bool_)
    if priced.start is not None:
        better = (problem.total(priced.start) + 1) * priced.scale
        kept = priced.relaxed.loss <= priced.relaxed.ceiling - better
        kept[priced.start] = True
    return np.flatnonzero(kept)


def best_of_each_left(problem: PairProblem, priced: Priced, among: Column, count: int) -> Column:
    """Return so many pairs of least loss for each left node, and those of the start."""
    loss, left = priced.relaxed.loss[among], problem.left[among]
    order = np.lexsort((loss, left))
    first = np.flatnonzero(np.diff(left[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(first, np.diff(first, append=len(order)))
    kernel = among[order[rank < count]]
    return np.union1d(kernel, [] if priced.start is None else priced.start).astype(np.int64)


def search(problem: PairProblem, start: Column | None, by: Search) -> Found:
    """Return the best pairs found among those of the problem, from a start if there is one."""
    from ortools.sat.python import cp_model

    if exact_total(np.abs(problem.value), np.ones_like(problem.value)) > LARGEST_SUM:
        return Found(None, None, False, False, 0.0)
    model = cp_model.CpModel()
    pairs = np.array([model.new_bool_var("") for _ in problem.left], dtype=object)
    for limit in problem.limits:
        for row, drawing in _rows(limit):
            use, capacity = limit.use[drawing], int(limit.capacity[row])
            if use.sum() > capacity:
                model.add(_sum(pairs[drawing], use) <= capacity)
    if problem.every_left:
        for _, offers in _rows(problem.limits[0]):
            model.add_exactly_one(pairs[offers])
    if start is not None:
        hinted = np.isin(np.arange(len(pairs)), start)
        for pair, is_taken in zip(pairs, hinted.tolist(), strict=True):
            model.add_hint(pair, is_taken)
    model.maximize(_sum(pairs, problem.value))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = by.seed
    solver.parameters.max_deterministic_time = by.work
    solver.parameters.max_time_in_seconds = max(by.ends_at - perf_counter(), 0.01)
    status = solver.solve(model)
    return _found(solver, status, pairs, by)


def _found(solver: Any, status: Any, pairs: Column, by: Search) -> Found:
    from ortools.sat.python import cp_model

    work = float(solver.response_proto.deterministic_time)
    is_solved = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    is_cut = not is_solved and work < by.work
    chosen = None
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        chosen = np.flatnonzero([solver.boolean_value(pair) for pair in pairs])
    bound = None if status == cp_model.INFEASIBLE else _whole(solver.best_objective_bound)
    return Found(chosen, bound, is_solved, is_cut, work)


def _rows(limit: Limit) -> Iterator[tuple[int, Column]]:
    """Yield each row with the pairs that draw on it."""
    drawing = np.flatnonzero(limit.of >= 0)
    drawing = drawing[np.argsort(limit.of[drawing], kind="stable")]
    first = np.flatnonzero(np.diff(limit.of[drawing], prepend=-1))
    for pairs in np.split(drawing, first[1:]):
        if len(pairs):
            yield int(limit.of[pairs[0]]), pairs


def _sum(pairs: Column, coefficients: Column) -> Any:
    from ortools.sat.python import cp_model

    return cp_model.LinearExpr.weighted_sum(pairs.tolist(), coefficients.tolist())


def _whole(bound: float) -> int | None:
    """Return a whole bound from a float, never too low: floats are rounded beyond 2^53."""
    if not np.isfinite(bound):
        return None
    return int(np.floor(bound + 0.5)) + (int(abs(bound)) >> 50)
