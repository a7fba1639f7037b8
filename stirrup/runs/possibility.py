"""Whether a proposed pair is still possible on a day: the night's own rules, asked of one pair.

A linked household is asked for together with those of its group that are still to be decided.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from stirrup.matching.eligibility import obstacles, told
from stirrup.matching.problem import Problem
from stirrup.runs.criteria import first_common_day, support_left
from stirrup.runs.linked import Companion, are_near_each_other, companions_of
from stirrup.runs.loader import load_proposals
from stirrup.runs.models import Proposal
from stirrup.runs.refusals import (
    HomeNoLongerOpenError,
    HouseholdNoLongerReadyError,
    LinkedApartError,
    NoLongerSuitsError,
    NoMoreStaysWantedError,
    NowVoidError,
    SupportExhaustedError,
)


def first_day(proposal: Proposal, on: date) -> date:
    """The earliest first day that suits both sides today.

    Raises HomeNoLongerOpenError, HouseholdNoLongerReadyError, NoLongerSuitsError,
    SupportExhaustedError, NoMoreStaysWantedError or LinkedApartError.
    """
    earliest = _alone(proposal, on)
    companions = companions_of(proposal)
    if companions:
        _require_the_group(proposal, companions, on)
    return earliest


def _alone(proposal: Proposal, on: date) -> date:
    problem = load_proposals([proposal], on)
    if not len(problem.units):
        raise HomeNoLongerOpenError
    if not len(problem.households):
        raise HouseholdNoLongerReadyError
    failing = obstacles(problem, 0, 0)
    if failing:
        raise NoLongerSuitsError([rule.sentence for rule in told(failing, met=False)])
    _require_room(problem, [proposal])
    return first_common_day(problem, 0, 0)


def _require_the_group(proposal: Proposal, companions: Sequence[Companion], on: date) -> None:
    """Everyone of the group has a home near the others, and all who wait can still have it."""
    proposals = [companion.proposal for companion in companions if companion.proposal]
    group = proposal.referral.link_group
    if len(proposals) < len(companions) or group is None:
        raise LinkedApartError
    if not are_near_each_other([proposal, *proposals], group.max_km):
        raise LinkedApartError
    waiting = [each for each in proposals if each.is_undecided]
    try:
        for each in waiting:
            _alone(each, on)
        _require_room(load_proposals([proposal, *waiting], on), [proposal, *waiting])
    except NowVoidError as refusal:
        raise LinkedApartError from refusal


def _require_room(problem: Problem, proposals: Sequence[Proposal]) -> None:
    """Support for all of them together, and room in what their landlords want."""
    left = support_left(problem, 0)
    if left is not None and left < len(proposals):
        raise SupportExhaustedError
    owners = Counter(proposal.unit.organisation_id for proposal in proposals)
    buildings = Counter(proposal.unit.building_id for proposal in proposals)
    limits = ((owners, problem.owner_capacities), (buildings, problem.building_capacities))
    for wanted, capacities in limits:
        room = dict(zip(capacities.id.tolist(), capacities.left.tolist(), strict=True))
        if any(number > room.get(key, number) for key, number in wanted.items()):
            raise NoMoreStaysWantedError
