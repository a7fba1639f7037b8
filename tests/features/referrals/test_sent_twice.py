"""A form sent twice opens one draft."""

from datetime import timedelta

from sqlalchemy import func, select

from stirrup.clock import now
from stirrup.extensions import db
from stirrup.referrals.models import Referral
from stirrup.referrals.steps import Step
from tests.client import path_of
from tests.factories import a_case_worker
from tests.features.referrals.situations import a_draft, answered, consent_fields, grown_old


def drafts() -> int:
    return db.session.scalar(select(func.count(Referral.id)))


def test_a_double_click_opens_one_draft(client):
    client.sign_in(a_case_worker())
    page = path_of("referrals.new")

    first, second = client.submit(page, consent_fields()), client.submit(page, consent_fields())

    assert first.location == second.location
    assert drafts() == 1


def test_once_something_is_written_the_next_draft_is_another_one(app):
    worker = a_case_worker()
    answered(a_draft(worker), Step.HOUSEHOLD)

    a_draft(worker)

    assert drafts() == 2


def test_a_minute_later_it_is_another_household(app):
    worker = a_case_worker()
    grown_old(a_draft(worker), created_at=now() - timedelta(minutes=2))

    a_draft(worker)

    assert drafts() == 2


def test_two_people_open_two_drafts(app):
    worker = a_case_worker()
    a_draft(worker)
    a_draft(a_case_worker(worker.organisation))

    assert drafts() == 2
