"""What named people decide for the nights to come: pairs, homes kept back, weights."""

from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    false,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.database import Model, UtcInstant, enum_column
from stirrup.permissions import Role
from stirrup.referrals.models import Referral
from stirrup.runs.enums import ChoiceKind, HoldReason
from stirrup.units.models import Unit

NOT_ENDED = text("ended_at IS NULL")
PINS_NOT_ENDED = text("kind = 'pin' AND ended_at IS NULL")
NOT_RELEASED = text("released_at IS NULL")


class MatchParameters(Model):
    """Weights and policy from one day on, adopted by a named person; a row is never edited."""

    __tablename__ = "match_parameters"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(40), unique=True)
    """The year and a number in it, such as 2026-2."""
    weights: Mapped[dict[str, Any]] = mapped_column(JSON)
    policy: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Which homes the night keeps back, and for how long; empty: none."""
    note: Mapped[str] = mapped_column(String(500))
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The back-test from which a policy was adopted."""
    adopted_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    adopted_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)

    adopted_by: Mapped[User] = relationship()

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Administrators only; what is public of them stands on the page of the rules."""
        return _to_administrators(cls, person)


class PairChoice(Model):
    """A pair that a named person asks for, or rules out, until a day."""

    __tablename__ = "pair_choice"
    __table_args__ = (
        Index(
            "uq_pair_choice_one_for_a_pair",
            "referral_id",
            "unit_id",
            unique=True,
            sqlite_where=NOT_ENDED,
            postgresql_where=NOT_ENDED,
        ),
        Index(
            "uq_pair_choice_one_pin_for_a_household",
            "referral_id",
            unique=True,
            sqlite_where=PINS_NOT_ENDED,
            postgresql_where=PINS_NOT_ENDED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ChoiceKind] = mapped_column(enum_column(ChoiceKind, "kind"))
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    note: Mapped[str] = mapped_column(String(500))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    expires_on: Mapped[date]
    """The first night that knows nothing of it any more."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    referral: Mapped[Referral] = relationship()
    unit: Mapped[Unit] = relationship()
    made_by: Mapped[User] = relationship()

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Administrators only."""
        return _to_administrators(cls, person)


class UnitHold(Model):
    """A home kept back for some nights, for whoever needs what is rare in it or for nobody."""

    __tablename__ = "unit_hold"
    __table_args__ = (
        CheckConstraint("until_date > from_date", name="hold_is_open"),
        CheckConstraint("kept_for BETWEEN 1 AND 32", name="kept_for_in_range"),
        CheckConstraint("(reason = 'scarce') = (made_by_id IS NULL)", name="a_reviewer_has_a_name"),
        Index(
            "uq_unit_hold_one_for_a_home",
            "unit_id",
            unique=True,
            sqlite_where=NOT_RELEASED,
            postgresql_where=NOT_RELEASED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    from_date: Mapped[date]
    until_date: Mapped[date]
    """The first night on which the home is free again."""
    kept_for: Mapped[int]
    """Bits of matching.tables.KEPT_FOR, or FOR_NOBODY."""
    reason: Mapped[HoldReason] = mapped_column(enum_column(HoldReason, "reason"))
    note: Mapped[str | None] = mapped_column(String(500))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    released_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    unit: Mapped[Unit] = relationship()
    made_by: Mapped[User | None] = relationship()

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Administrators only."""
        return _to_administrators(cls, person)


def _to_administrators(model: Any, person: Any) -> Select[Any]:
    if person.role == Role.ADMINISTRATOR:
        return select(model)
    return select(model).where(false())
