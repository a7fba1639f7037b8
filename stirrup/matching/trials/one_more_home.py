"""What one more home would bring, whichever household it suits: one walk over the solved night.

A household that gets the new home may leave another one to somebody else, and so on: the best
such chain is a longest path in what is left of the flow. Where supports are the only limits
beside the homes themselves, its length is exactly what solving again would bring; where owners,
buildings or links limit the night too, it is an estimate.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column, find_rows
from stirrup.matching.problem import Problem
from stirrup.matching.solution import Solution, rows_of_pairs
from stirrup.matching.weights import URGENCY_BANDS

NOWHERE = -1
IMPOSSIBLE = -(2**62)


@dataclass(frozen=True)
class Counts:
    """Households by band as one whole number that compares like the levels: urgent ones first.

    The last digit is the number of all households: the band of stable situations follows from it.
    """

    most: int
    """No count goes beyond it, up or down."""

    @property
    def base(self) -> int:
        return 2 * self.most + 1

    def of_one(self, bands: Column) -> Column:
        """Return, for each household, what it counts for."""
        worth = self.base ** np.arange(URGENCY_BANDS - 1, -1, -1)
        worth[-1] = 0
        count: Column = worth[bands] + 1
        return count

    def by_band(self, count: int) -> tuple[int, ...]:
        """Return the households of each band, some of them fewer than before perhaps."""
        placed, *urgent = self._digits(count)
        return (*reversed(urgent), placed - sum(urgent))

    def _digits(self, count: int) -> Iterator[int]:
        for _ in range(URGENCY_BANDS):
            digit = (count + self.most) % self.base - self.most
            yield digit
            count = (count - digit) // self.base


@dataclass(frozen=True)
class OneMoreHome:
    """For each household row, what follows if a home from outside is given to it."""

    counts: Counts
    gain: Column
    housed: Column
    """Whether it has a home already."""


def worth_of_one_more_home(
    problem: Problem, solution: Solution, eligible: tuple[Column, Column]
) -> OneMoreHome:
    """Work out the best chain that begins with each household.

    No chain of an optimal night brings more than one household of the most urgent band, nor does
    it gain by replacing one household by another alone: the limits only end the walk over a night
    that is not proved.
    """
    night = _Solved.of(problem, solution, eligible)
    counts = Counts(len(problem.capacities) + 2)
    worth = counts.of_one(problem.households.urgency)
    most = int(worth.max(initial=0))
    of_home = np.append(np.zeros(len(problem.units), np.int64), IMPOSSIBLE)
    of_support = np.append(np.where(night.full, IMPOSSIBLE, 0), 0)
    for _ in range(len(problem.units) + len(problem.households) + 1):
        before = of_home.copy(), of_support.copy()
        entering = (worth + of_support[night.support]).clip(IMPOSSIBLE, most)
        gain = np.where(night.homes == NOWHERE, entering, of_home[night.homes])
        np.maximum.at(of_home, night.u, gain[night.h])
        leaving = night.bound_to_support
        replaced = (gain[leaving] - worth[leaving]).clip(max=0)
        np.maximum.at(of_support, night.support[leaving], replaced)
        if (before[0] == of_home).all() and (before[1] == of_support).all():
            break
    return OneMoreHome(counts, gain, night.homes != NOWHERE)


@dataclass(frozen=True)
class _Solved:
    """The solved night as rows."""

    u: Column
    h: Column
    homes: Column
    """For each household the row of its home, or NOWHERE."""
    support: Column
    """The row of its association's capacity, or NOWHERE."""
    full: Column
    """Of each support, whether it can take nobody more."""

    @classmethod
    def of(cls, problem: Problem, solution: Solution, eligible: tuple[Column, Column]) -> "_Solved":
        u, h = eligible
        homes = np.full(len(problem.households), NOWHERE)
        units, placed = rows_of_pairs(problem, solution)
        homes[placed] = units
        support = find_rows(problem.capacities.id, problem.households.association)
        rows = support[placed]
        used = np.bincount(rows[rows >= 0], minlength=len(problem.capacities))
        return cls(u, h, homes, support, used >= problem.capacities.left)

    @property
    def bound_to_support(self) -> Column:
        """Housed households whose place in a full support another one could take."""
        full = np.append(self.full, False)[self.support]
        return np.flatnonzero(full & (self.homes != NOWHERE))
