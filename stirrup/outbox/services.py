"""Mail that cannot be lost: written with the change that causes it, delivered apart, repeated.

A claim is one conditional UPDATE that pushes the due time ahead: two processes never hold the same
mail, and a process that dies leaves a mail that falls due again. A mail may thus leave twice, with
the same Message-ID; it is never forgotten. A mail whose due time lies ahead may be withdrawn when
what it announces is undone.
"""

import logging
import re
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_, select, true, update

from stirrup.clock import now
from stirrup.database import rows_changed
from stirrup.extensions import db
from stirrup.outbox.letters import write_letter
from stirrup.outbox.mailers import DeliveryError, Mail, Mailer, MailRefusedError
from stirrup.outbox.models import OutboxMessage

logger = logging.getLogger("stirrup.outbox")

LEASE = timedelta(minutes=10)
"""How long a claimed mail stays away from others; far beyond a relay's patience."""
BACK_OFF = tuple(timedelta(minutes=wait) for wait in (1, 5, 15, 60, 180, 360, 720, 1440))
"""Waits after each failure; the mail is given up after the last one, about two days later."""
MOST_ATTEMPTS = len(BACK_OFF) + 1
LONGEST_KEY = 100
SOUND_KEY = re.compile(rf"[A-Za-z0-9._-]{{1,{LONGEST_KEY}}}")


def enqueue(
    recipient_email: str,
    language: str,
    template: str,
    *,
    due_at: datetime | None = None,
    key: str | None = None,
    **values: object,
) -> OutboxMessage:
    """Add a mail to the current transaction: it leaves if, and only if, the caller commits.

    `template` such as "accounts/invitation" names templates/email/accounts/invitation.fr.txt.
    `key` (letters, digits, dots, hyphens) says what the mail is about once and for all: a second
    mail with the same key is not written, unless the first one was withdrawn. Raises
    UnsafeSubjectError, ValueError.
    """
    key = key or uuid.uuid4().hex
    if not SOUND_KEY.fullmatch(key):
        raise ValueError(f"A key is made of letters, digits, dots and hyphens: {key!r}")
    written = db.session.scalars(select(OutboxMessage).filter_by(key=key)).one_or_none()
    if written is not None:
        return written
    letter = write_letter(template, language, **values)
    message = OutboxMessage(
        key=key,
        recipient=recipient_email,
        subject=letter.subject,
        body=letter.body,
        due_at=due_at or now(),
    )
    db.session.add(message)
    return message


def is_written(key_prefix: str) -> bool:
    """Whether a mail whose key begins so was written, and not withdrawn since."""
    known = OutboxMessage.key.startswith(key_prefix, autoescape=True)
    return db.session.scalar(select(OutboxMessage.id).where(known).limit(1)) is not None


def withdraw(key_prefix: str) -> int:
    """Take back the mails that have not left and whose key is `key_prefix`, or goes on from it.

    The prefix ends where a word of the key ends: "stay-1" means "stay-1" and "stay-1-landlord",
    never "stay-12". Part of the caller's transaction, like `enqueue`. A mail that another process
    is handing to the relay at this instant still leaves, once, and keeps both marks. What is
    withdrawn gives its key back, so that the same news may be announced anew. Returns how many.
    """
    key = key_prefix.rstrip("-._")
    if not SOUND_KEY.fullmatch(key):
        raise ValueError(f"No mail has such a key: {key_prefix!r}")
    goes_on = [OutboxMessage.key.startswith(key + end, autoescape=True) for end in "-._"]
    return _take_back(or_(OutboxMessage.key == key, *goes_on))


def withdraw_all() -> int:
    """Take back every mail that has not left, as `withdraw` does. Returns how many."""
    return _take_back(true())


def _take_back(which: ColumnElement[bool]) -> int:
    not_left = OutboxMessage.sent_at.is_(None), OutboxMessage.withdrawn_at.is_(None)
    freed = "withdrawn-" + cast(OutboxMessage.id, String) + "-" + OutboxMessage.key
    taken_back = (
        update(OutboxMessage)
        .where(which, *not_left)
        .values(withdrawn_at=now(), key=func.substr(freed, 1, LONGEST_KEY))
        .execution_options(synchronize_session="fetch")
    )
    return rows_changed(taken_back)


def deliver_due(mailer: Mailer, limit: int = 50) -> int:
    """Send what is due, the oldest first. Returns how many mails left; commits after each one."""
    due = (
        select(OutboxMessage.id)
        .where(*_waiting(now()))
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(limit)
    )
    numbers = list(db.session.scalars(due))
    db.session.rollback()
    return sum(_deliver(number, mailer) for number in numbers)


def _deliver(number: int, mailer: Mailer) -> bool:
    attempt = _claim(number)
    if attempt is None:
        return False
    try:
        mailer.send(_mail(number))
    except Exception as failure:  # whatever it is, the mails behind this one must leave
        _keep_for_later(number, attempt, failure)
        return False
    _store(OutboxMessage.id == number, sent_at=now(), last_error=None)
    return True


def _claim(number: int) -> int | None:
    """Take the mail for a while; returns which attempt this is, None when another took it."""
    instant = now()
    taken = (
        update(OutboxMessage)
        .where(OutboxMessage.id == number, *_waiting(instant))
        .values(attempts=OutboxMessage.attempts + 1, due_at=instant + LEASE)
        .returning(OutboxMessage.attempts)
        .execution_options(synchronize_session=False)
    )
    attempt = db.session.scalars(taken).one_or_none()
    db.session.commit()
    return attempt


def _mail(number: int) -> Mail:
    """What is sent, read in a transaction that ends here: a relay may take its time."""
    message = db.session.get_one(OutboxMessage, number, populate_existing=True)
    mail = Mail(message.key, message.recipient, message.subject, message.body, message.created_at)
    db.session.rollback()
    return mail


def _keep_for_later(number: int, attempt: int, failure: Exception) -> None:
    """Note the failure; the last one is loud. The words hold no address."""
    db.session.rollback()
    reason = str(failure) if isinstance(failure, DeliveryError) else type(failure).__name__
    changes: dict[str, Any] = {"last_error": reason}
    if isinstance(failure, MailRefusedError) or attempt >= MOST_ATTEMPTS:
        changes["given_up_at"] = now()
        logger.error("mail %s given up after attempt %s: %s", number, attempt, reason)
    else:
        changes["due_at"] = now() + BACK_OFF[attempt - 1]
        logger.warning("mail %s waits after attempt %s: %s", number, attempt, reason)
    _store(OutboxMessage.id == number, OutboxMessage.attempts == attempt, **changes)


def _store(*which: Any, **values: Any) -> None:
    db.session.execute(
        update(OutboxMessage)
        .where(*which)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()


def _waiting(instant: datetime) -> tuple[Any, ...]:
    return (
        OutboxMessage.sent_at.is_(None),
        OutboxMessage.withdrawn_at.is_(None),
        OutboxMessage.given_up_at.is_(None),
        OutboxMessage.due_at <= instant,
    )
