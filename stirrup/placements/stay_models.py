"""What happens during a stay and its papers tell: prolongations, inventories, the end."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from stirrup.clock import now
from stirrup.database import EncryptedJson, Model, UtcInstant, enum_column
from stirrup.placements.enums import (
    DeliveryMode,
    EndGround,
    ExitOutcome,
    ExtensionReason,
    ExtensionState,
    InventoryMoment,
)


class PlacementExtension(Model):
    """One prolongation, asked before the last day and in force once all have signed (LC-25)."""

    __tablename__ = "placement_extension"
    __table_args__ = (
        UniqueConstraint("placement_id", "number"),
        CheckConstraint("end_day > former_end_day", name="ends_later"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    number: Mapped[int]
    state: Mapped[ExtensionState] = mapped_column(
        enum_column(ExtensionState, "state"), default=ExtensionState.ASKED
    )
    reason: Mapped[ExtensionReason] = mapped_column(enum_column(ExtensionReason, "reason"))
    former_end_day: Mapped[date]
    end_day: Mapped[date]
    """The day after the new last day: stays are stored half-open."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(UtcInstant)


class StayInventory(Model):
    """The state of the home, its meters and keys when residents enter or leave."""

    __tablename__ = "stay_inventory"
    __table_args__ = (UniqueConstraint("placement_id", "moment"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    moment: Mapped[InventoryMoment] = mapped_column(enum_column(InventoryMoment, "moment"))
    made_on: Mapped[date]
    present: Mapped[list[str]] = mapped_column(EncryptedJson("stay_inventory.present"))
    """Names of those who were there."""
    rooms: Mapped[list[dict[str, Any]]] = mapped_column(EncryptedJson("stay_inventory.rooms"))
    """Each room: `name` and `elements`, each with `name`, `state` and `remark`."""
    furniture: Mapped[list[dict[str, Any]]] = mapped_column(
        EncryptedJson("stay_inventory.furniture")
    )
    """Each thing: `name`, `count` and `state`."""
    meters: Mapped[dict[str, str]] = mapped_column(EncryptedJson("stay_inventory.meters"))
    """Meter kind (electricity, gas, water) to reading, a phrase with its unit."""
    keys_count: Mapped[int]
    badges_count: Mapped[int] = mapped_column(default=0)
    photos_digest: Mapped[str | None] = mapped_column(String(64))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)


class StayEnd(Model):
    """How a stay ends: what was announced, then what happened."""

    __tablename__ = "stay_end"

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), unique=True)
    ground: Mapped[EndGround] = mapped_column(enum_column(EndGround, "ground"))
    announced_on: Mapped[date]
    effective_on: Mapped[date]
    """The day on which the stay ends, computed from the ground and the day of the notice."""
    delivery: Mapped[DeliveryMode] = mapped_column(enum_column(DeliveryMode, "delivery"))
    help_offered: Mapped[str | None] = mapped_column(String(500))
    left_on: Mapped[date | None]
    left_at: Mapped[time | None]
    keys_returned: Mapped[int | None]
    has_damage: Mapped[bool] = mapped_column(default=False)
    damage_euros: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    forwards_mail: Mapped[bool] = mapped_column(default=False)
    """The residents agree that their new address is given to forward mail."""
    outcome: Mapped[ExitOutcome | None] = mapped_column(enum_column(ExitOutcome, "outcome"))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
