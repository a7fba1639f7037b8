"""Priority greedy, the usual practice: one household after another takes its best free home."""

import numpy as np

from stirrup.matching.columns import Column, find_rows
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import suitability, waiting_and_scarcity

PAIRS_AT_ONCE = 500_000


def priority_greedy(problem: Problem, u: Column, h: Column) -> Column:
    """Return which of the eligible pairs, by position, are chosen one household after another.

    First the most urgent, then those with most points, then the oldest referral; each takes the
    most suitable home with a free place, if its association can still support it. Limits of
    owners and buildings, and links between households, are not looked at.
    """
    households, first = np.unique(h, return_index=True)
    last = np.append(first[1:], len(h))
    points = waiting_and_scarcity(problem, u[first], households)
    turns = np.lexsort((-points, problem.households.urgency[households]))
    supports = find_rows(problem.capacities.id, problem.households.association[households])
    left, places = np.append(problem.capacities.left, len(h)), problem.units.places.copy()
    suits = _suitability(problem, u, h)
    chosen = []
    for turn in turns.tolist():
        pairs = slice(first[turn], last[turn])
        best = np.where(places[u[pairs]] > 0, suits[pairs], -1).argmax()
        pair = first[turn] + int(best)
        if places[u[pair]] > 0 and left[supports[turn]] > 0:
            places[u[pair]] -= 1
            left[supports[turn]] -= 1
            chosen.append(pair)
    return np.sort(np.array(chosen, np.int64))


def _suitability(problem: Problem, u: Column, h: Column) -> Column:
    """Work out the suitability of all pairs, some at a time to spare memory."""
    suits = np.empty(len(h), np.int16)
    for start in range(0, len(h), PAIRS_AT_ONCE):
        part = slice(start, start + PAIRS_AT_ONCE)
        suits[part] = suitability(problem, u[part], h[part])
    return suits
