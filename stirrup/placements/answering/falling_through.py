"""A stay that falls through before the keys: both sides are free, and its reason says the rest."""

from datetime import timedelta
from typing import TypeVar

from stirrup.accounts.models import User
from stirrup.clock import now, today
from stirrup.placements.announcing import tell_of_fall
from stirrup.placements.declined_pairs import set_aside
from stirrup.placements.enums import EventKind
from stirrup.placements.events import tell
from stirrup.placements.lanes.enums import HomeAfter, HouseholdAfter
from stirrup.placements.lanes.steps import Reason
from stirrup.placements.lifecycle import after
from stirrup.placements.models import Placement
from stirrup.placements.queries import count_live_in
from stirrup.placements.withdrawing import withdraw_papers
from stirrup.referrals import lifecycle as referral_lifecycle
from stirrup.referrals.enums import CloseReason, ParkReason
from stirrup.referrals.linked_news import LinkedNews, tell_linked
from stirrup.referrals.models import Referral
from stirrup.units import lifecycle as unit_lifecycle
from stirrup.units.enums import PauseReason
from stirrup.units.models import Unit

Choice = TypeVar("Choice", PauseReason, ParkReason, CloseReason)

PARKED_FOR = timedelta(days=30)
PAUSED_FOR = timedelta(days=30)


def let_fall(
    placement: Placement, reason: Reason, *, by: User | None, on_behalf: bool = False
) -> None:
    """Cancel the stay and write to whoever is concerned; what all have not signed is withdrawn.

    The caller commits. Raises PlacementInWrongStateError.
    """
    placement.state = after(placement.state, "cancel")
    placement.cancel_reason = reason.code
    withdraw_papers(placement, by)
    free_home(placement.unit, reason)
    free_household(placement.referral, reason, by)
    set_aside(placement, proposal_id=placement.proposal_id, days=reason.forbids_days)
    tell(placement, EventKind.CANCELLED, by, on_behalf=on_behalf, reason=reason.code)
    tell_of_fall(placement, reason, by, on_behalf=on_behalf)


def free_home(unit: Unit, reason: Reason) -> None:
    """Open again, or set apart when the reason concerns the home and nobody lives in it."""
    if unit_lifecycle.allows(unit.state, "release"):
        unit.state = unit_lifecycle.after(unit.state, "release")
    if count_live_in(unit.id):
        return
    if reason.home == HomeAfter.PAUSED and unit_lifecycle.allows(unit.state, "pause"):
        unit.state = unit_lifecycle.after(unit.state, "pause")
        unit.pause_reason = _named(PauseReason, reason.code, PauseReason.OTHER)
        unit.paused_until = today() + PAUSED_FOR
    if reason.home == HomeAfter.WITHDRAWN and unit_lifecycle.allows(unit.state, "withdraw"):
        unit.state = unit_lifecycle.after(unit.state, "withdraw")


def free_household(referral: Referral, reason: Reason, by: User | None) -> None:
    """Ready again from its first waiting date, parked for a while, or closed."""
    referral.state = referral_lifecycle.after(referral.state, "release")
    if reason.household == HouseholdAfter.PARKED:
        referral.state = referral_lifecycle.after(referral.state, "park")
        referral.park_reason = _named(ParkReason, reason.code, ParkReason.OTHER)
        referral.parked_until = today() + PARKED_FOR
        tell_linked(referral, LinkedNews.PARKED, by=by)
    if reason.household == HouseholdAfter.CLOSED:
        referral.state = referral_lifecycle.after(referral.state, "withdraw")
        referral.close_reason = _named(CloseReason, reason.code, CloseReason.OTHER_SOLUTION)
        referral.changed_at = now()
        tell_linked(referral, LinkedNews.WITHDRAWN, by=by)


def _named(choices: type[Choice], code: str, otherwise: Choice) -> Choice:
    """The choice of the same name, when there is one."""
    return choices(code) if code in set(choices) else otherwise
