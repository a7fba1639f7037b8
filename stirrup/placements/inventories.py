"""Inventories of a home at the entry and at the exit: recorded once, corrected until signed."""

from dataclasses import asdict, dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.permissions import Permission, require
from stirrup.placements.enums import EventKind, InventoryMoment, PlacementState
from stirrup.placements.events import commit, tell
from stirrup.placements.lifecycle import PlacementInWrongStateError
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.standing import find_signed
from stirrup.placements.stay_models import StayInventory
from stirrup.placements.withdrawing import withdraw_papers
from stirrup.refusals import RefusedError
from stirrup.wording import N_

STATES = {
    InventoryMoment.ENTRY: (PlacementState.SCHEDULED, PlacementState.ACTIVE),
    InventoryMoment.EXIT: (
        PlacementState.ENDING,
        PlacementState.ENDED_PLANNED,
        PlacementState.ENDED_EARLY,
    ),
}
PAPERS_OF = {
    InventoryMoment.ENTRY: (DocumentKind.ENTRY_INVENTORY, DocumentKind.KEY_RECEIPT),
    InventoryMoment.EXIT: (DocumentKind.EXIT_INVENTORY, DocumentKind.END_CERTIFICATE),
}
"""What is written from it, the signed inventory itself first."""


class InventorySignedError(RefusedError):
    """Both sides have signed what it says."""

    sentence = N_("This inventory is signed: it no longer changes.")


class InventoryDayError(RefusedError):
    """An inventory is made on the spot, on a day of the stay that has come."""

    sentence = N_("Give the day on which you were there: today or before, and during the stay.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True)
class InventoryFindings:
    """What was seen; the shapes of the lists are those of `StayInventory`."""

    made_on: date
    present: list[str]
    rooms: list[dict[str, Any]]
    furniture: list[dict[str, Any]]
    meters: dict[str, str]
    keys_count: int
    badges_count: int


def record_inventory(
    placement: Placement, moment: InventoryMoment, findings: InventoryFindings, *, by: User
) -> StayInventory:
    """Store an inventory, or correct it: papers written from it and not signed are withdrawn."""
    require(by, Permission.STAY_RECORD, placement)
    require_recordable(placement, moment)
    if not _is_possible(placement, moment, findings.made_on):
        raise InventoryDayError
    inventory = find_inventory(placement, moment)
    corrected = inventory is not None
    if inventory is not None and _says_already(inventory, findings):
        return inventory
    if inventory is None:
        inventory = StayInventory(moment=moment)
        placement.inventories.append(inventory)
    for name, value in asdict(findings).items():
        setattr(inventory, name, value)
    inventory.recorded_by_id = by.id
    withdraw_papers(placement, by, PAPERS_OF[moment])
    tell(placement, EventKind.INVENTORY_RECORDED, by, moment=moment.value, corrected=corrected)
    commit()
    return inventory


def _says_already(inventory: StayInventory, findings: InventoryFindings) -> bool:
    """Whether nothing would change, as when the form is sent twice."""
    said = asdict(findings).items()
    return all(getattr(inventory, name) == value for name, value in said)


def find_inventory(placement: Placement, moment: InventoryMoment) -> StayInventory | None:
    """The inventory of this moment, once recorded."""
    return next((each for each in placement.inventories if each.moment == moment), None)


def may_record(placement: Placement, moment: InventoryMoment) -> bool:
    """Whether the stay has come to this inventory and nobody has signed it yet."""
    return placement.state in STATES[moment] and not is_signed(placement, moment)


def is_signed(placement: Placement, moment: InventoryMoment) -> bool:
    """Whether all have signed the paper of this inventory."""
    return find_signed(placement, PAPERS_OF[moment][0]) is not None


def require_recordable(placement: Placement, moment: InventoryMoment) -> None:
    """Raises InventorySignedError or PlacementInWrongStateError."""
    if is_signed(placement, moment):
        raise InventorySignedError
    if placement.state not in STATES[moment]:
        raise PlacementInWrongStateError


def _is_possible(placement: Placement, moment: InventoryMoment, day: date) -> bool:
    """The entry may come before the first day; nothing comes after today."""
    first = placement.first_day if moment == InventoryMoment.EXIT else date.min
    return first <= day <= today()
