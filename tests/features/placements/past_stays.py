"""Stays of a home at any time, each from a night of its own."""

from datetime import date, timedelta
from itertools import count

from stirrup.placements.enums import PlacementState
from stirrup.placements.models import Placement
from stirrup.runs.enums import ProposalState
from stirrup.units.models import Unit
from tests import factories

FIRST_NIGHT = date(2020, 1, 1)
_nights = count()


def a_stay(
    unit: Unit, first_day: date, end_day: date, state=PlacementState.ENDED_PLANNED
) -> Placement:
    """A stay of that home, over unless another state is given."""
    night = factories.a_run(business_date=FIRST_NIGHT + timedelta(days=next(_nights)))
    proposal = factories.a_proposal(
        unit, first_day=first_day, run=night, state=ProposalState.ACCEPTED
    )
    return factories.a_placement(
        proposal, agreed=True, first_day=first_day, end_day=end_day, state=state
    )
