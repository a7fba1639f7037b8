"""The daily mail: to each person what is expected of them, once a working day, or nothing."""

import logging
from collections.abc import Callable, Iterable
from datetime import date

from flask_babel import force_locale
from sqlalchemy import ColumnElement, Select, or_, select, update

from stirrup.accounts.leave_words import cover_words
from stirrup.accounts.models import User
from stirrup.database import rows_changed
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.permissions import Role
from stirrup.working_days import is_working_day
from stirrup.worklists.expected import OF_EACH_ROLE, expected_of
from stirrup.worklists.lines import Group

logger = logging.getLogger("stirrup.notices")


def send_digests(day: date) -> int:
    """Write the mails of a day; returns how many. Nothing is written on a day off."""
    return send_daily(day, OF_EACH_ROLE, _write)


def send_daily(day: date, roles: Iterable[Role], write: Callable[[User, date], bool]) -> int:
    """One mail a working day to each person of these roles who wants it; returns how many.

    `write` enqueues the mail and says whether there was something to write. Each person is a
    transaction: a failure, or the end of the process, concerns one of them, and asking again goes
    on with the others.
    """
    if not is_working_day(day):
        return 0
    numbers = list(db.session.scalars(_whose_mail_is_due(day, roles)))
    return sum(_send_or_log(number, day, write) for number in numbers)


def groups_for(person: User, day: date) -> list[Group]:
    """What is expected of somebody, in their language."""
    with force_locale(person.language):
        return expected_of(person, day)


def _write(person: User, day: date) -> bool:
    groups = groups_for(person, day)
    if not groups:
        return False
    enqueue(
        person.email,
        person.language,
        "notices/digest",
        key=f"daily-{day:%Y-%m-%d}-{person.id}",
        covers=_covers(person, day),
        groups=groups,
        total=sum(group.total for group in groups),
    )
    return True


def _covers(person: User, day: date) -> list[str]:
    with force_locale(person.language):
        return cover_words(person, day)


def _whose_mail_is_due(day: date, roles: Iterable[Role]) -> Select[int]:
    reachable = User.deactivated_at.is_(None), User.email_confirmed_at.is_not(None)
    wanted = User.wants_digest, User.role.in_(list(roles))
    return select(User.id).where(_not_yet(day), *reachable, *wanted).order_by(User.id)


def _send_or_log(number: int, day: date, write: Callable[[User, date], bool]) -> bool:
    try:
        return _send(number, day, write)
    except Exception as failure:  # whatever it is, the others must have their mail
        db.session.rollback()
        logger.error("no daily mail for person %s: %s", number, type(failure).__name__)
        return False


def _send(number: int, day: date, write: Callable[[User, date], bool]) -> bool:
    """The mail and the mark that it was written are one commit."""
    person = db.session.get_one(User, number)
    if not write(person, day) or not _claim(number, day):
        db.session.rollback()
        return False
    db.session.commit()
    return True


def _claim(number: int, day: date) -> bool:
    """Say that the mail of this day is written; of two processes one may."""
    free = update(User).where(User.id == number, _not_yet(day))
    return rows_changed(free.values(digest_sent_on=day)) == 1


def _not_yet(day: date) -> ColumnElement[bool]:
    return or_(User.digest_sent_on.is_(None), User.digest_sent_on < day)
