"""Links of mails: they lead one reader to one stay for a while, and do nothing themselves."""

import re
from datetime import timedelta

import pytest
import time_machine

from stirrup.accounts.action_links import LIFETIME, action_url
from stirrup.accounts.models import ActionLink
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.placements.answering import answers
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lanes.following import follow
from tests.factories import a_case_worker, a_landlord, a_placement, a_proposal, a_referral, a_unit


@pytest.fixture
def landlord(app):
    return a_landlord(language="en")


@pytest.fixture
def worker(app):
    return a_case_worker(language="en")


@pytest.fixture
def stay(landlord, worker):
    stay = a_placement(a_proposal(a_unit(landlord), a_referral(worker)))
    follow(stay)
    db.session.commit()
    return stay


def path_for(person, stay, expires_at=None) -> str:
    url = action_url(person, stay, expires_at)
    db.session.commit()
    return url.partition("://")[2].partition("/")[2].join(["/", ""])


def test_whoever_is_not_signed_in_signs_in_first_and_comes_back(client, landlord, stay):
    path = path_for(landlord, stay)

    opened = client.get(path)

    assert opened.status_code == 302
    assert "/sign-in?next=" in opened.location
    assert path.rpartition("/")[2] in opened.location


def test_a_link_leads_to_the_page_of_the_stay(client, worker, stay):
    path = path_for(worker, stay)
    client.sign_in(worker)

    opened = client.get(path)

    assert (opened.status_code, opened.location) == (302, f"/stays/{stay.id}")


def test_following_it_changes_nothing_however_often(client, worker, stay):
    path = path_for(worker, stay)
    client.sign_in(worker)

    opened = [client.get(path).status_code for _ in range(3)]

    assert opened == [302, 302, 302]
    assert db.session.query(ActionLink).one().used_at is None


def test_it_never_acts_by_post(client, worker, stay):
    path = path_for(worker, stay)
    client.sign_in(worker)

    assert client.post(path).status_code in (400, 405)


def test_an_answered_step_says_so(client, worker, stay):
    path = path_for(worker, stay)
    answers.say_yes(stay, Side.ASSOCIATION, by=worker)
    client.sign_in(worker)

    opened = client.get(path)

    assert opened.status_code == 410
    assert "This has been answered" in opened.text
    assert f"/stays/{stay.id}" in opened.text


def test_a_link_written_for_the_next_step_works(client, worker, stay):
    answers.say_yes(stay, Side.ASSOCIATION, by=worker)
    path = path_for(worker, stay)
    client.sign_in(worker)

    assert client.get(path).status_code == 302


def test_an_expired_link_says_so(client, worker, stay):
    path = path_for(worker, stay)

    with time_machine.travel(now() + LIFETIME + timedelta(minutes=1), tick=False):
        client.sign_in(worker)
        opened = client.get(path)

    assert opened.status_code == 410
    assert "This link has expired" in opened.text


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (None, LIFETIME),
        (timedelta(days=2), timedelta(days=2)),
        (timedelta(days=30), LIFETIME),
        (timedelta(days=-1), LIFETIME),
    ],
)
def test_it_lives_until_the_end_of_the_step_and_seven_days_at_most(worker, stay, asked, kept):
    with time_machine.travel(now(), tick=False):
        path_for(worker, stay, now() + asked if asked else None)

        assert db.session.query(ActionLink).one().expires_at - now() == kept


def test_somebody_else_learns_nothing(client, worker, landlord, stay):
    path = path_for(worker, stay)
    for other in (landlord, a_case_worker(worker.organisation), a_landlord()):
        browser = client.application.test_client().sign_in(other)

        opened = browser.get(path)

        assert opened.status_code == 404
        assert stay.reference not in opened.text


def test_a_reader_who_may_not_see_the_stay_any_more_learns_nothing(client, worker, stay):
    path = path_for(worker, stay)
    worker.organisation_id = a_case_worker().organisation_id
    db.session.commit()
    client.sign_in(worker)

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "x" * 3000, "%ED%A0%80"])
def test_an_invented_link_leads_nowhere(client, worker, token):
    client.sign_in(worker)

    assert client.get(f"/go/{token}").status_code == 404


def test_only_the_hash_is_stored(worker, stay):
    token = path_for(worker, stay).rpartition("/")[2]

    stored = db.session.query(ActionLink).one()
    assert len(token) >= 43
    assert token not in (stored.token_hash, stored.subject_kind)


def test_the_mail_of_a_step_leads_each_side_to_its_own_page(client, worker, landlord, stay):
    answers.say_yes(stay, Side.ASSOCIATION, by=worker)
    to_household = path_in(last_mail())
    answers.say_yes(stay, Side.HOUSEHOLD, by=worker)
    to_landlord = path_in(last_mail())

    answered = client.application.test_client().sign_in(worker).get(to_household)
    awaited = client.application.test_client().sign_in(landlord).get(to_landlord)

    assert answered.status_code == 410
    assert (awaited.status_code, awaited.location) == (302, f"/stays/{stay.id}/answers/landlord")


def last_mail() -> str:
    return db.session.query(OutboxMessage).order_by(OutboxMessage.id.desc()).first().body


def path_in(text: str) -> str:
    return re.search(r"http://127\.0\.0\.1:5000(/go/[\w-]{43})", text).group(1)
