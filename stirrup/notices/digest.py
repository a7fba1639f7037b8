"""The daily mail: to each person what is expected of them, once a working day, or nothing."""

import logging
from datetime import date

from flask_babel import force_locale
from sqlalchemy import Select, or_, select, update

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.working_days import is_working_day
from stirrup.worklists.expected import OF_EACH_ROLE, expected_of

logger = logging.getLogger("stirrup.notices")


def send_digests(day: date) -> int:
    """Write the mails of a day; returns how many. Nothing is written on a day off.

    Each person is a transaction: a failure, or the end of the process, concerns one of them, and
    asking again goes on with the others.
    """
    if not is_working_day(day):
        return 0
    numbers = list(db.session.scalars(_whose_mail_is_due(day)))
    return sum(_send_or_log(number, day) for number in numbers)


def _whose_mail_is_due(day: date) -> Select[tuple[int]]:
    not_yet = or_(User.digest_sent_on.is_(None), User.digest_sent_on < day)
    reachable = User.deactivated_at.is_(None), User.email_confirmed_at.is_not(None)
    wanted = User.wants_digest, User.role.in_(OF_EACH_ROLE)
    return select(User.id).where(not_yet, *reachable, *wanted).order_by(User.id)


def _send_or_log(number: int, day: date) -> bool:
    try:
        return _send(number, day)
    except Exception as failure:  # whatever it is, the others must have their mail
        db.session.rollback()
        logger.error("no daily mail for person %s: %s", number, type(failure).__name__)
        return False


def _send(number: int, day: date) -> bool:
    """The mail and the mark that it was written are one commit."""
    person = db.session.get_one(User, number)
    with force_locale(person.language):
        groups = expected_of(person, day)
    if not groups or not claim(person, day):
        db.session.rollback()
        return False
    enqueue(
        person.email,
        person.language,
        "notices/digest",
        key=f"daily-{day:%Y-%m-%d}-{person.id}",
        groups=groups,
        total=sum(group.total for group in groups),
    )
    db.session.commit()
    return True


def claim(person: User, day: date) -> bool:
    """Say that the mail of this day is written; of two processes one may. The caller commits."""
    not_yet = or_(User.digest_sent_on.is_(None), User.digest_sent_on < day)
    claimed = (
        update(User)
        .where(User.id == person.id, not_yet)
        .values(digest_sent_on=day)
        .returning(User.id)
    )
    return db.session.scalars(claimed).one_or_none() is not None
