"""Policies: what a night proposes, from the simplest usage to sampled futures.

Each is asked once a night with the same knowledge, and answers with pairs of ids. Those named by a
hold policy are the engine itself with some homes kept, and can be adopted; the others are there to
compare with.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.over_time.class_prices import Prices
from stirrup.matching.over_time.hold_policy import RARE_NEEDS, SAMPLED_FUTURES, HoldPolicy
from stirrup.matching.over_time.holds import homes_to_keep, with_holds
from stirrup.matching.over_time.stream import Stream
from stirrup.matching.over_time.worth import worth
from stirrup.matching.pair_level.pairing import best_pairs
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import suitability, waiting_and_scarcity
from stirrup.matching.solver import solve
from stirrup.matching.territories.greedy import priority_greedy
from stirrup.wording import N_

PRICE_PERCENT = 75
"""How much of a class price counts; the whole of it loses homes for nothing."""

Chosen = tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Tonight:
    """What is known on one night: nobody who comes later, and no day on which anybody leaves."""

    problem: Problem
    opened_on: dict[int, date]
    """Since when each home is open."""
    nights_left: int
    """How many nights of the stream follow: hindsight knows its end too."""
    seen: Stream
    """The past before the stream."""
    prices: Prices
    """What a home of each class was worth in it."""


@dataclass(frozen=True)
class Answer:
    """The pairs (referral id, unit id) of a night, and how many homes it kept."""

    pairs: Chosen
    kept: int = 0


@dataclass(frozen=True)
class Policy:
    """A way of choosing, with the name and the sentence under which reports show it."""

    code: str
    label: str
    choose: Callable[[Tonight], Answer] = field(compare=False)
    holds: HoldPolicy | None = None
    """What to adopt for the real nights, where that is possible."""


def first_come(tonight: Tonight) -> Answer:
    """Whoever has waited longest takes the home that has been open longest."""
    problem = tonight.problem
    u, h = eligible_pairs(problem)
    opened = np.array([tonight.opened_on[one].toordinal() for one in problem.units.id.tolist()])
    order = np.lexsort((u, opened[u], h, -problem.households.waiting_days[h]))
    return Answer(_pairs(problem, *_one_by_one(problem, u[order], h[order])))


def most_urgent_first(tonight: Tonight) -> Answer:
    """One household after another, in order of priority, takes its most suitable home."""
    u, h = eligible_pairs(tonight.problem)
    at = priority_greedy(tonight.problem, u, h)
    return Answer(_pairs(tonight.problem, u[at], h[at]))


def rarest_home_first(tonight: Tonight) -> Answer:
    """Home by home, those with fewest candidates first, each to the first in order of priority."""
    problem = tonight.problem
    u, h = eligible_pairs(problem)
    candidates = np.bincount(u, minlength=len(problem.units))
    order = np.lexsort(
        (
            -suitability(problem, u, h),
            -waiting_and_scarcity(problem, u, h),
            problem.households.urgency[h],
            u,
            candidates[u],
        )
    )
    return Answer(_pairs(problem, *_one_by_one(problem, u[order], h[order])))


def optimum_without_scarcity(tonight: Tonight) -> Answer:
    """The engine without its points for needs that few homes meet."""
    weights = replace(tonight.problem.weights, scarcity=0)
    return _solved(replace(tonight.problem, weights=weights))


def optimum(tonight: Tonight) -> Answer:
    """The engine as it is."""
    return _solved(tonight.problem)


def class_prices(tonight: Tonight) -> Answer:
    """No home for less than a share of what its class was worth in the past."""
    problem = tonight.problem
    u, h = eligible_pairs(problem)
    share = PRICE_PERCENT if tonight.nights_left else 0
    net = 100 * worth(problem, u, h) - share * tonight.prices.of(problem.units)[u]
    found = best_pairs(h, u, net, places=problem.units.places)
    at = np.array(found.positions, np.int64)
    return Answer(_pairs(problem, u[at], h[at]))


def holding(holds: HoldPolicy) -> Callable[[Tonight], Answer]:
    """The engine with the homes kept that a hold policy names."""

    def choose(tonight: Tonight) -> Answer:
        known = replace(holds, horizon_nights=min(holds.horizon_nights, tonight.nights_left))
        kept = homes_to_keep(tonight.problem, tonight.opened_on, known, tonight.seen)
        answer = _solved(with_holds(tonight.problem, kept))
        return replace(answer, kept=len(kept))

    return choose


def adoptable(code: str, label: str, holds: HoldPolicy) -> Policy:
    """Return the policy of the real nights under these holds."""
    return Policy(code, label, holding(holds), holds)


OPTIMUM = adoptable("optimum", N_("The engine as it is"), HoldPolicy())
POLICIES = (
    Policy("first_come", N_("First come, first served"), first_come),
    Policy("priority_greedy", N_("Most urgent household first"), most_urgent_first),
    Policy("scarcity_greedy", N_("Home by home, the rarest first"), rarest_home_first),
    Policy("no_scarcity", N_("The engine without scarcity points"), optimum_without_scarcity),
    OPTIMUM,
    Policy("class_prices", N_("Prices by class of homes"), class_prices),
    adoptable(RARE_NEEDS, N_("Homes kept for rare needs"), HoldPolicy(RARE_NEEDS)),
    adoptable(
        SAMPLED_FUTURES, N_("Sampled futures, at most 30 nights"), HoldPolicy(SAMPLED_FUTURES)
    ),
    adoptable(
        "sampled_futures_60",
        N_("Sampled futures, at most 60 nights"),
        HoldPolicy(SAMPLED_FUTURES, futures_nights=60),
    ),
)


def _solved(problem: Problem) -> Answer:
    return Answer(solve(problem, price_urgency=False).pairs)


def _one_by_one(problem: Problem, u: Column, h: Column) -> tuple[Column, Column]:
    """Take pairs in the order given while the household waits and the home has a place."""
    places = problem.units.places.tolist()
    housed: set[int] = set()
    taken = []
    for at, (unit, household) in enumerate(zip(u.tolist(), h.tolist(), strict=True)):
        if places[unit] and household not in housed:
            places[unit] -= 1
            housed.add(household)
            taken.append(at)
    return u[taken], h[taken]


def _pairs(problem: Problem, u: Column, h: Column) -> Chosen:
    ids = zip(problem.households.id[h].tolist(), problem.units.id[u].tolist(), strict=True)
    return tuple(sorted(ids))
