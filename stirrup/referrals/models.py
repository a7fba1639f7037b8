"""Referrals: what the matcher may read; the persons themselves sit apart, encrypted."""

from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stirrup.accounts.models import Organisation, User
from stirrup.clock import now
from stirrup.database import EncryptedJson, EncryptedText, Model, UtcInstant, enum_column
from stirrup.permissions import Role
from stirrup.referrals.enums import (
    CloseReason,
    CommuneStance,
    ConsentMethod,
    ParkReason,
    PetKind,
    ReferralState,
    Situation,
    SupportLevel,
    Urgency,
)


class LinkGroup(Model):
    """Households of one association that move in together, near each other, or not at all."""

    __tablename__ = "link_group"
    __table_args__ = (CheckConstraint("max_km BETWEEN 1 AND 100", name="max_km_in_range"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    max_km: Mapped[int]
    """How far apart their homes may lie at most."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)

    referrals: Mapped[list["Referral"]] = relationship(
        back_populates="link_group", order_by="Referral.id"
    )

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """An association's own groups; administrators see all of them."""
        if person.role == Role.ADMINISTRATOR:
            return select(cls)
        if person.role in (Role.CASE_WORKER, Role.ASSOCIATION_MANAGER):
            return select(cls).where(cls.association_id == person.organisation_id)
        return select(cls).where(cls.id.is_(None))


class Referral(Model):
    """A case worker's request for one household, under a reference without a name."""

    __tablename__ = "referral"
    __table_args__ = (
        CheckConstraint("people BETWEEN 1 AND 20", name="people_in_range"),
        CheckConstraint("bedrooms_needed BETWEEN 0 AND 12", name="bedrooms_in_range"),
        CheckConstraint("cots BETWEEN 0 AND 6", name="cots_in_range"),
        CheckConstraint("max_floor_without_lift BETWEEN 0 AND 60", name="max_floor_in_range"),
        CheckConstraint("latest_entry >= earliest_entry", name="entry_window_is_open"),
        CheckConstraint(
            "state IN ('draft', 'closed') OR (people IS NOT NULL AND bedrooms_needed IS NOT NULL"
            " AND urgency IS NOT NULL AND earliest_entry IS NOT NULL AND latest_entry IS NOT NULL"
            " AND consent_given_on IS NOT NULL AND waiting_since IS NOT NULL)",
            name="a_sent_referral_is_complete",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    referent_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    link_group_id: Mapped[int | None] = mapped_column(ForeignKey("link_group.id"), index=True)
    state: Mapped[ReferralState] = mapped_column(
        enum_column(ReferralState, "state"), default=ReferralState.DRAFT, index=True
    )
    version: Mapped[int] = mapped_column()

    notice_version: Mapped[str | None] = mapped_column(String(20))
    """Version of the information notice shown to the person before this referral existed (P25)."""
    consent_given_on: Mapped[date | None]
    consent_method: Mapped[ConsentMethod | None] = mapped_column(
        enum_column(ConsentMethod, "consent_method")
    )
    consent_to_statistics: Mapped[bool] = mapped_column(default=False)
    consent_expires_on: Mapped[date | None]
    evaluated_on: Mapped[date | None]
    last_confirmed_on: Mapped[date | None]
    waiting_since: Mapped[date | None]

    people: Mapped[int | None]
    bedrooms_needed: Mapped[int | None]
    cots: Mapped[int] = mapped_column(default=0)
    pets: Mapped[PetKind] = mapped_column(enum_column(PetKind, "pets"), default=PetKind.NONE)
    needs_step_free: Mapped[bool] = mapped_column(default=False)
    needs_lift: Mapped[bool] = mapped_column(default=False)
    needs_ground_floor: Mapped[bool] = mapped_column(default=False)
    needs_adapted_bathroom: Mapped[bool] = mapped_column(default=False)
    needs_own_kitchen: Mapped[bool] = mapped_column(default=False)
    needs_quiet: Mapped[bool] = mapped_column(default=False)
    needs_parking: Mapped[bool] = mapped_column(default=False)
    max_floor_without_lift: Mapped[int | None]
    accepts_shared: Mapped[bool] = mapped_column(default=False)

    earliest_entry: Mapped[date | None]
    latest_entry: Mapped[date | None]
    situation: Mapped[Situation | None] = mapped_column(enum_column(Situation, "situation"))
    urgency: Mapped[Urgency | None] = mapped_column(enum_column(Urgency, "urgency"))
    support_level: Mapped[SupportLevel | None] = mapped_column(
        enum_column(SupportLevel, "support_level")
    )
    referent_commits: Mapped[bool] = mapped_column(default=False)
    """The referent commits to six months of support."""
    protected_address: Mapped[bool] = mapped_column(default=False)

    park_reason: Mapped[ParkReason | None] = mapped_column(enum_column(ParkReason, "park_reason"))
    """None while parked: nobody answered or confirmed, and somebody has to take it up again."""
    parked_until: Mapped[date | None]
    close_reason: Mapped[CloseReason | None] = mapped_column(
        enum_column(CloseReason, "close_reason")
    )
    question: Mapped[str | None] = mapped_column(String(500))
    """What an administrator asks for while the referral is to complete."""
    awaited_since: Mapped[date | None]
    """Since when the referent is expected to answer or to confirm; its clock counts from here."""
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    association: Mapped[Organisation] = relationship()
    referent: Mapped[User] = relationship()
    link_group: Mapped[LinkGroup | None] = relationship(back_populates="referrals")
    household: Mapped["Household"] = relationship(
        back_populates="referral", cascade="all, delete-orphan"
    )
    communes: Mapped[list["CommunePreference"]] = relationship(
        order_by="CommunePreference.rank", cascade="all, delete-orphan"
    )
    anchors: Mapped[list["Anchor"]] = relationship(
        order_by="Anchor.id", cascade="all, delete-orphan"
    )
    safety_zones: Mapped[list["SafetyZone"]] = relationship(
        order_by="SafetyZone.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        return f"M-{self.id:04d}"

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """An association's own referrals; administrators see what has been sent."""
        if person.role == Role.ADMINISTRATOR:
            return select(cls).where(cls.state != ReferralState.DRAFT)
        if person.role in (Role.CASE_WORKER, Role.ASSOCIATION_MANAGER):
            return select(cls).where(cls.association_id == person.organisation_id)
        return select(cls).where(cls.id.is_(None))


class Household(Model):
    """The people to be housed together: never read by the matcher, all of it encrypted."""

    __tablename__ = "household"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), unique=True)
    phone: Mapped[str | None] = mapped_column(EncryptedText("household.phone"))
    email: Mapped[str | None] = mapped_column(EncryptedText("household.email"))
    current_address: Mapped[str | None] = mapped_column(EncryptedText("household.current_address"))

    referral: Mapped[Referral] = relationship(back_populates="household")
    members: Mapped[list["HouseholdMember"]] = relationship(
        order_by="HouseholdMember.position", cascade="all, delete-orphan"
    )


class HouseholdMember(Model):
    """One person; names are asked for only when an agreement needs them."""

    __tablename__ = "household_member"
    __table_args__ = (UniqueConstraint("household_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    position: Mapped[int]
    is_adult: Mapped[bool] = mapped_column(default=True)
    """Adults sign the agreement; minors are counted, never named, in the landlord's copy."""
    first_name: Mapped[str | None] = mapped_column(EncryptedText("household_member.first_name"))
    last_name: Mapped[str | None] = mapped_column(EncryptedText("household_member.last_name"))
    birth_date: Mapped[str | None] = mapped_column(EncryptedText("household_member.birth_date"))
    """ISO date, adults only: it stands in the signed agreement and nowhere else."""


class CommunePreference(Model):
    """A commune that the household accepts, in its order, or refuses."""

    __tablename__ = "commune_preference"
    __table_args__ = (UniqueConstraint("referral_id", "commune_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"))
    commune_code: Mapped[str] = mapped_column(String(5))
    stance: Mapped[CommuneStance] = mapped_column(enum_column(CommuneStance, "stance"))
    rank: Mapped[int] = mapped_column(default=0)


class Anchor(Model):
    """A place to stay near: a point and a distance; why is not stored."""

    __tablename__ = "anchor"
    __table_args__ = (CheckConstraint("max_km BETWEEN 1 AND 100", name="max_km_in_range"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    label: Mapped[str] = mapped_column(String(120))
    """The public name of the point: a station, a commune."""
    latitude: Mapped[float]
    longitude: Mapped[float]
    max_km: Mapped[int]


class SafetyZone(Model):
    """A place to stay away from: applied in silence, never shown, never named (security T1)."""

    __tablename__ = "safety_zone"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    area: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("safety_zone.area"))
    """commune_code, latitude, longitude, km."""
