"""Eligible pairs: candidates by range join, then the hard rules, without a loop over pairs."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column, Flags, stretched
from stirrup.matching.eligibility import allowed
from stirrup.matching.problem import Problem
from stirrup.matching.relations import COMMUNES

CANDIDATES_AT_ONCE = 200_000
LARGEST_PEOPLE = 128
KM_PER_DEGREE = 110.5
"""Less than a degree of latitude on the sphere of `places`, so that no band is too narrow."""
MARGIN_DEGREES = 1e-4
"""More than the rounding of positions to whole metres."""
STRIP_DEGREES = 0.1
"""Height of the strips of latitude in which homes are sorted from west to east."""
TURN_DEGREES = 1_000.0
"""More than a turn of the globe, so that no strip runs into the next."""


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
    width = max(1, len(problem.units))
    keys = [
        _keys(*allowed(problem, u, h), width)
        for ranges in (_by_commune(problem), _by_place(problem), _by_size(problem))
        for u, h in _spread(ranges, at_once)
    ]
    ordered = np.concatenate([np.empty(0, np.int64), *keys])
    del keys
    ordered.sort()
    h, u = np.divmod(ordered, width)
    return u, h


def _keys(u: Column, h: Column, width: int) -> Column:
    """Return whole numbers that order pairs by household, then home."""
    return h * width + u


def _by_commune(problem: Problem) -> Ranges:
    """Join households that list communes: one stretch for each listed commune, by size."""
    keys = problem.households.accepted_communes.keys
    households, communes = np.divmod(keys, COMMUNES)
    size = problem.units.commune * LARGEST_PEOPLE + problem.units.max_people
    first = communes * LARGEST_PEOPLE + problem.households.people[households]
    return _join(size, households, first, (communes + 1) * LARGEST_PEOPLE)


def _by_place(problem: Problem) -> Ranges:
    """Join households that only name a place to stay near: the strips of latitude around it."""
    anchors = problem.households.anchors
    households = np.flatnonzero(_has_an_anchor(problem) & ~problem.households.lists_communes)
    latitude, longitude, km = (
        column[households, :1].ravel()
        for column in (anchors.latitude, anchors.longitude, anchors.km)
    )
    high = km / KM_PER_DEGREE + MARGIN_DEGREES
    wide = _degrees_east(latitude, high)
    lowest, highest = _strip(latitude - high), _strip(latitude + high)
    count = highest - lowest + 1
    strip = stretched(lowest, count)
    middle, wide = np.repeat(longitude, count), np.repeat(wide, count)
    around = np.abs(middle) + wide > 180
    west, east = np.where(around, -180, middle - wide), np.where(around, 180, middle + wide)
    value = _strip(problem.units.latitude) * TURN_DEGREES + problem.units.longitude
    start = strip * TURN_DEGREES
    return _join(value, np.repeat(households, count), start + west, start + east)


def _strip(latitude: Column) -> Column:
    return np.floor((latitude + 90) / STRIP_DEGREES).astype(np.int64)


def _degrees_east(latitude: Column, high: Column) -> Column:
    """Return how many degrees of longitude a circle covers on either side, margin included.

    By the haversine formula, with the cosine of its latitude nearest to a pole.
    """
    nearest_a_pole = np.cos(np.radians(np.minimum(np.abs(latitude) + high, 90)))
    half_chord = np.sin(np.radians(high) / 2)
    beyond = half_chord >= nearest_a_pole
    half_angle = np.arcsin(np.where(beyond, 0, half_chord / np.where(beyond, 1, nearest_a_pole)))
    return np.where(beyond, 180, np.degrees(2 * half_angle) + MARGIN_DEGREES)


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
        size = count[taken]
        within = stretched(ranges.low[taken], size)
        yield ranges.order[within], np.repeat(ranges.households[taken], size)
