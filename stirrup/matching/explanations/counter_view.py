"""Counter-view: how many households a home suits, what keeps the others away, what would open it.

Only rules about the home are told. Where households look for a home and where they do not are one
with the other conditions, so that nobody can read a choice of theirs in the counts of a home.
"""

from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column, Flags, get_row
from stirrup.matching.eligibility import OTHER_CONDITIONS, RULES, public_code
from stirrup.matching.explanations.levers import AT_LEAST, AT_MOST, EXACTLY, ONLY, Criterion, Lever
from stirrup.matching.explanations.tonight import NOWHERE, Tonight
from stirrup.matching.explanations.why_not import Blocked, blocked_by
from stirrup.matching.problem import Problem
from stirrup.matching.rules import Rows
from stirrup.matching.solution import Solution

OF_THE_HOUSEHOLD = ("accepted_communes", "anchors")
"""Told to the household, never of it."""

PETS, FEWER_PEOPLE, SOONER, LONGER, COT = "pets", "fewer_people", "sooner", "longer", "cot"
WHOLE, ANY_ASSOCIATION, RELEASED = "whole", "any_association", "released"


@dataclass(frozen=True)
class Choice:
    """One thing decided otherwise about the home, and the households that it would then suit."""

    kind: str
    value: int
    """The pets taken, a number of people, a day; 1 where there is nothing to measure."""
    households: int


@dataclass(frozen=True)
class CounterView:
    """A home seen from all the households of a night."""

    unit_id: int
    households: int
    fits: int
    """Households that it suits in every respect."""
    waiting: int
    """Those of them that have no home tonight."""
    closed: bool
    """It has a free place that its owner or its building cannot give."""
    blocked: tuple[Blocked, ...]
    """In the words of a home's rules, with numbers of households."""
    choices: tuple[Choice, ...]


def counter_view(problem: Problem, solution: Solution, unit_id: int) -> CounterView:
    """See one home from every household; LookupError when it is not part of the night."""
    u = get_row(problem.units, unit_id)
    failing = _failing(problem, u)
    unmet = np.sum(list(failing.values()), axis=0)
    tonight = Tonight.of(problem, solution)
    homeless = tonight.home == NOWHERE
    return CounterView(
        unit_id,
        households=len(problem.households),
        fits=int((unmet == 0).sum()),
        waiting=int(((unmet == 0) & homeless).sum()),
        closed=bool(tonight.places_left[u] > 0 and not tonight.takes_more[u]),
        blocked=blocked_by(failing),
        choices=_choices(problem, u, failing, unmet == 1),
    )


def _failing(problem: Problem, u: int) -> dict[Criterion, Flags]:
    unit = Rows(problem.units, u)
    household = Rows(problem.households, np.arange(len(problem.households)))
    failing: dict[Criterion, Flags] = {}
    for rule in RULES:
        silent = rule.code in OF_THE_HOUSEHOLD
        criterion = (OTHER_CONDITIONS if silent else public_code(rule)), ONLY
        fails = ~rule.holds(unit, household)
        failing[criterion] = failing[criterion] | fails if criterion in failing else fails
    return failing


def _choices(
    problem: Problem, u: int, failing: dict[Criterion, Flags], only: Flags
) -> tuple[Choice, ...]:
    """One choice at a time, for the households that nothing else keeps away."""
    found = [
        Choice(lever.kind, value, int((lever.fails & only & lever.opens(value)).sum()))
        for lever in _levers(problem, u, failing)
        for value in lever.steps(only)
    ]
    return tuple(sorted(found, key=lambda choice: -choice.households))


def _levers(problem: Problem, u: int, failing: dict[Criterion, Flags]) -> list[Lever]:
    """Return what may be decided otherwise about a home; how it is built is not among it."""
    unit, households = Rows(problem.units, u), problem.households
    everyone, one = np.ones((2, len(households)), np.int64)

    def lever(code: str, kind: str, needed: Column, meets: int, possible: Column) -> Lever:
        return Lever(kind, (code, ONLY), failing[code, ONLY], possible.astype(bool), needed, meets)

    first = np.maximum(unit.free_from, households.earliest_entry)
    last = np.minimum(unit.latest_entry, households.latest_entry)
    today = problem.business_date.toordinal()
    sooner = last >= np.maximum(households.earliest_entry, today)
    small_enough = households.people <= unit.max_people
    return [
        lever("pets", PETS, households.pets, AT_LEAST, everyone),
        lever("people", FEWER_PEOPLE, households.people, AT_MOST, small_enough),
        lever("dates", SOONER, last, AT_MOST, sooner),
        lever("dates", LONGER, first, AT_LEAST, first <= households.latest_entry),
        lever("cot", COT, one, EXACTLY, everyone),
        lever("shared", WHOLE, one, EXACTLY, everyone),
        lever("association", ANY_ASSOCIATION, one, EXACTLY, everyone),
        lever("kept", RELEASED, one, EXACTLY, everyone),
    ]
