"""What somebody who knew the whole stream would have done: a bound that no policy can pass.

Each opening of a home goes to one household that is there on a same night. A home that comes back
after a stay counts as a second opening from the first day on which it could: never too strict.
"""

from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.over_time.stream import Stream
from stirrup.matching.over_time.worth import possible_pairs
from stirrup.matching.pair_level.pairing import Status, best_pairs

STAY_NIGHTS = 182
"""A stay of six months, after which the home opens again if its landlord's window allows."""


@dataclass(frozen=True, eq=False)
class Hindsight:
    """The pairs of stream rows, and what they are worth; `proved` that nothing is worth more."""

    h: Column
    u: Column
    nights: Column
    """The first night, from 0, on which both were there."""
    value: int
    proved: bool


def in_hindsight(stream: Stream) -> Hindsight:
    """Return the best that the whole stream allows."""
    pairs = possible_pairs(stream.everyone)
    unit, opened, until = _openings(stream)
    # Every opening of a pair's home, in order of pairs.
    first = np.searchsorted(unit, pairs.u, "left")
    count = np.searchsorted(unit, pairs.u, "right") - first
    pair = np.repeat(np.arange(len(pairs.u)), count)
    opening = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count) + first[pair]
    h = pairs.h[pair]
    met = np.maximum(stream.household_from[h], opened[opening])
    meet = met < np.minimum(stream.household_until[h], until[opening])
    meet &= _first_day(stream, h, unit[opening], met) <= _latest_entry(stream, h, unit[opening])
    h, opening, met, worth = h[meet], opening[meet], met[meet], pairs.worth[pair][meet]
    places = stream.everyone.units.places[unit]
    found = best_pairs(h, opening, worth, places=places)
    at = np.array(found.positions, np.int64)
    return Hindsight(
        h[at],
        unit[opening[at]],
        met[at] - stream.first_day,
        int(worth[at].sum()),
        found.status == Status.OPTIMAL,
    )


def _openings(stream: Stream) -> tuple[Column, Column, Column]:
    """Return unit row, first day and end of each opening of each home, by unit row."""
    until = np.minimum(stream.unit_until, stream.end)
    times = np.maximum(-(-(until - stream.unit_from) // STAY_NIGHTS), 0)
    unit = np.repeat(np.arange(len(times)), times)
    again = np.arange(len(unit)) - np.repeat(np.cumsum(times) - times, times)
    return unit, stream.unit_from[unit] + STAY_NIGHTS * again, until[unit]


def _first_day(stream: Stream, h: Column, u: Column, met: Column) -> Column:
    households, units = stream.everyone.households, stream.everyone.units
    return np.maximum(met, np.maximum(households.earliest_entry[h], units.free_from[u]))


def _latest_entry(stream: Stream, h: Column, u: Column) -> Column:
    households, units = stream.everyone.households, stream.everyone.units
    return np.minimum(households.latest_entry[h], units.latest_entry[u])
