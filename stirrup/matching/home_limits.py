"""Limits of owners and buildings: which can bind tonight, how they nest, and which cross."""

from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column, find_rows
from stirrup.matching.laminar import NO_GROUP, Forest, Grouping, lay
from stirrup.matching.problem import Problem
from stirrup.matching.tables import Capacities


@dataclass(frozen=True)
class HomeLimits:
    """What holds homes together: a forest that a flow can lay, and buildings that it cannot.

    The leaves of the forest are the unit rows of the problem. A building crosses when it has only
    some of the homes of a limited owner, and others too.
    """

    forest: Forest
    crossing: Column
    """For each home, the row of the building's capacity when that building crosses, or -1."""

    def ties(self) -> tuple[Column, Column]:
        """Return homes and what ties them together, numbered from 0 on: limits, then buildings."""
        nodes = len(self.forest.parent)
        homes = np.arange(len(self.crossing))
        chains = [self.forest.leaf_parent]
        while (chains[-1] != NO_GROUP).any():
            chains.append(np.append(self.forest.parent, NO_GROUP)[chains[-1]])
        chains.append(np.where(self.crossing == NO_GROUP, NO_GROUP, nodes + self.crossing))
        ties = np.concatenate(chains)
        tied = ties != NO_GROUP
        return np.tile(homes, len(chains))[tied], ties[tied]


def limits_of_homes(problem: Problem, u: Column, h: Column) -> HomeLimits:
    """Return the limits that can bind on these pairs of unit rows and household rows."""
    units = problem.units
    owners = _grouping(units.owner, problem.owner_capacities, u, h)
    buildings = _grouping(units.building, problem.building_capacities, u, h)
    wanted = np.bincount(u, minlength=len(units))
    forest = lay([owners, buildings], np.minimum(units.places, wanted))
    _, crossing = forest.crossing
    crosses = np.isin(buildings.of, crossing) & (wanted > 0)
    return HomeLimits(forest, np.where(crosses, buildings.of, NO_GROUP))


def nodes_above(forest: Forest, units: Column) -> Column:
    """Return the nodes that hold some unit rows, in rising order."""
    parents = np.append(forest.parent, NO_GROUP)
    nodes = np.unique(np.append(forest.leaf_parent[units], NO_GROUP))
    while True:
        wider = np.union1d(nodes, parents[nodes])
        if len(wider) == len(nodes):
            return wider[1:]
        nodes = wider


def _grouping(ids: Column, capacities: Capacities, u: Column, h: Column) -> Grouping:
    """Group homes by the rows of their capacities, but for those that all who hope fit in."""
    rows = find_rows(capacities.id, ids)
    limited = rows[u] >= 0
    width = int(h.max(initial=0)) + 1
    hoping = np.unique(rows[u[limited]] * width + h[limited]) // width
    households = np.bincount(hoping, minlength=len(capacities))
    can_bind = np.append(capacities.left < households, False)
    wanted = np.zeros(len(ids), np.bool_)
    wanted[u] = True
    return Grouping(np.where(can_bind[rows] & wanted, rows, NO_GROUP), capacities.left)
