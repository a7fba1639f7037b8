"""Why not yet: which rules keep open homes from a household, and where the others went."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from stirrup.matching.columns import Flags, find_rows, get_row
from stirrup.matching.eligibility import RULES, ToldRule, told
from stirrup.matching.problem import Problem
from stirrup.matching.rules import Rows
from stirrup.matching.solution import Solution, rows_of_pairs


class Blocked(NamedTuple):
    """How many open homes one rule, or the other conditions together, keep from a household."""

    code: str
    sentence: str
    first: int
    """Homes for which it is the first rule not met."""
    alone: int
    """Homes for which it is the only one: relaxed, it would open them."""


@dataclass(frozen=True)
class WhyNot:
    """Every open home counted once: blocked first by a rule, taken by others, or left."""

    referral_id: int
    homes: int
    blocked: tuple[Blocked, ...]
    eligible: int
    taken_by_others: int
    """Eligible homes, every place of which went to another household."""
    taken_by_more_urgent: int
    """Those of them where every place went to a household of a more urgent band."""
    left: int
    """Eligible homes that keep a free place tonight."""
    support_exhausted: bool
    """The association of the household has no support left after tonight."""


def why_not(problem: Problem, solution: Solution, referral_id: int) -> WhyNot:
    """Explain why a household has no proposal; LookupError when it is not part of the night."""
    h = get_row(problem.households, referral_id)
    failing = _failing(problem, h)
    eligible = ~np.any(list(failing.values()), axis=0)
    taken, by_more_urgent = _taken_from(problem, solution, h)
    return WhyNot(
        referral_id,
        homes=len(problem.units),
        blocked=_blocked(failing),
        eligible=int(eligible.sum()),
        taken_by_others=int((eligible & taken).sum()),
        taken_by_more_urgent=int((eligible & by_more_urgent).sum()),
        left=int((eligible & ~taken).sum()),
        support_exhausted=_support_is_exhausted(problem, solution, h),
    )


def _failing(problem: Problem, h: int) -> dict[ToldRule, Flags]:
    """Say for each rule which homes fail it; the untold rules count as one."""
    unit = Rows(problem.units, np.arange(len(problem.units)))
    household = Rows(problem.households, h)
    failing: dict[ToldRule, Flags] = {}
    for rule in RULES:
        (line,) = told([rule], met=False)
        fails = ~rule.holds(unit, household)
        failing[line] = failing[line] | fails if line in failing else fails
    return failing


def _blocked(failing: dict[ToldRule, Flags]) -> tuple[Blocked, ...]:
    fails = np.array(list(failing.values()))
    met_before = np.cumsum(fails, axis=0) - fails == 0
    firsts = (fails & met_before).sum(axis=1)
    alones = (fails & (fails.sum(axis=0) == 1)).sum(axis=1)
    return tuple(
        Blocked(line.code, line.sentence, int(first), int(alone))
        for line, first, alone in zip(failing, firsts, alones, strict=True)
        if first
    )


def _taken_from(problem: Problem, solution: Solution, h: int) -> tuple[Flags, Flags]:
    """Say which homes are full of others, and which of others who are all more urgent."""
    u, holders = rows_of_pairs(problem, solution)
    u, holders = u[holders != h], holders[holders != h]
    urgency, homes = problem.households.urgency, len(problem.units)
    used = np.bincount(u, minlength=homes)
    by_more_urgent = np.bincount(u[urgency[holders] < urgency[h]], minlength=homes)
    taken: Flags = used >= problem.units.places
    return taken, taken & (by_more_urgent == used)


def _support_is_exhausted(problem: Problem, solution: Solution, h: int) -> bool:
    association = problem.households.association
    row = int(find_rows(problem.capacities.id, association[h]))
    _, holders = rows_of_pairs(problem, solution)
    used = int((association[holders] == association[h]).sum())
    return row >= 0 and bool(used >= problem.capacities.left[row])
