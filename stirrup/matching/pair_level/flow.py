"""The pair problem as a flow: places and nested caps kept exactly, the other limits at a price.

source -> left groups -> left nodes -> right nodes -> right groups -> sink, and a way from source
to sink for the left nodes that get nothing. Where every left node must be assigned, each of them
is a source, and there is no such way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.flow import LARGEST_COST, Network, cheapest_flow, exact_total, proof
from stirrup.matching.laminar import Forest
from stirrup.matching.pair_level.limits import Limit
from stirrup.matching.pair_level.problem import PairProblem

SOURCE, SINK = 0, 1


@dataclass(frozen=True)
class Relaxed:
    """The best pairs when some limits are only priced, and what no choice can pass."""

    chosen: Column
    """Positions of pairs, rising."""
    bound: int
    """On the value of every choice that keeps all limits."""
    ceiling: int
    """The same in units of 1 / scale, before rounding."""
    loss: Column
    """For each pair, in units of 1 / scale: what the ceiling loses if the pair is taken (above 0)
    or, below 0, if it is not."""
    left_price: Column
    """What one more of each left node would be worth, in units of 1 / scale."""


def network_of(problem: PairProblem) -> Network:
    """Return the network: arcs of pairs first, then of left nodes, then the others."""
    left_nodes, rights = 2 + np.arange(problem.lefts), right_nodes(problem)
    first = 2 + problem.lefts + problem.rights
    most = min(problem.lefts, int(problem.room.sum()))
    groups = len(problem.left_forest.parent), len(problem.right_forest.parent)
    arcs = [
        (left_nodes[problem.left], rights[problem.right], np.ones_like(problem.left)),
        *_layers(problem.right_forest, rights, problem.room, first, SINK),
    ]
    supply = np.zeros(first + sum(groups), np.int64)
    if problem.every_left:
        supply[left_nodes], supply[SINK] = 1, -problem.lefts
    else:
        supply[SOURCE], supply[SINK] = most, -most
        each = np.ones(problem.lefts, np.int64)
        above = _layers(problem.left_forest, left_nodes, each, first + groups[1], SOURCE)
        arcs += [(outer, inner, capacity) for inner, outer, capacity in above]
        arcs.append((np.array([SOURCE]), np.array([SINK]), np.array([most])))
    tail, head, capacity = (np.concatenate(columns) for columns in zip(*arcs, strict=True))
    return Network(tail, head, capacity, supply)


def right_nodes(problem: PairProblem) -> Column:
    """Return the nodes of the network that stand for right nodes."""
    return 2 + problem.lefts + np.arange(problem.rights)


def _layers(
    forest: Forest, leaves: Column, each: Column, first: int, end: int
) -> list[tuple[Column, Column, Column]]:
    """Return the arcs from leaves to the groups that hold them and on to the end."""
    nodes = np.append(first + np.arange(len(forest.parent)), end)
    return [
        (leaves, nodes[forest.leaf_parent], each),
        (nodes[:-1], nodes[forest.parent], forest.capacity),
    ]


@dataclass(frozen=True)
class Relaxation:
    """A problem as a flow, solved again and again at other prices of its other limits."""

    problem: PairProblem
    network: Network
    priced: tuple[Limit, ...]
    scale: int
    """Prices count in units of 1 / scale of a value."""

    @classmethod
    def of(cls, problem: PairProblem) -> "Relaxation":
        """Choose the finest scale that uses call for and the limit on costs allows."""
        network, priced = network_of(problem), problem.beyond_flow
        uses = max((int(limit.use[limit.of >= 0].max()) for limit in priced), default=0)
        wanted = 2 ** (8 + uses.bit_length()) if priced else 1
        room = cost_limit(network) // (4 * max(1, int(np.abs(problem.value).max(initial=0))))
        scale = max(1, min(wanted, 2 ** (max(1, room).bit_length() - 1)))
        return cls(problem, network, priced, scale)

    def at(self, prices: Sequence[Column]) -> Relaxed:
        """Return the best pairs at these prices; FlowFailed when no flow exists or is proved."""
        problem, count = self.problem, len(self.problem.left)
        gains = problem.value * self.scale
        for limit, price in zip(self.priced, prices, strict=True):
            drawing = limit.of >= 0
            gains = gains - np.where(drawing, np.append(price, 0)[limit.of] * limit.use, 0)
        cost = np.zeros(len(self.network.tail), np.int64)
        cost[:count] = -gains
        units = cheapest_flow(self.network, cost)
        reduced = proof(self.network, cost, units)
        worth = (
            exact_total(p, limit.capacity) for limit, p in zip(self.priced, prices, strict=True)
        )
        ceiling = -exact_total(cost, units) + sum(worth)
        chosen = np.flatnonzero(units[:count])
        # What a pair is worth to its left node: its gain, without the price of its right node.
        worth_there = gains + reduced[:count] + reduced[count + problem.right]
        left_price = np.zeros(problem.lefts, np.int64)
        left_price[problem.left] = worth_there
        return Relaxed(chosen, ceiling // self.scale, ceiling, reduced[:count], left_price)

    def dearest(self) -> list[Column]:
        """Return the highest prices that keep every cost below the limit."""
        values = int(np.abs(self.problem.value).max(initial=0)) * self.scale
        room = (cost_limit(self.network) - values) // max(1, len(self.priced))
        tops = []
        for limit in self.priced:
            heaviest = np.ones_like(limit.capacity)
            np.maximum.at(heaviest, limit.of[limit.of >= 0], limit.use[limit.of >= 0])
            tops.append(room // heaviest)
        return tops


def cost_limit(network: Network) -> int:
    """Return the largest cost of an arc that a flow over this network takes."""
    return LARGEST_COST // (len(network.supply) + 1)
