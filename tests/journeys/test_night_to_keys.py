"""A day of the demonstration territory, from the night to the keys, each side at a browser."""

from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.accounts.passwords import hash_password
from stirrup.clock import PARIS, today
from stirrup.demo.agreed import complete_facts
from stirrup.demo.territory import load_territory
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.permissions import Role
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.enums import StepCode
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.orders import order_documents
from stirrup.placements.papers.production import produce_pending
from stirrup.placements.papers.signing.sealing import seal_signed
from stirrup.referrals.enums import ReferralState
from stirrup.runs.models import Proposal
from stirrup.runs.nightly import run_night
from stirrup.units.enums import UnitState
from tests.journeys import answering, reviewing, signing
from tests.journeys.pages import DESK, EVERY_LOOK, Visitor

pytestmark = pytest.mark.browser

PASSWORD = "une lampe reste allumée au numéro douze"


@dataclass
class Morning:
    """One proposal of the night, and whom it concerns."""

    proposal: Proposal
    landlord: User
    referent: User
    team: User


@pytest.fixture
def morning(app: Flask) -> Morning:
    """The territory after its night, and the first proposal whose home one person lends alone.

    Of joint owners, who all sign, one account signs once: the others sign by hand.
    """
    load_territory(hash_password(PASSWORD), households=30, units=24)
    run_night(today(), owner="journey")
    in_order = db.session.scalars(select(Proposal).order_by(Proposal.first_day, Proposal.number))
    proposal = next(one for one in in_order if not one.unit.organisation.co_owners)
    owners = db.session.query(User).filter_by(organisation_id=proposal.unit.organisation_id)
    teams = db.session.query(User).filter_by(role=Role.ADMINISTRATOR)
    return Morning(proposal, owners.first(), proposal.referral.referent, teams.first())


def test_a_proposal_of_the_night_leads_to_the_keys(morning: Morning, come, database_url) -> None:
    looks = EVERY_LOOK if database_url.startswith("sqlite") else (DESK,)
    team, worker, landlord = (come(looks=looks) for _person in range(3))
    team.sign_in(morning.team.email, PASSWORD)
    worker.sign_in(morning.referent.email, PASSWORD)
    landlord.sign_in(morning.landlord.email, PASSWORD)

    reviewing.accept_proposal(team, morning.proposal.id)
    stay = stay_of(morning)
    assert stay.step == StepCode.ASSOCIATION_ANSWER

    answering.say_yes(worker, stay.id, "association")
    answering.say_yes(worker, stay.id, "household")
    assert stay_of(morning).step == StepCode.LANDLORD_ANSWER
    answering.say_yes(landlord, stay.id, "landlord")
    answering.record_visit(worker, stay.id)
    assert stay_of(morning).step == StepCode.AGREEMENT

    paper = sign_the_agreement(morning, team, worker, landlord)
    assert paper.state == DocumentState.SEALED
    assert stay_of(morning).step == StepCode.KEYS

    with time_machine.travel(noon_of(stay_of(morning).first_day)):
        worker.sign_in(morning.referent.email, PASSWORD)
        signing.see_the_entry(worker, stay.id, present=morning.referent.display_name)
        signing.hand_over_the_keys(worker, stay.id)

    kept = stay_of(morning)
    assert (kept.state, kept.step) == (PlacementState.ACTIVE, None)
    assert kept.unit.state == UnitState.OCCUPIED
    assert kept.referral.state == ReferralState.HOUSED
    assert asked_by_mail() >= {morning.referent.email, morning.landlord.email}
    faults = [*team.faults, *worker.faults, *landlord.faults]
    assert not faults, "\n".join(faults)


def noon_of(day: date) -> datetime:
    return datetime.combine(day, time(12), PARIS)


def sign_the_agreement(
    morning: Morning, team: Visitor, worker: Visitor, landlord: Visitor
) -> PlacementDocument:
    """Its facts are known; it is produced, sent, signed by all, sealed."""
    stay = stay_of(morning)
    complete_facts(Random(59), stay, morning.team)
    order_documents(stay, by=morning.team, wanted=[(DocumentKind.AGREEMENT, "")])
    produce_pending()
    paper = agreement_of(stay)
    signing.send_for_signature(team, paper)
    signing.sign_all(
        paper, landlord=(landlord, morning.landlord), worker=(worker, morning.referent)
    )
    seal_signed()
    return agreement_of(stay)


def stay_of(morning: Morning) -> Placement:
    db.session.rollback()
    return db.session.query(Placement).filter_by(proposal_id=morning.proposal.id).one()


def agreement_of(stay: Placement) -> PlacementDocument:
    db.session.rollback()
    papers = db.session.query(PlacementDocument).filter_by(placement_id=stay.id)
    return papers.filter_by(kind=DocumentKind.AGREEMENT).one()


def asked_by_mail() -> set[str]:
    """Who was written to, withdrawn or not."""
    return {mail.recipient for mail in db.session.query(OutboxMessage)}
