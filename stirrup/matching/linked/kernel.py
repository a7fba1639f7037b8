"""The kernel: some of the pairs and every rule as one CP-SAT model, solved level after level.

It is for the parts of a night that no flow can hold. One worker, one seed and a deterministic
limit: the same input gives the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stirrup.matching.assignment import Pairs
from stirrup.matching.columns import Column, Flags, find_rows
from stirrup.matching.linked.links import Group, linked_groups
from stirrup.matching.problem import Problem

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

SEED = 1


@dataclass(frozen=True)
class Improved:
    """The best pairs that were found, and for each level asked for, what none can pass."""

    chosen: Flags
    bounds: tuple[int, ...]
    """Fewer than levels where the effort ran out: the last one is then above the value."""


@dataclass(frozen=True)
class Kernel:
    """A model of some pairs: one variable says whether a pair is chosen."""

    model: CpModel
    chosen: list[IntVar]

    def some(self, at: Column) -> list[IntVar]:
        """Return the variables of some pairs."""
        return [self.chosen[pair] for pair in at.tolist()]


def improve(
    problem: Problem, pairs: Pairs, start: Flags, known: Sequence[float], effort: float
) -> Improved:
    """Return the best choice among the pairs, from a sound start, level after level.

    `known`: totals that no choice passes, in the order of levels; where the start reaches them
    nothing is left to ask. `effort`: deterministic time of CP-SAT for all levels, near to seconds.
    """
    kernel = kernel_of(problem, pairs)
    best, bounds, as_known = start, [], True
    for level, limit in zip(pairs.levels, known, strict=True):
        value = bound = int(level.gains[best].sum())
        if not as_known or value < limit:
            best, bound, spent = _maximised(kernel, level.gains, best, effort)
            effort -= spent
            value = int(level.gains[best].sum())
        bounds.append(bound)
        as_known = as_known and value == limit
        if value < bound:
            break
        kernel.model.add(_total(kernel, level.gains) >= value)
    return Improved(best, tuple(bounds))


def kernel_of(problem: Problem, pairs: Pairs) -> Kernel:
    """Return the model of these pairs with every rule that eligibility leaves open."""
    from ortools.sat.python.cp_model import CpModel

    model = CpModel()
    kernel = Kernel(model, [model.new_bool_var(f"pair_{at}") for at in range(len(pairs.h))])
    units, households = problem.units, problem.households
    _one_home_each(kernel, pairs)
    _keep_capacities(kernel, pairs.u, units.places)
    for capacities, ids in (
        (problem.capacities, households.association[pairs.h]),
        (problem.owner_capacities, units.owner[pairs.u]),
        (problem.building_capacities, units.building[pairs.u]),
    ):
        _keep_capacities(kernel, find_rows(capacities.id, ids), capacities.left)
    for group in linked_groups(problem, pairs.u, pairs.h):
        _all_or_none(kernel, group)
        _near_each_other(kernel, group)
    return kernel


def _one_home_each(kernel: Kernel, pairs: Pairs) -> None:
    for at in _by_row(pairs.h):
        kernel.model.add_at_most_one(kernel.some(at))


def _keep_capacities(kernel: Kernel, rows: Column, left: Column) -> None:
    """Choose no more pairs of a row than are left; rows below 0 have no limit."""
    for at in _by_row(rows):
        row = rows[at[0]]
        if row >= 0 and left[row] < len(at):
            kernel.model.add(sum(kernel.some(at)) <= int(left[row]))


def _all_or_none(kernel: Kernel, group: Group) -> None:
    housed = kernel.model.new_bool_var(f"housed_{group.members[0]}")
    for at in group.options:
        kernel.model.add(sum(kernel.some(at)) == housed)


def _near_each_other(kernel: Kernel, group: Group) -> None:
    """A home goes with at least one chosen partner that is near, for each other member."""
    for (one, other), near in group.near.items():
        partners = kernel.some(group.options[other])
        for pair, flags in zip(kernel.some(group.options[one]), near, strict=True):
            chosen = [partners[at] for at in np.flatnonzero(flags)]
            kernel.model.add(sum(chosen) >= pair)


def _total(kernel: Kernel, gains: Column) -> LinearExpr:
    from ortools.sat.python.cp_model import LinearExpr

    at = np.flatnonzero(gains)
    total: LinearExpr = LinearExpr.weighted_sum(kernel.some(at), gains[at].tolist())
    return total


def _maximised(
    kernel: Kernel, gains: Column, start: Flags, effort: float
) -> tuple[Flags, int, float]:
    """Return the best choice found by one level, a bound on it, and the effort spent."""
    from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL, CpSolver

    reach = int(gains.sum())
    if not reach:
        return start, 0, 0.0
    if effort <= 0:
        return start, reach, 0.0
    kernel.model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools leaves it untyped
    for variable, hint in zip(kernel.chosen, start.tolist(), strict=True):
        kernel.model.add_hint(variable, hint)
    kernel.model.maximize(_total(kernel, gains))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(kernel.model)
    if status not in (OPTIMAL, FEASIBLE):
        return start, reach, effort
    chosen = np.array([solver.boolean_value(each) for each in kernel.chosen], np.bool_)
    bound = round(solver.best_objective_bound)
    found = chosen if gains[chosen].sum() > gains[start].sum() else start
    return found, min(reach, bound), solver.deterministic_time


def _by_row(rows: Column) -> Iterable[Column]:
    """Return positions of equal rows together."""
    order = np.argsort(rows, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(rows[order])) + 1) if len(rows) else ()
