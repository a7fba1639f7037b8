"""Mails taken back before they leave, and mails given up that leave after all."""

import threading
from datetime import timedelta

import pytest
from jinja2 import DictLoader
from sqlalchemy import select

from stirrup.audit import AuditEntry
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.mailers import DeliveryError, MemoryMailer, SmtpMailer
from stirrup.outbox.models import OutboxMessage
from stirrup.outbox.retries import NotGivenUpError, send_again
from stirrup.outbox.services import deliver_due, enqueue, withdraw
from stirrup.permissions import NotPermittedError
from tests.factories import a_landlord, an_administrator, stored
from tests.features.outbox.relay import Relay, started


class WithdrawingMailer(MemoryMailer):
    """What the mail announces is undone while the relay speaks."""

    def send(self, mail):
        withdraw(mail.key)
        db.session.commit()
        super().send(mail)


class FailingMailer(WithdrawingMailer):
    """The same, and the relay did not take the mail."""

    def send(self, mail):
        super().send(mail)
        raise DeliveryError("SMTPServerDisconnected")


def a_message(key="stay-1", **values):
    ordinary = {"recipient": "ada@example.org", "subject": "Bonjour", "body": "Texte\n"}
    return stored(OutboxMessage(key=key, **ordinary | values))


def reread(message):
    db.session.expire_all()
    return db.session.get_one(OutboxMessage, message.id)


@pytest.fixture
def texts(app, monkeypatch):
    loader = DictLoader({"email/tests/plain.fr.txt": "Subject: Bonjour\n\nVoici : {{ word }}\n"})
    monkeypatch.setattr(app.jinja_env, "loader", loader)


def test_a_withdrawn_mail_never_leaves_and_is_kept(app):
    message = a_message("decision-7-landlord", due_at=now() + timedelta(minutes=10))

    count = withdraw("decision-7")
    db.session.commit()
    message.due_at = now()
    db.session.commit()

    assert count == 1
    assert deliver_due(MemoryMailer()) == 0
    assert reread(message).withdrawn_at is not None


@pytest.mark.parametrize("prefix", ["stay-1", "stay-1-"])
def test_only_whole_words_of_a_key_count(app, prefix):
    mine = a_message("stay-1"), a_message("stay-1-landlord"), a_message("stay-1.2")
    others = a_message("stay-12"), a_message("stay"), a_message("stay-_1"), a_message("Xstay-1")

    assert withdraw(prefix) == 3

    assert all(reread(message).withdrawn_at for message in mine)
    assert not any(reread(message).withdrawn_at for message in others)


def test_a_sign_that_means_anything_in_a_database_means_itself(app):
    a_message("stayX1-a")

    assert withdraw("stay_1") == 0


@pytest.mark.parametrize("prefix", ["", "-", "a b", "%"])
def test_a_prefix_that_would_take_everything_back_is_refused(app, prefix):
    with pytest.raises(ValueError, match="No mail has such a key"):
        withdraw(prefix)


def test_a_mail_that_left_is_not_withdrawn(app):
    a_message(sent_at=now())

    assert withdraw("stay-1") == 0


def test_a_withdrawal_that_is_not_kept_changes_nothing(app):
    a_message()

    withdraw("stay-1")
    db.session.rollback()

    assert deliver_due(MemoryMailer()) == 1


def test_a_mail_of_the_same_transaction_is_withdrawn_too(app, texts):
    enqueue("ada@example.org", "fr", "tests/plain", key="stay-1", word="un")

    assert withdraw("stay-1") == 1


def test_what_was_withdrawn_may_be_announced_anew_and_again(app, texts):
    mailer = MemoryMailer()
    for word in ("un", "deux", "trois"):
        withdraw("stay-1")
        enqueue("ada@example.org", "fr", "tests/plain", key="stay-1", word=word)
        db.session.commit()

    deliver_due(mailer)

    assert [(mail.key, mail.body) for mail in mailer.sent] == [("stay-1", "Voici : trois\n")]
    assert db.session.query(OutboxMessage).count() == 3


def test_the_longest_key_can_be_given_back_twice(app, texts):
    key = "k" * 100
    for _ in range(2):
        enqueue("ada@example.org", "fr", "tests/plain", key=key, word="un")
        db.session.flush()
        assert withdraw(key) == 1
    db.session.commit()


def test_a_mail_on_its_way_leaves_once_and_both_are_known(app):
    message = a_message()
    mailer = WithdrawingMailer()

    left = deliver_due(mailer)

    assert (left, len(mailer.sent)) == (1, 1)
    assert reread(message).sent_at is not None
    assert reread(message).withdrawn_at is not None


def test_a_mail_on_its_way_that_fails_is_not_tried_again(app):
    message = a_message()

    deliver_due(FailingMailer())
    message = reread(message)
    message.due_at = now()
    db.session.commit()

    assert deliver_due(MemoryMailer()) == 0


def test_a_withdrawal_beside_a_delivery_stops_it_or_comes_too_late(app):
    messages = [a_message(f"stay-1-{number}") for number in range(30)]
    mailer = MemoryMailer()
    together = threading.Barrier(2)

    def deliver():
        with app.app_context():
            together.wait()
            deliver_due(mailer)

    worker = threading.Thread(target=deliver)
    worker.start()
    together.wait()
    withdraw("stay-1")
    db.session.commit()
    worker.join()

    db.session.expire_all()
    rows = [db.session.get_one(OutboxMessage, message.id) for message in messages]
    assert len(mailer.sent) == sum(row.sent_at is not None for row in rows)
    assert all(row.sent_at or row.withdrawn_at for row in rows)


def test_a_mail_given_up_leaves_through_a_real_relay_when_asked(app):
    message = a_message(given_up_at=now(), attempts=9, last_error="SMTPRecipientsRefused 550")
    by, relay = an_administrator(), Relay()
    controller = started(relay)

    send_again(message, by=by)
    left = deliver_due(SmtpMailer(f"smtp://127.0.0.1:{controller.port}", "s@stirrup.example"))
    controller.stop()

    assert (left, len(relay.received)) == (1, 1)
    assert reread(message).attempts == 1
    entry = db.session.scalars(select(AuditEntry).filter_by(action="mail_sent_again")).one()
    assert (entry.actor_id, entry.subject_id, entry.details) == (by.id, message.id, {})


@pytest.mark.parametrize("state", ["sent_at", "withdrawn_at", None])
def test_what_was_not_given_up_is_not_sent_again(app, state):
    message = a_message(**{state: now()} if state else {})

    with pytest.raises(NotGivenUpError):
        send_again(message, by=an_administrator())


def test_a_second_click_sends_nothing_twice(app):
    message, by = a_message(given_up_at=now()), an_administrator()
    send_again(message, by=by)

    with pytest.raises(NotGivenUpError):
        send_again(message, by=by)

    assert db.session.query(AuditEntry).filter_by(action="mail_sent_again").count() == 1


def test_only_an_administrator_sends_again(app):
    with pytest.raises(NotPermittedError):
        send_again(a_message(given_up_at=now()), by=a_landlord())


def test_a_withdrawn_mail_does_not_reach_a_real_relay(app):
    relay = Relay()
    controller = started(relay)
    a_message("stay-1"), a_message("stay-2")
    withdraw("stay-1")
    db.session.commit()

    deliver_due(SmtpMailer(f"smtp://127.0.0.1:{controller.port}", "s@stirrup.example"))
    controller.stop()

    assert ["stay-2" in content for _recipient, content in relay.received] == [True]
