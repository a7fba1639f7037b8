"""Rates of the tax on vacant homes that communes voted, entered by an administrator."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, Select, String, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.database import Model, UtcInstant
from stirrup.permissions import Role


class CommuneVote(Model):
    """One vote with its source; a correction ends the former line and never rewrites it."""

    __tablename__ = "commune_vote"
    __table_args__ = (
        CheckConstraint("first_rate BETWEEN 0 AND 1", name="first_rate_is_a_share"),
        CheckConstraint("next_rate BETWEEN 0 AND 1", name="next_rate_is_a_share"),
        Index(
            "uq_commune_vote_one_for_a_year",
            "commune_code",
            "tax_year",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_code: Mapped[str] = mapped_column(String(5))
    tax_year: Mapped[int]
    first_rate: Mapped[Decimal] = mapped_column(Numeric(6, 5))
    """Of the first taxed year, or of every year where the law knows one rate alone."""
    next_rate: Mapped[Decimal | None] = mapped_column(Numeric(6, 5))
    source: Mapped[str] = mapped_column(String(300))
    voted_on: Mapped[date]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    entered_by: Mapped[User] = relationship()

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Administrators alone."""
        query = select(cls)
        return query if person.role == Role.ADMINISTRATOR else query.where(cls.id.is_(None))
