"""Writing mail in the transaction that causes it."""

from datetime import timedelta

import pytest
from jinja2 import DictLoader
from sqlalchemy import func, select, text

from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.mailers import MemoryMailer
from stirrup.outbox.models import OutboxMessage
from stirrup.outbox.services import deliver_due, enqueue


@pytest.fixture(autouse=True)
def texts(app, monkeypatch):
    loader = DictLoader({"email/tests/plain.fr.txt": "Subject: Bonjour\n\nVoici : {{ word }}\n"})
    monkeypatch.setattr(app.jinja_env, "loader", loader)


def count_messages() -> int:
    return db.session.scalar(select(func.count(OutboxMessage.id)))


def test_a_mail_leaves_only_if_its_cause_is_kept(app):
    enqueue("ada@example.org", "fr", "tests/plain", word="un")
    db.session.rollback()

    assert deliver_due(MemoryMailer()) == 0


def test_a_kept_mail_leaves_once(app):
    mailer = MemoryMailer()
    enqueue("ada@example.org", "fr", "tests/plain", word="un")
    db.session.commit()

    assert [deliver_due(mailer), deliver_due(mailer)] == [1, 0]
    assert [(mail.recipient, mail.subject) for mail in mailer.sent] == [
        ("ada@example.org", "Bonjour")
    ]


def test_the_same_key_is_the_same_mail(app):
    first = enqueue("ada@example.org", "fr", "tests/plain", key="digest-2026-11-21-4", word="un")
    db.session.commit()

    second = enqueue("ada@example.org", "fr", "tests/plain", key="digest-2026-11-21-4", word="deux")

    assert second.id == first.id
    assert count_messages() == 1


def test_a_key_that_would_break_a_header_is_refused(app):
    with pytest.raises(ValueError, match="A key is made of"):
        enqueue("ada@example.org", "fr", "tests/plain", key="a\r\nBcc: b", word="un")


def test_a_mail_waits_for_its_time(app):
    enqueue("ada@example.org", "fr", "tests/plain", due_at=now() + timedelta(hours=1), word="un")
    db.session.commit()

    assert deliver_due(MemoryMailer()) == 0


def test_neither_address_nor_text_can_be_read_in_the_database(app):
    enqueue("ada@example.org", "fr", "tests/plain", word="canary-of-the-body")
    db.session.commit()

    row = db.session.execute(text("SELECT recipient, body FROM outbox_message")).one()

    assert "example.org" not in row.recipient
    assert "canary" not in row.body
