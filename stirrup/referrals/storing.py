"""How a change of a referral is stored: one line in the journal, one commit, or nothing at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.referrals.models import Referral
from stirrup.referrals.refusals import ReferralChangedError


def store(referral: Referral, by: User, action: str, **details: Any) -> None:
    """Raises ReferralChangedError when a version that moved meanwhile undoes the whole."""
    with _undone_when_stale():
        audit.record(by, action, referral, **details)
        db.session.commit()


def commit_changes() -> None:
    """The same for changes of several referrals, each with its line already."""
    with _undone_when_stale():
        db.session.commit()


@contextmanager
def _undone_when_stale() -> Iterator[None]:
    try:
        yield
    except StaleDataError as stale:
        db.session.rollback()
        raise ReferralChangedError from stale


def write_to(person: User, letter: str, referral: Referral, **values: Any) -> None:
    """A mail with a reference and a link: nothing about the household."""
    enqueue(
        person.email,
        person.language,
        f"referrals/{letter}",
        reference=referral.reference,
        referral_id=referral.id,
        **values,
    )
