"""Limits on chosen pairs: rows of a capacity each, and what each pair uses of its row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from stirrup.matching.columns import Column, Flags

NO_ROW = -1


@dataclass(frozen=True)
class Limit:
    """A family of limits; each pair draws on one row at most."""

    of: Column
    """For each pair, its row, or -1."""
    use: Column
    """For each pair, what it takes of the row, 0 or more."""
    capacity: Column

    def load(self, pairs: Column) -> Column:
        """Return what these pairs use of each row."""
        used = np.zeros_like(self.capacity)
        drawing = pairs[self.of[pairs] >= 0]
        np.add.at(used, self.of[drawing], self.use[drawing])
        return used

    def after(self, pairs: Column) -> "Limit":
        """Return what is left once these pairs have taken their part."""
        return replace(self, capacity=self.capacity - self.load(pairs))

    def binding(self, at_most: Column) -> "Limit":
        """Leave out the rows that can take all that could come, given so many pairs of each."""
        wanted = _heaviest(self, at_most)
        binds = np.append(self.capacity < wanted, False)
        return replace(self, of=np.where(binds[self.of], self.of, NO_ROW))


def unit_limit(of: Column, capacity: Column) -> Limit:
    """Return limits that count pairs."""
    return Limit(of, np.ones_like(of), capacity)


def are_kept(limits: Iterable[Limit], pairs: Column) -> bool:
    """Say whether these pairs together keep every limit."""
    return all((limit.load(pairs) <= limit.capacity).all() for limit in limits)


def that_fit(limits: Sequence[Limit], pairs: Column) -> Column:
    """Return the pairs, in their order, without those that break a limit after those before."""
    for limit in limits:
        pairs = pairs[_fits(limit, pairs)]
    return pairs


def _fits(limit: Limit, pairs: Column) -> Flags:
    """Say of each pair whether its row can take it and all pairs of the row that come before."""
    rows, use = limit.of[pairs], limit.use[pairs]
    order = np.argsort(rows, kind="stable")
    taken = np.cumsum(use[order])
    first = np.flatnonzero(np.diff(rows[order], prepend=NO_ROW - 1))
    before = np.repeat((taken - use[order])[first], np.diff(first, append=len(rows)))
    fits = np.empty(len(pairs), np.bool_)
    fits[order] = taken - before <= limit.capacity[rows[order]] if len(limit.capacity) else True
    return fits | (rows < 0)


def _heaviest(limit: Limit, at_most: Column) -> Column:
    """Return the most that each row could be asked for by so many of its pairs."""
    pairs = np.flatnonzero(limit.of >= 0)
    order = pairs[np.lexsort((-limit.use[pairs], limit.of[pairs]))]
    rows = limit.of[order]
    first = np.flatnonzero(np.diff(rows, prepend=NO_ROW))
    rank = np.arange(len(rows)) - np.repeat(first, np.diff(first, append=len(rows)))
    counted = order[rank < at_most[rows]]
    return limit.load(counted)
