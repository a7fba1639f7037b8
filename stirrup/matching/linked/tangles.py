"""What no flow can keep: linked households, and buildings that cross a limited owner."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from stirrup.matching.assignment import Assigned, Pairs, assign
from stirrup.matching.columns import Column, Flags
from stirrup.matching.laminar import NO_GROUP
from stirrup.matching.linked.links import Group, linked_groups
from stirrup.matching.problem import Problem


@dataclass(frozen=True)
class Tangle:
    """The rules beyond the flow, on the pairs of some components."""

    groups: tuple[Group, ...]
    building: Column
    """For each pair, the row of the capacity of its crossing building, or -1."""
    left: Column
    """What each building can still take."""

    @classmethod
    def of(cls, problem: Problem, pairs: Pairs) -> Self:
        """Return the rules that these pairs are subject to."""
        groups = linked_groups(problem, pairs.u, pairs.h)
        return cls(groups, pairs.limits.crossing[pairs.u], problem.building_capacities.left)

    @property
    def crosses(self) -> bool:
        """Say whether some building crosses a limited owner."""
        return bool((self.building != NO_GROUP).any())

    def linked_pairs(self) -> Column:
        """Return the positions of all pairs of linked households."""
        options = [at for group in self.groups for at in group.options]
        return np.concatenate([np.empty(0, np.int64), *options])

    def is_kept(self, chosen: Flags) -> bool:
        """Say whether the chosen pairs keep all these rules."""
        return not self.broken(chosen) and not self.overfull(chosen)

    def broken(self, chosen: Flags) -> list[Group]:
        """Return the groups that are split, or whose homes lie too far apart."""
        return [group for group in self.groups if not group.is_kept(chosen)]

    def overfull(self, chosen: Flags) -> bool:
        """Say whether a crossing building takes more than it can."""
        used = self.building[chosen]
        counts = np.bincount(used[used != NO_GROUP], minlength=len(self.left))
        return bool((counts > self.left).any())


def repaired(
    problem: Problem, pairs: Pairs, tangle: Tangle, chosen: Flags, largest_cost: int
) -> Flags:
    """Return chosen pairs that keep every rule, near those given.

    Groups keep their homes or have none, a building that crosses keeps as many of its chosen
    pairs as it can take, and the flow decides the rest again.
    """
    allowed = np.ones(len(chosen), np.bool_)
    for group in tangle.groups:
        at = np.concatenate(group.options)
        allowed[at] = chosen[at]
    allowed &= (tangle.building == NO_GROUP) | _kept_in_buildings(pairs, tangle, chosen)
    while True:
        broken = tangle.broken(chosen)
        for group in broken:
            allowed[np.concatenate(group.options)] = False
        chosen = _assigned_among(problem, pairs, allowed, largest_cost).chosen
        if tangle.is_kept(chosen):
            return chosen


def _kept_in_buildings(pairs: Pairs, tangle: Tangle, chosen: Flags) -> Flags:
    """Return the chosen pairs that bring most, as many by building as it can take."""
    at = np.flatnonzero(chosen & (tangle.building != NO_GROUP))
    gains = [-level.gains[at] for level in reversed(pairs.levels)]
    order = at[np.lexsort([*gains, tangle.building[at]])]
    rows = tangle.building[order]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    kept = np.zeros(len(chosen), np.bool_)
    kept[order[rank < tangle.left[rows]]] = True
    return kept


def _assigned_among(problem: Problem, pairs: Pairs, allowed: Flags, largest_cost: int) -> Assigned:
    """Assign some of the pairs; the answer is about all of them."""
    at = np.flatnonzero(allowed)
    chosen = np.zeros(len(allowed), np.bool_)
    if not len(at):
        return Assigned(chosen, (0,) * len(pairs.levels), True)
    assigned = assign(problem, pairs.only(at), largest_cost)
    chosen[at] = assigned.chosen
    return replace(assigned, chosen=chosen)
