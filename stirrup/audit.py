"""The journal: who did what to what. Services write it in the transaction of the change."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, insert
from sqlalchemy.orm import Mapped, mapped_column

from stirrup.clock import now
from stirrup.database import Model, UtcInstant
from stirrup.extensions import db


class AuditEntry(Model):
    """One change: actor, action, subject, and values that name nobody."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcInstant, default=now, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """None: the platform itself (the night, the command line)."""
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def record(actor: Any, action: str, subject: Any, **details: Any) -> None:
    """Add one line for `subject` (a stored row); `details` holds codes and dates, never names.

    The subject is flushed first, so that its line knows its number.
    """
    db.session.flush()
    db.session.add(AuditEntry(**_line(actor, action, subject, details)))


def record_all(actor: Any, changes: Iterable[tuple[str, Any, dict[str, Any]]]) -> None:
    """The same for many changes at once, in one statement: (action, subject, details)."""
    db.session.flush()
    lines = [_line(actor, *change) for change in changes]
    if lines:
        db.session.execute(insert(AuditEntry), lines)


def _line(actor: Any, action: str, subject: Any, details: dict[str, Any]) -> dict[str, Any]:
    return {
        "actor_id": getattr(actor, "id", None),
        "action": action,
        "subject_kind": subject.__tablename__,
        "subject_id": subject.id,
        "details": details,
    }
