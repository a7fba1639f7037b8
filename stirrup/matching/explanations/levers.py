"""Levers: which answers of a household may be talked about, and how far a home asks to move them.

Needs are facts and no levers: people, bedrooms, access, kitchen, quiet, parking and cot stay as
they are. Neither are the other conditions, which nothing here reads but as one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column, Flags
from stirrup.matching.eligibility import RULES, public_code
from stirrup.matching.places import EARTH_METRES, chord_metres, positions
from stirrup.matching.problem import Problem
from stirrup.matching.rules import Rows

COMMUNE, KM, LATER, EARLIER, PET, SHARED, FLOOR = (
    "commune",
    "km",
    "later",
    "earlier",
    "pet",
    "shared",
    "floor",
)
ANCHORS = "anchors"
FURTHEST_KM = 100
"""No referral can ask for a greater distance."""
EXACTLY, AT_LEAST, AT_MOST = 0, 1, -1
STEPS = 3
"""Most steps told of one lever: the smallest, then those that open twice as many at least."""

Criterion = tuple[str, int]
"""The code of a rule; and, for places to stay near, which of them: each can be widened alone."""
ONLY = 0


@dataclass(frozen=True, eq=False)
class Lever:
    """One answer that may be moved; columns have one value for each home.

    A choice about a home is the same seen from there, with one value for each household.
    """

    kind: str
    criterion: Criterion
    fails: Flags
    """The home fails the criterion as things stand."""
    possible: Flags
    """It would meet it, if the answer were moved far enough."""
    needed: Column
    """How far: the number of a commune, kilometres more, a day, the size of a pet, a floor."""
    meets: int
    """A home is met by the very value needed, by any at least so large, or at most."""

    def opens(self, value: int) -> Flags:
        """Say which homes meet the criterion once the answer is moved to this value."""
        beyond = (value - self.needed) * self.meets >= 0
        met: Flags = ~self.fails | (
            self.possible & (beyond if self.meets else self.needed == value)
        )
        return met

    def steps(self, only: Flags) -> list[int]:
        """Return the values worth telling among some homes: all, or a few steps where they rise."""
        homes = self.fails & self.possible & only
        values, counts = np.unique(self.needed[homes], return_counts=True)
        if self.meets == EXACTLY:
            return [int(value) for value in values]
        values, counts = values[:: self.meets], counts[:: self.meets]
        told: list[tuple[int, int]] = []
        for value, opened in zip(values.tolist(), counts.cumsum().tolist(), strict=True):
            if len(told) < STEPS and (not told or opened >= 2 * told[-1][1]):
                told.append((value, opened))
        return [value for value, _opened in told]


def failing_criteria(problem: Problem, h: int) -> dict[Criterion, Flags]:
    """Say which homes fail each told rule, each place to stay near, and the others as one."""
    unit, household = (
        Rows(problem.units, np.arange(len(problem.units))),
        Rows(problem.households, h),
    )
    failing: dict[Criterion, Flags] = {}
    for rule in RULES:
        if rule.code == ANCHORS:
            failing |= dict(_failing_places(problem, h))
            continue
        criterion = public_code(rule), ONLY
        fails = ~rule.holds(unit, household)
        failing[criterion] = failing[criterion] | fails if criterion in failing else fails
    return failing


def levers(problem: Problem, h: int, failing: dict[Criterion, Flags]) -> list[Lever]:
    """Return every lever of one household row, whether or not it opens anything."""
    units, households = problem.units, problem.households
    everywhere = np.ones(len(units), np.bool_)

    def lever(code: str, kind: str, needed: Column, meets: int, possible: Flags) -> Lever:
        return Lever(kind, (code, ONLY), failing[code, ONLY], possible, needed, meets)

    first = np.maximum(units.free_from, households.earliest_entry[h])
    last = np.minimum(units.latest_entry, households.latest_entry[h])
    return [
        lever("accepted_communes", COMMUNE, units.commune, EXACTLY, everywhere),
        lever("dates", LATER, first, AT_LEAST, first <= units.latest_entry),
        lever("dates", EARLIER, last, AT_MOST, last >= units.free_from),
        lever("pets", PET, units.pets, AT_MOST, everywhere),
        lever("shared", SHARED, np.ones(len(units), np.int64), EXACTLY, everywhere),
        lever("floor_without_lift", FLOOR, units.floor, AT_LEAST, everywhere),
        *_wider_places(problem, h, failing),
    ]


def _failing_places(problem: Problem, h: int) -> Iterator[tuple[Criterion, Flags]]:
    anchors = problem.households.anchors
    near = anchors.are_near(np.array(h), problem.units.position)
    for slot in np.flatnonzero(anchors.are_stated(np.array(h))).tolist():
        yield (ANCHORS, slot), ~near[:, slot]


def _wider_places(problem: Problem, h: int, failing: dict[Criterion, Flags]) -> Iterator[Lever]:
    """One lever for each place to stay near."""
    anchors = problem.households.anchors
    for criterion in [criterion for criterion in failing if criterion[0] == ANCHORS]:
        slot = criterion[1]
        place, asked = np.array([h]), float(anchors.km[h, slot])
        steps = problem.units.position - positions(
            anchors.latitude[place, slot], anchors.longitude[place, slot]
        )
        more = whole_km_more((steps * steps).sum(axis=-1), asked)
        possible = asked + more <= FURTHEST_KM
        yield Lever(KM, criterion, failing[criterion], possible, more, AT_LEAST)


def whole_km_more(squared_metres: Column, asked: float) -> Column:
    """Return the fewest whole kilometres, added to those asked, within which each point lies.

    The guess goes back from the straight line to the arc; the two steps after it undo its rounding.
    """
    chord = np.minimum(np.sqrt(squared_metres) / (2 * EARTH_METRES), 1)
    more = np.ceil(2 * EARTH_METRES * np.arcsin(chord) / 1_000 - asked).clip(min=0)
    more += chord_metres(asked + more) ** 2 < squared_metres
    more -= (more > 0) & (chord_metres(asked + (more - 1).clip(min=0)) ** 2 >= squared_metres)
    return more.astype(np.int64)
