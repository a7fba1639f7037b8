"""One's choices about mails and the calendar."""

import re

import pytest

from stirrup.accounts.models import User
from stirrup.audit import AuditEntry
from stirrup.extensions import db
from tests.factories import a_case_worker, a_landlord, a_local_authority, an_administrator

SECRET = re.compile(r"/calendar/([\w-]{43})\.ics")


def reread(person) -> User:
    db.session.expire_all()
    return db.session.get_one(User, person.id)


@pytest.mark.parametrize("make", [a_landlord, a_case_worker, an_administrator, a_local_authority])
def test_everybody_has_the_page(client, make):
    client.sign_in(make())

    assert client.get("/notices").status_code == 200


def test_nobody_is_sent_to_sign_in(client):
    for path in ("/notices", "/notices/calendar", "/notices/calendar/close"):
        opened = client.get(path) if path == "/notices" else client.post(path)

        assert opened.status_code in (302, 400)


def test_the_daily_mail_is_refused_and_wanted_again(client):
    person = a_landlord()
    client.sign_in(person)

    refused = client.submit("/notices", {})
    without = reread(person).wants_digest
    client.submit("/notices", {"wants_digest": "y"})

    assert refused.status_code == 303
    assert (without, reread(person).wants_digest) == (False, True)
    chosen = db.session.query(AuditEntry).filter_by(action="digest_chosen")
    assert [entry.details for entry in chosen.order_by(AuditEntry.id)] == [
        {"wants": False},
        {"wants": True},
    ]


def test_the_same_choice_again_leaves_no_line(client):
    client.sign_in(a_landlord())

    client.submit("/notices", {"wants_digest": "y"})

    assert db.session.query(AuditEntry).count() == 0


def test_an_authority_is_offered_neither_the_mail_nor_the_calendar(client):
    client.sign_in(a_local_authority())

    page = client.get("/notices").text

    assert 'name="wants_digest"' not in page
    assert "/notices/calendar" not in page


def test_the_secret_address_is_shown_once(client):
    person = a_landlord()
    client.sign_in(person)

    shown = client.submit("/notices", to="/notices/calendar")
    again = client.get("/notices")

    (token,) = SECRET.findall(shown.text)
    assert shown.headers["Cache-Control"] == "no-store"
    assert not SECRET.search(again.text)
    assert token not in str(reread(person).calendar_hash)
    assert client.get(f"/calendar/{token}.ics").status_code == 200


def test_the_calendar_is_closed_on_the_page(client):
    person = a_landlord()
    client.sign_in(person)
    client.submit("/notices", to="/notices/calendar")

    client.submit("/notices", to="/notices/calendar/close")

    assert reread(person).calendar_hash is None
