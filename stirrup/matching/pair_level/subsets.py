"""The best pairs of each right node by itself, within its places and its knapsack: exact.

Dynamic programming over places and capacity, for all right nodes at once, pair after pair.
"""

from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column

MOST_CELLS = 10**8
"""Of the table of decisions, one byte each."""


@dataclass(frozen=True)
class Bins:
    """Right nodes with a knapsack each."""

    of: Column
    """For each pair, its bin."""
    use: Column
    capacity: Column
    places: Column


@dataclass(frozen=True)
class Items:
    """Pairs laid out by bin, as many columns as the fullest bin has pairs."""

    pair: Column
    """Its position, or -1 where a bin has no more."""
    use: Column
    gain: Column


@dataclass(frozen=True)
class Subsets:
    """The best pairs of every bin."""

    total: int
    chosen: Column
    loss: Column
    """For each pair, at least so much is lost in its bin if it must be taken; 0 or less if it is
    among the best."""


def best_subsets(bins: Bins, gain: Column) -> Subsets | None:
    """Return the pairs that gain most; None when the table would be too large.

    Each pair must fit its bin alone. No bin takes a pair that gains nothing.
    """
    items = _laid_out(bins, gain)
    counted = _is_counted(bins, items)
    levels = int(bins.places.max(initial=1)) if counted else 1
    cells = items.pair.size * levels * (int(bins.capacity.max(initial=0)) + 1)
    if cells > MOST_CELLS:
        return None
    best, takes = _table(bins, items, levels, counted)
    chosen = _chosen(bins, items, takes, counted)
    last = bins.places if counted else np.zeros_like(bins.places)
    full = best[np.arange(len(last)), last, bins.capacity]
    # A second copy of the pair may be among the others: the loss is a lower bound.
    others = best[bins.of, (last - counted)[bins.of], bins.capacity[bins.of] - bins.use]
    return Subsets(int(full.sum()), np.sort(chosen), full[bins.of] - gain - others)


def _laid_out(bins: Bins, gain: Column) -> Items:
    fits = np.flatnonzero(gain > 0)
    order = fits[np.argsort(bins.of[fits], kind="stable")]
    rows = bins.of[order]
    first = np.searchsorted(rows, rows)
    at = np.arange(len(order)) - first
    shape = (len(bins.capacity), int(at.max(initial=-1)) + 1)
    pair, use, gains = np.full(shape, -1), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    pair[rows, at], use[rows, at], gains[rows, at] = order, bins.use[order], gain[order]
    return Items(pair, use, gains)


def _is_counted(bins: Bins, items: Items) -> bool:
    """Say whether some bin has more pairs than places, so that places must be counted."""
    return bool(((items.pair >= 0).sum(axis=1) > bins.places).any())


def _table(bins: Bins, items: Items, levels: int, counted: bool) -> tuple[Column, Column]:
    """Return the best gain by bin, places and capacity, and whether each pair was taken for it."""
    rows, columns = items.pair.shape
    width = int(bins.capacity.max(initial=0)) + 1
    best = np.zeros((rows, levels + counted, width), np.int64)
    takes = np.zeros((columns, rows, levels, width), np.bool_)
    for column in range(columns):
        left = np.arange(width) - items.use[:, column, None]
        before = best[:, :-1] if counted else best
        gained = np.take_along_axis(before, left.clip(min=0)[:, None, :], axis=2)
        gained += items.gain[:, column, None, None]
        after = best[:, 1:] if counted else best
        np.logical_and(gained > after, (left >= 0)[:, None, :], out=takes[column])
        np.copyto(after, gained, where=takes[column])
    return best, takes


def _chosen(bins: Bins, items: Items, takes: Column, counted: bool) -> Column:
    """Follow the decisions back from full places and capacity."""
    rows = np.arange(len(bins.capacity))
    level = bins.places - 1 if counted else np.zeros_like(bins.places)
    room = bins.capacity.copy()
    chosen = []
    for column in reversed(range(items.pair.shape[1])):
        taken = takes[column, rows, level.clip(min=0), room] & (level >= 0)
        chosen.append(items.pair[taken, column])
        room -= np.where(taken, items.use[:, column], 0)
        level -= taken & counted
    return np.concatenate([np.empty(0, np.int64), *chosen])
