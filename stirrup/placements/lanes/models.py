"""What was answered at each step of a stay, and what administrators changed in the lanes."""

from datetime import datetime
from typing import Any, Self

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Select, String, false, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.database import EncryptedText, Model, UtcInstant, enum_column
from stirrup.permissions import Role
from stirrup.placements.lanes.codes import code_of_a_step, is_own_in_sql
from stirrup.placements.lanes.enums import (
    AnswerKind,
    DelayUnit,
    HomeAfter,
    HouseholdAfter,
    ReviewOutcome,
    Side,
    StepCode,
    Timeout,
)
from stirrup.placements.models import Placement


class StepAnswer(Model):
    """One answer at one step, never changed: who, for which side, why, when."""

    __tablename__ = "step_answer"
    __table_args__ = (
        CheckConstraint(code_of_a_step("step"), name="step"),
        CheckConstraint("kind <> 'no' OR reason IS NOT NULL", name="a_no_has_a_reason"),
        CheckConstraint(
            "(review IS NULL) = (reviewed_at IS NULL)", name="a_review_has_its_instant"
        ),
        Index(None, "placement_id", "step"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    step: Mapped[str] = mapped_column(String(40))
    side: Mapped[Side] = mapped_column(enum_column(Side, "side"))
    kind: Mapped[AnswerKind] = mapped_column(enum_column(AnswerKind, "kind"))
    reason: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(EncryptedText("step_answer.note"))
    """For the side that wrote it and the team, never for the other side."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """None: the platform itself, when a delay passed."""
    on_behalf: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    needs_review: Mapped[bool] = mapped_column(default=False)
    review: Mapped[ReviewOutcome | None] = mapped_column(enum_column(ReviewOutcome, "review"))
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    review_note: Mapped[str | None] = mapped_column(EncryptedText("step_answer.review_note"))

    placement: Mapped[Placement] = relationship(back_populates="answers")
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Administrators review answers one by one; others read them on the page of the stay."""
        query = select(cls)
        return query if person.role == Role.ADMINISTRATOR else query.where(cls.id.is_(None))


class StepSetting(Model):
    """A step that administrators changed or added; what is not here is as the program has it.

    `side`, `follows`, `rank` and `retired` are of added steps alone: the others have theirs in the
    program. An added step stands behind the program's step `follows` (None: before all of them),
    among others of that place by `rank`.
    """

    __tablename__ = "step_setting"
    __table_args__ = (
        CheckConstraint(code_of_a_step("code"), name="code"),
        CheckConstraint(
            f"(side IS NOT NULL) = ({is_own_in_sql('code')})", name="own_steps_are_asked_of_a_side"
        ),
        CheckConstraint("side IN ('association', 'landlord', 'team')", name="side_is_asked"),
        CheckConstraint("(rank IS NOT NULL) = (side IS NOT NULL)", name="own_steps_have_a_rank"),
        CheckConstraint(
            "follows IS NULL OR (side IS NOT NULL AND follows <> 'keys')",
            name="place_before_the_keys",
        ),
        CheckConstraint("side IS NOT NULL OR NOT retired", name="only_own_steps_retire"),
        CheckConstraint("delay BETWEEN 1 AND 60", name="delay_in_range"),
        CheckConstraint("remind_after BETWEEN 0 AND 60", name="reminder_in_range"),
        CheckConstraint("escalate_after BETWEEN 0 AND 60", name="escalation_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    side: Mapped[Side | None] = mapped_column(enum_column(Side, "side"))
    follows: Mapped[StepCode | None] = mapped_column(enum_column(StepCode, "follows"))
    rank: Mapped[int | None]
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    text: Mapped[dict[str, str]] = mapped_column(JSON)
    delay: Mapped[int]
    unit: Mapped[DelayUnit] = mapped_column(enum_column(DelayUnit, "unit"))
    remind_after: Mapped[int]
    escalate_after: Mapped[int]
    timeout: Mapped[Timeout] = mapped_column(enum_column(Timeout, "timeout"))
    enabled: Mapped[bool]
    retired: Mapped[bool] = mapped_column(default=False, server_default=false())
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)


class ReasonSetting(Model):
    """A reason that administrators changed or added."""

    __tablename__ = "reason_setting"
    __table_args__ = (CheckConstraint("forbids_days BETWEEN 0 AND 3650", name="term_in_range"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    side: Mapped[Side] = mapped_column(enum_column(Side, "side"))
    label: Mapped[dict[str, str]] = mapped_column(JSON)
    forbids_days: Mapped[int | None]
    """None: for ever."""
    home: Mapped[HomeAfter] = mapped_column(enum_column(HomeAfter, "home"))
    household: Mapped[HouseholdAfter] = mapped_column(enum_column(HouseholdAfter, "household"))
    needs_note: Mapped[bool]
    needs_review: Mapped[bool]
    retired: Mapped[bool]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
