"""What the journal knows of a referral: who read it, which steps were saved, what happened."""

from datetime import timedelta

from sqlalchemy import Select, select

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.audit import AuditEntry
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.referrals.models import Referral

READ, CHANGED = "referral_read", "referral_changed"
READING_NOTED_EVERY = timedelta(hours=1)
LONGEST_TIMELINE = 100

JournalLine = tuple[AuditEntry, str | None]
"""An entry and the name of who did it; None is the platform itself."""


def record_reading(referral: Referral, *, by: User) -> None:
    """Opening a household's file is itself written down, once an hour for each person (P22)."""
    require(by, Permission.REFERRAL_SHOW, referral)
    note_reading(referral, by=by)


def note_reading(referral: Referral, *, by: User) -> None:
    """The same for who may read a part of it; the caller has checked that."""
    lately = _entries(referral).where(
        AuditEntry.action == READ,
        AuditEntry.actor_id == by.id,
        AuditEntry.at > now() - READING_NOTED_EVERY,
    )
    if db.session.scalar(lately.limit(1)) is None:
        audit.record(by, READ, referral)
        db.session.commit()


def saved_steps(referral: Referral) -> set[str]:
    """Names of the steps that were saved at least once."""
    changes = _entries(referral).where(AuditEntry.action == CHANGED)
    return {str(entry.details.get("step")) for entry in db.session.scalars(changes)}


def list_events(referral: Referral) -> list[JournalLine]:
    """What happened to a referral, readings apart, the latest first."""
    return _lines(referral, AuditEntry.action != READ)


def list_readers(referral: Referral) -> list[JournalLine]:
    """Who opened the file, and when, the latest first."""
    return _lines(referral, AuditEntry.action == READ)


def last_change(referral: Referral) -> JournalLine | None:
    """Who saved a step last, and when."""
    return next(iter(_lines(referral, AuditEntry.action == CHANGED, limit=1)), None)


def _entries(referral: Referral) -> Select[AuditEntry]:
    return select(AuditEntry).where(
        AuditEntry.subject_kind == Referral.__tablename__, AuditEntry.subject_id == referral.id
    )


def _lines(
    referral: Referral, *conditions: object, limit: int = LONGEST_TIMELINE
) -> list[JournalLine]:
    query = (
        _entries(referral)
        .where(*conditions)  # type: ignore[arg-type]
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .add_columns(User.display_name)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [(entry, name) for entry, name in db.session.execute(query)]
