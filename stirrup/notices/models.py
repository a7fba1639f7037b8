"""Sheets for the day on which nothing works, made after each night, kept encrypted."""

from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from stirrup.clock import now
from stirrup.database import EncryptedBytes, Model, UtcInstant, enum_column
from stirrup.notices.enums import SheetKind
from stirrup.permissions import Role


class MorningSheet(Model):
    """One PDF of one morning; those of the last seven are kept. A long list has several parts."""

    __tablename__ = "morning_sheet"
    __table_args__ = (UniqueConstraint("day", "kind", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    kind: Mapped[SheetKind] = mapped_column(enum_column(SheetKind, "kind"))
    part: Mapped[int] = mapped_column(default=1)
    content: Mapped[bytes] = mapped_column(EncryptedBytes("morning_sheet.content"), deferred=True)
    made_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Administrators only."""
        if person.role == Role.ADMINISTRATOR:
            return select(cls)
        return select(cls).where(cls.id.is_(None))
