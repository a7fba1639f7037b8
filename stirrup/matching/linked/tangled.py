"""Parts of a night with rules beyond the flow: flow, then branch and bound, then the kernel.

Most nights stop at the flow: it happens to keep every rule, hence nothing better exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from stirrup.matching.assignment import Assigned, Pairs, assign
from stirrup.matching.columns import Column, Flags
from stirrup.matching.flow import FlowFailed
from stirrup.matching.laminar import NO_GROUP
from stirrup.matching.linked.branching import search
from stirrup.matching.linked.kernel import improve
from stirrup.matching.linked.relaxation import ENDLESS, Relaxation, Totals
from stirrup.matching.linked.tangles import Tangle, repaired
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import Level
from stirrup.matching.stopwatch import Stopwatch
from stirrup.matching.tables import ALONE


@dataclass(frozen=True)
class Effort:
    """How far to go for a proof: counted, never timed, so that a replay goes as far."""

    nodes: int = 240
    """Flows of the branch and bound, for each part."""
    pairs: int = 50_000_000
    """Pairs that all these flows may look at: in a large part they are fewer."""
    kernel: float = 20.0
    """Deterministic time of CP-SAT, for each part, near to seconds."""
    whole: int = 4_000
    """Parts of no more pairs go to the kernel whole."""
    options: int = 12
    """In larger parts, the pairs of lowest reduced cost that each household keeps there."""


@dataclass(frozen=True)
class Best:
    """The best pairs so far, and totals that no solution passes, in the order of levels."""

    chosen: Flags
    totals: Totals
    bound: Totals

    @property
    def is_proved(self) -> bool:
        """Say whether nothing better can exist."""
        return self.totals == self.bound


def assign_tangled(
    problem: Problem,
    pairs: Pairs,
    largest_cost: int,
    watch: Stopwatch | None = None,
    effort: Effort | None = None,
) -> Assigned:
    """Choose the best of these pairs under every rule; those of no flow only where one binds."""
    relaxed = assign(problem, pairs, largest_cost, watch)
    tangle = Tangle.of(problem, pairs)
    if tangle.is_kept(relaxed.chosen):
        return relaxed
    with (watch or Stopwatch()).stage("links"):
        best = _best(problem, pairs, tangle, relaxed, largest_cost, effort or Effort())
        bounds = _bounds(problem, pairs, best, largest_cost)
    return Assigned(best.chosen, bounds, best.is_proved)


def bound_of_value(problem: Problem, pairs: Pairs, assigned: Assigned, largest_cost: int) -> int:
    """Return points that the best choice of these pairs does not pass.

    Where levels are not proved, the most points of any flow say more than the levels one by one.
    """
    levels = zip(assigned.bounds, pairs.levels, strict=True)
    apart = sum(bound * level.worth for bound, level in levels)
    if assigned.proved:
        return apart
    points: Column = np.sum([level.worth * level.gains for level in pairs.levels], axis=0)
    value = replace(pairs, levels=(Level("value", points, 1, of_the_household=False),))
    return min(apart, *assign(problem, value, largest_cost).bounds)


def is_tangled(problem: Problem, pairs: Pairs) -> bool:
    """Say whether some rule on these pairs is beyond the flow."""
    linked = (problem.households.link_group[pairs.h] != ALONE).any()
    return bool(linked or (pairs.limits.crossing[pairs.u] != NO_GROUP).any())


def _best(
    problem: Problem,
    pairs: Pairs,
    tangle: Tangle,
    relaxed: Assigned,
    largest_cost: int,
    effort: Effort,
) -> Best:
    chosen = repaired(problem, pairs, tangle, relaxed.chosen, largest_cost)
    best = Best(chosen, _totals(pairs, chosen), _proved_totals(pairs, relaxed))
    reduced: Sequence[Column] = ()
    try:
        relaxation = Relaxation.of(problem, pairs, tangle.groups, largest_cost)
        if not tangle.crosses:
            nodes = min(effort.nodes, effort.pairs // len(pairs.h))
            found = search(relaxation, chosen, nodes)
            best = Best(found.chosen, _totals(pairs, found.chosen), found.bound)
        if best.is_proved:
            return best
        reduced = relaxation.reduced_costs()
    except FlowFailed:
        pass
    return _improved(problem, pairs, tangle, best, reduced, effort)


def _improved(
    problem: Problem,
    pairs: Pairs,
    tangle: Tangle,
    best: Best,
    reduced: Sequence[Column],
    effort: Effort,
) -> Best:
    """Ask the kernel; what it proves of all the pairs holds, what it proves of some does not."""
    whole = len(pairs.h) <= effort.whole
    kept = np.arange(len(pairs.h))
    if not whole:
        keep = _lowest(pairs.h, reduced, effort.options) | best.chosen
        keep[tangle.linked_pairs()] = True
        kept = np.flatnonzero(keep)
    improved = improve(problem, pairs.only(kept), best.chosen[kept], best.bound, effort.kernel)
    chosen = np.zeros_like(best.chosen)
    chosen[kept] = improved.chosen
    bound = best.bound
    if whole:
        endless = (ENDLESS,) * (len(bound) - len(improved.bounds))
        bound = min(bound, improved.bounds + endless)
    return Best(chosen, _totals(pairs, chosen), bound)


def _lowest(h: Column, reduced: Sequence[Column], options: int) -> Flags:
    """Say which pairs are among the so many of lowest reduced cost of their household."""
    order = np.lexsort([*reversed(reduced), h])
    rank = np.arange(len(h)) - np.searchsorted(h[order], h[order])
    lowest = np.zeros(len(h), np.bool_)
    lowest[order[rank < options]] = True
    return lowest


def _totals(pairs: Pairs, chosen: Flags) -> Totals:
    return tuple(int(level.gains[chosen].sum()) for level in pairs.levels)


def _proved_totals(pairs: Pairs, relaxed: Assigned) -> Totals:
    """Return the totals of the flow, as far as they are proved."""
    totals = _totals(pairs, relaxed.chosen)
    if relaxed.proved:
        return totals
    above = [total < bound for total, bound in zip(totals, relaxed.bounds, strict=True)]
    proved = above.index(True) if any(above) else len(totals)
    return totals[:proved] + (ENDLESS,) * (len(totals) - proved)


def _bounds(problem: Problem, pairs: Pairs, best: Best, largest_cost: int) -> tuple[int, ...]:
    """Return a bound for each level: the value as far as it is proved, then what flows allow."""
    if best.is_proved:
        return tuple(int(total) for total in best.totals)
    bounds: list[int] = []
    for rank, level in enumerate(pairs.levels):
        proved = best.totals[:rank] == best.bound[:rank]
        least = best.bound[rank] if proved else ENDLESS
        if proved and best.totals[rank] == least:
            bounds.append(int(least))
            continue
        alone = assign(problem, pairs.only_levels(level.code), largest_cost)
        bounds.append(int(min(least, alone.bounds[0])))
    return tuple(bounds)
