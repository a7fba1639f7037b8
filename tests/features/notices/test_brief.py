"""The morning brief: what it chooses, who reads it, and the mail of administrators."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event

from stirrup.clock import PARIS, now, today
from stirrup.extensions import db
from stirrup.notices.brief import brief_of
from stirrup.notices.brief_mail import send_briefs
from stirrup.notices.digest import send_digests
from stirrup.outbox.models import OutboxMessage
from stirrup.placements.lanes.enums import AnswerKind, Side, StepCode
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.lifecycle import last_day
from stirrup.referrals.enums import Urgency
from stirrup.runs.enums import ProposalState
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_placement,
    a_proposal,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
    stored,
)

MONDAY = date(2026, 11, 23)


def a_late_stay(run, late_days: int, **values):
    stay = a_placement(a_proposal(run=run, state=ProposalState.ACCEPTED))
    stay.step, stay.step_since = StepCode.LANDLORD_ANSWER, now()
    stay.step_due_on = today() - timedelta(days=late_days)
    return stored(stay)


def test_before_the_first_night_there_is_nothing_and_it_says_so(client):
    client.sign_in(an_administrator(language="en"))

    page = client.get("/morning-brief")

    assert page.status_code == 200
    assert "No night has finished yet." in page.text


def test_the_most_urgent_are_decided_first_then_who_waited_longest(app):
    run = a_run()
    waits = [
        (Urgency.STABLE, 400),
        (Urgency.NO_SHELTER, 2),
        (Urgency.NO_SHELTER, 30),
        (Urgency.WITHIN_30_DAYS, 90),
        (Urgency.WITHIN_7_DAYS, 10),
        (Urgency.STABLE, 300),
    ]
    proposals = [
        a_proposal(
            None,
            a_referral(urgency=urgency, waiting_since=today() - timedelta(days=days)),
            run=run,
        )
        for urgency, days in waits
    ]

    brief = brief_of(today())

    expected = [proposals[n].reference for n in (2, 1, 4, 3, 0)]
    assert [one.reference for one in brief.decisions.first] == expected
    assert brief.decisions.total == 6


def test_decided_proposals_are_not_among_them(app):
    a_proposal(state=ProposalState.ACCEPTED)

    assert not brief_of(today()).decisions


def test_the_three_worst_stalls_come_first(app):
    run = a_run()
    stays = [a_late_stay(run, late) for late in (1, 9, 4, 30)]
    a_late_stay(run, 0)

    brief = brief_of(today())

    assert [one.late_days for one in brief.late.first] == [30, 9, 4]
    assert brief.late.first[0].placement_id == stays[3].id
    assert brief.late.total == 4


def test_a_home_about_to_end_is_told_with_its_commune(app):
    home = a_unit(available_until=last_day(today() + timedelta(days=3)))

    (told,) = brief_of(today()).ending.first

    assert (told.reference, told.commune) == (home.reference, "Roubaix")


def test_refusals_to_review_are_counted_until_they_are_reviewed(app):
    stay = a_placement()
    refused = {
        "step": StepCode.LANDLORD_ANSWER,
        "side": Side.LANDLORD,
        "kind": AnswerKind.NO,
        "reason": "landlord_other",
        "needs_review": True,
    }
    stored(StepAnswer(placement=stay, **refused))
    stored(StepAnswer(placement=stay, **refused, review="upheld", reviewed_at=now()))

    brief = brief_of(today())

    assert [one.reference for one in brief.refusals.first] == [stay.reference]
    assert brief.refusals.total == 1


def test_the_night_of_another_day_is_told_as_such(client):
    a_run(business_date=today() - timedelta(days=1), finished_at=now() - timedelta(days=1))
    client.sign_in(an_administrator(language="en"))

    assert "Today’s night has not finished." in client.get("/morning-brief").text


def test_the_page_takes_few_queries(client, counted):
    run = a_run()
    for number in range(6):
        a_proposal(run=run)
        a_late_stay(run, number + 1)
    client.sign_in(an_administrator())

    with counted() as statements:
        client.get("/morning-brief")

    assert len(statements) <= 15


@pytest.fixture
def counted(app):
    @contextmanager
    def count():
        statements = []

        def note(_connection, _cursor, statement, *_rest):
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return count


@pytest.mark.parametrize("path", ["/morning-brief", "/morning-brief/paper-list"])
def test_only_administrators_read_it(client, path):
    assert client.get(path).status_code == 302
    for person in (a_landlord(), a_case_worker()):
        browser = client.application.test_client().sign_in(person)
        assert browser.get(path).status_code == 403


def test_administrators_have_the_brief_in_place_of_the_daily_mail(app):
    team = an_administrator(language="fr")
    proposal = a_proposal(run=a_run(business_date=MONDAY))

    sent = send_briefs(MONDAY), send_briefs(MONDAY), send_digests(MONDAY)

    (mail,) = db.session.query(OutboxMessage).all()
    assert sent == (1, 0, 0)
    assert mail.recipient == team.email
    assert mail.subject == "Point du matin\N{NO-BREAK SPACE}: 1 proposition à décider"
    assert proposal.reference in mail.body
    assert "http://127.0.0.1:5000/morning-brief" in mail.body


def test_a_quiet_morning_brings_no_mail_and_a_missing_night_does(app):
    an_administrator(language="en")
    quiet_day = MONDAY
    a_run(business_date=quiet_day)

    assert send_briefs(quiet_day) == 0
    assert send_briefs(quiet_day + timedelta(days=1)) == 1

    (mail,) = db.session.query(OutboxMessage).all()
    assert "Today’s night has not finished." in mail.body


def test_the_mail_names_nobody(app):
    an_administrator()
    landlord = a_landlord(display_name="Claire Vanhoutte")
    worker = a_case_worker(display_name="Nadia Canari")
    referral = a_referral(worker)
    referral.household.members[0].first_name = "Samira"
    run = a_run(business_date=MONDAY, finished_at=datetime(2026, 11, 23, 4, 12, tzinfo=PARIS))
    a_proposal(a_unit(landlord, street="4 rue du Canari"), referral, run=run)

    send_briefs(MONDAY)

    (mail,) = db.session.query(OutboxMessage).all()
    written = mail.subject + mail.body
    for secret in ("Canari", "Vanhoutte", "Samira", "Roubaix"):
        assert secret not in written
