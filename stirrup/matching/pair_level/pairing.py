"""The best pairs of columns: the matching engine alone, without homes, households or a night.

from stirrup.matching.pair_level.pairing import best_pairs

found = best_pairs(left=[0, 0, 1], right=[0, 1, 0], value=[5, 4, 3])
assert (found.positions, found.value, found.status) == ((1, 2), 7, "optimal")
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from stirrup.matching.columns import Column, Flags, ProblemRefused
from stirrup.matching.flow import FlowFailed, NoFlow
from stirrup.matching.laminar import Grouping
from stirrup.matching.pair_level.columns import LARGEST_USE, Knapsack, check_options, read_problem
from stirrup.matching.pair_level.flow import Relaxation, cost_limit, network_of
from stirrup.matching.pair_level.infeasible import crowded_lefts, stuck_lefts
from stirrup.matching.pair_level.limits import are_kept
from stirrup.matching.pair_level.problem import PairProblem
from stirrup.matching.pair_level.search import Outcome, best_within_limits

__all__ = ["Grouping", "Knapsack", "Pairing", "Status", "best_pairs"]


class Status(StrEnum):
    """What is known of the pairs returned; never more than what was proved."""

    OPTIMAL = "optimal"
    """Nothing better exists: value and bound are equal."""
    FEASIBLE = "feasible"
    """Every limit is kept; something better may exist, not beyond the bound. Replayable."""
    TIME_LIMIT = "time_limit"
    """The clock ended the search: another run may find something else, or something at all."""
    INFEASIBLE = "infeasible"
    """Proved: no choice assigns every left node."""
    NOT_FOUND = "not_found"
    """No choice that assigns every left node was found within the limit; one may exist."""


@dataclass(frozen=True)
class Pairing:
    """The pairs chosen, and how good that is at most."""

    positions: tuple[int, ...]
    """Of the chosen pairs in the columns given, rising."""
    value: int | None
    """None when no choice is returned."""
    bound: int | None
    """No choice can pass it; None when there is no choice."""
    gap: float | None
    """What lies between value and bound, as a share of the bound (or of 1 when that is more)."""
    status: Status
    stuck: tuple[int, ...] = ()
    """When infeasible: left nodes that cannot all be assigned together, where groups or places
    show it; empty where only a search did."""


def best_pairs(
    left: Any,
    right: Any,
    value: Any,
    *,
    places: Any = None,
    left_caps: Sequence[Grouping] = (),
    right_caps: Sequence[Grouping] = (),
    knapsack: Knapsack | None = None,
    every_left: bool = False,
    minimise: bool = False,
    lefts: int | None = None,
    time_limit: float = 60.0,
    seed: int = 0,
) -> Pairing:
    """Choose pairs for the most value (or least cost), one at most for each left node.

    `left`, `right`, `value`: columns of equal length, whole numbers; nodes count from 0, values
    have either sign. A pair given twice is two offers, of which one at most is taken.
    `places`: how many pairs each right node can take; 1 where not given, 0 allowed.
    `left_caps`, `right_caps`: groupings of nodes with capacities, nested or crossing.
    `every_left`: each left node must be in a pair; otherwise pairs that bring nothing are left.
    `lefts`: how many left nodes there are, where some of them have no pair.
    `time_limit`: in seconds; a single flow is not interrupted. `seed`: of CP-SAT, below 2^31.

    Without a knapsack or crossing caps that can bind, the answer is one flow, proved optimal.
    The order of the pairs changes nothing. ProblemRefused names the argument that is not what it
    must be: also a value above 2^59 / (nodes, groups and 3 together).
    """
    check_options(every_left, minimise, time_limit, seed)
    given = read_problem(
        left, right, value, places, left_caps, right_caps, knapsack, every_left, lefts
    )
    aim = replace(given, value=-given.value) if minimise else given
    order = np.lexsort((aim.use, -aim.value, aim.right, aim.left))
    hopeful = order[_is_hopeful(aim)[order]]
    problem = aim.only(hopeful)
    _refuse_values_beyond_a_flow(problem)
    outcome = _solve(problem, time_limit, seed)
    check(problem, outcome)
    return _pairing(given, hopeful, outcome, minimise)


def _is_hopeful(problem: PairProblem) -> Flags:
    """Say which pairs some good choice may hold: within its limits alone, and worth taking."""
    hopeful = (problem.value > 0) | problem.every_left
    for limit in problem.limits:
        hopeful &= limit.use <= np.append(limit.capacity, LARGEST_USE)[limit.of]
    return hopeful


def _refuse_values_beyond_a_flow(problem: PairProblem) -> None:
    largest = cost_limit(network_of(problem))
    if np.abs(problem.value).max(initial=0) > largest:
        raise ProblemRefused(f"value: beyond {largest}, the most for so many nodes and groups")


def _solve(problem: PairProblem, time_limit: float, seed: int) -> Outcome:
    crowded = crowded_lefts(problem)
    if len(crowded):
        return Outcome(None, None, False, crowded)
    try:
        if problem.beyond_flow:
            return best_within_limits(problem, time_limit, seed)
        relaxed = Relaxation.of(problem).at(())
    except NoFlow:
        return Outcome(None, None, False, stuck_lefts(problem))
    return Outcome(relaxed.chosen, relaxed.bound, False)


def check(problem: PairProblem, outcome: Outcome) -> None:
    """Compare pairs with every limit once more, apart from what chose them; or raise FlowFailed."""
    if outcome.chosen is None or outcome.bound is None:
        return
    missing = problem.every_left and len(outcome.chosen) < problem.lefts
    passed = problem.total(outcome.chosen) > outcome.bound
    if missing or passed or not are_kept(problem.limits, outcome.chosen):
        raise FlowFailed("the pairs break a limit or pass their bound")


def _pairing(given: PairProblem, hopeful: Column, outcome: Outcome, minimise: bool) -> Pairing:
    sign = -1 if minimise else 1
    bound = None if outcome.bound is None else sign * outcome.bound
    if outcome.chosen is None or bound is None:
        return Pairing((), None, bound, None, _status(None, outcome), tuple(outcome.stuck.tolist()))
    positions = np.sort(hopeful[outcome.chosen])
    value = given.total(positions)
    gap = abs(value - bound) / max(1, abs(bound))
    return Pairing(tuple(positions.tolist()), value, bound, gap, _status(sign * value, outcome))


def _status(value: int | None, outcome: Outcome) -> Status:
    if outcome.bound is None:
        return Status.INFEASIBLE
    if value == outcome.bound:
        return Status.OPTIMAL
    if outcome.is_cut:
        return Status.TIME_LIMIT
    return Status.NOT_FOUND if value is None else Status.FEASIBLE
