"""Scores: named parts, each a function over columns of pairs, gathered in levels."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.eligibility import count_suitable_homes
from stirrup.matching.lots import draw
from stirrup.matching.problem import Problem
from stirrup.matching.weights import Weights
from stirrup.wording import N_

PAIRS_AT_ONCE = 200_000
"""To spare memory: what lies between a pair and its points is larger than they are."""


@dataclass(frozen=True)
class Part:
    """One named reason for preferring a pair, in whole points from 0 to its maximum."""

    code: str
    sentence: str
    points: Callable[[Problem, Column, Column], Column]
    maximum: Callable[[Weights], int]


@dataclass(frozen=True)
class Level:
    """One step of the comparison: whatever it can gain comes before all that follow.

    `gains` has one whole number for each pair; one of them is worth `worth` points.
    `of_the_household`: the same for every home, so that it decides who is housed, not where.
    """

    code: str
    gains: Column
    worth: int
    of_the_household: bool


def urgency_points(problem: Problem, u: Column, h: Column) -> Column:
    """By band of the published grid."""
    return np.array(problem.weights.urgency)[problem.households.urgency[h]]


def placed_points(problem: Problem, u: Column, h: Column) -> Column:
    """For having a home at all."""
    return np.full(len(h), problem.weights.placed)


def waiting_points(problem: Problem, u: Column, h: Column) -> Column:
    """One for so many days, up to a ceiling."""
    weights = problem.weights
    earned = problem.households.waiting_days[h] // weights.days_per_waiting_point
    return earned.clip(max=weights.waiting)


def scarcity_points(problem: Problem, u: Column, h: Column) -> Column:
    """The fewer open homes meet the needs, the more: none from the ordinary share on."""
    ordinary = problem.weights.scarce_below_percent * len(problem.units)
    missing = (ordinary - 100 * count_suitable_homes(problem, h)).clip(min=0)
    return problem.weights.scarcity * missing // max(1, ordinary)


def fit_points(problem: Problem, u: Column, h: Column) -> Column:
    """Fewer for each bedroom that nobody needs."""
    weights = problem.weights
    spare = (problem.units.bedrooms[u] - problem.households.bedrooms_needed[h]).clip(min=0)
    return (weights.fit - weights.fit_per_spare_bedroom * spare).clip(min=0)


def access_points(problem: Problem, u: Column, h: Column) -> Column:
    """None when an accessible home would go to a household that does not need it so."""
    units, households = problem.units, problem.households
    wasted = (units.step_free[u] & ~households.needs_step_free[h]) | (
        units.adapted_bathroom[u] & ~households.needs_adapted_bathroom[h]
    )
    return np.where(wasted, 0, problem.weights.access)


def wishes_points(problem: Problem, u: Column, h: Column) -> Column:
    """All for the first wished commune or for no wish, fewer for each rank below."""
    rank = problem.households.accepted_communes.value(h, problem.units.commune[u], 1)
    weights = problem.weights
    return (weights.wishes - weights.wishes_per_rank * (rank - 1)).clip(min=0)


def distance_points(problem: Problem, u: Column, h: Column) -> Column:
    """By how much of the accepted distance is left, at the hardest place to stay near."""
    anchors = problem.households.anchors
    return anchors.share_left(h, problem.units.position[u], problem.weights.distance)


def stability_points(problem: Problem, u: Column, h: Column) -> Column:
    """For a proposal of yesterday that nobody has reviewed."""
    standing = problem.households.standing_pairs.holds(h, u)
    return np.where(standing, problem.weights.stability, 0)


URGENCY = Part("urgency", N_("Urgency"), urgency_points, lambda weights: weights.urgency[0])
PLACED = Part("placed", N_("A home is found"), placed_points, lambda weights: weights.placed)
WAITING = Part("waiting", N_("Waiting time"), waiting_points, lambda weights: weights.waiting)
SCARCITY = Part(
    "scarcity", N_("Few homes meet the needs"), scarcity_points, lambda weights: weights.scarcity
)
FIT = Part("fit", N_("No spare bedroom"), fit_points, lambda weights: weights.fit)
ACCESS = Part(
    "access",
    N_("Accessible homes kept for those who need them"),
    access_points,
    lambda weights: weights.access,
)
WISHES = Part("wishes", N_("Wished communes"), wishes_points, lambda weights: weights.wishes)
DISTANCE = Part(
    "distance", N_("Near the places that count"), distance_points, lambda weights: weights.distance
)
STABILITY = Part(
    "stability",
    N_("Already proposed yesterday"),
    stability_points,
    lambda weights: weights.stability,
)
PARTS = (URGENCY, PLACED, WAITING, SCARCITY, FIT, ACCESS, WISHES, DISTANCE, STABILITY)

OF_THE_HOUSEHOLD = (WAITING, SCARCITY)
OF_THE_PAIR = (FIT, ACCESS, WISHES, DISTANCE)


def levels(problem: Problem, u: Column, h: Column) -> tuple[Level, ...]:
    """Return the levels of the objective for these pairs, the first one deciding first."""
    slices = [slice(at, at + PAIRS_AT_ONCE) for at in range(0, max(1, len(h)), PAIRS_AT_ONCE)]
    parts = [_levels(problem, u[part], h[part]) for part in slices]
    return tuple(
        replace(same[0], gains=np.concatenate([level.gains for level in same]))
        for same in zip(*parts, strict=True)
    )


def _levels(problem: Problem, u: Column, h: Column) -> tuple[Level, ...]:
    weights = problem.weights
    pinned = problem.households.pinned_pairs.holds(h, u)
    bands = problem.households.urgency[h]
    standing = problem.households.standing_pairs.holds(h, u)
    lots = draw(problem.seed, problem.households.id[h], problem.units.id[u], weights.lots)
    return (
        Level("pins", _narrow(pinned), 0, False),
        *(
            Level(f"urgency_{band}", _narrow(bands == band), worth, True)
            for band, worth in enumerate(weights.urgency[:-1])
        ),
        Level("placed", np.ones(len(h), np.int32), weights.placed, True),
        Level("points", _narrow(waiting_and_scarcity(problem, u, h)), 1, True),
        Level("suitability", _narrow(suitability(problem, u, h)), 1, False),
        Level("stability", _narrow(standing), weights.stability, False),
        Level("lots", _narrow(lots), 0, False),
    )


def _narrow(gains: Column) -> Column:
    """Halve what a level takes: no gain of a pair, at its worth, passes 32 bits."""
    return gains.astype(np.int32)


def waiting_and_scarcity(problem: Problem, u: Column, h: Column) -> Column:
    """Return the points of the household, the same for all its homes."""
    return _total(OF_THE_HOUSEHOLD, problem, u, h)


def suitability(problem: Problem, u: Column, h: Column) -> Column:
    """Return the points of the pair itself."""
    return _total(OF_THE_PAIR, problem, u, h)


def _total(parts: tuple[Part, ...], problem: Problem, u: Column, h: Column) -> Column:
    total: Column = np.zeros(len(h), np.int64)
    for part in parts:
        total += part.points(problem, u, h)
    return total
