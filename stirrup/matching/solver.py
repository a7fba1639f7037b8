"""The recipe of a night: pairs, independent parts, then one proved flow for each."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from time import perf_counter

import numpy as np

from stirrup.matching.assignment import scarce_support
from stirrup.matching.columns import Column
from stirrup.matching.components import divide
from stirrup.matching.eligibility import count_suitable_homes
from stirrup.matching.flow import LARGEST_COST
from stirrup.matching.home_limits import limits_of_homes
from stirrup.matching.linked.links import with_partners
from stirrup.matching.linked.tangled import Effort
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.parts import Part, Work, solve_parts
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import Level, levels
from stirrup.matching.solution import (
    NOT_PROVED,
    OPTIMAL,
    LevelTotal,
    Solution,
    groups_out,
    unmet_pins,
)
from stirrup.matching.stopwatch import Stopwatch
from stirrup.matching.weights import URGENCY_BANDS

__all__ = ["Solution", "library_versions", "solve"]

PAIRS_THAT_PAY = 1_000_000
"""Fewer are solved sooner than another process has started."""


def solve(
    problem: Problem,
    largest_cost: int = LARGEST_COST,
    *,
    eligible: tuple[Column, Column] | None = None,
    price_urgency: bool = True,
    processes: int = 1,
    clock: Callable[[], float] = perf_counter,
    effort: Effort | None = None,
) -> Solution:
    """Return the best solution in the published order of levels, with its proof.

    A part that cannot be proved keeps what was proved of its first levels; the status says so.
    `eligible`: the pairs of `eligible_pairs(problem)`, where a caller knows them already.
    `processes`: how many may share the parts of a large night; the answer is the same.
    `effort`: how far to go for the proof of rules that no flow can keep.
    """
    watch = Stopwatch(clock)
    with watch.stage("pairs"):
        u, h = eligible_pairs(problem) if eligible is None else eligible
    with watch.stage("components"):
        eligible_pairs_known = len(h)
        u, h = with_partners(problem, u, h)
        support, limits = scarce_support(problem, h), limits_of_homes(problem, u, h)
        division = divide(problem, u, h, support, limits)
    with watch.stage("scores"):
        count_suitable_homes(problem, np.arange(len(problem.households)))
    work = Work(problem, support, limits, largest_cost, price_urgency, clock, effort)
    shared = processes if len(h) >= PAIRS_THAT_PAY else 1
    parts = solve_parts(work, u, h, division.batches, shared)
    for part in parts:
        watch.add(part.seconds)
    at = [batch[part.chosen] for batch, part in zip(division.batches, parts, strict=True)]
    chosen = np.sort(np.concatenate([np.empty(0, np.int64), *at]))
    return _account(
        problem,
        u[chosen],
        h[chosen],
        parts,
        eligible=eligible_pairs_known,
        components=division.components,
        price_urgency=price_urgency,
        seconds=watch.seconds,
    )


def library_versions() -> dict[str, str]:
    """Return the versions that a replay needs to give the same proposals."""
    return {name: version(name) for name in ("ortools", "numpy")}


def _account(
    problem: Problem,
    u: Column,
    h: Column,
    parts: Sequence[Part],
    eligible: int,
    components: int,
    price_urgency: bool,
    seconds: dict[str, float],
) -> Solution:
    totals = _totals(problem, parts)
    value = sum(total.value * level.worth for total, level in totals)
    bound = sum(part.bound for part in parts)
    proved = all(part.proved for part in parts)
    bands = np.bincount(problem.households.urgency[h], minlength=URGENCY_BANDS)
    ids = zip(problem.households.id[h].tolist(), problem.units.id[u].tolist(), strict=True)
    proposed = tuple(ids)
    prices = [part.price_of_urgency for part in parts if part.price_of_urgency is not None]
    return Solution(
        pairs=proposed,
        status=OPTIMAL if proved else NOT_PROVED,
        value=value,
        bound=bound,
        gap=(bound - value) / bound if bound else 0.0,
        levels=tuple(total for total, _ in totals),
        eligible_pairs=eligible,
        components=components,
        placed=len(h),
        urgent_placed_by_band=tuple(bands.tolist()),
        price_of_urgency=sum(prices) if price_urgency and len(prices) == len(parts) else None,
        unmet_pins=unmet_pins(problem, proposed),
        groups_out=groups_out(problem, proposed),
        seconds_by_stage=seconds,
    )


def _totals(problem: Problem, parts: Sequence[Part]) -> list[tuple[LevelTotal, Level]]:
    """Add up the parts, level by level."""
    nothing = np.empty(0, np.int64)
    return [
        (
            LevelTotal(
                level.code,
                sum(part.totals[rank] for part in parts),
                sum(part.bounds[rank] for part in parts),
            ),
            level,
        )
        for rank, level in enumerate(levels(problem, nothing, nothing))
    ]
