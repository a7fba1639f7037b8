"""The life of a referral through its services: sent, confirmed, parked, questioned, closed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.permissions import NotPermittedError
from stirrup.referrals import services
from stirrup.referrals.enums import CloseReason, ParkReason, ReferralState
from stirrup.referrals.lifecycle import ReferralInWrongStateError
from stirrup.referrals.models import Referral
from stirrup.referrals.notice import NOTICE_VERSION
from stirrup.referrals.refusals import (
    ConsentDateError,
    ConsentEndedError,
    EntryDatesPassedError,
    NotInformedError,
    ParkingDayError,
    ReferralIncompleteError,
)
from stirrup.referrals.steps import Step
from tests.factories import a_case_worker, a_referral, an_administrator
from tests.features.referrals.situations import (
    a_complete_draft,
    a_draft,
    a_parked_referral,
    answered,
    consent,
    grown_old,
)

ONE_DAY = timedelta(days=1)
OLD = timedelta(days=31)


def actions(referral: Referral) -> list[str]:
    query = select(AuditEntry.action).where(AuditEntry.subject_id == referral.id)
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def mails() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage)))


def test_no_referral_exists_before_the_person_was_informed(app):
    with pytest.raises(NotInformedError):
        services.start_referral(consent(), informed=False, by=a_case_worker())

    assert db.session.scalar(select(Referral.id)) is None


def test_a_draft_keeps_the_version_of_the_notice_and_the_end_of_consent(app):
    referral = a_draft()

    assert referral.state == ReferralState.DRAFT
    assert referral.notice_version == NOTICE_VERSION
    assert referral.consent_expires_on == today() + timedelta(days=365)


@pytest.mark.parametrize("days", [1, -365])
def test_consent_given_tomorrow_or_a_year_ago_is_refused(app, days):
    given_on = today() + timedelta(days=days)

    with pytest.raises(ConsentDateError):
        services.start_referral(
            consent(consent_given_on=given_on), informed=True, by=a_case_worker()
        )


def test_a_landlord_cannot_start_a_referral(app):
    with pytest.raises(NotPermittedError):
        services.start_referral(consent(), informed=True, by=an_administrator())


@pytest.mark.parametrize("forgotten", [Step.HOUSEHOLD, Step.DATES, Step.SITUATION, Step.SUPPORT])
def test_a_draft_without_a_compulsory_step_cannot_be_sent(app, forgotten):
    referral = a_draft()
    for step in (Step.HOUSEHOLD, Step.DATES, Step.SITUATION, Step.SUPPORT):
        if step != forgotten:
            answered(referral, step)

    with pytest.raises(ReferralIncompleteError):
        services.submit_referral(referral, by=referral.referent)


def test_a_draft_without_the_promise_of_six_months_cannot_be_sent(app):
    referral = answered(a_complete_draft(), Step.SUPPORT, referent_commits=False)

    with pytest.raises(ReferralIncompleteError):
        services.submit_referral(referral, by=referral.referent)


def test_a_sent_referral_is_ready_and_waits_from_today(app):
    referral = a_complete_draft()

    services.submit_referral(referral, by=referral.referent)

    assert referral.state == ReferralState.READY
    assert referral.waiting_since == referral.last_confirmed_on == today()
    assert actions(referral)[-1] == "referral_submitted"


def test_a_question_takes_it_out_of_the_nights_and_tells_the_referent(app):
    referral = a_referral()

    services.ask_to_complete(referral, "Un lit de bébé est-il utile ?", by=an_administrator())

    assert referral.state == ReferralState.TO_COMPLETE
    assert [mail.recipient for mail in mails()] == [referral.referent.email]
    assert referral.reference in mails()[0].subject
    assert "bébé" not in mails()[0].body


def test_answering_brings_it_back_with_its_waiting_date(app):
    referral = a_complete_draft()
    services.submit_referral(referral, by=referral.referent)
    first_sent = grown_old(referral, waiting_since=today() - OLD).waiting_since
    services.ask_to_complete(referral, "Quelle date d’entrée ?", by=an_administrator())

    services.submit_referral(referral, by=referral.referent)

    assert (referral.state, referral.question) == (ReferralState.READY, None)
    assert referral.waiting_since == first_sent


def test_only_the_team_asks_questions(app):
    referral = a_referral()

    with pytest.raises(NotPermittedError):
        services.ask_to_complete(referral, "Quelle date d’entrée ?", by=referral.referent)


@pytest.mark.parametrize(("days", "state"), [(30, "ready"), (31, "to_confirm")])
def test_it_stays_fresh_for_thirty_days(app, days, state):
    referral = a_referral(last_confirmed_on=today() - timedelta(days=days))

    services.expire_unconfirmed(today())

    assert referral.state == state


def test_what_expired_is_counted_told_and_keeps_its_wait(app):
    referral = a_referral(last_confirmed_on=today() - OLD)
    waiting_since = referral.waiting_since

    left = [services.expire_unconfirmed(today()) for _run in range(2)]

    assert left == [1, 0]
    assert len(mails()) == 1
    assert referral.waiting_since == waiting_since


@pytest.mark.parametrize("end", ["consent_expires_on", "latest_entry"])
def test_an_ended_consent_or_window_is_asked_again_too(app, end):
    yesterday = today() - ONE_DAY
    referral = a_referral(**{end: yesterday, "earliest_entry": yesterday - OLD})

    services.expire_unconfirmed(today())

    assert referral.state == ReferralState.TO_CONFIRM


def test_confirming_is_good_for_thirty_more_days(app):
    referral = a_referral(
        state=ReferralState.TO_CONFIRM, last_confirmed_on=today() - timedelta(days=40)
    )

    services.confirm_referral(referral, by=referral.referent)

    assert referral.state == ReferralState.READY
    assert referral.last_confirmed_on == today()


def test_confirming_twice_does_nothing_more(app):
    referral = a_referral()

    for _click in range(2):
        services.confirm_referral(referral, by=referral.referent)

    assert referral.state == ReferralState.READY


def test_an_ended_consent_must_be_asked_again_before_confirming(app):
    referral = a_referral(consent_expires_on=today() - ONE_DAY)

    with pytest.raises(ConsentEndedError):
        services.confirm_referral(referral, by=referral.referent)


def test_passed_dates_must_change_before_confirming(app):
    yesterday = today() - ONE_DAY
    referral = a_referral(earliest_entry=yesterday, latest_entry=yesterday)

    with pytest.raises(EntryDatesPassedError):
        services.confirm_referral(referral, by=referral.referent)


def test_parking_keeps_the_waiting_date(app):
    referral = a_referral()
    waiting_since = referral.waiting_since

    services.park_referral(
        referral, ParkReason.PERSON_ASKS, today() + ONE_DAY, by=referral.referent
    )

    assert referral.state == ReferralState.PARKED
    assert referral.waiting_since == waiting_since


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_pause_ends_within_a_year_from_tomorrow(app, days):
    referral = a_referral()
    until = today() + timedelta(days=days)

    with pytest.raises(ParkingDayError):
        services.park_referral(referral, ParkReason.OTHER, until, by=referral.referent)


def test_it_comes_back_by_itself_on_its_day(app):
    due = a_parked_referral(until=today() + ONE_DAY)
    later = a_parked_referral(until=today() + 2 * ONE_DAY)

    back = services.resume_parked(today() + ONE_DAY)

    assert back == 1
    assert (due.state, later.state) == (ReferralState.READY, ReferralState.PARKED)
    assert (due.park_reason, due.parked_until) == (None, None)


def test_a_question_still_waits_after_a_pause(app):
    referral = a_referral(state=ReferralState.TO_COMPLETE, question="Quelle date ?")
    services.park_referral(referral, ParkReason.OTHER, today() + ONE_DAY, by=referral.referent)

    services.resume_referral(referral, by=referral.referent)

    assert referral.state == ReferralState.TO_COMPLETE


def test_coming_back_by_hand_confirms_the_situation(app):
    referral = grown_old(a_parked_referral(), last_confirmed_on=today() - OLD)

    services.resume_referral(referral, by=referral.referent)

    assert referral.last_confirmed_on == today()


def test_coming_back_with_passed_dates_is_refused_and_changes_nothing(app):
    yesterday = today() - ONE_DAY
    referral = grown_old(a_parked_referral(), earliest_entry=yesterday, latest_entry=yesterday)

    with pytest.raises(EntryDatesPassedError):
        services.resume_referral(referral, by=referral.referent)

    db.session.rollback()
    assert referral.state == ReferralState.PARKED


def test_closing_says_why(app):
    referral = a_referral()

    services.withdraw_referral(referral, CloseReason.CONSENT_WITHDRAWN, by=referral.referent)

    assert referral.state == ReferralState.CLOSED
    assert referral.close_reason == CloseReason.CONSENT_WITHDRAWN


def test_a_referral_with_a_home_reserved_cannot_be_closed(app):
    referral = a_referral(state=ReferralState.PROPOSED)

    with pytest.raises(ReferralInWrongStateError):
        services.withdraw_referral(referral, CloseReason.OTHER, by=referral.referent)


def test_another_association_can_do_nothing_with_it(app):
    referral, stranger = a_referral(), a_case_worker()
    until = today() + ONE_DAY
    attempts = (
        lambda: services.submit_referral(referral, by=stranger),
        lambda: services.confirm_referral(referral, by=stranger),
        lambda: services.park_referral(referral, ParkReason.OTHER, until, by=stranger),
        lambda: services.resume_referral(referral, by=stranger),
        lambda: services.withdraw_referral(referral, CloseReason.OTHER, by=stranger),
        lambda: services.save_step(
            referral, Step.SAFETY, {}, version=referral.version, by=stranger
        ),
    )

    for attempt in attempts:
        with pytest.raises(NotPermittedError):
            attempt()
