"""What a pair is worth, whichever night it is decided: the measure by which policies are compared.

Urgency, a home found, suitability, each at its published points. Waiting and scarcity are left
out: a policy shall gain nothing by letting people wait, nor by the homes that are open besides.
"""

from dataclasses import dataclass, replace

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.problem import Problem
from stirrup.matching.relations import Relation
from stirrup.matching.scoring import placed_points, suitability, urgency_points
from stirrup.matching.tables import FOR_ANYONE, LARGEST_DAY, Households, Units


@dataclass(frozen=True, eq=False)
class Possible:
    """Pairs of a household row and a unit row, and the points that each is worth."""

    h: Column
    u: Column
    worth: Column


def worth(problem: Problem, u: Column, h: Column) -> Column:
    """Return the points of each pair: the same on any night."""
    points: Column = (
        urgency_points(problem, u, h) + placed_points(problem, u, h) + suitability(problem, u, h)
    )
    return points


def possible_pairs(problem: Problem) -> Possible:
    """Return the eligible pairs with what they are worth."""
    u, h = eligible_pairs(problem)
    return Possible(h, u, worth(problem, u, h))


def possible_some_day(problem: Problem, units: Units | None = None) -> Possible:
    """Return the pairs that every rule allows but the dates, with homes of another night if given.

    What was said about single homes (declined, banned) is not known of other homes.
    """
    homes = problem.units if units is None else units
    return possible_pairs(
        replace(problem, units=_any_day(homes), households=_timeless(problem.households))
    )


def _any_day(units: Units) -> Units:
    count = len(units)
    return replace(
        units,
        free_from=np.ones(count, np.int64),
        latest_entry=np.full(count, LARGEST_DAY),
        kept_for=np.full(count, FOR_ANYONE),
    )


def _timeless(households: Households) -> Households:
    count = len(households)
    nothing = Relation(np.empty(0, np.int64), np.empty(0, np.int64), 1)
    return replace(
        households,
        earliest_entry=np.ones(count, np.int64),
        latest_entry=np.full(count, LARGEST_DAY),
        declined_pairs=nothing,
        banned_pairs=nothing,
        standing_pairs=nothing,
        pinned_pairs=nothing,
    )
