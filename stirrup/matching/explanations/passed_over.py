"""Passed over: who comes before the chosen household for a home and did not get it, and why."""

from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column, Flags, get_row
from stirrup.matching.eligibility import RULES, allowed
from stirrup.matching.explanations.precedence import LOTS, best_first, compare, gains
from stirrup.matching.explanations.tonight import NOWHERE, Tonight
from stirrup.matching.problem import Problem
from stirrup.matching.rules import Rows
from stirrup.matching.solution import Solution

BETTER_HOME = "better_home"
"""The home proposed to it tonight comes before this one for it."""
AS_GOOD_HOME = "as_good_home"
"""The home proposed to it tonight suits it as well."""
EXCHANGE = "exchange"
"""Exchanging its home with the chosen household would lose, at the level named."""
UNSUITABLE = "unsuitable"
"""The chosen household could not live in the home proposed to this one."""
SUPPORT = "support"
"""Its association can support nobody more tonight."""
LINKED = "linked"
"""It, or the chosen household, is only housed together with others."""
TOGETHER = "together"
"""No exchange of two explains it: the night weighs all pairs together."""


@dataclass(frozen=True)
class PassedOver:
    """One household that comes before the chosen one for this home."""

    referral_id: int
    reason: str
    unit_id: int | None
    """The home proposed to it tonight."""
    level: str | None
    """The level at which an exchange would lose."""


def passed_over(
    problem: Problem, solution: Solution, referral_id: int, unit_id: int
) -> tuple[PassedOver, ...]:
    """Return who comes before a household for its home, the first in order first.

    LookupError when one side is not part of the night.
    """
    h, u = get_row(problem.households, referral_id), get_row(problem.units, unit_id)
    tonight = Tonight.of(problem, solution)
    before = _before(tonight, u, h)
    reasons, levels = _reasons(tonight, u, h, before)
    homes = tonight.home[before]
    return tuple(
        PassedOver(
            referral_id=int(problem.households.id[row]),
            reason=reason,
            unit_id=None if home == NOWHERE else int(problem.units.id[home]),
            level=level if reason == EXCHANGE else None,
        )
        for row, home, reason, level in zip(
            before.tolist(), homes.tolist(), reasons.tolist(), levels.tolist(), strict=True
        )
    )


def _before(tonight: Tonight, u: int, h: int) -> Column:
    """Return, best first, the possible households that rank above this one and live elsewhere."""
    everyone = np.flatnonzero(tonight.home != u)
    _, possible = allowed(tonight.problem, np.full_like(everyone, u), everyone)
    rows = np.append(possible[possible != h], h)
    order = best_first(gains(tonight.problem, np.full_like(rows, u), rows))
    above = order[: int(np.flatnonzero(order == len(rows) - 1)[0])]
    before: Column = rows[above]
    return before


def _reasons(tonight: Tonight, u: int, h: int, before: Column) -> tuple[Column, Column]:
    """Name the reason of each; and, where an exchange is the reason, the level that would lose."""
    problem, home = tonight.problem, tonight.home[before]
    housed, alone = home != NOWHERE, tonight.moves_alone[before] & tonight.moves_alone[h]
    there, here, chosen = np.where(housed, home, u), np.full_like(home, u), np.full_like(home, h)
    kept, taken = gains(problem, there, before), gains(problem, here, before)
    own = compare(kept, taken)
    exchange = compare(
        kept.with_others(gains(problem, here, chosen)),
        taken.with_others(gains(problem, there, chosen)),
    )
    supported = tonight.without(h).support_left[before] > 0
    reasons = {
        SUPPORT: ~housed & ~supported,
        AS_GOOD_HOME: housed & (own.code == LOTS),
        BETTER_HOME: housed & (own.sign > 0),
        UNSUITABLE: housed & ~_is_possible(problem, there, chosen),
        LINKED: ~alone,
        EXCHANGE: housed & (exchange.sign > 0),
    }
    told = np.select(list(reasons.values()), list(reasons), default=TOGETHER)
    return told, exchange.code


def _is_possible(problem: Problem, u: Column, h: Column) -> Flags:
    unit, household = Rows(problem.units, u), Rows(problem.households, h)
    possible: Flags = np.all([rule.holds(unit, household) for rule in RULES], axis=0)
    return possible
