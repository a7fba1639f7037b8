"""The sheets of a morning: made after the night, encrypted, kept for seven days, printable."""

import stat
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
import time_machine
from sqlalchemy import text

from stirrup.clock import PARIS, now, today
from stirrup.documents.pdf_text import page_texts
from stirrup.extensions import db
from stirrup.notices.enums import SheetKind
from stirrup.notices.models import MorningSheet
from stirrup.notices.paper_list import paper_list, parts_of
from stirrup.notices.sheets import make_due_sheets, make_sheets, sheets_are_due
from stirrup.placements.lanes.following import follow
from stirrup.referrals.steps import Step
from stirrup.runs.enums import ProposalState
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_landlord_organisation,
    a_morning_sheet,
    a_placement,
    a_proposal,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
    an_association,
    stored,
)
from tests.features.referrals.situations import answered

MORNING = datetime(2026, 11, 23, 5, 0, tzinfo=PARIS)
ZONE = ("Bousbecque", "59098")


@pytest.fixture
def situation(app):
    """One proposal to decide and one stay being prepared, with secrets all around."""
    run = a_run()
    association = an_association(name="Toits et Passerelles", duty_phone="+33320112233")
    worker = a_case_worker(association, display_name="Nadia Canari", phone="+33698765432")
    landlord = a_landlord(
        a_landlord_organisation(name="SCI des Tisserands", phone="+33320445566"),
        display_name="Claire Vanhoutte",
    )
    referral = a_referral(worker, protected_address=True)
    referral.household.members[0].first_name = "Samira"
    referral.household.current_address = "77 rue de la Serinette"
    referral.household.phone = "+33677889900"
    answered(referral, Step.SAFETY, commune_code=ZONE[1], km=1)
    proposal = a_proposal(a_unit(landlord, street="4 rue du Canari"), referral, run=run)
    other = a_proposal(None, a_referral(worker), run=run, state=ProposalState.ACCEPTED)
    stay = a_placement(other)
    follow(stay)
    db.session.commit()
    return proposal, stay


def texts_of(sheet: MorningSheet) -> str:
    with pikepdf.open(BytesIO(sheet.content)) as pdf:
        return " ".join(page_texts(pdf))


def test_both_sheets_are_made_and_say_what_must_go_on(situation):
    proposal, stay = situation

    make_sheets(today())

    brief, listed = db.session.query(MorningSheet).order_by(MorningSheet.kind).all()
    assert (brief.kind, listed.kind) == (SheetKind.BRIEF, SheetKind.LIST)
    with pikepdf.open(BytesIO(brief.content)) as pdf:
        assert len(pdf.pages) == 1
    read = texts_of(listed)
    for told in (proposal.reference, stay.reference, "Toits et Passerelles", "SCI des Tisserands"):
        assert told in read
    assert proposal.reference in texts_of(brief)


def test_no_sheet_holds_a_household_an_address_or_an_area_to_avoid(situation):
    make_sheets(today())

    secrets = ("Samira", "Canari", "Serinette", "Vanhoutte", "77 88", *ZONE, "76 54")
    for sheet in db.session.query(MorningSheet):
        with pikepdf.open(BytesIO(sheet.content)) as pdf:
            (attached,) = pdf.attachments.values()
            told = texts_of(sheet) + attached.get_file().read_bytes().decode()
        assert [secret for secret in secrets if secret in told] == []


def test_the_same_morning_gives_the_same_bytes(situation):
    with time_machine.travel(now(), tick=False):
        make_sheets(today())
        first = [sheet.content for sheet in db.session.query(MorningSheet)]
        make_sheets(today())
        again = [sheet.content for sheet in db.session.query(MorningSheet)]

    assert first == again


def test_a_copy_of_the_database_does_not_show_them(situation):
    make_sheets(today())

    stored_bytes = [row.content for row in db.session.execute(text("SELECT * FROM morning_sheet"))]

    assert len(stored_bytes) == 2
    assert not any(b"%PDF" in bytes(content) for content in stored_bytes)


def test_those_of_seven_mornings_are_kept(app, monkeypatch):
    for days in range(1, 10):
        a_morning_sheet(day=today() - timedelta(days=days))

    make_sheets(today())

    kept = {sheet.day for sheet in db.session.query(MorningSheet)}
    assert kept == {today() - timedelta(days=days) for days in range(7)}


def test_they_wait_for_the_night_and_not_longer_than_seven_o_clock(app):
    day = MORNING.date()

    with time_machine.travel(MORNING):
        before = sheets_are_due(day)
    with time_machine.travel(MORNING.replace(hour=7)):
        without_a_night = sheets_are_due(day)
    with time_machine.travel(MORNING):
        a_run(business_date=day)
        after_it = sheets_are_due(day)

    assert (before, without_a_night, after_it) == (False, True, True)


def test_a_night_that_finishes_later_has_them_made_again(app):
    day = MORNING.date()
    a_morning_sheet(day=day, made_at=MORNING)
    run = a_run(business_date=day, finished_at=MORNING - timedelta(minutes=5))
    before = sheets_are_due(day)
    run.finished_at = MORNING + timedelta(hours=3)
    stored(run)

    assert (before, sheets_are_due(day)) == (False, True)


def test_they_are_made_once(app):
    a_run()

    assert (make_due_sheets(today()), make_due_sheets(today())) == (True, False)


def test_an_administrator_downloads_a_sheet(client):
    sheet = a_morning_sheet(day=date(2026, 11, 23))
    client.sign_in(an_administrator())

    answer = client.get(f"/morning-sheets/{sheet.id}.pdf")

    assert answer.data == b"%PDF-1.7"
    assert answer.content_type == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "liste-papier-2026-11-23.pdf" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("make", [a_landlord, a_case_worker])
def test_nobody_else_does(client, make):
    sheet = a_morning_sheet()
    client.sign_in(make())

    assert client.get(f"/morning-sheets/{sheet.id}.pdf").status_code == 404


def test_the_page_to_print_says_the_same_as_the_sheet(client, situation):
    proposal, stay = situation
    client.sign_in(an_administrator())

    page = client.get("/morning-brief/paper-list").text

    assert all(told in page for told in (proposal.reference, stay.reference, "SCI des Tisserands"))
    assert [secret for secret in ("Samira", "Canari", "Vanhoutte", *ZONE) if secret in page] == []


def test_the_list_holds_whatever_the_organisations_have_not_told(app):
    association = an_association(duty_phone=None)
    a_proposal(None, a_referral(a_case_worker(association)))

    (listed,) = paper_list(today()).proposals

    assert listed.contacts.association_phone == ""


def test_the_command_writes_a_file_for_its_owner_alone(app, tmp_path):
    a_morning_sheet()
    out = tmp_path / "list.pdf"
    out.write_text("older")
    out.chmod(0o644)

    done = app.test_cli_runner().invoke(args=["paper-list", "--out", str(out)])

    assert done.exit_code == 0, done.output
    assert out.read_bytes() == b"%PDF-1.7"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_the_command_makes_the_list_when_there_is_none_or_when_asked(app, tmp_path):
    out = tmp_path / "list.pdf"

    first = app.test_cli_runner().invoke(args=["paper-list", "--out", str(out)])
    written = out.read_bytes()
    a_proposal()
    again = app.test_cli_runner().invoke(args=["paper-list", "--out", str(out), "--now"])

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert written.startswith(b"%PDF")
    assert out.read_bytes() != written


def test_a_long_list_is_cut_into_parts_that_hold_each_line_once(situation):
    content = paper_list(today())
    long = replace(content, proposals=content.proposals * 200, stays=content.stays * 150)

    parts = parts_of(long)

    assert [(part.part, part.parts) for part in parts] == [(1, 3), (2, 3), (3, 3)]
    assert [len(part.proposals) + len(part.stays) for part in parts] == [150, 150, 50]
    assert sum(len(part.proposals) for part in parts) == 200
    assert len({part.reference for part in parts}) == 3


def test_an_empty_list_is_a_list(app):
    (part,) = parts_of(paper_list(today()))

    assert (part.proposals, part.stays, part.parts) == ((), (), 1)


def test_the_command_writes_each_part(app, tmp_path):
    for part in (1, 2):
        a_morning_sheet(part=part, content=b"%PDF-" + str(part).encode())

    app.test_cli_runner().invoke(args=["paper-list", "--out", str(tmp_path / "list.pdf")])

    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {"list.pdf": b"%PDF-1", "list-2.pdf": b"%PDF-2"}
