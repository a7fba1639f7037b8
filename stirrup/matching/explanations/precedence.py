"""Precedence: what comes first in the order of the levels, and which level decides it."""

from typing import NamedTuple

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import levels

URGENCY, LOTS = "urgency", "lots"


class Gains(NamedTuple):
    """What some pairs bring at every level."""

    codes: tuple[str, ...]
    """Of the levels, the first one deciding first; those of urgency bear one name."""
    table: Column
    """Whole numbers, of shape (levels, pairs)."""

    def of(self, at: Column) -> "Gains":
        """Return the gains of some of the pairs, by their positions."""
        return Gains(self.codes, self.table[:, at])

    def with_others(self, others: "Gains") -> "Gains":
        """Return what each pair brings together with another one."""
        return Gains(self.codes, self.table + others.table)


class Precedence(NamedTuple):
    """One answer for each comparison."""

    sign: Column
    """1 when the first comes before the second, -1 when it comes after, 0 when nothing decides."""
    code: Column
    """The name of the level that decides; that of the lots when nothing does."""


def gains(problem: Problem, u: Column, h: Column) -> Gains:
    """Return the gains of pairs of unit rows and household rows."""
    ordered = levels(problem, u, h)
    codes = tuple(URGENCY if level.code.startswith(URGENCY) else level.code for level in ordered)
    return Gains(codes, np.array([level.gains for level in ordered]).reshape(len(ordered), len(h)))


def compare(first: Gains, second: Gains) -> Precedence:
    """Compare pairs, or pairs taken together, one by one."""
    signs = np.sign(first.table - second.table)
    deciding = np.argmax(signs != 0, axis=0)
    sign = np.take_along_axis(signs, deciding[None, :], axis=0)[0]
    codes = np.array(first.codes, dtype=object)[deciding]
    return Precedence(sign, np.where(sign == 0, LOTS, codes))


def best_first(each: Gains) -> Column:
    """Return the positions of the pairs, the best one first."""
    return np.lexsort(-each.table[::-1])
