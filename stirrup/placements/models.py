"""Stays: who lives where from when to when, what the agreement needs, and the files produced."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import (
    DDL,
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    column,
    event,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.database import (
    EncryptedJson,
    EncryptedText,
    Model,
    UtcInstant,
    enum_column,
)
from stirrup.permissions import Role
from stirrup.placements.enums import (
    LIVE_STATES,
    EventKind,
    LegalBasis,
    PlacementState,
)
from stirrup.placements.lanes.codes import code_of_a_step
from stirrup.placements.lifecycle import ONE_DAY
from stirrup.referrals.models import Referral
from stirrup.units.models import Place, Unit

if TYPE_CHECKING:
    from stirrup.placements.lanes.models import StepAnswer
    from stirrup.placements.papers.models import PlacementDocument
    from stirrup.placements.stay_models import PlacementExtension, StayEnd, StayInventory

NOT_CANCELLED = text("state <> 'cancelled'")
LIVE = ", ".join(f"'{state.value}'" for state in LIVE_STATES)


def _never_twice(column_name: str, constraint_name: str) -> ExcludeConstraint:
    """No two live stays of one place (or one referral) on the same day. PostgreSQL only."""
    period = func.daterange(column("first_day"), column("end_day"))
    return ExcludeConstraint(
        (column(column_name), "="),
        (period, "&&"),
        where=text(f"state IN ({LIVE})"),
        name=constraint_name,
        using="gist",
    ).ddl_if(dialect="postgresql")


class Placement(Model):
    """One stay, stored half-open: [first_day, end_day). Accepting a proposal opens it."""

    __tablename__ = "placement"
    __table_args__ = (
        CheckConstraint("end_day > first_day", name="period_is_open"),
        CheckConstraint(code_of_a_step("step"), name="step"),
        _never_twice("place_id", "one_stay_a_day_in_a_place"),
        _never_twice("referral_id", "one_stay_a_day_for_a_household"),
        Index(
            "uq_placement_one_for_a_proposal",
            "proposal_id",
            unique=True,
            sqlite_where=NOT_CANCELLED,
            postgresql_where=NOT_CANCELLED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    state: Mapped[PlacementState] = mapped_column(
        enum_column(PlacementState, "state"), default=PlacementState.SCHEDULED
    )
    version: Mapped[int] = mapped_column()
    legal_basis: Mapped[LegalBasis] = mapped_column(
        enum_column(LegalBasis, "legal_basis"), default=LegalBasis.TRIPARTITE
    )
    matched_on: Mapped[date]
    """Business date of the night that proposed the match."""
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    """The person who accepted it: no stay exists without a named decision (A3)."""
    first_day: Mapped[date]
    end_day: Mapped[date]
    association_yes_on: Mapped[date | None]
    household_yes_on: Mapped[date | None]
    landlord_yes_on: Mapped[date | None]
    visit_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    visit_done_on: Mapped[date | None]
    cancel_reason: Mapped[str | None] = mapped_column(String(40))
    """Code of a reason of the lanes."""
    step: Mapped[str | None] = mapped_column(String(40), index=True)
    """What is awaited before the keys; follows from what was answered, kept for its clock."""
    step_since: Mapped[datetime | None] = mapped_column(UtcInstant)
    step_due_on: Mapped[date | None] = mapped_column(index=True)
    step_reminded_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    step_escalated_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)

    unit: Mapped[Unit] = relationship()
    place: Mapped[Place] = relationship()
    referral: Mapped[Referral] = relationship()
    decided_by: Mapped[User] = relationship()
    facts: Mapped["AgreementFacts"] = relationship(
        back_populates="placement", cascade="all, delete-orphan"
    )
    events: Mapped[list["PlacementEvent"]] = relationship(
        order_by="PlacementEvent.id", cascade="all, delete-orphan"
    )
    answers: Mapped[list["StepAnswer"]] = relationship(
        order_by="StepAnswer.id", back_populates="placement"
    )
    documents: Mapped[list["PlacementDocument"]] = relationship(
        order_by="PlacementDocument.id", back_populates="placement", cascade="all, delete-orphan"
    )
    extensions: Mapped[list["PlacementExtension"]] = relationship(
        order_by="PlacementExtension.number", cascade="all, delete-orphan"
    )
    inventories: Mapped[list["StayInventory"]] = relationship(
        order_by="StayInventory.id", cascade="all, delete-orphan"
    )
    ending: Mapped["StayEnd | None"] = relationship(cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        return f"S-{self.id:04d}"

    @property
    def last_day(self) -> date:
        """The last day as it stands: six months, or later once prolonged, or the real one."""
        return self.end_day - ONE_DAY

    @property
    def is_being_prepared(self) -> bool:
        return self.state == PlacementState.SCHEDULED

    @property
    def both_said_yes(self) -> bool:
        return self.household_yes_on is not None and self.landlord_yes_on is not None

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Stays in one's units, or of one's referrals; administrators see all of them."""
        if person.role == Role.ADMINISTRATOR:
            return select(cls)
        if person.role == Role.LANDLORD:
            return select(cls).join(cls.unit).where(Unit.organisation_id == person.organisation_id)
        if person.role in (Role.CASE_WORKER, Role.ASSOCIATION_MANAGER):
            mine = Referral.association_id == person.organisation_id
            return select(cls).join(cls.referral).where(mine)
        return select(cls).where(cls.id.is_(None))


_OVERLAP = """
CREATE TRIGGER placement_{key}_{moment} BEFORE {moment} ON placement
WHEN NEW.state IN ({live})
BEGIN
  SELECT RAISE(ABORT, 'double booking: {key}')
  WHERE EXISTS (
    SELECT 1 FROM placement AS other
    WHERE other.{key} = NEW.{key} AND other.id IS NOT NEW.id AND other.state IN ({live})
      AND other.first_day < NEW.end_day AND NEW.first_day < other.end_day
  );
END
"""


def _only_on_sqlite(statement: str) -> Any:
    return DDL(statement).execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]


for _key in ("place_id", "referral_id"):
    for _moment in ("INSERT", "UPDATE"):
        event.listen(
            Placement.__table__,
            "after_create",
            _only_on_sqlite(_OVERLAP.format(key=_key, moment=_moment, live=LIVE)),
        )


class AgreementFacts(Model):
    """What the agreement needs beyond the listing and the referral, asked for after acceptance."""

    __tablename__ = "agreement_facts"

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), unique=True)
    lenders: Mapped[list[dict[str, str]] | None] = mapped_column(
        EncryptedJson("agreement_facts.lenders")
    )
    """Every owner: kind, name, address, and born_on (persons) or registration, signatory and
    capacity (bodies)."""
    title: Mapped[str | None] = mapped_column(String(200))
    """In what capacity they lend: full owners, usufructuary, mandated (LC-14)."""
    owner_insurance: Mapped[str | None] = mapped_column(String(200))
    resident_insurance: Mapped[str | None] = mapped_column(String(200))
    electricity_meter: Mapped[str | None] = mapped_column(EncryptedText("agreement_facts.power"))
    gas_meter: Mapped[str | None] = mapped_column(EncryptedText("agreement_facts.gas"))
    water_meter: Mapped[str | None] = mapped_column(EncryptedText("agreement_facts.water"))
    keys_count: Mapped[int | None]
    badges_count: Mapped[int | None]
    payers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """Charge item to Payer."""
    known_defects: Mapped[str | None] = mapped_column(String(500))
    explained_in: Mapped[str | None] = mapped_column(String(2))
    """Language in which the agreement was read and explained, when that is not French."""
    interpreter: Mapped[str | None] = mapped_column(EncryptedText("agreement_facts.interpreter"))

    placement: Mapped[Placement] = relationship(back_populates="facts")


class PlacementEvent(Model):
    """One line of a stay's timeline."""

    __tablename__ = "placement_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(enum_column(EventKind, "kind"))
    at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False)
