"""Runs of the matcher, the proposals they made, and what people decided."""

from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    select,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stirrup.accounts.models import User
from stirrup.clock import local, now
from stirrup.database import EncryptedBytes, Model, UtcInstant, enum_column
from stirrup.matching.solution import OPTIMAL
from stirrup.permissions import Role
from stirrup.referrals.models import Referral
from stirrup.runs.choice_models import MatchParameters
from stirrup.runs.enums import (
    UNDECIDED_STATES,
    DecisionKind,
    ProposalState,
    RunKind,
    RunState,
)
from stirrup.units.models import Place, Unit

UNDECIDED = text(f"state IN ({', '.join(repr(state.value) for state in UNDECIDED_STATES)})")
NIGHTLY = text("kind = 'nightly'")


class MatchRun(Model):
    """One execution for one business date; the night is unique, manual runs are numbered apart."""

    __tablename__ = "match_run"
    __table_args__ = (
        UniqueConstraint("business_date", "number"),
        Index(
            "uq_match_run_one_night_a_date",
            "business_date",
            unique=True,
            sqlite_where=NIGHTLY,
            postgresql_where=NIGHTLY,
        ),
        CheckConstraint("(kind = 'nightly') = (number = 0)", name="the_night_is_number_zero"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    business_date: Mapped[date] = mapped_column(index=True)
    number: Mapped[int] = mapped_column(default=0)
    kind: Mapped[RunKind] = mapped_column(enum_column(RunKind, "kind"))
    territory: Mapped[str | None] = mapped_column(String(2000))
    """INSEE codes joined by spaces; None is everywhere."""
    state: Mapped[RunState] = mapped_column(enum_column(RunState, "state"))
    owner: Mapped[str] = mapped_column(String(80))
    lease_until: Mapped[datetime] = mapped_column(UtcInstant)
    attempt: Mapped[int] = mapped_column(default=1)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    started_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    seed: Mapped[int] = mapped_column(BigInteger)
    weights_version: Mapped[str | None] = mapped_column(String(40))
    parameters_id: Mapped[int | None] = mapped_column(ForeignKey("match_parameters.id"))
    """The weights and policy in force; None: those that come with the program."""
    versions: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    input_digest: Mapped[str | None] = mapped_column(String(64))
    input_snapshot: Mapped[bytes | None] = mapped_column(
        EncryptedBytes("match_run.input"), deferred=True
    )
    """The input columns under their references, compressed, to replay the run."""
    output_digest: Mapped[str | None] = mapped_column(String(64))
    replayable: Mapped[bool] = mapped_column(default=True, server_default=true())
    """False when a clock cut the computation: it may go further the next time."""
    status: Mapped[str | None] = mapped_column(String(40))
    """The solver's honest word: `optimal` is proved."""
    value: Mapped[str | None] = mapped_column(String(60))
    bound: Mapped[str | None] = mapped_column(String(60))
    gap: Mapped[float | None]
    households_count: Mapped[int | None]
    units_count: Mapped[int | None]
    eligible_pairs: Mapped[int | None]
    price_of_urgency: Mapped[int | None]
    """Households more that could be housed if urgency did not come first; None: not known."""
    proposals_count: Mapped[int | None]
    unmet_pins: Mapped[list[list[int]]] = mapped_column(
        JSON, default=list, server_default=text("'[]'")
    )
    """Pairs (referral, unit) that a reviewer asked for and that no solution could hold."""
    durations: Mapped[dict[str, float]] = mapped_column(JSON, default=dict)
    """Seconds by stage."""
    failure: Mapped[str | None] = mapped_column(String(500))

    started_by: Mapped[User | None] = relationship()
    parameters: Mapped[MatchParameters | None] = relationship()
    proposals: Mapped[list["Proposal"]] = relationship(
        back_populates="run", order_by="Proposal.number"
    )

    @property
    def is_proved(self) -> bool:
        """Whether the solver proved that no better solution exists."""
        return self.status == OPTIMAL

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Administrators only."""
        if person.role == Role.ADMINISTRATOR:
            return select(cls)
        return select(cls).where(cls.id.is_(None))


class Proposal(Model):
    """One unit for one household, awaiting a named person's decision; versioned."""

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("run_id", "number"),
        Index(
            "uq_proposal_one_undecided_for_a_household",
            "referral_id",
            unique=True,
            sqlite_where=UNDECIDED,
            postgresql_where=UNDECIDED,
        ),
        Index(
            "uq_proposal_one_undecided_for_a_place",
            "place_id",
            unique=True,
            sqlite_where=UNDECIDED,
            postgresql_where=UNDECIDED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id"))
    number: Mapped[int]
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    state: Mapped[ProposalState] = mapped_column(
        enum_column(ProposalState, "state"), default=ProposalState.SUBMITTED, index=True
    )
    version: Mapped[int] = mapped_column()
    first_day: Mapped[date]
    """The earliest possible first day in both windows."""
    explanation: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Criteria, points, alternatives: as they were when the night ran."""
    reserve_of_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    """The proposal whose home came free the same day: this one was next on its reserve list."""
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)

    run: Mapped[MatchRun] = relationship(back_populates="proposals")
    referral: Mapped[Referral] = relationship()
    unit: Mapped[Unit] = relationship()
    place: Mapped[Place] = relationship()
    decisions: Mapped[list["Decision"]] = relationship(
        order_by="Decision.id", back_populates="proposal"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        return f"P-{local(self.created_at):%m%d}-{self.number:02d}"

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED_STATES

    @property
    def standing_decision(self) -> "Decision | None":
        """The last decision that nobody has undone."""
        standing = (one for one in reversed(self.decisions) if one.undone_at is None)
        return next(standing, None)

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Administrators only."""
        if person.role == Role.ADMINISTRATOR:
            return select(cls)
        return select(cls).where(cls.id.is_(None))


class Decision(Model):
    """What one named person decided on one proposal, when and why."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    kind: Mapped[DecisionKind] = mapped_column(enum_column(DecisionKind, "kind"))
    reason: Mapped[str] = mapped_column(String(40))
    """A value of AcceptReason or PostponeReason; of a refusal, a code of the lanes' reasons."""
    note: Mapped[str | None] = mapped_column(String(500))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    input_digest: Mapped[str | None] = mapped_column(String(64))
    pair_before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Of a refusal: what had set its pair aside before, `proposal_id` and `expires_on`."""
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    proposal: Mapped[Proposal] = relationship(back_populates="decisions")
    decided_by: Mapped[User] = relationship(foreign_keys=[decided_by_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])
