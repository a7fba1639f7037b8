"""Days on which somebody of an association is away, and the colleague who stands in for them."""

from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.database import Model, UtcInstant
from stirrup.permissions import Role

OPEN = text("ended_at IS NULL")


class Leave(Model):
    """From its first day to its last one, both included; why somebody is away is not stored."""

    __tablename__ = "leave"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("deputy_id <> person_id", name="deputy_is_somebody_else"),
        Index(
            "uq_leave_one_from_a_day",
            "person_id",
            "first_day",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date] = mapped_column(index=True)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    """Set when somebody ends it before its last day, or cancels it; else it ends by itself."""

    person: Mapped[User] = relationship(foreign_keys=[person_id])
    deputy: Mapped[User] = relationship(foreign_keys=[deputy_id])

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """One's own and those of one's association; administrators see all of them."""
        if person.role == Role.ADMINISTRATOR:
            return select(cls)
        if person.role in (Role.CASE_WORKER, Role.ASSOCIATION_MANAGER):
            mine = User.organisation_id == person.organisation_id
            return select(cls).join(cls.person).where(mine)
        return select(cls).where(cls.id.is_(None))
