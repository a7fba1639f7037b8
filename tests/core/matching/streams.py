"""Short streams for tests: an invented town, a few weeks, and the past before them."""

from functools import cache

from stirrup.matching.over_time.arrivals import Territory, arrivals
from stirrup.matching.over_time.backtest import Course, run
from stirrup.matching.over_time.hold_policy import HoldPolicy
from stirrup.matching.over_time.policies import POLICIES, adoptable
from stirrup.matching.over_time.stream import Stream

TOWN = Territory(households_a_night=1.5, homes_a_night=0.7, access=0.3, patience_days=25)
NIGHTS = 16
QUICK = (
    *(policy for policy in POLICIES if not policy.code.startswith("sampled_futures")),
    adoptable("sampled_futures", "Sampled futures", HoldPolicy("sampled_futures", samples=2)),
)
CODES = tuple(policy.code for policy in QUICK)


@cache
def weeks(seed: int, nights: int = NIGHTS) -> Stream:
    """Return a short stream of the town."""
    return arrivals(seed, nights, TOWN, waiting_already=10)


@cache
def before() -> Stream:
    """Return two months before it."""
    return arrivals(99, 60, TOWN, waiting_already=60)


def policy(code: str):
    """Return one of the policies, sampled futures with few samples."""
    return QUICK[CODES.index(code)]


@cache
def course(code: str, seed: int) -> Course:
    """Return what a policy did on a short stream."""
    return run(weeks(seed), policy(code), before())
