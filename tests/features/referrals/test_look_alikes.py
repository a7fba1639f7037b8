"""Referrals that may be of one household: told inside the association, and never an obstacle."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from stirrup.clock import now
from stirrup.extensions import db
from stirrup.referrals.look_alikes import Likeness, look_alikes
from stirrup.referrals.models import CommunePreference
from tests.client import path_of
from tests.factories import a_case_worker, a_referral


def wishing(referral, *communes):
    referral.communes = [
        CommunePreference(commune_code=code, stance="accepted", rank=rank)
        for rank, code in enumerate(communes, start=1)
    ]
    referral.household.phone = None
    db.session.commit()
    return referral


def alike(referral) -> list:
    return [(one.referral, one.why) for one in look_alikes(referral)]


def test_one_phone_makes_two_referrals_alike(app):
    worker = a_case_worker()
    first, second = a_referral(worker, people=1), a_referral(worker, people=3)

    assert alike(second) == [(first, Likeness.CONTACT)]


def test_the_same_needs_in_the_same_places_make_two_referrals_alike(app):
    worker = a_case_worker()
    first, second = (wishing(a_referral(worker), "59512", "59163") for _number in range(2))

    assert alike(second) == [(first, Likeness.FACTS)]


@pytest.mark.parametrize(
    "other",
    [{"people": 4}, {"needs_step_free": True}, {"created_at": now() - timedelta(days=91)}],
)
def test_another_need_or_an_old_one_is_another_household(app, other):
    worker = a_case_worker()
    wishing(a_referral(worker, **other), "59512")

    assert alike(wishing(a_referral(worker), "59512")) == []


def test_without_any_place_the_same_needs_say_nothing(app):
    worker = a_case_worker()
    wishing(a_referral(worker))

    assert alike(wishing(a_referral(worker))) == []


def test_nothing_is_compared_with_another_association(app):
    a_referral()

    assert alike(a_referral()) == []


@pytest.mark.parametrize(("days", "told"), [(89, 1), (91, 0)])
def test_a_closed_one_is_told_for_ninety_days(app, days, told):
    worker = a_case_worker()
    a_referral(worker, state="closed", changed_at=now() - timedelta(days=days))

    assert len(alike(a_referral(worker))) == told


def test_the_check_page_warns_and_lets_send(client):
    worker = a_case_worker()
    whole = {"situation": "hosted", "support_level": "medium", "state": "draft"}
    first, second = a_referral(worker), a_referral(worker, **whole)
    client.get("/language/en")
    client.sign_in(worker)
    check = path_of("referrals.check", referral_id=second.id)

    told = client.get(check).text
    sent = client.submit(check, to=path_of("referrals.submit", referral_id=second.id))

    assert f"Looks like {first.reference}" in told
    assert sent.status_code == HTTPStatus.FOUND
    assert second.state == "ready"
