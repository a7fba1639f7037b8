"""Tonight: who lives where once the night is published, and what it leaves free."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from stirrup.matching.columns import Column, Flags, find_rows
from stirrup.matching.problem import Capacities, Problem
from stirrup.matching.solution import Solution, rows_of_pairs
from stirrup.matching.tables import ALONE

NOWHERE = -1
NO_LIMIT = 1_000_000
"""More than any limit: what an association, an owner or a building without one can still take."""


@dataclass(frozen=True, eq=False)
class Tonight:
    """The pairs of a night as rows of units and of households; what no longer exists is left out.

    The columns below have one value for each unit or for each household of the problem.
    """

    problem: Problem
    u: Column
    h: Column

    @classmethod
    def of(cls, problem: Problem, solution: Solution) -> Self:
        """Read the pairs of a solution."""
        u, h = rows_of_pairs(problem, solution)
        known = (u >= 0) & (h >= 0)
        return cls(problem, u[known], h[known])

    def without(self, h: int) -> "Tonight":
        """Return the same night, less the home of one household."""
        others = self.h != h
        return Tonight(self.problem, self.u[others], self.h[others])

    @cached_property
    def home(self) -> Column:
        """The unit row of each household, or NOWHERE."""
        home = np.full(len(self.problem.households), NOWHERE)
        home[self.h] = self.u
        return home

    @cached_property
    def places_left(self) -> Column:
        """Free places of each unit."""
        units = self.problem.units
        left: Column = units.places - np.bincount(self.u, minlength=len(units))
        return left

    @cached_property
    def support_left(self) -> Column:
        """How many households more the association of each household can support."""
        association = self.problem.households.association
        return _left(self.problem.capacities, association, association[self.h])

    @cached_property
    def limit_left(self) -> Column:
        """How many households more the owner and the building of each unit can take."""
        units = self.problem.units
        owners = _left(self.problem.owner_capacities, units.owner, units.owner[self.u])
        buildings = _left(self.problem.building_capacities, units.building, units.building[self.u])
        return np.minimum(owners, buildings)

    @cached_property
    def takes_more(self) -> Flags:
        """Say which units have a free place that their owner and building can give."""
        free: Flags = (self.places_left > 0) & (self.limit_left > 0)
        return free

    @cached_property
    def moves_alone(self) -> Flags:
        """Say which households wait for no other: linked ones are housed together or not at all."""
        alone: Flags = self.problem.households.link_group == ALONE
        return alone


def _left(capacities: Capacities, groups: Column, used_by: Column) -> Column:
    """Return what each of these groups can still take, once some of them were used."""
    rows = find_rows(capacities.id, used_by)
    left = capacities.left - np.bincount(rows[rows >= 0], minlength=len(capacities))
    at = find_rows(capacities.id, groups)
    return np.append(left, NO_LIMIT)[at]
