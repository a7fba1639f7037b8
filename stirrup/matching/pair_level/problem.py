"""The pair problem: choose pairs of a left and a right node for the most value, within limits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.laminar import NO_GROUP, Forest, Grouping, lay
from stirrup.matching.pair_level.limits import Limit, unit_limit


@dataclass(frozen=True)
class PairProblem:
    """Pairs in order of left, then right; their value is to be maximised."""

    left: Column
    right: Column
    value: Column
    use: Column
    """What each pair takes of the knapsack of its right node; 0 without one."""
    lefts: int
    places: Column
    """For each right node, how many pairs it can take."""
    left_caps: tuple[Grouping, ...]
    right_caps: tuple[Grouping, ...]
    knapsack: Grouping
    """Which knapsack each right node draws on, and what each can hold."""
    every_left: bool

    @property
    def rights(self) -> int:
        """How many right nodes there are."""
        return len(self.places)

    @cached_property
    def room(self) -> Column:
        """Return how many pairs each right node can take, no more than it has."""
        return np.minimum(self.places, np.bincount(self.right, minlength=self.rights))

    @cached_property
    def left_forest(self) -> Forest:
        """The left groups that can be layers; none when every left node is taken anyway."""
        groupings = () if self.every_left else self.left_caps
        return lay(groupings, np.bincount(self.left, minlength=self.lefts).clip(max=1))

    @cached_property
    def right_forest(self) -> Forest:
        """The right groups that can be layers."""
        return lay(self.right_caps, self.room)

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """All limits of the problem, beginning with one pair for each left node."""
        return (
            unit_limit(self.left, np.ones(self.lefts, np.int64)),
            unit_limit(self.right, self.places),
            *(unit_limit(cap.of[self.left], cap.capacities) for cap in self.left_caps),
            *(unit_limit(cap.of[self.right], cap.capacities) for cap in self.right_caps),
            Limit(self.knapsack.of[self.right], self.use, self.knapsack.capacities),
        )

    @cached_property
    def crossing(self) -> tuple[Limit, ...]:
        """Return the groups that can bind and that no layer of a flow can keep."""
        return (
            *_crossing(self.left_caps, self.left_forest, self.left),
            *_crossing(self.right_caps, self.right_forest, self.right),
        )

    @cached_property
    def beyond_flow(self) -> tuple[Limit, ...]:
        """Return the limits that can bind and that no flow keeps."""
        most = np.zeros_like(self.knapsack.capacities)
        held = self.knapsack.of >= 0
        np.add.at(most, self.knapsack.of[held], self.room[held])
        knapsack = self.limits[-1].binding(most)
        return (*self.crossing, knapsack) if (knapsack.of >= 0).any() else self.crossing

    def only(self, pairs: Column) -> "PairProblem":
        """Return the problem over some of its pairs, by their positions in rising order."""
        return replace(
            self,
            left=self.left[pairs],
            right=self.right[pairs],
            value=self.value[pairs],
            use=self.use[pairs],
        )

    def total(self, pairs: Column) -> int:
        """Return the value of chosen pairs."""
        return int(self.value[pairs].sum())


def _crossing(caps: Sequence[Grouping], forest: Forest, ends: Column) -> list[Limit]:
    """Return the groups that cross those laid, as limits on pairs."""
    limits = []
    for cap, groups in zip(caps, forest.crossing, strict=False):
        crosses = np.zeros(len(cap.capacities) + 1, np.bool_)
        crosses[groups] = True
        of = cap.of[ends]
        if len(groups):
            limits.append(unit_limit(np.where(crosses[of], of, NO_GROUP), cap.capacities))
    return limits
