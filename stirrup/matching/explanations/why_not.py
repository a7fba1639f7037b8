"""Why not yet: what keeps open homes from a household, what would open some, who got the others."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from stirrup.matching.columns import Column, Flags, get_row
from stirrup.matching.eligibility import RULES, told
from stirrup.matching.explanations.levers import Criterion, failing_criteria
from stirrup.matching.explanations.precedence import Gains, compare, gains
from stirrup.matching.explanations.tonight import NOWHERE, Tonight
from stirrup.matching.explanations.unlocks import Unlock, minimal_unlocks
from stirrup.matching.problem import Problem
from stirrup.matching.solution import Solution

LIMITS = "limits"
"""Who got the home comes after this household: a limit of support or a link of theirs decided."""
ORDER = ("pins", "urgency", "placed", "points", "suitability", "stability", "lots", LIMITS)
SENTENCES = {line.code: line.sentence for line in told(RULES, met=False)}


class Blocked(NamedTuple):
    """How many open homes one rule, or the other conditions together, keep from a household."""

    code: str
    sentence: str
    first: int
    """Homes for which it is the first rule not met."""
    every: int
    """Homes that do not meet it, whatever else they lack."""
    alone: int
    """Homes for which it is the only one: relaxed, it would open them."""


class Lost(NamedTuple):
    """Eligible homes full of others, by what put even the last of these before the household."""

    code: str
    """One of ORDER."""
    homes: int


@dataclass(frozen=True)
class WhyNot:
    """Every open home counted once: blocked first by a rule, lost to others, or left."""

    referral_id: int
    unit_id: int | None
    """The home proposed to it tonight, if there is one."""
    homes: int
    blocked: tuple[Blocked, ...]
    eligible: int
    lost: tuple[Lost, ...]
    """Nothing for a household that has a home tonight."""
    closed: int
    """Eligible homes with a free place that their owner or their building cannot give."""
    left: int
    """Eligible homes that keep a free place tonight, its own apart."""
    support_exhausted: bool
    """The association of the household can support nobody more tonight."""
    linked: bool
    """It is only housed together with other households."""
    unlocks: tuple[Unlock, ...]


def why_not(problem: Problem, solution: Solution, referral_id: int) -> WhyNot:
    """Explain why a household has no proposal; LookupError when it is not part of the night."""
    h = get_row(problem.households, referral_id)
    tonight = Tonight.of(problem, solution)
    failing = failing_criteria(problem, h)
    eligible = ~np.any(list(failing.values()), axis=0)
    own = int(tonight.home[h])
    others = tonight.without(h)
    full = eligible & (others.places_left <= 0)
    free = eligible & ~full & (np.arange(len(full)) != own)
    return WhyNot(
        referral_id,
        unit_id=None if own == NOWHERE else int(problem.units.id[own]),
        homes=len(problem.units),
        blocked=blocked_by(failing),
        eligible=int(eligible.sum()),
        lost=_lost(others, h, full) if own == NOWHERE else (),
        closed=int((free & ~others.takes_more).sum()),
        left=int((free & others.takes_more).sum()),
        support_exhausted=bool(others.support_left[h] <= 0),
        linked=not tonight.moves_alone[h],
        unlocks=minimal_unlocks(tonight, h, failing),
    )


def blocked_by(failing: dict[Criterion, Flags]) -> tuple[Blocked, ...]:
    """Count, for each told rule and for the others as one, what it keeps away; in their order."""
    by_rule: dict[str, Flags] = {}
    for (code, _place), fails in failing.items():
        by_rule[code] = by_rule[code] | fails if code in by_rule else fails
    fails = np.array(list(by_rule.values()))
    met_before: Flags = np.cumsum(fails, axis=0) - fails == 0
    firsts = (fails & met_before).sum(axis=1).tolist()
    alones = (fails & (fails.sum(axis=0) == 1)).sum(axis=1).tolist()
    return tuple(
        Blocked(code, SENTENCES[code], first, every, alone)
        for code, first, every, alone in zip(
            by_rule, firsts, fails.sum(axis=1).tolist(), alones, strict=True
        )
        if every
    )


def _lost(others: Tonight, h: int, full: Flags) -> tuple[Lost, ...]:
    """Compare the household, home by home, with the last in order of those who got it."""
    there = full[others.u]
    u, holders = others.u[there], others.h[there]
    theirs = gains(others.problem, u, holders)
    last = _last_of_each(u, theirs)
    own = gains(others.problem, u[last], np.full_like(last, h))
    decided = compare(theirs.of(last), own)
    codes = np.where(decided.sign < 0, LIMITS, decided.code).tolist()
    return tuple(Lost(code, codes.count(code)) for code in sorted(set(codes), key=ORDER.index))


def _last_of_each(u: Column, each: Gains) -> Column:
    """Return the positions of the pair that comes last at each home."""
    order = np.lexsort(np.vstack([-each.table[::-1], u]))
    ends = np.append(np.diff(u[order]) != 0, np.ones(min(1, len(u)), np.bool_))
    last: Column = order[ends]
    return last
