"""The mail that waits, that is late, that was given up: counted, and listed without addresses."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, or_, select
from sqlalchemy.orm import defer

from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.oversight.conditions import Condition, Part, as_lines
from stirrup.ui.filters import date_and_time
from stirrup.ui.paging import page_asked
from stirrup.wording import N_, Labelled

PER_PAGE = 25
LATE_AFTER = timedelta(minutes=30)
"""Past its hour by more, nobody delivers."""


class Queue(Labelled):
    """Where a mail stands; late mails wait too."""

    GIVEN_UP = "given_up", N_("Not delivered")
    LATE = "late", N_("Late")
    WAITING = "waiting", N_("Waiting")
    WITHDRAWN = "withdrawn", N_("Taken back in time")
    SENT = "sent", N_("Sent off")


@dataclass(frozen=True)
class MailLine:
    """One mail as administrators see it: never a whole address, never a body."""

    id: int
    subject: str
    recipient: str
    when: str
    attempts: int
    error: str
    may_be_sent_again: bool


def mail_part() -> Part:
    """How many mails wait, are late, were given up."""
    late, given_up = count_of(Queue.LATE), count_of(Queue.GIVEN_UP)
    fine = not late and not given_up
    return Part(
        str(_("Mail")),
        Condition.WELL if fine else Condition.WATCH,
        str(_("Nothing is late.") if fine else _("Some mail did not leave.")),
        as_lines(
            [
                (_("Waiting"), str(count_of(Queue.WAITING))),
                (_("Late"), str(late)),
                (_("Not delivered"), str(given_up)),
            ]
        ),
        url=url_for("oversight.mail"),
        url_words=str(_("See the mail")),
    )


def count_of(queue: Queue) -> int:
    """How many mails stand there."""
    query = select(func.count()).select_from(OutboxMessage).where(*_which(queue))
    return db.session.scalar(query) or 0


def first_to_look_at() -> Queue:
    """What failed before what is late, before what only waits."""
    pressing = Queue.GIVEN_UP, Queue.LATE, Queue.WAITING
    return next((queue for queue in pressing if count_of(queue)), Queue.SENT)


def list_mail(queue: Queue) -> Pagination:
    """One page of a queue, the latest first; the bodies are not read."""
    query = select(OutboxMessage).where(*_which(queue)).options(defer(OutboxMessage.body))
    query = query.order_by(OutboxMessage.id.desc())
    return db.paginate(
        query, page=page_asked(), per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False
    )


def line_of(message: OutboxMessage) -> MailLine:
    """What may be told of one mail."""
    withdrawn = message.withdrawn_at is not None
    return MailLine(
        id=message.id,
        subject=message.subject,
        recipient=masked(message.recipient),
        when=date_and_time(message.sent_at or message.given_up_at or message.due_at),
        attempts=message.attempts,
        error=message.last_error or "",
        may_be_sent_again=message.given_up_at is not None and not withdrawn,
    )


def masked(address: str) -> str:
    """An address that can be recognised by who knows it: its first letter and its domain."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"


def _which(queue: Queue) -> tuple[Any, ...]:
    mail = OutboxMessage
    kept = mail.sent_at.is_(None), mail.withdrawn_at.is_(None)
    waits = *kept, mail.given_up_at.is_(None)
    failed_or_forgotten = or_(mail.last_error.is_not(None), mail.due_at < now() - LATE_AFTER)
    return {
        Queue.GIVEN_UP: (*kept, mail.given_up_at.is_not(None)),
        Queue.LATE: (*waits, failed_or_forgotten),
        Queue.WAITING: waits,
        Queue.WITHDRAWN: (mail.withdrawn_at.is_not(None),),
        Queue.SENT: (mail.sent_at.is_not(None),),
    }[queue]
