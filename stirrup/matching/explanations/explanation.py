"""Why this pair: the rules met, the points by part, the rank, and what else was possible."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from stirrup.matching.columns import Column, Flags, get_row
from stirrup.matching.eligibility import RULES, ToldRule, allowed, obstacles, told
from stirrup.matching.explanations.precedence import best_first, gains
from stirrup.matching.explanations.tonight import NOWHERE, Tonight
from stirrup.matching.explanations.why_not import Blocked, WhyNot, why_not
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import PARTS
from stirrup.matching.solution import Solution

__all__ = [
    "Alternative",
    "Blocked",
    "PairExplanation",
    "PartPoints",
    "ToldRule",
    "WhyNot",
    "explain_pair",
    "why_not",
]

ALTERNATIVES = 2


class PartPoints(NamedTuple):
    """A part of the score, with the most that it can bring."""

    code: str
    sentence: str
    points: int
    maximum: int


@dataclass(frozen=True)
class Alternative:
    """Another home for the household, or another household for the home."""

    id: int
    """Of the unit, or of the referral."""
    points: int
    difference: int
    """Its points less those of the pair explained."""
    taken: bool
    """Tonight that home is full without this household, or that household has another home."""
    parts: tuple[PartPoints, ...]


@dataclass(frozen=True)
class PairExplanation:
    """Why a household and a home go together."""

    referral_id: int
    unit_id: int
    rules: tuple[ToldRule, ...]
    """Met, by their labels."""
    obstacles: tuple[ToldRule, ...]
    """Not met: empty, unless the pair asked about is not eligible."""
    parts: tuple[PartPoints, ...]
    points: int
    rank: int
    """Of the home among the household's options, from 1."""
    options: int
    """Homes that the household is eligible for, this one counted in any case."""
    next_homes: tuple[Alternative, ...]
    next_households: tuple[Alternative, ...]
    placed: int
    """Households placed tonight."""
    placed_without: int
    """The same if this pair is given up and nothing takes its place."""


def explain_pair(
    problem: Problem, solution: Solution, referral_id: int, unit_id: int
) -> PairExplanation:
    """Explain one pair, proposed or not; LookupError when one side is not part of the night.

    Homes and households are ranked as the night compares them: level after level.
    """
    h, u = get_row(problem.households, referral_id), get_row(problem.units, unit_id)
    failing = obstacles(problem, u, h)
    parts = _parts(problem, u, h)
    homes, rivals = _homes_for(problem, u, h), _households_for(problem, u, h)
    full, housed = _taken(problem, solution, u, h)
    return PairExplanation(
        referral_id,
        unit_id,
        rules=told([rule for rule in RULES if rule not in failing], met=True),
        obstacles=told(failing, met=False),
        parts=parts,
        points=_total(parts),
        rank=int(np.flatnonzero(homes == u)[0]) + 1,
        options=len(homes),
        next_homes=tuple(
            _alternative(problem.units.id[row], _parts(problem, row, h), parts, full[row])
            for row in homes[homes != u][:ALTERNATIVES]
        ),
        next_households=tuple(
            _alternative(problem.households.id[row], _parts(problem, u, row), parts, housed[row])
            for row in rivals[rivals != h][:ALTERNATIVES]
        ),
        placed=solution.placed,
        placed_without=solution.placed - ((referral_id, unit_id) in solution.pairs),
    )


def _homes_for(problem: Problem, u: int, h: int) -> Column:
    """Rank the household's possible homes, the one asked about among them in any case."""
    units = np.arange(len(problem.units))
    possible, _ = allowed(problem, units, np.full_like(units, h))
    homes = np.union1d(possible, u)
    return homes[best_first(gains(problem, homes, np.full_like(homes, h)))]


def _households_for(problem: Problem, u: int, h: int) -> Column:
    """Rank the home's possible households, the one asked about among them in any case."""
    everyone = np.arange(len(problem.households))
    _, possible = allowed(problem, np.full_like(everyone, u), everyone)
    households = np.union1d(possible, h)
    return households[best_first(gains(problem, np.full_like(households, u), households))]


def _taken(problem: Problem, solution: Solution, u: int, h: int) -> tuple[Flags, Flags]:
    """Say which homes are full without this household, and which households live elsewhere."""
    others = Tonight.of(problem, solution).without(h)
    return others.places_left <= 0, (others.home != NOWHERE) & (others.home != u)


def _parts(problem: Problem, u: int, h: int) -> tuple[PartPoints, ...]:
    at_u, at_h = np.array([u]), np.array([h])
    return tuple(
        PartPoints(
            part.code,
            part.sentence,
            int(part.points(problem, at_u, at_h)[0]),
            part.maximum(problem.weights),
        )
        for part in PARTS
    )


def _total(parts: tuple[PartPoints, ...]) -> int:
    return sum(part.points for part in parts)


def _alternative(
    other: int, parts: tuple[PartPoints, ...], explained: tuple[PartPoints, ...], taken: bool
) -> Alternative:
    points = _total(parts)
    return Alternative(int(other), points, points - _total(explained), bool(taken), parts)
