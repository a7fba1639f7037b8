"""Eligible pairs: candidates by range join, then the hard rules, without a loop over pairs."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column, Flags
from stirrup.matching.eligibility import allowed
from stirrup.matching.problem import Problem
from stirrup.matching.relations import COMMUNES

CANDIDATES_AT_ONCE = 1_000_000
LARGEST_PEOPLE = 128
KM_PER_DEGREE = 110.5
"""Less than a degree of latitude on the sphere of `places`, so that no band is too narrow."""
MARGIN_DEGREES = 1e-4
"""More than the rounding of positions to whole metres."""


@dataclass(frozen=True)
class Ranges:
    """For some household rows, one contiguous stretch each of an order of units."""

    order: Column
    households: Column
    low: Column
    high: Column


def eligible_pairs(problem: Problem, at_once: int = CANDIDATES_AT_ONCE) -> tuple[Column, Column]:
    """Return unit rows and household rows of every eligible pair, by (referral id, unit id).

    Rows follow ids, so the order of pairs is the order of ids, whatever the input's order was.
    """
    kept = [
        allowed(problem, u, h)
        for ranges in (_by_commune(problem), _by_latitude(problem), _by_size(problem))
        for u, h in _spread(ranges, at_once)
    ]
    width = max(1, len(problem.units))
    keys = np.concatenate([np.empty(0, np.int64), *(h * width + u for u, h in kept)])
    keys.sort()
    h, u = np.divmod(keys, width)
    return u, h


def _by_commune(problem: Problem) -> Ranges:
    """Join households that list communes: one stretch for each listed commune, by size."""
    keys = problem.households.accepted_communes.keys
    households, communes = np.divmod(keys, COMMUNES)
    size = problem.units.commune * LARGEST_PEOPLE + problem.units.max_people
    first = communes * LARGEST_PEOPLE + problem.households.people[households]
    return _join(size, households, first, (communes + 1) * LARGEST_PEOPLE)


def _by_latitude(problem: Problem) -> Ranges:
    """Join households that only name a place to stay near: a band of latitude around it."""
    anchors = problem.households.anchors
    households = np.flatnonzero(_has_an_anchor(problem) & ~problem.households.lists_communes)
    middle = anchors.latitude[households, :1].ravel()
    reach = anchors.km[households, :1].ravel() / KM_PER_DEGREE + MARGIN_DEGREES
    return _join(problem.units.latitude, households, middle - reach, middle + reach)


def _by_size(problem: Problem) -> Ranges:
    """Join the others: every home that holds as many people."""
    anywhere = ~problem.households.lists_communes & ~_has_an_anchor(problem)
    households = np.flatnonzero(anywhere)
    first = problem.households.people[households]
    last = np.full(len(households), LARGEST_PEOPLE)
    return _join(problem.units.max_people, households, first, last)


def _has_an_anchor(problem: Problem) -> Flags:
    everyone = np.arange(len(problem.households))
    stated: Flags = np.any(problem.households.anchors.are_stated(everyone), axis=-1)
    return stated


def _join(value: Column, households: Column, first: Column, last: Column) -> Ranges:
    """Sort units by a value and find where each household's range of it begins and ends."""
    order = np.argsort(value, kind="stable")
    low = np.searchsorted(value[order], first, "left")
    high = np.searchsorted(value[order], last, "right")
    return Ranges(order, households, low, np.maximum(low, high))


def _spread(ranges: Ranges, at_once: int) -> Iterator[tuple[Column, Column]]:
    """Turn ranges into candidate pairs of rows, about so many at a time to spare memory."""
    count = ranges.high - ranges.low
    ends = np.cumsum(count)
    chunks = ends // at_once
    for chunk in np.unique(chunks):
        taken = np.flatnonzero(chunks == chunk)
        size, total = count[taken], int(count[taken].sum())
        before = np.repeat(np.cumsum(size) - size, size)
        within = np.arange(total) - before + np.repeat(ranges.low[taken], size)
        yield ranges.order[within], np.repeat(ranges.households[taken], size)
