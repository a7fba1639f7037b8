"""Unmatched: the households and homes that the night leaves alone, each with a kind of reason."""

from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.explanations.tonight import NOWHERE, Tonight
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.problem import Problem
from stirrup.matching.solution import Solution

NO_HOME_SUITS = "no_home_suits"
HOMES_WENT_TO_OTHERS = "homes_went_to_others"
HOMES_CLOSED = "homes_closed"
"""Nobody got them: their owners or their buildings take no more households."""
NO_SUPPORT_LEFT = "no_support_left"
LINKED = "linked"

NO_HOUSEHOLD_SUITS = "no_household_suits"
OTHERS_HAVE_HOMES = "others_have_homes"
LIMIT_REACHED = "limit_reached"
SUPPORT_OF_OTHERS = "support_of_others"


@dataclass(frozen=True)
class LeftOut:
    """One household or one home without a proposal."""

    id: int
    """Of the referral, or of the unit."""
    reason: str
    possible: int
    """Homes open to the household; or households that the home suits."""


@dataclass(frozen=True)
class Unmatched:
    """Both sides, in order of id."""

    households: tuple[LeftOut, ...]
    homes: tuple[LeftOut, ...]


def unmatched(problem: Problem, solution: Solution) -> Unmatched:
    """Return what the night leaves alone. One pass over the eligible pairs."""
    tonight = Tonight.of(problem, solution)
    u, h = eligible_pairs(problem)
    return Unmatched(_households(tonight, u, h), _homes(tonight, u, h))


def _households(tonight: Tonight, u: Column, h: Column) -> tuple[LeftOut, ...]:
    count = len(tonight.home)
    possible = np.bincount(h, minlength=count)
    taken = np.bincount(h[tonight.places_left[u] <= 0], minlength=count)
    reasons = {
        NO_HOME_SUITS: possible == 0,
        NO_SUPPORT_LEFT: tonight.support_left <= 0,
        LINKED: ~tonight.moves_alone,
        HOMES_CLOSED: taken == 0,
    }
    told = np.select(list(reasons.values()), list(reasons), default=HOMES_WENT_TO_OTHERS)
    rows = np.flatnonzero(tonight.home == NOWHERE)
    return _left_out(tonight.problem.households.id, told, possible, rows)


def _homes(tonight: Tonight, u: Column, h: Column) -> tuple[LeftOut, ...]:
    """A home of which one place is taken and another is free is among them."""
    count = len(tonight.problem.units)
    possible = np.bincount(u, minlength=count)
    waiting = np.bincount(u[tonight.home[h] == NOWHERE], minlength=count)
    reasons = {
        NO_HOUSEHOLD_SUITS: possible == 0,
        LIMIT_REACHED: ~tonight.takes_more,
        OTHERS_HAVE_HOMES: waiting == 0,
    }
    told = np.select(list(reasons.values()), list(reasons), default=SUPPORT_OF_OTHERS)
    rows = np.flatnonzero(tonight.places_left > 0)
    return _left_out(tonight.problem.units.id, told, possible, rows)


def _left_out(ids: Column, told: Column, possible: Column, rows: Column) -> tuple[LeftOut, ...]:
    columns = (ids[rows].tolist(), told[rows].tolist(), possible[rows].tolist())
    return tuple(LeftOut(*line) for line in zip(*columns, strict=True))
