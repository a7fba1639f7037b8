"""Secrets planted in one stay, looked for in all that each role can open, in mails and in logs."""

import logging
from dataclasses import dataclass

import pytest

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.placements.answering import answers
from stirrup.placements.enums import FactsSection, InventoryMoment
from stirrup.placements.lanes.enums import Side, StepCode
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.orders import order_documents
from stirrup.referrals.steps import Step
from stirrup.runs.enums import AcceptReason
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.nightly import run_night
from stirrup.runs.services import accept_proposal
from stirrup.units.photos import store_photo
from stirrup.units.steps import STEPS
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_landlord_organisation,
    a_local_authority,
    a_photo,
    a_referral,
    a_unit,
    an_administrator,
)
from tests.features.placements.situations import complete
from tests.features.referrals.situations import answered
from tests.journeys.crawl import Reading, addresses, read_everything
from tests.journeys.listing import photo_with_place

NAMES = ("Haddad", "Samira", "Elias")
CONTACTS = ("+33698765432", "06 98 76 54 32", "canary.household@example.org", "rue du Canari")
ZONE = ("Bousbecque", "59098")
ANCHOR = ("Wasquehal",)
ASSOCIATIONS_NOTE = ("Note du Canari accompagnant",)
LANDLORDS_NOTE = ("Note du Canari prêteur",)
HOUSEHOLD = (*NAMES, *CONTACTS, *ZONE, *ANCHOR)
PUBLIC_FIGURES = " in /how-it-works"
"""It names every commune of the metropole, with the homes that stand empty there."""
NOTES = (*ASSOCIATIONS_NOTE, *LANDLORDS_NOTE)
REFERENT = ("Nadia Canari",)
DUTY_PHONE = ("tel:+33353014218", "03 53 01 42 18")
HOME = ("rue de la Serinette", "Propriétaire Canari", "Claire Vanhoutte")
LANDLORDS_PHONE = ("tel:+33612349876", "06 12 34 98 76")


@dataclass
class World:
    """Everybody who could look, around one stay."""

    stay: Placement
    people: dict[str, User]

    def hidden(self, role: str, *, agreed: bool) -> tuple[str, ...]:
        """What this role must read nowhere at this moment."""
        referral = (self.stay.referral.reference,)
        once_agreed = () if agreed else (*NAMES, *REFERENT, *DUTY_PHONE)
        phones = (*DUTY_PHONE, *LANDLORDS_PHONE)
        strangers = (*HOUSEHOLD, *REFERENT, *HOME, *NOTES, *phones, *referral)
        addresses = () if agreed else (*HOME, *LANDLORDS_PHONE)
        return {
            "landlord": (*CONTACTS, *ZONE, *ANCHOR, *ASSOCIATIONS_NOTE, *referral, *once_agreed),
            "association": (*ZONE, *LANDLORDS_NOTE, *addresses),
            "team": (*CONTACTS, *ZONE),
        }.get(role, strangers)


@pytest.fixture
def world(app, tmp_path, caplog) -> World:
    """One home, one household; the night, the decision and every fact of the agreement."""
    caplog.set_level(logging.DEBUG, logger="stirrup")
    landlord = a_landlord(a_landlord_organisation(name=HOME[1], phone="+33612349876"))
    with photo_with_place(tmp_path).open("rb") as taken:
        picture = store_photo(taken)
    a_photo(a_unit(landlord, street=f"4 {HOME[0]}"), file_name=picture.file_name)
    worker = a_case_worker(display_name=REFERENT[0])
    referral = a_referral(worker, protected_address=True)
    referral.household.current_address = f"77 {CONTACTS[3]}"
    answered(referral, Step.CONTACTS, phone=CONTACTS[0], email=CONTACTS[2], protected_address=True)
    answered(referral, Step.ANCHORS, anchors=[("commune-59646", 20)])
    answered(referral, Step.SAFETY, commune_code=ZONE[1], km=1)
    team = an_administrator()
    people = {
        "landlord": landlord,
        "other landlord": a_landlord(),
        "association": worker,
        "other association": a_case_worker(),
        "local authority": a_local_authority(),
        "team": team,
    }
    run_night(today(), owner="canaries")
    return World(complete(accepted(team), team), people)


def accepted(team: User) -> Placement:
    """The stay of the only proposal of the night."""
    proposal = db.session.query(Proposal).one()
    return accept_proposal(
        proposal, by=team, reason=AcceptReason.URGENCY, note=None, version=proposal.version
    )


def test_nobody_reads_what_is_hidden_from_them(app, client, world, caplog):
    team, stay = world.people["team"], world.stay

    before = {role: read_as(client, person, stay) for role, person in world.people.items()}
    leaks_before = found(before, world, agreed=False)
    say_yes_in_turn(world)
    order_documents(stay, by=team)
    after = {role: read_as(client, person, stay) for role, person in world.people.items()}
    leaks_after = found(after, world, agreed=True)

    assert leaks_before == []
    assert leaks_after == []
    assert [one.broken for one in (*before.values(), *after.values()) if one.broken] == []
    assert said_in(written_mails(), HOUSEHOLD + HOME + NOTES) == []
    assert said_in(logged(caplog), HOUSEHOLD + HOME + NOTES) == []


def test_the_canaries_sing_where_they_may(app, client, world):
    """What is planted can be found: otherwise finding nothing would prove nothing."""
    team, stay = world.people["team"], world.stay
    say_yes_in_turn(world)
    order_documents(stay, by=team)

    of_the_landlord = read_as(client, world.people["landlord"], stay)
    of_the_association = read_as(client, world.people["association"], stay)
    of_the_team = read_as(client, team, stay)

    assert of_the_landlord.holding([NAMES[0]])
    assert of_the_landlord.holding(REFERENT)
    assert of_the_landlord.holding(DUTY_PHONE[:1])
    assert of_the_association.holding(LANDLORDS_PHONE[:1])
    assert all(map(of_the_association.holding, ([CONTACTS[1]], [CONTACTS[2]], ANCHOR, HOME[:1])))
    assert of_the_team.holding([NAMES[0]])
    assert of_the_landlord.holding(LANDLORDS_NOTE)
    assert of_the_association.holding(ASSOCIATIONS_NOTE)


def say_yes_in_turn(world: World) -> None:
    """Each side answers for itself, with a few words for its own side and the team."""
    worker, landlord = world.people["association"], world.people["landlord"]
    answers.say_yes(world.stay, Side.ASSOCIATION, by=worker, note=ASSOCIATIONS_NOTE[0])
    answers.say_yes(world.stay, Side.HOUSEHOLD, by=worker)
    answers.say_yes(world.stay, Side.LANDLORD, by=landlord, note=LANDLORDS_NOTE[0])


def read_as(client, person: User, stay: Placement) -> Reading:
    """All that somebody can open, by links and by guessing the numbers of the stay."""
    reader = client.application.test_client()
    reader.sign_in(person)
    return read_everything(reader, addresses(client.application, numbers_around(stay)))


def numbers_around(stay: Placement) -> dict[str, list]:
    """The arguments of addresses, filled with the rows of this stay."""
    unit, referral = stay.unit, stay.referral
    return {
        "unit_id": [unit.id],
        "unit_photo_id": [unit.photos[0].id],
        "size": ["small"],
        "step": [step.name for step in STEPS],
        "referral_id": [referral.id],
        "step_name": [step.value for step in Step],
        "proposal_id": [stay.proposal_id],
        "match_parameters_id": [1],
        "match_run_id": [db.session.query(MatchRun).one().id],
        "placement_id": [stay.id],
        "side_name": ["association", "household"],
        "step_code": [code.value for code in StepCode],
        "step_answer_id": [1],
        "reason_code": ["location"],
        "placement_document_id": [paper.id for paper in stay.documents] or [1],
        "document_signature_id": [1],
        "scan_id": [1],
        "summary_batch_id": [1],
        "commune_vote_id": [1],
        "uploaded_list_id": [1],
        "year": [today().year],
        "kind_name": [kind.value for kind in DocumentKind],
        "moment_name": [moment.value for moment in InventoryMoment],
        "section_name": [section.value for section in FactsSection],
        "organisation_id": [unit.organisation_id, referral.association_id],
        "user_id": [referral.referent_id],
        "leave_id": [1],
        "invitation_id": [1],
        "referral_transfer_id": [1],
        "outbox_message_id": [1],
        "morning_sheet_id": [1, 2],
        "token": ["invented"],
    }


def found(readings: dict[str, Reading], world: World, *, agreed: bool) -> list[str]:
    return [
        f"{role}: {leak}"
        for role, reading in readings.items()
        for leak in reading.holding(world.hidden(role, agreed=agreed))
        if not leak.endswith(PUBLIC_FIGURES)
    ]


def written_mails() -> list[str]:
    mails = [f"{mail.subject}\n{mail.body}" for mail in db.session.query(OutboxMessage)]
    assert mails
    return mails


def logged(caplog) -> list[str]:
    """What the application wrote in its log, the night included."""
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    return [logging.Formatter().format(record) for record in records]


def said_in(texts: list[str], words: tuple[str, ...]) -> list[str]:
    return [word for word in words for text in texts if word in text]
