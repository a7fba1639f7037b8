"""Independent parts of a night: pairs that share neither household, home nor limit that binds."""

from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column, runs, stretched
from stirrup.matching.home_limits import HomeLimits
from stirrup.matching.problem import Problem

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
    return Division(
        len(np.unique(labels)),
        [stretched(first[rows], size[rows]) for rows in in_batches(labels, size, at_once)],
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
    homes, ties = limits.ties()
    units = len(problem.households)
    supports = units + len(problem.units)
    above = supports + len(problem.capacities)
    ends = np.concatenate([h, limited, units + homes])
    others = np.concatenate([units + u, supports + support[limited], above + ties])
    return connected(above + int(ties.max(initial=-1)) + 1, ends, others)


def _with_roots(label: Column) -> Column:
    """Let every node go by the last label of its chain."""
    while True:
        further = label[label]
        if (further == label).all():
            return label
        label = further
