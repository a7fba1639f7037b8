"""Reserve list: who takes a home next, should the household chosen for it not come.

Every other proposal of the night stays as it is: the households without a home are put in the order
of the levels for this one home, and the first is the one that the optimum chooses for it.
"""

from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import get_row
from stirrup.matching.eligibility import allowed
from stirrup.matching.explanations.precedence import best_first, gains
from stirrup.matching.explanations.tonight import NOWHERE, Tonight
from stirrup.matching.problem import Problem
from stirrup.matching.solution import Solution


@dataclass(frozen=True)
class Reserve:
    """One household that could take the home, by its place in the list."""

    referral_id: int
    urgency: int
    """Its band, 0 the most urgent."""
    waiting_days: int


def reserve(
    problem: Problem, solution: Solution, referral_id: int, unit_id: int
) -> tuple[Reserve, ...]:
    """Return who could take the home of a household instead of it, the next one first.

    Each could be supported once the household gives up its place; linked ones move with others and
    are left out. LookupError when one side is not part of the night.
    """
    h, u = get_row(problem.households, referral_id), get_row(problem.units, unit_id)
    return _in_line(Tonight.of(problem, solution).without(h), u, but=h)


def next_in_line(problem: Problem, solution: Solution, unit_id: int) -> tuple[Reserve, ...]:
    """Return who could take a home of which a place came free, in the same order.

    The pairs of the solution are those that stand; LookupError when the home is not in the problem.
    """
    u = get_row(problem.units, unit_id)
    return _in_line(Tonight.of(problem, solution), u, but=NOWHERE)


def _in_line(others: Tonight, u: int, *, but: int) -> tuple[Reserve, ...]:
    """The households that have no home among the others, the best first for this one."""
    problem = others.problem
    if not others.takes_more[u]:
        return ()
    waits = (others.home == NOWHERE) & (others.support_left > 0) & others.moves_alone
    if but != NOWHERE:
        waits[but] = False
    rows = np.flatnonzero(waits)
    here, rows = allowed(problem, np.full_like(rows, u), rows)
    households = problem.households
    return tuple(
        Reserve(
            int(households.id[at]), int(households.urgency[at]), int(households.waiting_days[at])
        )
        for at in rows[best_first(gains(problem, here, rows))].tolist()
    )
