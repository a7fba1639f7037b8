"""The daily mail: who has one, once, in their language, whatever happens to the others."""

import email
import email.policy
import threading
from datetime import date, timedelta

import pytest

from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.notices import digest
from stirrup.notices.digest import send_digests
from stirrup.outbox.mailers import SmtpMailer
from stirrup.outbox.models import OutboxMessage
from stirrup.outbox.services import deliver_due
from stirrup.placements.lanes.following import follow
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_landlord_organisation,
    a_local_authority,
    a_placement,
    a_proposal,
    a_referral,
    a_unit,
    an_administrator,
)
from tests.features.outbox.relay import Relay, started

MONDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 22)
CHRISTMAS = date(2026, 12, 25)


def somebody_expected(**values) -> User:
    """A landlord with a home to finish."""
    landlord = a_landlord(**values)
    a_unit(landlord, state=UnitState.DRAFT)
    return landlord


def mails() -> list[OutboxMessage]:
    db.session.expire_all()
    return db.session.query(OutboxMessage).order_by(OutboxMessage.id).all()


def test_whoever_is_expected_to_do_something_has_one_mail(app):
    landlord = somebody_expected()

    assert send_digests(MONDAY) == 1

    (mail,) = mails()
    assert mail.recipient == landlord.email
    assert mail.key == f"daily-2026-11-23-{landlord.id}"


def test_never_twice_a_day_and_again_the_next(app):
    somebody_expected()

    sent = [send_digests(day) for day in (MONDAY, MONDAY, MONDAY + timedelta(days=1))]

    assert sent == [1, 0, 1]


def test_nothing_to_do_is_no_mail(app):
    a_landlord(), a_case_worker(), a_local_authority()

    assert send_digests(MONDAY) == 0
    assert mails() == []


@pytest.mark.parametrize("day", [SUNDAY, CHRISTMAS])
def test_a_day_off_is_a_day_off(app, day):
    somebody_expected()

    assert send_digests(day) == 0


@pytest.mark.parametrize(
    "values",
    [{"wants_digest": False}, {"deactivated_at": now()}, {"email_confirmed_at": None}],
)
def test_some_have_none(app, values):
    somebody_expected(**values)

    assert send_digests(MONDAY) == 0


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("fr", "1 chose attendue de vous sur Stirrup", "Pourquoi ce message\N{NO-BREAK SPACE}?"),
        ("en", "1 thing is expected of you on Stirrup", "Why this message?"),
    ],
)
def test_it_speaks_the_readers_language_and_says_why_it_came(app, language, subject, words):
    somebody_expected(language=language)

    send_digests(MONDAY)

    (mail,) = mails()
    assert mail.subject == subject
    assert words in mail.body
    assert "http://127.0.0.1:5000/notices" in mail.body


def test_each_line_is_a_direct_link(app):
    landlord = somebody_expected()
    unit = db.session.query(Unit).filter_by(organisation_id=landlord.organisation_id).one()

    send_digests(MONDAY)

    (mail,) = mails()
    assert unit.reference in mail.body
    assert f"http://127.0.0.1:5000/units/{unit.id}" in mail.body


def test_a_failure_for_one_does_not_stop_the_others(app, monkeypatch, caplog):
    people = [somebody_expected() for _ in range(3)]
    expected_of = digest.expected_of

    def fails_once(person, day):
        if person.id == people[1].id:
            raise RuntimeError(f"unforeseen, about {person.email}")
        return expected_of(person, day)

    monkeypatch.setattr(digest, "expected_of", fails_once)
    first = send_digests(MONDAY)
    monkeypatch.setattr(digest, "expected_of", expected_of)
    then = send_digests(MONDAY)

    assert (first, then) == (2, 1)
    assert f"person {people[1].id}: RuntimeError" in caplog.text
    assert "@" not in caplog.text


def test_a_process_that_dies_between_two_people_is_followed_by_one_that_goes_on(app, monkeypatch):
    people = [somebody_expected() for _ in range(3)]
    enqueue = digest.enqueue

    def dies(recipient, *arguments, **values):
        if recipient == people[1].email:
            raise KeyboardInterrupt
        return enqueue(recipient, *arguments, **values)

    monkeypatch.setattr(digest, "enqueue", dies)
    with pytest.raises(KeyboardInterrupt):
        send_digests(MONDAY)
    db.session.rollback()
    monkeypatch.setattr(digest, "enqueue", enqueue)
    after = send_digests(MONDAY)

    assert after == 2
    assert sorted(mail.recipient for mail in mails()) == sorted(one.email for one in people)


def test_two_processes_write_one_mail_each_person(app):
    people = [somebody_expected() for _ in range(6)]
    together = threading.Barrier(2)

    def send():
        with app.app_context():
            together.wait()
            send_digests(MONDAY)

    workers = [threading.Thread(target=send) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(mail.recipient for mail in mails()) == sorted(one.email for one in people)


def test_it_arrives_through_a_real_relay_with_a_stable_identity(app):
    landlord = somebody_expected(language="en")
    relay = Relay()
    controller = started(relay)

    send_digests(MONDAY)
    deliver_due(SmtpMailer(f"smtp://127.0.0.1:{controller.port}", "Stirrup <s@stirrup.example>"))
    controller.stop()

    ((recipient, content),) = relay.received
    letter = email.message_from_string(content, policy=email.policy.default)
    assert recipient == landlord.email
    assert letter["Message-ID"] == f"<daily-2026-11-23-{landlord.id}@stirrup.example>"
    assert letter.get_content_type() == "text/plain"


def test_nobody_is_named_and_no_address_is_given(app):
    landlord = a_landlord(a_landlord_organisation(name="Propriétaire Canari"))
    worker = a_case_worker(display_name="Nadia Canari")
    an_administrator()
    unit = a_unit(landlord, street="4 rue du Canari")
    referral = a_referral(worker)
    referral.household.members[0].first_name = "Samira"
    referral.household.members[0].last_name = "Haddad"
    stay = a_placement(a_proposal(unit, referral))
    follow(stay)
    stay.step_due_on = MONDAY - timedelta(days=2)
    db.session.commit()

    assert send_digests(MONDAY) >= 2

    written = "".join(mail.subject + mail.body for mail in mails())
    assert stay.reference in written
    for secret in ("Canari", "Samira", "Haddad", "59100", "+336", "06 00"):
        assert secret not in written
