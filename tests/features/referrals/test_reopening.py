"""A closed referral that comes back: its wait is kept for a year, its person is asked again."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from stirrup.clock import now
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.lifecycle import ReferralInWrongStateError
from stirrup.referrals.refusals import ReferralIncompleteError
from stirrup.referrals.reopening import reopen_referral
from stirrup.referrals.services import save_step, submit_referral
from stirrup.referrals.steps import Step, missing_steps
from tests.client import path_of
from tests.factories import a_case_worker, a_referral
from tests.features.referrals.situations import answered, consent


def a_closed_referral(*, days: int = 0, **values):
    ordinary = {
        "state": ReferralState.CLOSED,
        "close_reason": "moved_away",
        "changed_at": now() - timedelta(days=days),
        "situation": "hosted",
        "support_level": "medium",
    }
    return a_referral(**ordinary | values)


@pytest.mark.parametrize(("days", "kept"), [(0, True), (364, True), (367, False)])
def test_the_wait_is_kept_for_twelve_months(app, days, kept):
    referral = a_closed_referral(days=days)
    waiting_since = referral.waiting_since

    reopen_referral(referral, by=referral.referent)

    assert referral.state == ReferralState.DRAFT
    assert referral.waiting_since == (waiting_since if kept else None)


def test_it_is_not_sent_before_consent_and_support_are_given_again(app):
    referral = reopen_referral(closed := a_closed_referral(), by=closed.referent)

    assert missing_steps(referral) == [Step.SUPPORT, Step.CONSENT]
    with pytest.raises(ReferralIncompleteError):
        submit_referral(referral, by=referral.referent)


def test_once_they_are_given_the_night_looks_again_from_the_first_day(app):
    closed = a_closed_referral()
    waiting_since = closed.waiting_since
    referral = reopen_referral(closed, by=closed.referent)
    answered(referral, Step.SUPPORT)
    version = referral.version
    save_step(referral, Step.CONSENT, consent(), version=version, by=referral.referent)

    submit_referral(referral, by=referral.referent)

    assert (referral.state, referral.waiting_since) == (ReferralState.READY, waiting_since)


@pytest.mark.parametrize("state", [state for state in ReferralState if state != "closed"])
def test_only_a_closed_referral_is_reopened(app, state):
    referral = a_referral(state=state)

    with pytest.raises(ReferralInWrongStateError):
        reopen_referral(referral, by=referral.referent)


def test_the_page_says_what_becomes_of_the_wait_then_leads_to_the_steps(client):
    referral = a_closed_referral()
    page = path_of("referrals.reopen", referral_id=referral.id)
    client.get("/language/en")
    client.sign_in(referral.referent)

    told, reopened = client.get(page).text, client.submit(page)

    assert "The wait is kept." in told
    assert reopened.location == path_of("referrals.tasks", referral_id=referral.id)
    steps = client.get(reopened.location)
    assert (steps.status_code, "The person agrees" in steps.text) == (HTTPStatus.OK, True)


def test_another_association_does_not_find_it(client):
    referral = a_closed_referral()
    client.sign_in(a_case_worker())

    answer = client.get(path_of("referrals.reopen", referral_id=referral.id))

    assert answer.status_code == HTTPStatus.NOT_FOUND
