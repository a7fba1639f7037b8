"""Independent parts of a night: pairs that share neither household, unit nor scarce support."""

import numpy as np

from stirrup.matching.columns import Column


def connected(nodes: int, ends: Column, others: Column) -> Column:
    """Label each node with the smallest node it is linked to, by hooking and shortcutting."""
    label = np.arange(nodes)
    while True:
        before = label.copy()
        least = np.minimum(label[ends], label[others])
        np.minimum.at(label, label[ends], least)
        np.minimum.at(label, label[others], least)
        label = label[label]
        if (label == before).all():
            return label


def in_batches(labels: Column, at_once: int) -> list[Column]:
    """Group whole components until about `at_once` pairs; return positions, in rising order.

    Small components are solved together: it changes no result, and spares thousands of calls.
    """
    if not len(labels):
        return []
    _, component, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    batch = ((np.cumsum(sizes) - sizes) // at_once)[component]
    order = np.argsort(batch, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(batch[order])) + 1)
