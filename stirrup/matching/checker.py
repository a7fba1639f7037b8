"""The independent check: every rule, capacity and total of a solution again, without a solver."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from stirrup.matching.columns import Column, find_rows
from stirrup.matching.eligibility import RULES, public_code
from stirrup.matching.places import chord_metres
from stirrup.matching.problem import Problem
from stirrup.matching.rules import Rows
from stirrup.matching.scoring import levels
from stirrup.matching.solution import (
    NOT_PROVED,
    OPTIMAL,
    Solution,
    groups_out,
    rows_of_pairs,
    unmet_pins,
)
from stirrup.matching.tables import ALONE
from stirrup.matching.weights import URGENCY_BANDS


def check(problem: Problem, solution: Solution) -> tuple[str, ...]:
    """Return what is wrong with a solution, in plain words; nothing when it can be published."""
    u, h = rows_of_pairs(problem, solution)
    unknown = tuple(_unknown(solution, u, h))
    if unknown:
        return unknown
    return (
        *_order(solution),
        *_households(solution),
        *_places(problem, u),
        *_support(problem, h),
        *_limits(problem, u),
        *_links(problem, u, h),
        *_rules(problem, u, h),
        *_counts(problem, solution, h),
        *_totals(problem, solution, u, h),
        *_proof(solution),
    )


def _unknown(solution: Solution, u: Column, h: Column) -> Iterator[str]:
    for (referral, unit), row, column in zip(solution.pairs, h, u, strict=True):
        if row < 0:
            yield f"referral {referral} is not part of this night"
        if column < 0:
            yield f"unit {unit} is not part of this night"


def _order(solution: Solution) -> Iterator[str]:
    if any(low >= high for low, high in pairwise(solution.pairs)):
        yield "the pairs do not rise"


def _households(solution: Solution) -> Iterator[str]:
    for referral, homes in Counter(referral for referral, _ in solution.pairs).items():
        if homes > 1:
            yield f"referral {referral} has {homes} homes"


def _places(problem: Problem, u: Column) -> Iterator[str]:
    used = np.bincount(u, minlength=len(problem.units))
    for row in np.flatnonzero(used > problem.units.places):
        places = problem.units.places[row]
        yield f"unit {problem.units.id[row]} holds {used[row]} households for {places} places"


def _support(problem: Problem, h: Column) -> Iterator[str]:
    capacities = problem.capacities
    rows = find_rows(capacities.id, problem.households.association[h])
    used = np.bincount(rows[rows >= 0], minlength=len(capacities))
    for row in np.flatnonzero(used > capacities.left):
        left = capacities.left[row]
        yield f"association {capacities.id[row]} supports {used[row]} more, not {left}"


def _limits(problem: Problem, u: Column) -> Iterator[str]:
    """What owners and buildings can take."""
    for name in ("owner", "building"):
        capacities = getattr(problem, f"{name}_capacities")
        rows = find_rows(capacities.id, getattr(problem.units, name)[u])
        used = np.bincount(rows[rows >= 0], minlength=len(capacities))
        for row in np.flatnonzero(used > capacities.left):
            left = capacities.left[row]
            yield f"{name} {capacities.id[row]} takes {used[row]} households, not {left}"


def _links(problem: Problem, u: Column, h: Column) -> Iterator[str]:
    """Linked households: all or none, and near each other."""
    households = problem.households
    homes = dict(zip(h.tolist(), u.tolist(), strict=True))
    for group in np.unique(households.link_group[households.link_group != ALONE]):
        members = np.flatnonzero(households.link_group == group)
        placed = [homes[member] for member in members.tolist() if member in homes]
        if 0 < len(placed) < len(members):
            yield f"group {group}: {len(placed)} of {len(members)} households have a home"
        positions = problem.units.position[placed]
        steps = positions[:, None] - positions[None, :]
        reach = int(chord_metres(households.link_km[members].min()))
        if ((steps * steps).sum(axis=-1) > reach * reach).any():
            yield f"group {group}: the homes lie too far apart"


def _rules(problem: Problem, u: Column, h: Column) -> Iterator[str]:
    unit, household = Rows(problem.units, u), Rows(problem.households, h)
    for rule in RULES:
        for pair in np.flatnonzero(~rule.holds(unit, household)):
            referral, home = problem.households.id[h[pair]], problem.units.id[u[pair]]
            yield f"referral {referral} in unit {home} breaks the rule {public_code(rule)}"


def _counts(problem: Problem, solution: Solution, h: Column) -> Iterator[str]:
    bands = np.bincount(problem.households.urgency[h], minlength=URGENCY_BANDS)
    if solution.placed != len(h):
        yield f"{len(h)} households are placed, not {solution.placed}"
    if solution.urgent_placed_by_band != tuple(bands.tolist()):
        yield f"the bands placed are {tuple(bands.tolist())}"
    if solution.eligible_pairs < len(h):
        yield "more pairs are chosen than are said to be eligible"
    if solution.unmet_pins != unmet_pins(problem, solution.pairs):
        yield "the pins that are not met are not those named"
    if solution.groups_out != groups_out(problem, solution.pairs):
        yield "the groups that are not housed are not those named"


def _totals(problem: Problem, solution: Solution, u: Column, h: Column) -> Iterator[str]:
    objective = levels(problem, u, h)
    totals = [(level.code, int(level.gains.sum())) for level in objective]
    for (code, total), said in zip(totals, solution.levels, strict=False):
        if (said.code, said.value) != (code, total):
            yield f"the level {code} reaches {total}, not {said.value}"
    if len(totals) != len(solution.levels):
        yield f"{len(totals)} levels are expected, not {len(solution.levels)}"
    value = sum(total * level.worth for (_, total), level in zip(totals, objective, strict=True))
    if solution.value != value:
        yield f"the value is {value}, not {solution.value}"


def _proof(solution: Solution) -> Iterator[str]:
    if any(level.value > level.bound for level in solution.levels):
        yield "a level passes its bound"
    proved = all(level.value == level.bound for level in solution.levels)
    exact = proved and solution.value == solution.bound and solution.gap == 0
    if solution.status not in (OPTIMAL, NOT_PROVED):
        yield f"the status {solution.status} is unknown"
    if solution.status == OPTIMAL and not exact:
        yield "a solution below its bound is not proved optimal"
