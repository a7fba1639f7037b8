"""The keys: what a stay still lacks before it starts, and its start."""

from collections.abc import Iterator
from enum import StrEnum

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.permissions import Permission, require
from stirrup.placements.enums import EventKind, InventoryMoment
from stirrup.placements.events import commit, tell
from stirrup.placements.inventories import find_inventory
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.following import steps_done
from stirrup.placements.lanes.steps import own_still_open
from stirrup.placements.lifecycle import after
from stirrup.placements.models import Placement
from stirrup.placements.papers.standing import is_agreement_signed
from stirrup.referrals import lifecycle as referral_lifecycle
from stirrup.refusals import RefusedError
from stirrup.units import lifecycle as unit_lifecycle
from stirrup.wording import N_


class StartPoint(StrEnum):
    """What stands between an agreement and the keys (LD-02)."""

    AGREEMENT = "agreement"
    INSURANCE = "insurance"
    INVENTORY = "inventory"
    STEPS = "steps"
    DAY = "day"


class NotReadyToStartError(RefusedError):
    """The page lists what is missing."""

    sentence = N_(
        "The stay does not start yet: the agreement signed by all, the insurance, the inventory"
        " at the entry with its keys, every step that was added, and the first day come before."
    )


def start_stay(placement: Placement, *, by: User) -> Placement:
    """Say that the keys are handed over: the home is lent, the household is housed."""
    require(by, Permission.STAY_RECORD, placement)
    state = after(placement.state, "move_in")
    if start_lacks(placement):
        raise NotReadyToStartError
    placement.state = state
    unit, referral = placement.unit, placement.referral
    if unit_lifecycle.allows(unit.state, "occupy"):
        unit.state = unit_lifecycle.after(unit.state, "occupy")
    referral.state = referral_lifecycle.after(referral.state, "house")
    tell(placement, EventKind.STARTED, by)
    commit()
    return placement


def start_lacks(placement: Placement) -> frozenset[StartPoint]:
    """What is still missing before the keys; empty when the stay may start."""
    return frozenset(_lacking(placement))


def _lacking(placement: Placement) -> Iterator[StartPoint]:
    facts, entry = placement.facts, find_inventory(placement, InventoryMoment.ENTRY)
    if not (placement.both_said_yes and is_agreement_signed(placement)):
        yield StartPoint.AGREEMENT
    if not (facts.owner_insurance and facts.resident_insurance):
        yield StartPoint.INSURANCE
    if entry is None or not entry.keys_count:
        yield StartPoint.INVENTORY
    if own_still_open(lanes_in_force(), steps_done(placement)):
        yield StartPoint.STEPS
    if today() < placement.first_day:
        yield StartPoint.DAY
