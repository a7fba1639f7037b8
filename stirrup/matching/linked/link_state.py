"""Why linked households have no homes yet: what stands between them and being near each other."""

from typing import NamedTuple

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.eligibility import allowed
from stirrup.matching.linked.links import with_partners
from stirrup.matching.problem import Problem
from stirrup.matching.solution import Solution, rows_of_pairs
from stirrup.matching.tables import ALONE
from stirrup.wording import N_


class LinkState(NamedTuple):
    """A linked household without a home: a code, what to say, and whom it is linked to."""

    code: str
    sentence: str
    others: tuple[int, ...]
    """Referral ids of the other members."""


NO_HOME = "no_home"
TOO_FAR = "too_far"
TAKEN = "taken"
SENTENCES = {
    NO_HOME: N_("Linked households are housed together: for one of them no home is possible yet"),
    TOO_FAR: N_("The homes possible for the linked households are too far from each other"),
    TAKEN: N_("The homes near enough to each other for the linked households went to others"),
}


def find_link_state(problem: Problem, solution: Solution, h: int) -> LinkState | None:
    """Say why a linked household has no home; None when it moves alone or has one."""
    households = problem.households
    group = households.link_group[h]
    _, housed = rows_of_pairs(problem, solution)
    if group == ALONE or h in housed:
        return None
    members = np.flatnonzero(households.link_group == group)
    code = _what_is_missing(problem, members)
    others = households.id[members[members != h]]
    return LinkState(code, SENTENCES[code], tuple(others.tolist()))


def _what_is_missing(problem: Problem, members: Column) -> str:
    units = np.arange(len(problem.units))
    u, h = allowed(problem, np.tile(units, len(members)), np.repeat(members, len(units)))
    if len(np.unique(h)) < len(members):
        return NO_HOME
    near, _ = with_partners(problem, u, h)
    return TAKEN if len(near) else TOO_FAR
