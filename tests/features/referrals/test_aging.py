"""A referral that waits for its referent: reminded, then parked, and its wait never lost."""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from stirrup.audit import AuditEntry
from stirrup.clock import PARIS, today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.permissions import Role
from stirrup.referrals import services
from stirrup.referrals.aging import Aged, age_awaited, parks_on
from stirrup.referrals.enums import CloseReason, ParkReason, ReferralState
from stirrup.referrals.handing_over import change_referent
from stirrup.referrals.lifecycle import ReferralInWrongStateError
from stirrup.referrals.links import link_referrals
from stirrup.referrals.models import Referral
from stirrup.referrals.standing import sentence
from stirrup.referrals.transfers import ask_transfer, take_transfer
from tests.factories import a_case_worker, a_person, a_referral, an_administrator

START = date(2027, 1, 11)
LONG_AGO = START - timedelta(days=100)


@contextmanager
def on(day: date):
    with time_machine.travel(datetime.combine(day, time(3, 30), PARIS), tick=False):
        yield


def later(days: int) -> date:
    return START + timedelta(days=days)


def a_night(day: date) -> Aged:
    """What the scheduler does before each night."""
    with on(day):
        services.resume_parked(day)
        services.expire_unconfirmed(day)
        return age_awaited(day)


def asked(**values) -> Referral:
    with on(START):
        referral = a_referral(waiting_since=LONG_AGO, **values)
        services.ask_to_complete(referral, "Quelle date d’entrée ?", by=an_administrator())
    return referral


def unconfirmed() -> Referral:
    """Confirmed on the first day, and never again."""
    with on(START):
        return a_referral(
            waiting_since=LONG_AGO,
            latest_entry=later(300),
            consent_expires_on=later(360),
        )


def letters(word: str) -> list[OutboxMessage]:
    found = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    return [mail for mail in found if word in mail.subject]


def test_a_question_without_an_answer_is_said_again_after_a_week_and_once(app):
    asked()

    reminded = [a_night(later(days)).reminded for days in (6, 7, 7, 8)]

    assert reminded == [0, 1, 0, 0]
    assert len(letters("Rappel")) == 1


@pytest.mark.parametrize(("days", "state"), [(20, "to_complete"), (21, "parked")])
def test_a_question_without_an_answer_parks_after_three_weeks(app, days, state):
    referral = asked()

    a_night(later(days))

    assert referral.state == state
    assert referral.waiting_since == LONG_AGO


def test_what_parked_itself_tells_its_referent_and_the_journal(app):
    referral = asked()

    a_night(later(21))

    (mail,) = letters("pause")
    assert mail.recipient == referral.referent.email
    query = select(AuditEntry.action).where(AuditEntry.subject_id == referral.id)
    assert (
        db.session.scalars(query.order_by(AuditEntry.id)).all()[-1] == "referral_parked_unanswered"
    )


def test_what_parked_itself_does_not_come_back_by_itself(app):
    referral = asked()
    a_night(later(21))

    a_night(later(200))

    assert referral.state == ReferralState.PARKED


def test_what_parked_itself_says_so_on_its_page(app):
    referral = asked()
    a_night(later(21))

    with app.test_request_context(), force_locale("en"):
        assert sentence(referral).startswith("Nobody answered or confirmed")


def test_the_question_still_waits_when_it_is_taken_up_again_and_its_clock_begins_anew(app):
    referral = asked()
    a_night(later(21))
    with on(later(60)):
        services.resume_referral(referral, by=referral.referent)

    a_night(later(66))

    assert referral.state == ReferralState.TO_COMPLETE
    assert referral.awaited_since == later(60)


def test_an_answer_in_time_stops_the_clock(app):
    with on(START):
        referral = a_referral(situation="hosted", support_level="medium", latest_entry=later(90))
        services.ask_to_complete(referral, "Quelle date d’entrée ?", by=an_administrator())
    with on(later(5)):
        services.submit_referral(referral, by=referral.referent)

    a_night(later(21))

    assert referral.state == ReferralState.READY
    assert letters("Rappel") == []


@pytest.mark.parametrize(
    ("days", "state"),
    [(30, "ready"), (31, "to_confirm"), (45, "to_confirm"), (46, "parked")],
)
def test_a_situation_that_nobody_confirms_leaves_the_nights_then_parks(app, days, state):
    referral = unconfirmed()

    for passed in range(1, days + 1):
        a_night(later(passed))

    assert referral.state == state
    assert referral.waiting_since == LONG_AGO


def test_whoever_comes_back_from_a_long_pause_has_time_to_confirm(app):
    referral = unconfirmed()
    with on(later(1)):
        services.park_referral(referral, ParkReason.PERSON_ASKS, later(80), by=referral.referent)

    a_night(later(80))
    soon, then = referral.state, a_night(later(95)).parked

    assert (soon, then) == (ReferralState.TO_CONFIRM, 1)


def test_a_referral_whose_clock_never_began_begins_it_now(app):
    with on(START):
        referral = a_referral(state=ReferralState.TO_COMPLETE, question="Quelle date ?")

    a_night(later(50))

    assert referral.state == ReferralState.TO_COMPLETE
    assert referral.awaited_since == later(50)


def test_managers_are_told_when_the_referent_has_left(app):
    referral = asked()
    manager = a_person(Role.ASSOCIATION_MANAGER, referral.association)
    referral.referent.deactivated_at = datetime.combine(START, time(), PARIS)
    db.session.commit()

    a_night(later(7))

    assert [mail.recipient for mail in letters("Rappel")] == [manager.email]


def linked() -> tuple[Referral, Referral]:
    """Two households of one association, each with a referent of their own."""
    with on(START):
        first = a_referral()
        second = a_referral(a_case_worker(first.association))
        link_referrals(first, second.reference, 5, by=first.referent)
    return first, second


def test_the_other_referent_of_linked_households_is_told_of_a_pause(app):
    first, second = linked()

    with on(START):
        services.park_referral(first, ParkReason.OTHER, later(9), by=first.referent)

    (mail,) = letters("liée")
    assert mail.recipient == second.referent.email
    assert second.reference in mail.subject
    assert first.reference in mail.body


def test_the_other_referent_of_linked_households_is_told_of_the_end(app):
    first, second = linked()

    with on(START):
        services.withdraw_referral(first, CloseReason.MOVED_AWAY, by=first.referent)

    assert [mail.recipient for mail in letters("liée")] == [second.referent.email]


def test_the_other_referent_is_told_of_what_parked_itself(app):
    first, second = linked()
    with on(START):
        services.ask_to_complete(first, "Quelle date d’entrée ?", by=an_administrator())

    a_night(later(21))

    assert [mail.recipient for mail in letters("liée")] == [second.referent.email]


def test_the_other_referent_is_told_of_another_referent(app):
    first, second = linked()
    colleague = a_case_worker(first.association)

    change_referent(first, colleague.id, by=first.referent)

    assert [mail.recipient for mail in letters("liée")] == [second.referent.email]


def test_the_other_referent_is_told_when_another_association_takes_it_over(app):
    first, second = linked()
    elsewhere = a_case_worker()
    first.latest_entry = first.consent_expires_on = today() + timedelta(days=200)
    db.session.commit()
    transfer = ask_transfer(
        first, elsewhere.organisation_id, household_agrees=True, note="", by=first.referent
    )

    take_transfer(transfer, commits=True, by=elsewhere)

    (mail,) = letters("liée")
    assert mail.recipient == second.referent.email
    assert "autre association" in mail.body


def test_a_referent_of_both_households_is_told_nothing_they_did_themselves(app):
    with on(START):
        first = a_referral()
        second = a_referral(first.referent)
        link_referrals(first, second.reference, 5, by=first.referent)

        services.park_referral(first, ParkReason.OTHER, later(9), by=first.referent)

    assert letters("liée") == []


def ask(referral, team):
    services.ask_to_complete(referral, "Une date plus tardive convient-elle ?", by=team)


def confirm(referral, _team):
    services.confirm_referral(referral, by=referral.referent)


def submit(referral, _team):
    services.submit_referral(referral, by=referral.referent)


def park(referral, _team):
    until = today() + timedelta(days=9)
    services.park_referral(referral, ParkReason.OTHER, until, by=referral.referent)


def resume(referral, _team):
    services.resume_referral(referral, by=referral.referent)


def sleep(_referral, _team):
    """Nobody does anything: only the night comes."""


WALKS = st.lists(
    st.tuples(st.integers(1, 50), st.sampled_from((ask, confirm, submit, park, resume, sleep))),
    max_size=10,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WALKS)
def test_however_long_people_wait_the_wait_is_kept_and_parking_comes_in_its_time(app, walk):
    with on(START):
        team = an_administrator()
        referral = a_referral(
            waiting_since=LONG_AGO,
            latest_entry=later(900),
            consent_expires_on=later(900),
            situation="hosted",
            support_level="medium",
        )
    day = START
    for passed, step in walk:
        day += timedelta(days=passed)
        state, since = referral.state, referral.awaited_since
        due = parks_on(referral, since) if since and state == "to_complete" else None
        a_night(day)
        if due:
            assert (referral.state == ReferralState.PARKED) == (due <= day)
        with on(day):
            try:
                step(referral, team)
            except ReferralInWrongStateError:
                db.session.rollback()
        assert referral.waiting_since == LONG_AGO
        assert (referral.awaited_since is not None) == (
            referral.state in (ReferralState.TO_COMPLETE, ReferralState.TO_CONFIRM)
        )
