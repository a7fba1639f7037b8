"""Secrets planted in one stay, looked for in all that each role can open, in mails and in logs."""

import logging

import pytest

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.notices.brief_mail import send_briefs
from stirrup.notices.digest import send_digests
from stirrup.notices.preferences import open_calendar
from stirrup.outbox.models import OutboxMessage
from stirrup.placements.enums import FactsSection, InventoryMoment
from stirrup.placements.lanes.enums import StepCode
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.orders import order_documents
from stirrup.referrals.steps import Step
from stirrup.runs.models import MatchRun
from stirrup.units.steps import STEPS
from stirrup.working_days import add_working_days
from tests.journeys.canaries import (
    ANCHOR,
    ASSOCIATIONS_NOTE,
    CONTACTS,
    DUTY_PHONE,
    EVERYTHING,
    HOME,
    LANDLORDS_NOTE,
    LANDLORDS_PHONE,
    NAMES,
    NOT_PLANTED,
    PLANTED,
    REFERENT,
    encrypted_columns,
    stored_in,
)
from tests.journeys.canary_world import World, a_world, record_the_entry, say_yes_in_turn
from tests.journeys.crawl import Reading, addresses, read_everything

PUBLIC_FIGURES = " in /how-it-works"
"""It names every commune of the metropole, with the homes that stand empty there."""


@pytest.fixture
def world(app, tmp_path, caplog) -> World:
    """Everything the application logs is kept, the night included."""
    caplog.set_level(logging.DEBUG, logger="stirrup")
    return a_world(tmp_path)


def test_nobody_reads_what_is_hidden_from_them(app, client, world, caplog):
    team, stay = world.people["team"], world.stay

    before = {role: read_as(client, person, stay) for role, person in world.people.items()}
    leaks_before = found(before, world, agreed=False)
    say_yes_in_turn(world)
    order_documents(stay, by=team)
    record_the_entry(world)
    after = {role: read_as(client, person, stay) for role, person in world.people.items()}
    leaks_after = found(after, world, agreed=True)

    assert leaks_before == []
    assert leaks_after == []
    assert [one.broken for one in (*before.values(), *after.values()) if one.broken] == []
    assert said_in(written_mails(), EVERYTHING) == []
    assert said_in(logged(caplog), EVERYTHING) == []


def test_every_encrypted_column_has_its_canary_or_says_why_not():
    assert {*PLANTED} | {*NOT_PLANTED} == {*encrypted_columns()}
    assert not {*PLANTED} & {*NOT_PLANTED}


def test_every_canary_is_planted(app, world):
    say_yes_in_turn(world)
    order_documents(world.stay, by=world.people["team"])
    record_the_entry(world)

    absent = [
        f"{word} in {name}"
        for name, words in PLANTED.items()
        for word in words
        if word not in stored_in(encrypted_columns()[name])
    ]

    assert absent == []


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


def read_as(client, person: User, stay: Placement) -> Reading:
    """All that somebody can open, their calendar too: by links, and by guessing numbers."""
    reader = client.application.test_client()
    reader.sign_in(person)
    numbers = numbers_around(stay) | {"token": [open_calendar(by=person)]}
    return read_everything(reader, addresses(client.application, numbers))


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
    """All that was written, the daily mails included."""
    day = add_working_days(today(), 1)
    assert send_briefs(day)
    assert send_digests(day)
    mails = [f"{mail.subject}\n{mail.body}" for mail in db.session.query(OutboxMessage)]
    assert mails
    return mails


def logged(caplog) -> list[str]:
    """What the application wrote in its log, the night included."""
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    return [logging.Formatter().format(record) for record in records]


def said_in(texts: list[str], words: tuple[str, ...]) -> list[str]:
    return [word for word in words for text in texts if word in text]
