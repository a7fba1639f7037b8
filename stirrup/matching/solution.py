"""What the night returns: who gets which home, how good that is, and what is proved."""

from dataclasses import dataclass, field

import numpy as np

from stirrup.matching.columns import Column, find_rows
from stirrup.matching.problem import Problem
from stirrup.matching.tables import ALONE

OPTIMAL = "optimal"
NOT_PROVED = "not_proved"


@dataclass(frozen=True)
class LevelTotal:
    """One level of the objective: what was reached, and what cannot be passed.

    The bound holds among the solutions that are best at every level before this one.
    """

    code: str
    value: int
    bound: int


@dataclass(frozen=True)
class Solution:
    """Pairs of (referral id, unit id) in rising order, and their account.

    `value` adds up the levels, each at its worth in points; the best solution brings no more than
    `bound`. Durations are measured, so they take no part in equality.
    """

    pairs: tuple[tuple[int, int], ...]
    status: str
    """`optimal` is proved; `not_proved` is feasible and no more."""
    value: int
    bound: int
    gap: float
    levels: tuple[LevelTotal, ...]
    eligible_pairs: int
    components: int
    placed: int
    urgent_placed_by_band: tuple[int, ...]
    price_of_urgency: int | None
    """Households more that could be housed if urgency did not come first; None if not known."""
    unmet_pins: tuple[tuple[int, int], ...] = ()
    """Pairs that a reviewer pinned and that no solution could hold together with the others."""
    groups_out: tuple[int, ...] = ()
    """Link groups of tonight that are not housed."""
    seconds_by_stage: dict[str, float] = field(default_factory=dict, compare=False)


def unmet_pins(problem: Problem, pairs: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return the pinned pairs that are not among these, by (referral id, unit id)."""
    pinned = problem.households.pinned_pairs
    h, u = np.divmod(pinned.keys, pinned.width)
    ids = zip(problem.households.id[h].tolist(), problem.units.id[u].tolist(), strict=True)
    return tuple(sorted(set(ids) - set(pairs)))


def groups_out(problem: Problem, pairs: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    """Return the link groups of which no member is in these pairs, in rising order."""
    groups = problem.households.link_group
    housed = np.isin(problem.households.id, [referral for referral, _ in pairs])
    out = np.setdiff1d(groups, groups[housed])
    return tuple(out[out != ALONE].tolist())


def rows_of_pairs(problem: Problem, solution: Solution) -> tuple[Column, Column]:
    """Return unit rows and household rows of the pairs; -1 for what is not part of the night."""
    pairs = np.array(solution.pairs, np.int64).reshape(-1, 2)
    h = find_rows(problem.households.id, pairs[:, 0])
    return find_rows(problem.units.id, pairs[:, 1]), h
