"""What the pages of an answer show: the question, its facts, what a yes and a no lead to."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from stirrup.clock import today
from stirrup.disclosure import Reader, Stage
from stirrup.permissions import Role
from stirrup.placements.answering.answers import STEP_OF
from stirrup.placements.lane_words import language, no_address, yes_address
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lanes.following import is_late
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.lanes.steps import Lanes, in_words
from stirrup.placements.models import Placement
from stirrup.placements.stay_contacts import Contact, contacts_of
from stirrup.placements.stay_facts import READER_OF, Fact, home_facts, household_facts, shown
from stirrup.placements.stay_lane import Lane, lane_of
from stirrup.ui.filters import date_weekday
from stirrup.units.stay_saving import Saving, saving_of
from stirrup.wording import N_

FIVE = ("household_size", "bedrooms_needed", "dates", "pets", "accessibility")
"""What a landlord reads before both sides have said yes, and nothing else (SCR-20)."""
NO_TITLES = {
    Side.ASSOCIATION: N_("The association says no"),
    Side.HOUSEHOLD: N_("The household says no"),
    Side.LANDLORD: N_("Decline the proposal"),
}
TEMPLATES = {
    Side.ASSOCIATION: "placements/answering/answer.html",
    Side.HOUSEHOLD: "placements/answering/answer.html",
    Side.LANDLORD: "placements/answering/proposal.html",
}


@dataclass(frozen=True)
class AnswerPage:
    """One side's question, chosen for whoever reads it."""

    template: str
    side: Side
    title: str
    text: str
    until: str
    late: bool
    for_others: bool
    facts: list[Fact]
    home: list[Fact]
    saving: Saving | None
    association: str
    yes_url: str
    no_url: str
    no_title: str
    lane: Lane


@dataclass(frozen=True)
class SaidPage:
    """After a yes: what comes next."""

    lane: Lane
    agreed: bool
    contacts: list[Contact]


@dataclass(frozen=True)
class RefusalLine:
    """A refusal to be reviewed."""

    number: int
    reference: str
    landlord: str
    reason: str
    note: str | None
    at: Any
    by: str
    reviewed: bool


def answer_page(placement: Placement, side: Side, person: Any) -> AnswerPage:
    """What this side is asked about this stay."""
    lanes = lanes_in_force()
    step, tongue = lanes.step(STEP_OF[side]), language()
    is_open = placement.step == step.code
    return AnswerPage(
        template=TEMPLATES[side],
        side=side,
        title=in_words(step.name, tongue),
        text=in_words(step.text, tongue),
        until=date_weekday(placement.step_due_on) if is_open else "",
        late=is_open and is_late(placement),
        for_others=person.role == Role.ADMINISTRATOR,
        facts=_facts(placement, side),
        home=shown(home_facts(placement), Reader.ASSOCIATION, Stage.PROPOSED),
        saving=_saving(placement) if side == Side.LANDLORD else None,
        association=placement.referral.association.name,
        yes_url=yes_address(placement, side),
        no_url=no_address(placement, side),
        no_title=_(NO_TITLES[side]),
        lane=lane_of(placement, person, lanes),
    )


def said_page(placement: Placement, person: Any) -> SaidPage:
    """What follows a yes that was recorded."""
    return SaidPage(
        lane=lane_of(placement, person, lanes_in_force()),
        agreed=placement.both_said_yes,
        contacts=contacts_of(placement, READER_OF[person.role]),
    )


def visit_facts(placement: Placement) -> list[Fact]:
    """Where the household goes; the address once both sides have said yes."""
    stage = Stage.AGREED if placement.both_said_yes else Stage.PROPOSED
    known = [line for line in home_facts(placement) if line[0] != "landlord_name"]
    return shown(known, Reader.ASSOCIATION, stage)


def visit_contacts(placement: Placement) -> list[Contact]:
    """Whom to call to agree on the day."""
    return contacts_of(placement, Reader.ASSOCIATION)


def refusal_line(answer: StepAnswer, lanes: Lanes) -> RefusalLine:
    """A refusal as the team reads it."""
    reason = lanes.reasons.get(answer.reason or "")
    return RefusalLine(
        number=answer.id,
        reference=answer.placement.reference,
        landlord=answer.placement.unit.organisation.name,
        reason=in_words(reason.label, language()) if reason else "",
        note=answer.note,
        at=answer.at,
        by=answer.by.display_name if answer.by else _("Stirrup"),
        reviewed=answer.review is not None,
    )


def _saving(placement: Placement) -> Saving | None:
    days = placement.first_day, placement.last_day
    return saving_of(placement.unit, *days, today=today())


def _facts(placement: Placement, side: Side) -> list[Fact]:
    reader = Reader.LANDLORD if side == Side.LANDLORD else Reader.ASSOCIATION
    known = household_facts(placement)
    if side == Side.LANDLORD:
        known = [line for line in known if line[0] in FIVE]
    return shown(known, reader, Stage.PROPOSED)
