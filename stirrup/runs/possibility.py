"""Whether a proposed pair is still possible on a day: the night's own rules, asked of one pair."""

from datetime import date

from stirrup.matching.eligibility import obstacles, told
from stirrup.runs.criteria import first_common_day, support_left
from stirrup.runs.loader import load_pair
from stirrup.runs.models import Proposal
from stirrup.runs.refusals import (
    HomeNoLongerOpenError,
    HouseholdNoLongerReadyError,
    NoLongerSuitsError,
    SupportExhaustedError,
)


def first_day(proposal: Proposal, on: date) -> date:
    """The earliest first day that suits both sides today.

    Raises HomeNoLongerOpenError, HouseholdNoLongerReadyError, NoLongerSuitsError or
    SupportExhaustedError.
    """
    problem = load_pair(proposal, on)
    if not len(problem.units):
        raise HomeNoLongerOpenError
    if not len(problem.households):
        raise HouseholdNoLongerReadyError
    failing = obstacles(problem, 0, 0)
    if failing:
        raise NoLongerSuitsError([rule.sentence for rule in told(failing, met=False)])
    if support_left(problem, 0) == 0:
        raise SupportExhaustedError
    return first_common_day(problem, 0, 0)
