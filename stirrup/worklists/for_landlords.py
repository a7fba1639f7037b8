"""What is expected of a landlord: answers, stays that end, signatures, homes to finish."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.orm import load_only

from stirrup.accounts.models import User
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.enums import Side, StepCode
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import SigningParty
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit
from stirrup.wording import N_
from stirrup.worklists.added_steps import added_steps_of
from stirrup.worklists.piles import Heap, Pile
from stirrup.worklists.signing import papers_to_sign

ENDS_SOON = timedelta(days=30)
STAY: Any = {"page": "placements.show", "argument": "placement_id", "all_page": "placements.index"}
HOME: Any = {"page": "units.show", "argument": "unit_id", "all_page": "units.index"}


def heaps_for_a_landlord(person: User, today: date) -> list[Heap]:
    """What concerns their own homes."""
    stays = Placement.visible_to(person).with_only_columns(Placement.id)
    homes = Unit.visible_to(person).with_only_columns(Unit.id)
    return [
        Heap(Placement, _stays(today), stays),
        papers_to_sign((SigningParty.LANDLORD,), stays),
        Heap(Unit, _homes(), homes, [load_only(Unit.id, raiseload=True)]),
    ]


def _stays(today: date) -> list[Pile]:
    soon = and_(Placement.state == PlacementState.ACTIVE, Placement.end_day <= today + ENDS_SOON)
    return [
        Pile(
            Placement.step == StepCode.LANDLORD_ANSWER,
            N_("Your answer is awaited"),
            N_("Stay %(reference)s: a proposal awaits your answer"),
            due=Placement.step_due_on,
            **STAY | {"page": "answers.proposal"},
        ),
        added_steps_of(Side.LANDLORD, STAY),
        Pile(
            or_(Placement.state == PlacementState.ENDING, soon),
            N_("Stays that end soon"),
            N_("Stay %(reference)s: get ready for the keys and the inventory"),
            due=Placement.end_day,
            lasts=-timedelta(days=1),
            **STAY,
        ),
    ]


def _homes() -> list[Pile]:
    return [
        Pile(
            Unit.state == UnitState.WORKS_NEEDED,
            N_("Works asked for"),
            N_("Home %(reference)s: do the works, then send it again"),
            **HOME,
        ),
        Pile(
            Unit.state == UnitState.DRAFT,
            N_("Drafts to finish"),
            N_("Home %(reference)s: finish the listing and send it"),
            **HOME,
        ),
    ]
