"""What is expected of the Stirrup team: decisions, agreements, delays, refusals, verifications."""

from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import defer, joinedload, load_only

from stirrup.accounts.models import Organisation, User
from stirrup.accounts.queries import Shown
from stirrup.outbox.models import OutboxMessage
from stirrup.placements.lanes.enums import Side, StepCode
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.late_stays import is_late_on
from stirrup.placements.models import Placement
from stirrup.referrals.models import Referral
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import Proposal
from stirrup.runs.sides import home_in
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit
from stirrup.wording import N_
from stirrup.worklists.added_steps import added_steps_of
from stirrup.worklists.in_short import of_stays, proposal_in_short, stay_in_short
from stirrup.worklists.piles import Heap, Pile

STAY: Any = {
    "page": "placements.show",
    "argument": "placement_id",
    "all_page": "placements.index",
    "about": stay_in_short,
}


def heaps_for_the_team(person: User, today: date) -> list[Heap]:
    """What everybody of the team is asked for."""
    return [
        Heap(Proposal, _proposals(), _seen(Proposal, person), _of_proposals()),
        Heap(Placement, _stays(today), _seen(Placement, person), of_stays()),
        Heap(StepAnswer, _refusals(), select(StepAnswer.id), [OF_REFUSALS]),
        Heap(Unit, _homes(), _seen(Unit, person), [OF_HOMES]),
        Heap(Organisation, _organisations(), _seen(Organisation, person), [OF_ORGANISATIONS]),
        Heap(OutboxMessage, _mails(), select(OutboxMessage.id), [OF_MAILS]),
    ]


OF_REFUSALS = load_only(StepAnswer.placement_id, raiseload=True)
OF_HOMES = load_only(Unit.kind, Unit.commune_code, raiseload=True)
OF_ORGANISATIONS = load_only(Organisation.name, raiseload=True)
OF_MAILS = load_only(OutboxMessage.id, raiseload=True)


def _of_proposals() -> tuple[Any, ...]:
    """What `proposal_in_short` reads, and no more."""
    return (
        defer(Proposal.explanation),
        joinedload(Proposal.unit).load_only(Unit.kind, Unit.commune_code),
        joinedload(Proposal.referral).load_only(Referral.waiting_since, Referral.urgency),
    )


def _seen(model: Any, person: User) -> Any:
    return model.visible_to(person).with_only_columns(model.id)


def _proposals() -> list[Pile]:
    return [
        Pile(
            Proposal.state == ProposalState.SUBMITTED,
            N_("Proposals to decide"),
            N_("Proposal %(reference)s"),
            page="runs.show_proposal",
            argument="proposal_id",
            all_page="runs.review",
            about=proposal_in_short,
        )
    ]


def _stays(today: date) -> list[Pile]:
    return [
        Pile(
            Placement.step == StepCode.AGREEMENT,
            N_("Agreements to prepare"),
            N_("Stay %(reference)s: complete the facts and send the agreement"),
            due=Placement.step_due_on,
            **STAY,
        ),
        added_steps_of(Side.TEAM, STAY),
        Pile(
            is_late_on(today),
            N_("Steps that are late"),
            N_("Stay %(reference)s: call whoever is expected, or answer on their behalf"),
            due=Placement.step_due_on,
            **STAY,
        ),
    ]


def _refusals() -> list[Pile]:
    return [
        Pile(
            and_(StepAnswer.needs_review, StepAnswer.review.is_(None)),
            N_("Refusals to review"),
            N_("Stay S-%(stay)s: say whether the refusal is justified"),
            page="answers.review",
            argument="step_answer_id",
            all_page="answers.refusals",
            words=lambda answer: {"stay": f"{answer.placement_id:04d}"},
        )
    ]


def _homes() -> list[Pile]:
    return [
        Pile(
            Unit.state.in_((UnitState.SUBMITTED, UnitState.CHECKING)),
            N_("Homes to check"),
            N_("Home %(reference)s: visit it and record what was found"),
            about=home_in,
            page="units.show",
            argument="unit_id",
            all_page="units.index",
            all_values=(("state", UnitState.SUBMITTED.value),),
        )
    ]


def _organisations() -> list[Pile]:
    return [
        Pile(
            Organisation.verified_at.is_(None),
            N_("Organisations to verify"),
            N_("Organisation %(number)s: verify it"),
            page="accounts.organisation",
            argument="organisation_id",
            all_page="accounts.people",
            all_values=(("shown", Shown.TO_VERIFY.value),),
            words=lambda organisation: {"number": organisation.id},
            about=lambda organisation: str(organisation.name),
        )
    ]


def _mails() -> list[Pile]:
    return [
        Pile(
            OutboxMessage.given_up_at.is_not(None),
            N_("Mails that could not be sent"),
            N_("Mail %(number)s: see why, then send it again"),
            page="oversight.mail",
            argument=None,
            all_page="oversight.mail",
            words=lambda mail: {"number": mail.id},
        )
    ]
