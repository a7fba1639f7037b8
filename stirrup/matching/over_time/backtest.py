"""Back-test: a policy asked night after night on one stream, and what became of everybody."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from stirrup.matching.columns import Column, find_rows
from stirrup.matching.over_time.class_prices import Prices, prices_of
from stirrup.matching.over_time.hindsight import STAY_NIGHTS
from stirrup.matching.over_time.policies import Answer, Policy, Tonight
from stirrup.matching.over_time.stream import Stream, night_of
from stirrup.matching.over_time.worth import worth


@dataclass(frozen=True, eq=False)
class Course:
    """Who got which home on which night, as rows of the stream."""

    h: Column
    u: Column
    nights: Column
    """From 0."""
    value: int
    """The worth of all pairs together."""
    homes_kept: int
    """Nights of homes kept."""


def run(stream: Stream, policy: Policy, seen: Stream, prices: Prices | None = None) -> Course:
    """Ask a policy on every night of a stream.

    A household once housed waits no more. A home is taken for six months, then opens again if
    its landlord's window allows; each place of a shared home stands for itself.
    """
    known = prices_of(seen) if prices is None else prices
    waits = np.ones(len(stream.everyone.households), np.bool_)
    town = _Town(stream)
    taken: list[tuple[int, int, int]] = []
    kept = 0
    for night in range(stream.nights):
        day = stream.first_day + night
        there = (stream.household_from <= day) & (day < stream.household_until) & waits
        tonight = town.tonight(day, np.flatnonzero(there), seen, known)
        if tonight is None:
            continue
        answer = policy.choose(tonight)
        kept += answer.kept
        for household, unit in town.take(answer, day):
            waits[household] = False
            taken.append((household, unit, night))
    h, u, nights = np.array(taken, np.int64).reshape(-1, 3).T
    return Course(h, u, nights, int(worth(stream.everyone, u, h).sum()), kept)


class _Town:
    """Which places are free, and since when, while a policy goes through a stream."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        places = stream.everyone.units.places
        self.unit = np.repeat(np.arange(len(places)), places)
        """The unit row of each place."""
        self.free_on = stream.unit_from[self.unit].copy()

    def tonight(self, day: int, h: Column, seen: Stream, prices: Prices) -> Tonight | None:
        """What a policy may know of this night; None when nobody or nothing is there."""
        stream = self.stream
        free = (self.free_on <= day) & (day < stream.unit_until[self.unit])
        u, places = np.unique(self.unit[free], return_counts=True)
        if not len(u) or not len(h):
            return None
        since = np.full(len(stream.unit_from), stream.end)
        np.minimum.at(since, self.unit[free], self.free_on[free])
        ids = stream.everyone.units.id[u].tolist()
        opened = dict(zip(ids, map(date.fromordinal, since[u].tolist()), strict=True))
        return Tonight(
            night_of(stream, day, h, u, places), opened, stream.end - day - 1, seen, prices
        )

    def take(self, answer: Answer, day: int) -> list[tuple[int, int]]:
        """Give the homes of a night away; return household rows and unit rows."""
        pairs = np.array(answer.pairs, np.int64).reshape(-1, 2)
        h = find_rows(self.stream.everyone.households.id, pairs[:, 0])
        u = find_rows(self.stream.everyone.units.id, pairs[:, 1])
        for unit in u.tolist():
            free = np.flatnonzero((self.unit == unit) & (self.free_on <= day))
            self.free_on[free[0]] = day + STAY_NIGHTS
        return list(zip(h.tolist(), u.tolist(), strict=True))
