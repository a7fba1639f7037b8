"""The homes that landlords offer, their places and their photos."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Numeric,
    Select,
    String,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stirrup.accounts.models import Organisation
from stirrup.clock import now
from stirrup.database import EncryptedText, Model, UtcInstant, enum_column
from stirrup.permissions import Role
from stirrup.units.enums import (
    EnergyClass,
    Furnishing,
    HeatingKind,
    KitchenKind,
    PauseReason,
    PetsAllowed,
    UnitKind,
    UnitState,
    VacancyCause,
)


class Building(Model):
    """A house of several homes, in which its landlord may want few stays at once."""

    __tablename__ = "building"
    __table_args__ = (
        CheckConstraint("most_stays BETWEEN 0 AND 10000", name="most_stays_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    most_stays: Mapped[int | None]

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """A landlord's own buildings; administrators see all of them."""
        if person.role == Role.ADMINISTRATOR:
            return select(cls)
        if person.role == Role.LANDLORD:
            return select(cls).where(cls.organisation_id == person.organisation_id)
        return select(cls).where(cls.id.is_(None))


class Unit(Model):
    """One dwelling; a draft may lack anything, an offered one lacks nothing the night needs."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("surface_m2 BETWEEN 9 AND 500", name="surface_in_range"),
        CheckConstraint("bedrooms BETWEEN 0 AND 12", name="bedrooms_in_range"),
        CheckConstraint("main_rooms BETWEEN 1 AND 15", name="main_rooms_in_range"),
        CheckConstraint("max_people BETWEEN 1 AND 20", name="max_people_in_range"),
        CheckConstraint("min_people BETWEEN 1 AND max_people", name="min_people_in_range"),
        CheckConstraint("floor BETWEEN -1 AND 60", name="floor_in_range"),
        CheckConstraint("places_count BETWEEN 1 AND 12", name="places_in_range"),
        CheckConstraint("available_until > available_from", name="window_is_open"),
        CheckConstraint("property_tax_base BETWEEN 1 AND 1000000", name="tax_base_in_range"),
        CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (kind IS NOT NULL AND surface_m2 IS NOT NULL"
            " AND bedrooms IS NOT NULL AND max_people IS NOT NULL AND min_people IS NOT NULL"
            " AND floor IS NOT NULL AND available_from IS NOT NULL"
            " AND available_until IS NOT NULL)",
            name="an_offered_unit_is_described",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    state: Mapped[UnitState] = mapped_column(
        enum_column(UnitState, "state"), default=UnitState.DRAFT, index=True
    )
    version: Mapped[int] = mapped_column()

    street: Mapped[str | None] = mapped_column(EncryptedText("unit.street"))
    address_complement: Mapped[str | None] = mapped_column(EncryptedText("unit.complement"))
    postcode: Mapped[str | None] = mapped_column(String(5))
    commune_code: Mapped[str] = mapped_column(String(5), index=True)
    latitude: Mapped[float]
    """Of the dwelling where known, otherwise of the centre of its commune."""
    longitude: Mapped[float]

    kind: Mapped[UnitKind | None] = mapped_column(enum_column(UnitKind, "kind"))
    surface_m2: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    main_rooms: Mapped[int | None]
    bedrooms: Mapped[int | None]
    min_people: Mapped[int | None]
    max_people: Mapped[int | None]
    places_count: Mapped[int] = mapped_column(default=1)
    """More than one only in a shared home: how many households it holds."""

    floor: Mapped[int | None]
    step_free: Mapped[bool] = mapped_column(default=False)
    lift: Mapped[bool] = mapped_column(default=False)
    adapted_bathroom: Mapped[bool] = mapped_column(default=False)
    quiet: Mapped[bool] = mapped_column(default=False)
    parking: Mapped[bool] = mapped_column(default=False)
    cot_possible: Mapped[bool] = mapped_column(default=False)
    kitchen: Mapped[KitchenKind | None] = mapped_column(enum_column(KitchenKind, "kitchen"))
    furnishing: Mapped[Furnishing | None] = mapped_column(enum_column(Furnishing, "furnishing"))
    heating: Mapped[HeatingKind | None] = mapped_column(enum_column(HeatingKind, "heating"))
    equipment: Mapped[list[str]] = mapped_column(JSON, default=list)

    energy_class: Mapped[EnergyClass | None] = mapped_column(
        enum_column(EnergyClass, "energy_class")
    )
    energy_diagnosed_on: Mapped[date | None]
    energy_exception: Mapped[str | None] = mapped_column(String(500))
    """Why an administrator lets a G or undiagnosed home through (LC-12)."""

    pets_allowed: Mapped[PetsAllowed | None] = mapped_column(
        enum_column(PetsAllowed, "pets_allowed")
    )
    smoking_allowed: Mapped[bool] = mapped_column(default=False)

    available_from: Mapped[date | None]
    available_until: Mapped[date | None]
    """The last day on which a household may still be there."""

    vacant_since: Mapped[date | None]
    vacancy_cause: Mapped[VacancyCause | None] = mapped_column(
        enum_column(VacancyCause, "vacancy_cause")
    )
    vacancy_involuntary: Mapped[bool] = mapped_column(default=False)
    furnished_while_vacant: Mapped[bool] = mapped_column(default=False)
    """Whether it is a furnished second home while empty: no tax on vacant dwellings is then due."""
    owner_since: Mapped[date | None]
    property_tax_base: Mapped[int | None]
    """Base shown on the property-tax notice, euros: half of the rental value."""
    property_tax_base_year: Mapped[int | None]
    tax_number: Mapped[str | None] = mapped_column(EncryptedText("unit.tax_number"))
    """The 12 digits of the dwelling on the tax site, asked for by the agreement."""

    readiness: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """ReadinessPoint to ReadinessResult, as checked on the spot."""
    visited_on: Mapped[date | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    check_note: Mapped[str | None] = mapped_column(String(1000))

    pause_reason: Mapped[PauseReason | None] = mapped_column(
        enum_column(PauseReason, "pause_reason")
    )
    paused_until: Mapped[date | None]
    truce_notice_version: Mapped[str | None] = mapped_column(String(20))
    """Version of the plain-words page on the end of a stay that the landlord ticked (LC-22)."""
    truce_notice_read_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    opened_on: Mapped[date | None]
    """Since which day the nights may propose it."""

    organisation: Mapped[Organisation] = relationship()
    building: Mapped[Building | None] = relationship()
    places: Mapped[list["Place"]] = relationship(
        back_populates="unit", order_by="Place.number", cascade="all, delete-orphan"
    )
    photos: Mapped[list["UnitPhoto"]] = relationship(
        back_populates="unit", order_by="UnitPhoto.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        return f"LOG-{self.id:04d}"

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """A landlord's own units; administrators see what has left the draft."""
        if person.role == Role.ADMINISTRATOR:
            return select(cls).where(cls.state != UnitState.DRAFT)
        if person.role == Role.LANDLORD:
            return select(cls).where(cls.organisation_id == person.organisation_id)
        return select(cls).where(cls.id.is_(None))


class Place(Model):
    """One numbered place of a unit: an ordinary home has one, a shared home several."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("unit_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[int]

    unit: Mapped[Unit] = relationship(back_populates="places")


class UnitPhoto(Model):
    """One photo of the home, re-encoded: where and when it was taken is gone."""

    __tablename__ = "unit_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    position: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str] = mapped_column(String(200))
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)

    unit: Mapped[Unit] = relationship(back_populates="photos")

    @property
    def organisation_id(self) -> int:
        """Whose photo it is: permissions ask it of a unit and of its photos alike."""
        return self.unit.organisation_id

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """The photos of the units this person sees."""
        return select(cls).where(
            cls.unit_id.in_(Unit.visible_to(person).with_only_columns(Unit.id))
        )
