"""Independent pairs of the night as a network: support, households, homes, limits, in layers.

source -> association (support left) -> household (1) -> home (1) -> building, owner (what they
can take) -> sink, and a way from source to sink for those who get no home. A home sends on no more
than its free places. Associations that cannot run out are one node.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from stirrup.matching.columns import Column, Flags, find_rows, runs
from stirrup.matching.flow import Network, Objective, best_flow
from stirrup.matching.home_limits import HomeLimits, nodes_above
from stirrup.matching.laminar import Forest
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import Level
from stirrup.matching.stopwatch import Stopwatch

SOURCE, SINK = 0, 1
UNLIMITED = -1


@dataclass(frozen=True)
class Pairs:
    """Pairs in order of household, then unit: what they bring, and the support they draw on."""

    u: Column
    h: Column
    levels: tuple[Level, ...]
    support: Column
    """For every household of the problem, a row of the capacities, or -1."""
    limits: HomeLimits

    def only(self, at: Column) -> "Pairs":
        """Return some of the pairs, by their positions in rising order."""
        levels = tuple(replace(level, gains=level.gains[at]) for level in self.levels)
        return replace(self, u=self.u[at], h=self.h[at], levels=levels)

    def only_levels(self, *codes: str) -> "Pairs":
        """Return the same pairs with some levels of the objective."""
        return replace(self, levels=tuple(level for level in self.levels if level.code in codes))


@dataclass(frozen=True)
class Assigned:
    """Which pairs are chosen; for each level, a total that cannot be passed."""

    chosen: Flags
    bounds: tuple[int, ...]
    proved: bool


@dataclass(frozen=True)
class Layers:
    """The network of some pairs: arcs of pairs first, then of households, then the others."""

    network: Network
    start: Column
    first_pair: Column
    """For each household, the position of its first pair."""
    supports: int
    """How many nodes the households hang from."""
    most: int
    """No more households than this can be placed."""

    def reach(self, level: Level) -> int:
        """Add up the best that so many households can bring: no total passes it."""
        best = np.sort(np.maximum.reduceat(level.gains, self.first_pair))
        return int(best[-self.most :].sum())


def scarce_support(problem: Problem, h: Column) -> Column:
    """Return, for each household, the row of its association's capacity, or -1 if it cannot bind.

    A capacity that all eligible households of the association fit in limits nothing, and would
    only tie independent parts together.
    """
    rows = find_rows(problem.capacities.id, problem.households.association)
    hopeful = rows[np.unique(h)]
    wanted = np.bincount(hopeful[hopeful >= 0], minlength=len(problem.capacities))
    binds = np.append(problem.capacities.left < wanted, False)
    return np.where(binds[rows], rows, UNLIMITED)


def assign(
    problem: Problem, pairs: Pairs, largest_cost: int, watch: Stopwatch | None = None
) -> Assigned:
    """Choose the best of these pairs, level after level; `watch` times flow and proof."""
    watch = watch or Stopwatch()
    with watch.stage("flow"):
        layers = lay_pairs(problem, pairs)
        objectives = [lay_level(layers, level) for level in pairs.levels]
    flow = best_flow(layers.network, objectives, layers.start, largest_cost, watch)
    chosen = flow.units[: len(pairs.h)] > 0
    bounds = tuple(
        int(level.gains[chosen].sum()) if proved else layers.reach(level)
        for level, proved in zip(pairs.levels, flow.proved, strict=True)
    )
    return Assigned(chosen, bounds, all(flow.proved))


def lay_pairs(problem: Problem, pairs: Pairs) -> Layers:
    """Return the network of some pairs."""
    first_pair, options = runs(pairs.h)
    households = pairs.h[first_pair]
    units, by_unit = _ranked(pairs.u, len(problem.units))
    supports, by_support = np.unique(pairs.support[households], return_inverse=True)
    places = problem.units.places[units]
    most = min(len(households), int(places.sum()))
    ends, of_supports, of_households, of_units = _numbered(2, supports, households, units)
    inner, limits = _limit_arcs(pairs.limits.forest, units, len(of_units) + of_units[0])
    left = np.append(problem.capacities.left, most)[supports]
    arcs = (
        (np.repeat(of_households, options), of_units[by_unit], np.ones_like(pairs.h)),
        (of_supports[by_support], of_households, np.ones_like(households)),
        (of_units, inner, places),
        limits,
        (np.full_like(supports, SOURCE), of_supports, left),
        (ends[:1], ends[1:], np.array([most])),
    )
    tails, heads, capacities = zip(*arcs, strict=True)
    tail, head, capacity = _joined(tails, np.int32), _joined(heads, np.int32), _joined(capacities)
    supply = np.zeros(int(tail.max()) + 1, np.int64)
    supply[SOURCE], supply[SINK] = most, -most
    start = np.zeros_like(capacity)
    start[-1] = most
    network = Network(tail, head, capacity, supply)
    return Layers(network, start, first_pair, len(supports), most)


def _numbered(ends: int, *layers: Column) -> list[Column]:
    """Number the nodes of each layer, one after the other, after so many ends."""
    sizes = [ends, *(len(layer) for layer in layers)]
    return np.split(np.arange(sum(sizes), dtype=np.int32), np.cumsum(sizes)[:-1])


def _joined(columns: Sequence[Column], kind: type[np.integer[Any]] = np.int64) -> Column:
    return np.concatenate(columns, dtype=kind, casting="same_kind")


def _ranked(rows: Column, count: int) -> tuple[Column, Column]:
    """Return which of so many rows occur, in rising order, and the rank of each of these."""
    occurs = np.zeros(count, np.bool_)
    occurs[rows] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[rows]


def _limit_arcs(
    forest: Forest, units: Column, first: int
) -> tuple[Column, tuple[Column, Column, Column]]:
    """Return the node above each home, and the arcs of the limits, numbered from `first`."""
    limits = nodes_above(forest, units)
    nodes = first + np.arange(len(limits))
    node_of = np.full(len(forest.parent) + 1, SINK)
    node_of[limits] = nodes
    arcs = nodes, node_of[forest.parent[limits]], forest.capacity[limits]
    return node_of[forest.leaf_parent[units]], arcs


def lay_level(layers: Layers, level: Level) -> Objective:
    """Lay the gains of a level on the arcs.

    An exchange passes a support once: there, one household comes in and one goes out at most.
    """
    count, swing = len(level.gains), layers.reach(level)
    gains = np.zeros(len(layers.network.tail), level.gains.dtype)
    if level.of_the_household:
        gains[count : count + len(layers.first_pair)] = level.gains[layers.first_pair]
        swing = min(swing, layers.supports * int(level.gains.max()))
    else:
        gains[:count] = level.gains
    return Objective(gains, swing)
