"""Groupings with capacities as layers of a flow: which groups nest, and which cross.

A family of sets is laminar when any two of them are nested or apart; only such groups can be laid
between the leaves and the source or sink of a network (docs/matching.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from stirrup.matching.columns import Column, Flags

NO_GROUP = -1


@dataclass(frozen=True)
class Grouping:
    """Groups that share no leaf, and how many units of flow each can take at most."""

    of: Column
    """For each leaf, the index of its group, or -1."""
    capacities: Column
    """For each group, 0 or more."""


@dataclass(frozen=True)
class Forest:
    """The groups that can be laid as layers, one node each, by (grouping, group)."""

    leaf_parent: Column
    """For each leaf, the smallest node that holds it, or -1."""
    parent: Column
    """For each node, the smallest other node that holds it, or -1; never a cycle."""
    capacity: Column
    grouping: Column
    group: Column
    """For each node, where it comes from."""
    crossing: tuple[Column, ...]
    """For each grouping, the groups that can bind and cross a node, in rising order."""


def lay(groupings: Sequence[Grouping], most: Column) -> Forest:
    """Lay groups as a forest over leaves, `most` being what each leaf can carry at most.

    A group that can take all that its leaves carry limits nothing and is left out. Groupings
    come in order: a group crosses when it shares a part, and only a part, with one before it.
    """
    binding = [_binding(grouping, most) for grouping in groupings]
    laid: list[Column] = []
    crossing = []
    for of, grouping in zip(binding, groupings, strict=True):
        crosses = np.zeros(len(grouping.capacities), np.bool_)
        for other in laid:
            crosses[_crossing(of, other)] = True
        crossing.append(np.flatnonzero(crosses))
        laid.append(np.where(_flagged(crosses, of), NO_GROUP, of))
    return _forest(groupings, laid, tuple(crossing), len(most))


def _binding(grouping: Grouping, most: Column) -> Column:
    """Return the group of each leaf, or -1 where its group can take all that comes."""
    wanted = np.zeros_like(grouping.capacities)
    grouped = grouping.of >= 0
    np.add.at(wanted, grouping.of[grouped], most[grouped])
    binding: Column = np.where(
        _flagged(grouping.capacities < wanted, grouping.of), grouping.of, NO_GROUP
    )
    return binding


def _flagged(flags: Flags, of: Column) -> Flags:
    """Say of each leaf whether its group is flagged; a leaf without a group is not."""
    return np.append(flags, False)[of]


def _crossing(of: Column, other: Column) -> Column:
    """Return the groups of the first that share only a part of both with one of the other."""
    shared = np.flatnonzero((of >= 0) & (other >= 0))
    width = int(other.max(initial=0)) + 1
    meeting, leaves = np.unique(of[shared] * width + other[shared], return_counts=True)
    ours, theirs = np.divmod(meeting, width)
    beyond = (leaves < _sizes(of)[ours]) & (leaves < _sizes(other)[theirs])
    crossing: Column = ours[beyond]
    return crossing


def _sizes(of: Column) -> Column:
    return np.bincount(of[of >= 0])


def _forest(
    groupings: Sequence[Grouping], laid: Sequence[Column], crossing: tuple[Column, ...], leaves: int
) -> Forest:
    groups = [np.unique(of[of >= 0]) for of in laid]
    counts = [len(rows) for rows in groups]
    before = np.cumsum([0, *counts])
    nodes = int(before[-1])
    chain = np.full((len(laid), leaves), nodes)
    for layer, (of, rows) in enumerate(zip(laid, groups, strict=True)):
        held = of >= 0
        chain[layer, held] = before[layer] + np.searchsorted(rows, of[held])
    rank, smallest_first = _by_size(chain, nodes)
    chain = np.vstack([np.sort(rank[chain], axis=0), np.full(leaves, nodes)])
    # One slot more than nodes: what stands above the last node of a chain is nothing.
    node = np.append(smallest_first, NO_GROUP)
    parent = np.full(nodes + 1, NO_GROUP)
    for inner, outer in pairwise(chain):
        parent[node[inner]] = node[outer]
    capacities = [
        grouping.capacities[rows] for grouping, rows in zip(groupings, groups, strict=True)
    ]
    return Forest(
        leaf_parent=node[chain[0]],
        parent=parent[:nodes],
        capacity=np.concatenate([np.empty(0, np.int64), *capacities]),
        grouping=np.repeat(np.arange(len(laid)), counts),
        group=np.concatenate([np.empty(0, np.int64), *groups]),
        crossing=crossing,
    )


def _by_size(chain: Column, nodes: int) -> tuple[Column, Column]:
    """Return the rank of each node by how many leaves it holds, and the nodes in that order."""
    order = np.argsort(np.bincount(chain.ravel(), minlength=nodes)[:nodes], kind="stable")
    rank = np.empty(nodes + 1, np.int64)
    rank[order] = np.arange(nodes)
    rank[nodes] = nodes
    return rank, order
