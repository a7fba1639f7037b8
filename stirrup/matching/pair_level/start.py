"""A choice of pairs that keeps every limit, from one that need not: drop, then fill up."""

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.pair_level.limits import Limit, that_fit
from stirrup.matching.pair_level.problem import PairProblem


def repaired(problem: PairProblem, chosen: Column, merit: Column) -> Column:
    """Keep the chosen pairs that fit together, then add others; positions in rising order.

    Pairs go in falling merit. Only pairs of positive value are added, unless every left node
    must be assigned.
    """
    limits = problem.limits
    ranked = np.argsort(-merit, kind="stable")
    is_chosen = np.zeros(len(merit), np.bool_)
    is_chosen[chosen] = True
    kept = that_fit(limits, ranked[is_chosen[ranked]])
    welcome = ~is_chosen & ((problem.value > 0) | problem.every_left)
    return filled(limits, kept, ranked[welcome[ranked]])


def filled(limits: tuple[Limit, ...], kept: Column, offers: Column) -> Column:
    """Add offers, best first, round after round: each left node makes its best one that fits."""
    left = limits[0]
    while True:
        rest = [limit.after(kept) for limit in limits]
        offers = _each_fits(rest, offers)
        if not len(offers):
            return np.sort(kept)
        _, first = np.unique(left.of[offers], return_index=True)
        added = that_fit(rest, offers[np.sort(first)])
        kept = np.concatenate([kept, added])


def _each_fits(limits: list[Limit], offers: Column) -> Column:
    """Return the offers that each limit could take if no other came."""
    for limit in limits:
        rows = limit.of[offers]
        room = np.append(limit.capacity, np.iinfo(np.int64).max)[rows]
        offers = offers[limit.use[offers] <= room]
    return offers
