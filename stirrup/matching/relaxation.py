"""The flow of a night without its links, and what each linked group loses by keeping them.

The reduced costs of an optimal flow price every pair. At these prices a group that keeps its
links costs at least so much more than one that need not, and the losses of groups add up: a
Lagrangian bound, in exact whole numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from stirrup.matching.assignment import Layers, Pairs, lay_level, lay_pairs
from stirrup.matching.columns import Column, Flags
from stirrup.matching.flow import Network, NoFlow, Objective, Stage, stages
from stirrup.matching.links import Group
from stirrup.matching.problem import Problem

ENDLESS = float("inf")
IMPOSSIBLE = 2**56
"""More than any sum of reduced costs, and small enough that a few of them do not wrap."""
Totals = tuple[float, ...]
"""What some pairs bring, by level; an endless one stands for whatever the level can bring."""


@dataclass(frozen=True)
class Node:
    """Part of the solutions: some pairs only, and groups that are housed for certain."""

    allowed: Flags
    housed: frozenset[int]
    """Indices of groups."""


@dataclass(frozen=True)
class Relaxed:
    """What the flow of a node tells."""

    bound: Totals
    """No solution of the node passes it, in the order of levels."""
    chosen: Flags
    divide: int | None
    """The group that loses most, or is not kept; None when the flow keeps all the links."""
    preferred: Sequence[Column] = ()
    """For each group, the pairs that cost it least while it keeps its links; none for none."""


class Loss(NamedTuple):
    """What a group loses at least by keeping its links, and the pairs that lose so little."""

    loss: int
    preferred: Column


@dataclass(frozen=True)
class Relaxation:
    """The flow of some pairs, to be solved again and again under the choices of a node."""

    pairs: Pairs
    groups: Sequence[Group]
    layers: Layers
    objectives: Sequence[Objective]
    entering: Sequence[Column]
    """For each group, the arcs that lead to its members."""
    largest_cost: int

    @classmethod
    def of(
        cls, problem: Problem, pairs: Pairs, groups: Sequence[Group], largest_cost: int
    ) -> "Relaxation":
        """Lay the flow once for all nodes."""
        layers = lay_pairs(problem, pairs)
        rows = np.unique(pairs.h)
        entering = [len(pairs.h) + np.searchsorted(rows, group.members) for group in groups]
        # Totals are unfolded again here: each level weighs more than all that follow can reach.
        objectives = [
            replace(lay_level(layers, level), swing=layers.reach(level)) for level in pairs.levels
        ]
        return cls(pairs, groups, layers, objectives, entering, largest_cost)

    def totals(self, chosen: Flags) -> Totals:
        """Return what some pairs bring."""
        return tuple(int(level.gains[chosen].sum()) for level in self.pairs.levels)

    def at(self, node: Node, best: Totals) -> Relaxed | None:
        """Return what a node can bring; None when that is not better than the best so far."""
        network = self._network(node)
        known: Totals = ()
        try:
            for stage in stages(network, self.objectives, self.layers.start, self.largest_cost):
                chosen = stage.units[: len(node.allowed)] > 0
                losses = self._losses(node, stage)
                loss = sum(each.loss for each in losses)
                reached = self.totals(chosen)[len(known) :][: len(stage.objectives)]
                known += _less(reached, stage.objectives, loss) if loss else reached
                if known < best[: len(known)] or known == best:
                    return None
                if loss:
                    break
        except NoFlow:
            return None
        bound = known + (ENDLESS,) * (len(best) - len(known))
        divide = self._least_kept(chosen, losses)
        return Relaxed(bound, chosen, divide, [each.preferred for each in losses])

    def reduced_costs(self) -> Sequence[Column]:
        """Return, for each stage of the flow, what choosing each pair loses at least, or 0."""
        count, columns = len(self.pairs.h), []
        network = self.layers.network
        for stage in stages(network, self.objectives, self.layers.start, self.largest_cost):
            column = np.zeros(len(network.tail), np.int64)
            column[stage.free] = stage.reduced
            columns.append(column[:count])
        return columns

    def _network(self, node: Node) -> Network:
        """Close the pairs that are ruled out; what each housed member receives is for certain."""
        network = self.layers.network
        capacity, supply = network.capacity.copy(), network.supply.copy()
        capacity[: len(node.allowed)][~node.allowed] = 0
        for index in node.housed:
            entering = self.entering[index]
            capacity[entering] = 0
            np.subtract.at(supply, network.tail[entering], 1)
            np.add.at(supply, network.head[entering], 1)
        return replace(network, capacity=capacity, supply=supply)

    def _losses(self, node: Node, stage: Stage) -> list[Loss]:
        cost = np.full(len(stage.units), IMPOSSIBLE)
        cost[stage.free] = stage.reduced
        decided = stage.units > 0
        decided[stage.free] = False
        cost[decided] = 0
        cost[: len(node.allowed)][~node.allowed] = IMPOSSIBLE
        return [
            _loss(group, cost, decided, entering, index in node.housed)
            for index, (group, entering) in enumerate(zip(self.groups, self.entering, strict=True))
        ]

    def _least_kept(self, chosen: Flags, losses: Sequence[Loss]) -> int | None:
        split = [at for at, group in enumerate(self.groups) if not group.is_kept(chosen)]
        return max(split, key=lambda at: losses[at].loss, default=None)


def _loss(group: Group, cost: Column, decided: Flags, entering: Column, housed: bool) -> Loss:
    """Compare the least cost of a group that keeps its links with that of one that need not.

    A member costs what the arc to it and the arc of its pair cost. Members together cost an
    option of the first and the best option near that one for each other: exact for two members,
    a bound for more.
    """
    enter = np.zeros(len(entering), np.int64) if housed else cost[entering]
    options = [
        np.where(decided[at].any() & ~decided[at], IMPOSSIBLE, cost[at]) for at in group.options
    ]
    apart = sum(int(np.minimum(each, 0).sum()) for each in (enter, *options))
    beside = [
        np.where(group.near[0, other], options[other], IMPOSSIBLE)
        for other in range(1, len(options))
    ]
    together = options[0] + sum(each.min(axis=1) for each in beside) + enter.sum()
    first = int(together.argmin())
    if not housed and not decided[entering].any() and together[first] >= 0:
        return Loss(-apart, group.options[0][:0])
    others = [each[first].argmin() for each in beside]
    picked = [at[option] for at, option in zip(group.options, (first, *others), strict=True)]
    return Loss(int(together[first]) - apart, np.array(picked))


def _cost_of_options(cost: Column, decided: Flags) -> Column:
    """Where the home of a member is decided, its other options are impossible."""
    return np.where(decided, cost, IMPOSSIBLE) if decided.any() else cost


def _less(reached: Totals, objectives: Iterable[Objective], loss: int) -> Totals:
    """Take a loss from totals folded into one number, and unfold what is left of it."""
    scales = [objective.swing + 1 for objective in objectives]
    folded = 0
    for total, scale in zip(reached, scales, strict=True):
        folded = folded * scale + int(total)
    folded -= loss
    totals: list[float] = []
    for scale in reversed(scales[1:]):
        folded, total = divmod(folded, scale)
        totals.append(total)
    return (folded, *reversed(totals))
