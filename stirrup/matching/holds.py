"""Homes kept for a few nights for those whom few homes suit: the policy, and tonight's holds.

A hold is decided anew each night, and ends by itself: never later than so many nights after the
home opened. The most urgent bands lose nothing by it, unless the policy says so in words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from stirrup.matching.columns import Column, ProblemRefused, find_rows
from stirrup.matching.problem import Problem
from stirrup.matching.solver import solve
from stirrup.matching.stream import Stream
from stirrup.matching.tables import FOR_ANYONE, KEPT_FOR
from stirrup.matching.weights import URGENCY_BANDS
from stirrup.wording import N_

OFF = "off"
RARE_NEEDS = "rare_needs"

OFFERS = {
    "needs_step_free": "step_free",
    "needs_lift": "lift",
    "needs_ground_floor": "ground_floor",
    "needs_adapted_bathroom": "adapted_bathroom",
}
"""What a home offers to a need of KEPT_FOR."""
LONGEST_HOLD = 60


@dataclass(frozen=True)
class HoldPolicy:
    """How homes are kept. The built-in one keeps none: another is adopted by a named person."""

    name: str = OFF
    nights: int = 14
    """A home is kept on so many nights at most, counted from the night on which it opened."""
    needs: tuple[str, ...] = ("needs_step_free", "needs_adapted_bathroom")
    """For whom: a home that offers what one of these needs asks is kept for those who have it."""
    protected_bands: int = 1
    """No home is kept from so many of the most urgent bands; 0 lets a hold pass before everyone."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "needs", tuple(self.needs))
        _refuse_unless(self.name in RULES, "name")
        _refuse_unless(1 <= self.nights <= LONGEST_HOLD, "nights")
        _refuse_unless(set(self.needs) <= set(OFFERS) and bool(self.needs), "needs")
        _refuse_unless(0 <= self.protected_bands <= URGENCY_BANDS, "protected_bands")

    @property
    def sentence(self) -> str:
        """What it does with homes, to be shown wherever it is in force."""
        return RULES[self.name].sentence

    @property
    def bound(self) -> str:
        """Who comes before any hold."""
        return BOUNDS[min(self.protected_bands, 1)]


BOUNDS = (
    N_("A home may be kept even from a household without shelter tonight."),
    N_("No home is ever kept from a household without shelter tonight."),
)


@dataclass(frozen=True)
class Hold:
    """A home kept tonight, for households with one of these needs (bits of KEPT_FOR)."""

    unit_id: int
    kept_for: int
    until: date
    """The first night on which it is free again."""


def homes_to_keep(
    problem: Problem,
    opened_on: Mapping[int, date],
    policy: HoldPolicy,
    seen: Stream | None = None,
) -> tuple[Hold, ...]:
    """Return the homes to keep tonight, by id: they replace all those of the policy before.

    `problem` is the night with the holds of reviewers and without those of the policy.
    `opened_on`: since which day each home is open; one that is not named opened today.
    `seen`: who and what came in the past, for the policies that look ahead.
    """
    wanted = RULES[policy.name].wanted(problem, policy, seen)
    today = problem.business_date.toordinal()
    since = np.array(
        [
            opened_on.get(unit_id, problem.business_date).toordinal()
            for unit_id in problem.units.id.tolist()
        ],
        np.int64,
    )
    until = since + policy.nights
    free = (problem.units.kept_for == FOR_ANYONE) & (until > today)
    rows = np.flatnonzero((wanted != FOR_ANYONE) & free)
    if len(rows):
        rows = np.setdiff1d(rows, _needed_now(problem, policy))
    return tuple(
        Hold(unit_id, mask, date.fromordinal(last))
        for unit_id, mask, last in zip(
            problem.units.id[rows].tolist(),
            wanted[rows].tolist(),
            until[rows].tolist(),
            strict=True,
        )
    )


def with_holds(problem: Problem, holds: Sequence[Hold]) -> Problem:
    """Return the night with these homes kept; a home that is not open tonight is left out."""
    rows = find_rows(problem.units.id, np.array([hold.unit_id for hold in holds], np.int64))
    masks = np.array([hold.kept_for for hold in holds], np.int64)
    kept_for = problem.units.kept_for.copy()
    kept_for[rows[rows >= 0]] = masks[rows >= 0]
    return replace(problem, units=replace(problem.units, kept_for=kept_for))


def _needed_now(problem: Problem, policy: HoldPolicy) -> Column:
    """Return the unit rows that tonight's best solution gives to a protected band or to a pin.

    All these pairs stay possible whatever else is kept, so that as many households of the
    protected bands are housed tonight as without any hold.
    """
    if not policy.protected_bands and not len(problem.households.pinned_pairs.keys):
        return np.empty(0, np.int64)
    pairs = np.array(solve(problem).pairs, np.int64).reshape(-1, 2)
    h = find_rows(problem.households.id, pairs[:, 0])
    u = find_rows(problem.units.id, pairs[:, 1])
    protected = problem.households.urgency[h] < policy.protected_bands
    rows: Column = u[protected | problem.households.pinned_pairs.holds(h, u)]
    return rows


def _none(problem: Problem, policy: HoldPolicy, seen: Stream | None) -> Column:
    return np.zeros(len(problem.units), np.int64)


def _for_rare_needs(problem: Problem, policy: HoldPolicy, seen: Stream | None) -> Column:
    """Keep what a need asks for those who have that need."""
    masks = [
        getattr(problem.units, OFFERS[need]).astype(np.int64) << KEPT_FOR.index(need)
        for need in policy.needs
    ]
    wanted: Column = np.bitwise_or.reduce(masks)
    return wanted


@dataclass(frozen=True)
class HoldRule:
    """A way of choosing homes to keep: the need bits wanted for each unit row, 0 for none."""

    sentence: str
    wanted: Callable[[Problem, HoldPolicy, Stream | None], Column]


RULES = {
    OFF: HoldRule(N_("No home is kept: each night proposes all open homes."), _none),
    RARE_NEEDS: HoldRule(
        N_(
            "A home that is step-free or has an adapted bathroom is kept at first for households"
            " that need it."
        ),
        _for_rare_needs,
    ),
}


def _refuse_unless(holds: bool, part: str) -> None:
    if not holds:
        raise ProblemRefused(f"HoldPolicy.{part}: out of bounds")
