"""One measure of the engine: a night by stages, the bare solver and the greedy beside it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter, process_time
from typing import Any

import numpy as np

from stirrup.matching.assignment import Pairs, lay_level, lay_pairs, scarce_support
from stirrup.matching.checker import check
from stirrup.matching.columns import Column
from stirrup.matching.flow import LARGEST_COST, cheapest_flow, fold
from stirrup.matching.home_limits import limits_of_homes
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import PARTS, levels, suitability
from stirrup.matching.solution import Solution, rows_of_pairs
from stirrup.matching.solver import solve
from stirrup.matching.territories.greedy import priority_greedy
from stirrup.matching.territories.linked_towns import link_pairs
from stirrup.matching.territories.urban_areas import Size, urban_areas
from stirrup.matching.weights import Weights

APART = "price_of_urgency"
"""A second night, in a way: timed, but no part of the total."""
BYTES_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Night:
    """One night from raw tuples to rows, with seconds by stage."""

    problem: Problem
    solution: Solution
    faults: tuple[str, ...]
    seconds: dict[str, float]
    wall_seconds: float

    @property
    def total(self) -> float:
        """Seconds of all stages but the price of urgency."""
        return sum(spent for stage, spent in self.seconds.items() if stage != APART)


@dataclass(frozen=True)
class Measured:
    """What one size of territory gave; seconds are of processor time unless said otherwise."""

    size: str
    households: int
    units: int
    pairs: int
    components: int
    processes: int
    status: str
    faults: tuple[str, ...]
    seconds: dict[str, float]
    night_seconds: float
    wall_seconds: float
    bare_seconds: float | None
    peak_megabytes: float
    placed: int
    value: int
    gap: float
    """Of the value to the bound, as a share of the bound: 0 when proved."""
    lost_suitability: float
    """Points of suitability that the average household placed goes without."""
    greedy_placed: int
    greedy_value: int
    greedy_lost_suitability: float
    price_of_urgency: int | None


def measure(
    name: str,
    size: Size,
    *,
    seed: int,
    repeat: int,
    processes: int,
    bare: bool,
    linked_percent: float = 0,
    link_km: float = 0,
) -> Measured:
    """Solve a territory several times, keep the fastest night, and solve it otherwise once."""
    rows = link_pairs(urban_areas(size, seed), seed, linked_percent, link_km)
    nights = [one_night(rows, processes) for _ in range(repeat)]
    peak = _peak_megabytes(processes)
    night = min(nights, key=lambda each: each.total)
    problem, solution = night.problem, night.solution
    u, h = eligible_pairs(problem)
    greedy = priority_greedy(problem, u, h)
    ours = rows_of_pairs(problem, solution)
    return Measured(
        size=name,
        households=size.households,
        units=size.units,
        pairs=solution.eligible_pairs,
        components=solution.components,
        processes=processes,
        status=solution.status,
        faults=night.faults,
        seconds=night.seconds,
        night_seconds=night.total,
        wall_seconds=night.wall_seconds,
        bare_seconds=min(_bare_flow(problem, u, h) for _ in range(repeat)) if bare else None,
        peak_megabytes=peak,
        placed=solution.placed,
        value=solution.value,
        gap=solution.gap,
        lost_suitability=_lost_suitability(problem, *ours),
        greedy_placed=len(greedy),
        greedy_value=_value(problem, u[greedy], h[greedy]),
        greedy_lost_suitability=_lost_suitability(problem, u[greedy], h[greedy]),
        price_of_urgency=solution.price_of_urgency,
    )


def one_night(rows: dict[str, Any], processes: int) -> Night:
    """Go from raw tuples to rows to store, and time each stage."""
    started = perf_counter()
    seconds: dict[str, float] = {}
    problem = _timed(seconds, "load", lambda: Problem.from_rows(**rows))
    solution = solve(problem, processes=processes, clock=process_time)
    seconds |= solution.seconds_by_stage
    faults = _timed(seconds, "check", lambda: check(problem, solution))
    _timed(seconds, "write", lambda: rows_to_store(problem, solution))
    return Night(problem, solution, faults, seconds, perf_counter() - started)


def rows_to_store(problem: Problem, solution: Solution) -> list[tuple[Any, ...]]:
    """Return a tuple for each proposal: referral id, unit id, points of each part."""
    u, h = rows_of_pairs(problem, solution)
    points = [part.points(problem, u, h).tolist() for part in PARTS]
    return list(zip(*zip(*solution.pairs, strict=True), *points, strict=True))


def _bare_flow(problem: Problem, u: Column, h: Column) -> float:
    """Time one OR-Tools flow of the whole night: the same arrays, the cost of our first stage."""
    limits = limits_of_homes(problem, u, h)
    pairs = Pairs(u, h, levels(problem, u, h), scarce_support(problem, h), limits)
    layers = lay_pairs(problem, pairs)
    objectives = [lay_level(layers, level) for level in pairs.levels]
    arcs = np.arange(len(layers.network.tail))
    _, cost = fold(objectives, arcs, len(layers.network.supply), LARGEST_COST)
    del pairs, objectives, arcs
    started = process_time()
    cheapest_flow(layers.network, cost)
    return process_time() - started


def _value(problem: Problem, u: Column, h: Column) -> int:
    return int(sum(int(part.points(problem, u, h).sum()) for part in PARTS))


def _lost_suitability(problem: Problem, u: Column, h: Column) -> float:
    most = best_suitability(problem.weights)
    return float(most - suitability(problem, u, h).mean()) if len(u) else 0.0


def best_suitability(weights: Weights) -> int:
    """Return the most points that a pair can bring by itself."""
    return weights.fit + weights.access + weights.wishes + weights.distance


def _peak_megabytes(processes: int) -> float:
    """Return the most memory held so far by this process, and by as many others as it started."""
    others = getrusage(RUSAGE_CHILDREN).ru_maxrss * processes
    return (getrusage(RUSAGE_SELF).ru_maxrss + others) * BYTES_OF_MAXRSS / 1e6


def _timed(seconds: dict[str, float], stage: str, work: Callable[[], Any]) -> Any:
    started = process_time()
    done = work()
    seconds[stage] = process_time() - started
    return done
