"""The flow of a night without its links, and what each linked group loses by keeping them.

The reduced costs of an optimal flow price every pair. At these prices a group that keeps its
links costs at least so much more than one that need not, and the losses of groups add up: a
Lagrangian bound, in exact whole numbers.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from stirrup.matching.assignment import Layers, Pairs, lay_level, lay_pairs
from stirrup.matching.columns import Column, Flags
from stirrup.matching.flow import (
    FlowFailed,
    Network,
    NoFlow,
    Objective,
    Stage,
    central_proof,
    stages,
)
from stirrup.matching.linked.group_prices import IMPOSSIBLE, GroupPrice, price_group
from stirrup.matching.linked.links import Group
from stirrup.matching.problem import Problem
from stirrup.matching.tables import ALONE

ENDLESS = float("inf")
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
    preferred: Sequence[Column]
    """For each group, the pairs that cost it least while it keeps its links; none for none."""
    node: Node
    """The part of the node in which all better solutions lie."""


@dataclass(frozen=True)
class Relaxation:
    """The flow of some pairs, to be solved again and again under the choices of a node."""

    pairs: Pairs
    groups: Sequence[Group]
    layers: Layers
    objectives: Sequence[Objective]
    entering: Sequence[Column]
    """For each group, the arcs that lead to its members."""
    linked: Flags
    """The pairs of linked households."""
    places: Column
    """Of every unit of the problem."""
    largest_cost: int

    @classmethod
    def of(cls, problem: Problem, pairs: Pairs, groups: Sequence[Group], largest_cost: int) -> Self:
        """Lay the flow once for all nodes."""
        layers = lay_pairs(problem, pairs)
        rows = np.unique(pairs.h)
        entering = [len(pairs.h) + np.searchsorted(rows, group.members) for group in groups]
        # Totals are unfolded again here: each level weighs more than all that follow can reach.
        objectives = [
            replace(lay_level(layers, level), swing=layers.reach(level)) for level in pairs.levels
        ]
        linked = problem.households.link_group[pairs.h] != ALONE
        places = problem.units.places
        return cls(pairs, groups, layers, objectives, entering, linked, places, largest_cost)

    def totals(self, chosen: Flags) -> Totals:
        """Return what some pairs bring."""
        return tuple(int(level.gains[chosen].sum()) for level in self.pairs.levels)

    def at(self, node: Node, best: Totals) -> Relaxed | None:
        """Return what a node can bring; None when that is not better than the best so far."""
        with suppress(NoFlow):
            return self._walked(node, best)
        return None

    def _walked(self, node: Node, best: Totals) -> Relaxed | None:
        """Go from stage to stage of the flow, as long as no group loses and none is worse."""
        known: Totals = ()
        narrowed = node
        for stage in self._stages(node):
            chosen = stage.units[: len(node.allowed)] > 0
            cost, prices = self._prices(node, stage)
            loss = sum(price.loss for price in prices)
            rank, end = len(known), len(known) + len(stage.objectives)
            folded = _folded(self.totals(chosen)[rank:end], stage.objectives)
            if known == best[:rank]:
                slack = 2 * (folded - _folded(best[rank:end], stage.objectives)) - loss
                narrowed = self._narrowed(narrowed, cost, prices, slack)
            known += _unfolded(folded - (loss + 1) // 2, stage.objectives)
            if known < best[:end] or known == best:
                return None
            if loss:
                break
        bound = known + (ENDLESS,) * (len(best) - len(known))
        divide = self._least_kept(chosen, prices)
        return Relaxed(bound, chosen, divide, [price.preferred for price in prices], narrowed)

    def reduced_costs(self) -> Sequence[Column]:
        """Return, for each stage of the flow, what choosing each pair loses at least, or 0."""
        count, columns = len(self.pairs.h), []
        network = self.layers.network
        for stage in stages(network, self.objectives, self.layers.start, self.largest_cost):
            column = np.zeros(len(network.tail), np.int64)
            column[stage.free] = stage.reduced
            columns.append(column[:count])
        return columns

    def _stages(self, node: Node) -> Iterator[Stage]:
        """Solve the flow without the pairs that are ruled out."""
        network = self._network(node)
        arcs = np.flatnonzero(np.append(node.allowed, network.capacity[len(node.allowed) :] >= 0))
        part = Network(
            network.tail[arcs], network.head[arcs], network.capacity[arcs], network.supply
        )
        objectives = [replace(each, gains=each.gains[arcs]) for each in self.objectives]
        units = np.zeros_like(network.capacity)
        for stage in stages(part, objectives, units[arcs], self.largest_cost, prove=central_proof):
            units[arcs] = stage.units
            yield replace(stage, units=units.copy(), free=arcs[stage.free])

    def _network(self, node: Node) -> Network:
        """Send to each housed member for certain what it receives."""
        network = self.layers.network
        capacity, supply = network.capacity.copy(), network.supply.copy()
        for index in node.housed:
            entering = self.entering[index]
            capacity[entering] = 0
            np.subtract.at(supply, network.tail[entering], 1)
            np.add.at(supply, network.head[entering], 1)
        return replace(network, capacity=capacity, supply=supply)

    def _prices(self, node: Node, stage: Stage) -> tuple[Column, list[GroupPrice]]:
        """Return twice what each arc costs at the prices of a stage, and each group."""
        if np.abs(stage.reduced).max(initial=0) >= IMPOSSIBLE:
            raise FlowFailed("the prices are beyond the limit")
        cost = np.full(len(stage.units), IMPOSSIBLE)
        cost[stage.free] = stage.reduced
        decided = stage.units > 0
        decided[stage.free] = False
        cost[decided] = 0
        prices, left = [], self.places.copy()
        for index, (group, entering) in enumerate(zip(self.groups, self.entering, strict=True)):
            price = price_group(group, cost, decided, entering, index in node.housed, left)
            np.subtract.at(left, self.pairs.u[price.preferred], 1)
            prices.append(price)
        return cost, prices

    def _narrowed(self, node: Node, cost: Column, prices: Sequence[GroupPrice], slack: int) -> Node:
        """Rule out what costs more than the bound is above the best so far."""
        allowed = node.allowed & (self.linked | (cost[: len(node.allowed)] <= slack))
        for group, price in zip(self.groups, prices, strict=True):
            for at, more in zip(group.options, price.options, strict=True):
                allowed[at[more > slack]] = False
        needed = (at for at, price in enumerate(prices) if slack < price.outside < IMPOSSIBLE // 2)
        return Node(allowed, node.housed.union(needed))

    def _least_kept(self, chosen: Flags, prices: Sequence[GroupPrice]) -> int | None:
        split = [at for at, group in enumerate(self.groups) if not group.is_kept(chosen)]
        return max(split, key=lambda at: prices[at].loss, default=None)


def _folded(totals: Totals, objectives: Sequence[Objective]) -> int:
    """Fold totals into one number, as the flow folds its objectives."""
    folded = 0
    for total, objective in zip(totals, objectives, strict=True):
        folded = folded * (objective.swing + 1) + int(total)
    return folded


def _unfolded(folded: int, objectives: Sequence[Objective]) -> Totals:
    totals: list[float] = []
    for objective in reversed(objectives[1:]):
        folded, total = divmod(folded, objective.swing + 1)
        totals.append(total)
    return (folded, *reversed(totals))
