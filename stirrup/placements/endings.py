"""The end of a stay: announced with its ground and its notice, then told as it was."""

from dataclasses import asdict, dataclass
from datetime import date, time
from decimal import Decimal
from http import HTTPStatus

from stirrup.accounts.models import User
from stirrup.clock import now, today
from stirrup.permissions import Permission, require
from stirrup.placements.enums import (
    DeliveryMode,
    EndGround,
    EventKind,
    ExitOutcome,
    ExtensionState,
)
from stirrup.placements.events import commit, tell
from stirrup.placements.lifecycle import (
    ONE_DAY,
    PlacementInWrongStateError,
    after,
    effective_day,
)
from stirrup.placements.models import Placement
from stirrup.placements.papers.effects import drop_extension
from stirrup.placements.short_stays import tell_if_short
from stirrup.placements.stay_models import StayEnd
from stirrup.referrals import lifecycle as referral_lifecycle
from stirrup.referrals.enums import CloseReason
from stirrup.refusals import RefusedError
from stirrup.units import lifecycle as unit_lifecycle
from stirrup.wording import N_

WITHOUT_A_HOME_AGAIN = (ExitOutcome.HEALTH_OR_SHELTER, ExitOutcome.STREET)
"""After these the referral waits again, from its first waiting date."""


class NoticeDayError(RefusedError):
    """A notice is given during the stay, and not announced for later."""

    sentence = N_("Give the day of the notice: today or before, and during the stay.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class LeavingDayError(RefusedError):
    """The residents left on a day of the stay that has come."""

    sentence = N_("Give the day on which the residents left: today or before, during the stay.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class DamageAmountError(RefusedError):
    """An amount goes with damage, and with nothing else."""

    sentence = N_("Give an amount only when there is damage.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True)
class Announcement:
    """What the notice says; the day of the end follows from it."""

    ground: EndGround
    announced_on: date
    delivery: DeliveryMode
    help_offered: str | None


@dataclass(frozen=True)
class RealEnd:
    """What happened. `outcome` is for the association and the team alone."""

    left_on: date
    left_at: time | None
    keys_returned: int
    has_damage: bool
    damage_euros: Decimal | None
    forwards_mail: bool
    outcome: ExitOutcome


def announce_end(placement: Placement, announcement: Announcement, *, by: User) -> StayEnd:
    """Announce the end of a stay under way; the notice is a paper, ordered apart."""
    require(by, Permission.STAY_RECORD, placement)
    state = after(placement.state, "announce_end")
    if not placement.first_day <= announcement.announced_on <= today():
        raise NoticeDayError
    effective_on = effective_day(announcement.ground, announcement.announced_on, placement.last_day)
    placement.state = state
    placement.ending = StayEnd(
        **asdict(announcement), effective_on=effective_on, recorded_by_id=by.id
    )
    tell_if_short(placement, effective_on)
    ground = announcement.ground.value
    tell(placement, EventKind.END_ANNOUNCED, by, ground=ground, on=effective_on.isoformat())
    commit()
    return placement.ending


def record_end(placement: Placement, end: RealEnd, *, by: User) -> StayEnd:
    """Write down how the stay ended: the home is handed back, the household is free.

    A stay left before its last day is shortened to what was lived; one left later is not prolonged.
    """
    require(by, Permission.STAY_RECORD, placement)
    ending = placement.ending
    if ending is None:
        raise PlacementInWrongStateError
    planned = ending.ground == EndGround.TERM
    state = after(placement.state, "end_planned" if planned else "end_early")
    if not placement.first_day <= end.left_on <= today():
        raise LeavingDayError
    if end.damage_euros is not None and not end.has_damage:
        raise DamageAmountError
    placement.state = state
    placement.end_day = min(placement.end_day, end.left_on + ONE_DAY)
    for name, value in asdict(end).items():
        setattr(ending, name, value)
    for extension in placement.extensions:
        if extension.state == ExtensionState.ASKED:
            drop_extension(placement, extension)
    _free_both_sides(placement, end.outcome)
    tell_if_short(placement, end.left_on)
    tell(placement, EventKind.ENDED, by, left_on=end.left_on.isoformat())
    commit()
    return ending


def _free_both_sides(placement: Placement, outcome: ExitOutcome) -> None:
    """The home is looked at again; the referral waits again, or is closed."""
    unit, referral = placement.unit, placement.referral
    if unit_lifecycle.allows(unit.state, "hand_back"):
        unit.state = unit_lifecycle.after(unit.state, "hand_back")
    if outcome in WITHOUT_A_HOME_AGAIN:
        referral.state = referral_lifecycle.after(referral.state, "release")
    else:
        referral.state = referral_lifecycle.after(referral.state, "finish")
        lost = outcome == ExitOutcome.UNKNOWN
        referral.close_reason = CloseReason.CONTACT_LOST if lost else CloseReason.OTHER_SOLUTION
        referral.changed_at = now()
