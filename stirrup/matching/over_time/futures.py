"""Sampled futures: what would become of tonight's homes if the coming weeks were like past ones.

Each sample takes a stretch of the past, lays it after tonight, and pairs at best all who wait or
would come with all that is open or would open.
"""

from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.over_time.hold_policy import HoldPolicy
from stirrup.matching.over_time.stream import Stream
from stirrup.matching.over_time.worth import Possible, possible_pairs, possible_some_day
from stirrup.matching.pair_level.pairing import best_pairs
from stirrup.matching.problem import Problem


@dataclass(frozen=True, eq=False)
class Periods:
    """When households and homes are there, half-open, in nights from tonight; tonight's first."""

    household_from: Column
    household_until: Column
    unit_from: Column
    unit_until: Column


def worth_of_waiting(problem: Problem, policy: HoldPolicy, seen: Stream) -> Column:
    """Return, for each unit row, the points that it brings in all samples together.

    A home that a sample leaves empty brings nothing there, so that waiting is never free.
    """
    draw = np.random.default_rng([problem.seed, problem.business_date.toordinal()])
    pairs, places = _pairs_of_both(problem, seen), _places_of_both(problem, seen)
    brought = np.zeros(len(places), np.int64)
    for _ in range(policy.samples):
        there = _together(pairs, _a_future(problem, seen, draw), policy.horizon_nights)
        h, u, worth = pairs.h[there], pairs.u[there], pairs.worth[there]
        chosen = np.array(best_pairs(h, u, worth, places=places).positions, np.int64)
        np.add.at(brought, u[chosen], worth[chosen])
    return brought[: len(problem.units)]


def _pairs_of_both(problem: Problem, seen: Stream) -> Possible:
    """Pair tonight's and past rows in all four ways; past rows follow tonight's."""
    waiting, homes = len(problem.households), len(problem.units)
    tonight, later = possible_pairs(problem), seen.possible
    ours = possible_some_day(problem, seen.everyone.units)
    theirs = possible_some_day(seen.everyone, problem.units)
    return Possible(
        np.concatenate([tonight.h, ours.h, theirs.h + waiting, later.h + waiting]),
        np.concatenate([tonight.u, ours.u + homes, theirs.u, later.u + homes]),
        np.concatenate([tonight.worth, ours.worth, theirs.worth, later.worth]),
    )


def _places_of_both(problem: Problem, seen: Stream) -> Column:
    return np.concatenate([problem.units.places, seen.everyone.units.places])


def _a_future(problem: Problem, seen: Stream, draw: np.random.Generator) -> Periods:
    """Begin the past on a night drawn at random, from tomorrow on; its end joins its beginning."""
    started = int(draw.integers(seen.nights))
    household = 1 + (seen.household_from - seen.first_day - started) % seen.nights
    home = 1 + (seen.unit_from - seen.first_day - started) % seen.nights
    waiting, homes = len(problem.households), len(problem.units)
    today = problem.business_date.toordinal()
    return Periods(
        np.concatenate([np.zeros(waiting, np.int64), household]),
        np.concatenate([1 + _patience(problem, seen, draw), household + seen.stays]),
        np.concatenate([np.zeros(homes, np.int64), home]),
        np.concatenate([1 + problem.units.latest_entry - today, home + seen.openings]),
    )


def _patience(problem: Problem, seen: Stream, draw: np.random.Generator) -> Column:
    """Draw for how many nights more each household waits: as some did who had waited as long."""
    stays = np.sort(seen.stays)
    waited = problem.households.waiting_days
    longer = np.minimum(np.searchsorted(stays, waited, "right"), len(stays) - 1)
    drawn = stays[longer + (draw.random(len(waited)) * (len(stays) - longer)).astype(np.int64)]
    known = problem.households.latest_entry - problem.business_date.toordinal()
    nights: Column = np.minimum(drawn - waited, known).clip(min=0)
    return nights


def _together(pairs: Possible, periods: Periods, horizon: int) -> Column:
    """Return the positions of the pairs whose two sides are there on one night at least."""
    first = np.maximum(periods.household_from[pairs.h], periods.unit_from[pairs.u])
    last = np.minimum(periods.household_until[pairs.h], periods.unit_until[pairs.u])
    return np.flatnonzero(first < np.minimum(last, horizon + 1))
