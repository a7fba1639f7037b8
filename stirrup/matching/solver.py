"""The recipe of a night: pairs, levels, independent parts, then one proved flow for each."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from time import perf_counter

import numpy as np

from stirrup.matching.assignment import Assigned, Pairs, assign, scarce_support
from stirrup.matching.columns import Column, Flags
from stirrup.matching.components import connected, in_batches
from stirrup.matching.flow import LARGEST_COST
from stirrup.matching.home_limits import limits_of_homes
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import levels
from stirrup.matching.solution import NOT_PROVED, OPTIMAL, LevelTotal, Solution, unmet_pins
from stirrup.matching.weights import URGENCY_BANDS

__all__ = ["Solution", "library_versions", "solve"]

PAIRS_AT_ONCE = 20_000


def solve(
    problem: Problem,
    largest_cost: int = LARGEST_COST,
    *,
    eligible: tuple[Column, Column] | None = None,
    price_urgency: bool = True,
) -> Solution:
    """Return the best solution in the published order of levels, with its proof.

    A part that cannot be proved keeps what was proved of its first levels; the status says so.
    `eligible`: the pairs of `eligible_pairs(problem)`, where a caller knows them already.
    """
    seconds: dict[str, float] = {}
    with _timed(seconds, "pairs"):
        u, h = eligible_pairs(problem) if eligible is None else eligible
    with _timed(seconds, "scores"):
        pairs = Pairs(
            u, h, levels(problem, u, h), scarce_support(problem, h), limits_of_homes(problem, u, h)
        )
    with _timed(seconds, "components"):
        labels = _component_of_each_pair(problem, pairs)
        batches = in_batches(labels, PAIRS_AT_ONCE)
    with _timed(seconds, "flow"):
        assigned = [assign(problem, pairs.only(at), largest_cost) for at in batches]
        chosen = _chosen(len(h), batches, assigned)
    with _timed(seconds, "price_of_urgency"):
        proved = price_urgency and all(part.proved for part in assigned)
        price = _price_of_urgency(problem, pairs, batches, chosen) if proved else None
    return _account(problem, pairs, assigned, chosen, len(np.unique(labels)), price, seconds)


def library_versions() -> dict[str, str]:
    """Return the versions that a replay needs to give the same proposals."""
    return {name: version(name) for name in ("ortools", "numpy")}


def _component_of_each_pair(problem: Problem, pairs: Pairs) -> Column:
    """Label pairs alike when they share a household, a unit or a limit that can bind."""
    limited = np.unique(pairs.h)
    limited = limited[pairs.support[limited] >= 0]
    homes, ties = pairs.limits.ties()
    units = len(problem.households)
    supports = units + len(problem.units)
    limits = supports + len(problem.capacities)
    ends = np.concatenate([pairs.h, limited, units + homes])
    others = np.concatenate([units + pairs.u, supports + pairs.support[limited], limits + ties])
    return connected(limits + int(ties.max(initial=-1)) + 1, ends, others)[pairs.h]


def _chosen(count: int, batches: Sequence[Column], assigned: Sequence[Assigned]) -> Flags:
    chosen = np.zeros(count, np.bool_)
    for at, part in zip(batches, assigned, strict=True):
        chosen[at] = part.chosen
    return chosen


def _price_of_urgency(
    problem: Problem, pairs: Pairs, batches: Sequence[Column], chosen: Flags
) -> int:
    """Count the households more that would be housed if, pins aside, only their number mattered.

    Limits on homes alone make urgency and number agree (gammoid): only pairs that draw on a
    support which may run out are asked again.
    """
    price = 0
    for at in batches:
        if (pairs.support[pairs.h[at]] >= 0).any():
            most = assign(problem, pairs.only(at).only_levels("pins", "placed"), LARGEST_COST)
            price += int(most.chosen.sum() - chosen[at].sum())
    return price


def _account(
    problem: Problem,
    pairs: Pairs,
    assigned: Sequence[Assigned],
    chosen: Flags,
    components: int,
    price: int | None,
    seconds: dict[str, float],
) -> Solution:
    totals = tuple(
        LevelTotal(
            level.code,
            int(level.gains[chosen].sum()),
            sum(part.bounds[rank] for part in assigned),
        )
        for rank, level in enumerate(pairs.levels)
    )
    worth = [level.worth for level in pairs.levels]
    value = sum(total.value * points for total, points in zip(totals, worth, strict=True))
    bound = sum(total.bound * points for total, points in zip(totals, worth, strict=True))
    u, h = pairs.u[chosen], pairs.h[chosen]
    bands = np.bincount(problem.households.urgency[h], minlength=URGENCY_BANDS)
    ids = zip(problem.households.id[h].tolist(), problem.units.id[u].tolist(), strict=True)
    proposed = tuple(ids)
    return Solution(
        pairs=proposed,
        status=OPTIMAL if all(part.proved for part in assigned) else NOT_PROVED,
        value=value,
        bound=bound,
        gap=(bound - value) / bound if bound else 0.0,
        levels=totals,
        eligible_pairs=len(pairs.h),
        components=components,
        placed=len(h),
        urgent_placed_by_band=tuple(bands.tolist()),
        price_of_urgency=price,
        unmet_pins=unmet_pins(problem, proposed),
        seconds_by_stage=seconds,
    )


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    started = perf_counter()
    yield
    seconds[stage] = perf_counter() - started
