"""Homes kept tonight for those whom few homes suit, or for those who will come.

A hold is decided anew each night, and ends by itself: never later than so many nights after the
home opened. The most urgent bands lose nothing by it, unless the policy says so in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from stirrup.matching.columns import Column, Flags, find_rows
from stirrup.matching.over_time.futures import worth_of_waiting
from stirrup.matching.over_time.hold_policy import (
    OFF,
    OFFERS,
    RARE_NEEDS,
    SAMPLED_FUTURES,
    HoldPolicy,
)
from stirrup.matching.over_time.stream import Stream
from stirrup.matching.over_time.worth import worth
from stirrup.matching.problem import Problem
from stirrup.matching.solution import rows_of_pairs
from stirrup.matching.solver import solve
from stirrup.matching.tables import ALONE, FOR_ANYONE, FOR_NOBODY, KEPT_FOR

__all__ = [
    "OFF",
    "RARE_NEEDS",
    "SAMPLED_FUTURES",
    "Hold",
    "HoldPolicy",
    "homes_to_keep",
    "with_holds",
]


@dataclass(frozen=True)
class Hold:
    """A home kept tonight, for households with one of these needs (bits of KEPT_FOR)."""

    unit_id: int
    kept_for: int
    until: date
    """The first night on which it is free again, at the latest."""


def homes_to_keep(
    problem: Problem,
    opened_on: Mapping[int, date],
    policy: HoldPolicy,
    seen: Stream | None = None,
) -> tuple[Hold, ...]:
    """Return the homes to keep tonight, by id: they replace all those of the policy before.

    `problem` is the night with the holds of reviewers and without those of the policy.
    `opened_on`: since which day each home is open; one that is not named opened today.
    `seen`: who and what came in the past, which sampled futures need; without it they keep
    homes for rare needs only.
    """
    if policy.name == OFF:
        return ()
    since = _days_of_opening(problem, opened_on)
    kept_for, until = _for_rare_needs(problem, policy, since)
    u, h = rows_of_pairs(problem, solve(problem, price_urgency=False))
    if policy.name == SAMPLED_FUTURES and seen is not None and len(seen.stays):
        ends = since + policy.futures_nights
        later = (kept_for == FOR_ANYONE) & (ends > problem.business_date.toordinal())
        later &= _brings_more_later(problem, policy, seen, u, worth(problem, u, h))
        kept_for, until = np.where(later, FOR_NOBODY, kept_for), np.where(later, ends, until)
    kept_for[problem.units.kept_for != FOR_ANYONE] = FOR_ANYONE
    kept_for[u[_come_first(problem, policy, u, h)]] = FOR_ANYONE
    rows = np.flatnonzero(kept_for)
    columns = (problem.units.id[rows], kept_for[rows], until[rows])
    kept = zip(*(column.tolist() for column in columns), strict=True)
    return tuple(Hold(unit_id, mask, date.fromordinal(day)) for unit_id, mask, day in kept)


def with_holds(problem: Problem, holds: Sequence[Hold]) -> Problem:
    """Return the night with these homes kept; a home that is not open tonight is left out."""
    rows = find_rows(problem.units.id, np.array([hold.unit_id for hold in holds], np.int64))
    masks = np.array([hold.kept_for for hold in holds], np.int64)
    kept_for = problem.units.kept_for.copy()
    kept_for[rows[rows >= 0]] = masks[rows >= 0]
    return replace(problem, units=replace(problem.units, kept_for=kept_for))


def _days_of_opening(problem: Problem, opened_on: Mapping[int, date]) -> Column:
    today = problem.business_date
    days = [opened_on.get(unit_id, today).toordinal() for unit_id in problem.units.id.tolist()]
    return np.array(days, np.int64)


def _for_rare_needs(problem: Problem, policy: HoldPolicy, since: Column) -> tuple[Column, Column]:
    """Keep what a need asks for those who have that need; return for whom, and until when."""
    masks = [
        getattr(problem.units, OFFERS[need]).astype(np.int64) << KEPT_FOR.index(need)
        for need in policy.needs
    ]
    until = since + policy.nights
    is_young = until > problem.business_date.toordinal()
    return np.where(is_young, np.bitwise_or.reduce(masks), FOR_ANYONE), until


def _brings_more_later(
    problem: Problem, policy: HoldPolicy, seen: Stream, u: Column, worths: Column
) -> Flags:
    """Say which unit rows the futures use for more than tonight's best pairs do."""
    tonight = np.zeros(len(problem.units), np.int64)
    np.add.at(tonight, u, worths)
    asked = policy.gain_percent * policy.samples * tonight
    more: Flags = 100 * worth_of_waiting(problem, policy, seen) > asked
    return more


def _come_first(problem: Problem, policy: HoldPolicy, u: Column, h: Column) -> Flags:
    """Say which of tonight's best pairs no hold may prevent.

    All of them stay possible whatever else is kept, so that as many households of the protected
    bands are housed tonight as without any hold.
    """
    first: Flags = problem.households.urgency[h] < policy.protected_bands
    first = first | problem.households.pinned_pairs.holds(h, u)
    groups = problem.households.link_group[h]
    # Who moves in together with them needs a home tonight as well.
    return first | np.isin(groups, groups[first & (groups != ALONE)])
