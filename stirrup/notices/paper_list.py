"""The list for paper: every proposal to decide, every stay before its keys, and whom to call.

For the day on which nothing works (Q-17). It holds references, communes, and the names and numbers
of organisations. Never a household, an address, a note, nor an area that somebody must avoid.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from stirrup.accounts.models import Organisation
from stirrup.clock import local, now
from stirrup.documents.contents.morning_sheets import (
    Contacts,
    ListedProposal,
    ListedStay,
    PaperListContent,
)
from stirrup.extensions import db
from stirrup.geography import get_commune
from stirrup.placements.enums import PlacementState
from stirrup.placements.french import phone
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.steps import Lanes, in_words
from stirrup.placements.models import Placement
from stirrup.referrals.models import Referral
from stirrup.runs.enums import UNDECIDED_STATES, ProposalState
from stirrup.runs.models import Proposal
from stirrup.units.models import Unit

LINES_IN_A_PART = 150
"""A line takes a fortieth of a second to print; a worker has ten seconds for a document."""
Listed = ListedProposal | ListedStay


def paper_list(day: date) -> PaperListContent:
    """As things stand now, for the sheet of a day. Four queries."""
    lanes = lanes_in_force()
    return PaperListContent(
        reference=f"LISTE-{day:%Y%m%d}",
        version=1,
        issued_on=day,
        made_at=local(now()).replace(second=0, microsecond=0, tzinfo=None),
        proposals=tuple(_listed_proposal(one) for one in _undecided()),
        stays=tuple(_listed_stay(one, lanes) for one in _being_prepared()),
    )


def parts_of(content: PaperListContent) -> list[PaperListContent]:
    """The same list in parts of so many lines that each can be printed in time; one at least."""
    lines: list[Listed] = [*content.proposals, *content.stays]
    count = max(1, -(-len(lines) // LINES_IN_A_PART))
    return [
        replace(
            content,
            reference=content.reference if part == 1 else f"{content.reference}-{part}",
            part=part,
            parts=count,
            proposals=tuple(one for one in some if isinstance(one, ListedProposal)),
            stays=tuple(one for one in some if isinstance(one, ListedStay)),
        )
        for part, some in enumerate(_cut(lines, count), start=1)
    ]


def _cut(lines: list[Listed], count: int) -> list[list[Listed]]:
    size = LINES_IN_A_PART
    return [lines[part * size : (part + 1) * size] for part in range(count)]


def _undecided() -> list[Proposal]:
    query = (
        select(Proposal)
        .where(Proposal.state.in_(UNDECIDED_STATES))
        .options(defer(Proposal.explanation), *_around(Proposal))
        .order_by(Proposal.run_id, Proposal.number)
    )
    return list(db.session.scalars(query))


def _being_prepared() -> list[Placement]:
    query = (
        select(Placement)
        .where(Placement.state == PlacementState.SCHEDULED)
        .options(*_around(Placement))
        .order_by(Placement.step_due_on.is_(None), Placement.step_due_on, Placement.id)
    )
    return list(db.session.scalars(query))


def _around(model: type[Proposal] | type[Placement]) -> tuple[Any, ...]:
    """The organisations of both sides, in the same query."""
    return (
        joinedload(model.referral).joinedload(Referral.association),
        joinedload(model.unit).joinedload(Unit.organisation),
    )


def _listed_proposal(proposal: Proposal) -> ListedProposal:
    return ListedProposal(
        reference=proposal.reference,
        first_day=proposal.first_day,
        is_postponed=proposal.state == ProposalState.POSTPONED,
        contacts=_contacts(proposal.referral, proposal.unit),
    )


def _listed_stay(placement: Placement, lanes: Lanes) -> ListedStay:
    step = lanes.step(placement.step) if placement.step else None
    return ListedStay(
        reference=placement.reference,
        first_day=placement.first_day,
        step=in_words(step.name, "fr") if step else "",
        due_on=placement.step_due_on,
        contacts=_contacts(placement.referral, placement.unit),
    )


def _contacts(referral: Referral, unit: Unit) -> Contacts:
    association = referral.association
    return Contacts(
        referral=referral.reference,
        association=association.name,
        association_phone=_phone_of(association),
        home=unit.reference,
        commune=get_commune(unit.commune_code).name,
        landlord=unit.organisation.name,
        landlord_phone=_phone_of(unit.organisation),
    )


def _phone_of(organisation: Organisation) -> str:
    return phone(organisation.duty_phone or organisation.phone)
