"""What a person chooses: the daily mail, and the secret address of their calendar."""

import secrets

from sqlalchemy import select

from stirrup import audit
from stirrup.accounts.limits import Purpose, count_attempt
from stirrup.accounts.models import User
from stirrup.accounts.sessions import hash_token
from stirrup.extensions import db
from stirrup.permissions import Permission, require


def choose_digest(*, by: User, wants: bool) -> None:
    """Receive the daily mail, or not; what is urgent is sent in both cases."""
    require(by, Permission.NOTICES_CHOOSE)
    if by.wants_digest == wants:
        return
    by.wants_digest = wants
    audit.record(by, "digest_chosen", by, wants=wants)
    db.session.commit()


def open_calendar(*, by: User) -> str:
    """A new secret address, and the end of the one before. Only its hash is stored."""
    require(by, Permission.NOTICES_CHOOSE)
    token = secrets.token_urlsafe(32)
    by.calendar_hash = hash_token(token)
    audit.record(by, "calendar_opened", by)
    db.session.commit()
    return token


def close_calendar(*, by: User) -> None:
    """The address stops working at once."""
    require(by, Permission.NOTICES_CHOOSE)
    if by.calendar_hash is None:
        return
    by.calendar_hash = None
    audit.record(by, "calendar_closed", by)
    db.session.commit()


def find_calendar_owner(token: str, *, address: str) -> User | None:
    """Whose calendar this is, while they have access; programs that guess are slowed down.

    Raises TooManyAttemptsError. An address that works is never counted: calendars ask often.
    """
    query = select(User).where(
        User.calendar_hash == hash_token(token), User.deactivated_at.is_(None)
    )
    owner = db.session.scalars(query).one_or_none()
    if owner is None:
        count_attempt(Purpose.CALENDAR, address, address)
    return owner
