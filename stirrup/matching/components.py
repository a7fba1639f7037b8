"""Independent parts of a night: pairs that share neither household, home nor limit that binds."""

from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column, Flags, runs, stretched
from stirrup.matching.home_limits import HomeLimits
from stirrup.matching.laminar import NO_GROUP
from stirrup.matching.problem import Problem
from stirrup.matching.tables import ALONE

SAMPLE = 16
PAIRS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Division:
    """The pairs of a night, divided."""

    components: int
    batches: list[Column]
    """Of whole components: positions of their pairs, in rising order."""


def divide(
    problem: Problem,
    u: Column,
    h: Column,
    support: Column,
    limits: HomeLimits,
    at_once: int = PAIRS_AT_ONCE,
) -> Division:
    """Divide pairs in order of household into batches of components, about so many pairs each.

    `support`: for each household of the problem, the row of a capacity that can bind, or -1.
    """
    first, size = runs(h)
    households = h[first]
    labels = _labels(problem, u, h, support, limits)[households]
    tangles = np.unique(h[_are_tangled(problem, u, h, limits)])
    tangled = np.isin(labels, labels[np.searchsorted(households, tangles)])
    batches = _batches(labels, size, tangled, at_once)
    return Division(
        len(np.unique(labels)), [stretched(first[rows], size[rows]) for rows in batches]
    )


def connected(nodes: int, ends: Column, others: Column) -> Column:
    """Label each node with the smallest node it is linked to, by hooking and shortcutting.

    A sample of the links joins nearly all that is joined; the others are then looked at once.
    """
    label = np.arange(nodes)
    for every in (SAMPLE, 1):
        ones, twos = label[ends[::every]], label[others[::every]]
        while (ones != twos).any():
            apart = ones != twos
            low, high = np.minimum(ones, twos)[apart], np.maximum(ones, twos)[apart]
            np.minimum.at(label, high, low)
            label = _with_roots(label)
            ones, twos = label[low], label[high]
    return label


def in_batches(labels: Column, weights: Column, at_once: int) -> list[Column]:
    """Group whole components until they weigh about `at_once`; return positions, in rising order.

    Small components are solved together: it changes no result, and spares thousands of calls.
    """
    if not len(labels):
        return []
    _, component = np.unique(labels, return_inverse=True)
    heavy = np.bincount(component, weights).astype(np.int64)
    batch = ((np.cumsum(heavy) - heavy) // at_once)[component]
    order = np.argsort(batch, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(batch[order])) + 1)


def _labels(problem: Problem, u: Column, h: Column, support: Column, limits: HomeLimits) -> Column:
    """Label alike all that shares pairs, a support or a limit of homes; households come first."""
    limited = np.flatnonzero(support >= 0)
    linked, mates = _linked(problem.households.link_group)
    homes, ties = limits.ties()
    units = len(problem.households)
    supports = units + len(problem.units)
    above = supports + len(problem.capacities)
    ends = np.concatenate([h, linked, limited, units + homes])
    others = np.concatenate([units + u, mates, supports + support[limited], above + ties])
    return connected(above + int(ties.max(initial=-1)) + 1, ends, others)


def _linked(groups: Column) -> tuple[Column, Column]:
    """Return the linked household rows, and the first member of the group of each."""
    linked = np.flatnonzero(groups != ALONE)
    _, first, group = np.unique(groups[linked], return_index=True, return_inverse=True)
    return linked, linked[first][group]


def _are_tangled(problem: Problem, u: Column, h: Column, limits: HomeLimits) -> Flags:
    """Say which pairs are under a rule that no flow can keep."""
    tangled: Flags = (problem.households.link_group != ALONE)[h] | (limits.crossing != NO_GROUP)[u]
    return tangled


def _batches(labels: Column, weights: Column, tangled: Flags, at_once: int) -> list[Column]:
    """Group small components, but leave each of those that are tangled to itself."""
    plain, apart = np.flatnonzero(~tangled), np.flatnonzero(tangled)
    alone = in_batches(labels[apart], np.full(len(apart), at_once), at_once)
    together = in_batches(labels[plain], weights[plain], at_once)
    return [*(plain[rows] for rows in together), *(apart[rows] for rows in alone)]


def _with_roots(label: Column) -> Column:
    """Let every node go by the last label of its chain."""
    while True:
        further = label[label]
        if (further == label).all():
            return label
        label = further
