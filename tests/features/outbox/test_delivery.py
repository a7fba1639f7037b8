"""Delivery: who claims, what is repeated, when it is given up."""

import logging
import threading
from datetime import timedelta

import pytest
import time_machine

from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.mailers import DeliveryError, MailRefusedError, MemoryMailer
from stirrup.outbox.models import OutboxMessage
from stirrup.outbox.services import LEASE, MOST_ATTEMPTS, deliver_due
from tests.factories import stored


class BrokenMailer:
    """Raises the same failure for every mail."""

    def __init__(self, failure):
        self.failure = failure

    def send(self, mail):
        raise self.failure


class PickyMailer(MemoryMailer):
    """Chokes on one mail."""

    def send(self, mail):
        if mail.key == "bad":
            raise RuntimeError("unforeseen, about ada@example.org")
        super().send(mail)


class DyingMailer:
    """The process dies while the relay speaks."""

    def send(self, mail):
        raise KeyboardInterrupt


def a_message(key="a", **values):
    ordinary = {"recipient": "ada@example.org", "subject": "Bonjour", "body": "Texte\n"}
    return stored(OutboxMessage(key=key, **ordinary | values))


def reread(message):
    db.session.expire_all()
    return db.session.get_one(OutboxMessage, message.id)


def test_a_failure_waits_longer_each_time(app):
    message = a_message()
    waits = []

    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(3):
            deliver_due(BrokenMailer(DeliveryError("SMTPConnectError 421")))
            waits.append(reread(message).due_at - now())
            clock.shift(waits[-1])

    assert waits == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15)]
    assert reread(message).last_error == "SMTPConnectError 421"


def test_after_the_last_attempt_it_is_given_up_loudly(app, caplog):
    message = a_message(attempts=MOST_ATTEMPTS - 1)

    deliver_due(BrokenMailer(DeliveryError("OSError")))

    assert reread(message).given_up_at is not None
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert f"mail {message.id} given up" in caplog.text


def test_the_attempt_before_the_last_is_not_given_up(app):
    message = a_message(attempts=MOST_ATTEMPTS - 2)

    deliver_due(BrokenMailer(DeliveryError("OSError")))

    assert reread(message).given_up_at is None


def test_a_refusal_for_good_is_given_up_at_once(app):
    message = a_message()

    deliver_due(BrokenMailer(MailRefusedError("SMTPRecipientsRefused 550")))

    assert reread(message).given_up_at is not None


def test_a_mail_given_up_is_not_tried_again(app):
    a_message(given_up_at=now())

    assert deliver_due(MemoryMailer()) == 0


def test_one_bad_mail_does_not_hold_the_others(app, caplog):
    bad, good = a_message("bad"), a_message("good")

    assert deliver_due(PickyMailer()) == 1
    assert reread(good).sent_at is not None
    assert reread(bad).last_error == "RuntimeError"
    assert "ada@example.org" not in caplog.text


def test_a_process_that_dies_leaves_a_mail_that_falls_due_again(app):
    message = a_message()
    mailer = MemoryMailer()

    with time_machine.travel(now(), tick=False) as clock:
        with pytest.raises(KeyboardInterrupt):
            deliver_due(DyingMailer())
        held = deliver_due(mailer)
        clock.shift(LEASE)
        freed = deliver_due(mailer)

    assert (held, freed) == (0, 1)
    assert mailer.sent[0].key == message.key


def test_the_oldest_leave_first_and_no_more_than_asked(app):
    a_message("late", due_at=now() - timedelta(minutes=1))
    a_message("early", due_at=now() - timedelta(minutes=9))
    mailer = MemoryMailer()

    deliver_due(mailer, limit=1)

    assert [mail.key for mail in mailer.sent] == ["early"]


def test_two_processes_never_send_the_same_mail(app):
    keys = {f"m{number}" for number in range(30)}
    for key in keys:
        a_message(key)
    mailer = MemoryMailer()
    together = threading.Barrier(2)

    def deliver():
        with app.app_context():
            together.wait()
            deliver_due(mailer)

    workers = [threading.Thread(target=deliver) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(mail.key for mail in mailer.sent) == sorted(keys)
