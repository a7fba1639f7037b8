"""Prolongations: ask for one, withdraw it, put it in force once all have signed its amendment."""

from datetime import date
from http import HTTPStatus

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.permissions import Permission, require
from stirrup.placements.enums import (
    EndGround,
    EventKind,
    ExtensionReason,
    ExtensionState,
    PlacementState,
)
from stirrup.placements.events import DoubleBookingError, commit, tell
from stirrup.placements.lifecycle import ONE_DAY, PlacementInWrongStateError, latest_end_day
from stirrup.placements.models import Placement
from stirrup.placements.papers.effects import drop_extension, take_effect
from stirrup.placements.papers.standing import signed_amendments, signed_on
from stirrup.placements.queries import is_taken_between
from stirrup.placements.services import require_approval
from stirrup.placements.stay_models import PlacementExtension
from stirrup.refusals import RefusedError
from stirrup.wording import N_


class TooLateToExtendError(RefusedError):
    """A prolongation is asked, and signed by all, before the last day ends (LC-25)."""

    sentence = N_("A stay is prolonged before its last day ends; afterwards it takes a new one.")


class AlreadyAskedError(RefusedError):
    """One prolongation at a time."""

    sentence = N_("A prolongation is asked already: withdraw it to ask for another one.")


class LastDayRefusedError(RefusedError):
    """The new last day is not possible; its sentence says why, beside the field."""

    sentence = N_("Give a day after %(now)s and at the latest %(latest)s.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class LandlordWindowError(LastDayRefusedError):
    """The landlord lends no longer than that."""

    sentence = N_("The landlord lends the home until %(latest)s at the latest.")


class AmendmentNotSignedError(RefusedError):
    """Nothing is prolonged by being asked."""

    sentence = N_("The prolongation takes effect once all have signed its amendment.")


def ask_extension(
    placement: Placement, new_last_day: date, reason: ExtensionReason, *, by: User
) -> PlacementExtension:
    """Ask to prolong a stay under way until a day, included; no paper is ordered by this."""
    require(by, Permission.STAY_EXTEND, placement)
    require_askable(placement)
    _require_possible(placement, new_last_day)
    extension = PlacementExtension(
        placement_id=placement.id,
        number=len(placement.extensions) + 1,
        reason=reason,
        former_end_day=placement.end_day,
        end_day=new_last_day + ONE_DAY,
        asked_by_id=by.id,
    )
    placement.extensions.append(extension)
    tell(placement, EventKind.EXTENSION_ASKED, by, last_day=new_last_day.isoformat())
    commit()
    return extension


def withdraw_extension(placement: Placement, *, by: User) -> PlacementExtension:
    """Take back what was asked, with its amendment when one was produced."""
    require(by, Permission.STAY_EXTEND, placement)
    extension = _asked(placement)
    drop_extension(placement, extension)
    tell(placement, EventKind.EXTENSION_WITHDRAWN, by, number=extension.number)
    commit()
    return extension


def put_in_force(placement: Placement, *, by: User) -> PlacementExtension:
    """Prolong the stay: all have signed the amendment before the last day ended."""
    require(by, Permission.PLACEMENT_PREPARE, placement)
    extension = _asked(placement)
    amendments = signed_amendments(placement, extension.number)
    if not amendments:
        raise AmendmentNotSignedError
    if (signed_on(amendments) or today()) > placement.last_day:
        raise TooLateToExtendError
    take_effect(extension)
    tell(placement, EventKind.EXTENDED, by, last_day=placement.last_day.isoformat())
    commit()
    return extension


def find_asked(placement: Placement) -> PlacementExtension | None:
    """The prolongation that waits for its signatures."""
    asked = (one for one in placement.extensions if one.state == ExtensionState.ASKED)
    return next(asked, None)


def may_extend(placement: Placement) -> bool:
    """Whether the stay is under way, or ends by its term alone, and its last day is not over."""
    ends_by_term = placement.ending is not None and placement.ending.ground == EndGround.TERM
    under_way = placement.state == PlacementState.ACTIVE or (
        placement.state == PlacementState.ENDING and ends_by_term
    )
    return under_way and today() <= placement.last_day


def require_askable(placement: Placement) -> None:
    """Raises PlacementInWrongStateError, TooLateToExtendError or AlreadyAskedError."""
    if placement.state not in (PlacementState.ACTIVE, PlacementState.ENDING):
        raise PlacementInWrongStateError
    if today() > placement.last_day:
        raise TooLateToExtendError
    if not may_extend(placement):
        raise PlacementInWrongStateError
    if find_asked(placement) is not None:
        raise AlreadyAskedError


def latest_last_day(placement: Placement) -> date:
    """The latest day to ask for: six months more, within the longest stay and the landlord's."""
    until = placement.unit.available_until
    latest = _longest(placement)
    return min(latest, until) if until else latest


def _longest(placement: Placement) -> date:
    end = latest_end_day(placement.first_day, placement.end_day, placement.legal_basis)
    return end - ONE_DAY


def _require_possible(placement: Placement, new_last_day: date) -> None:
    longest, until = _longest(placement), placement.unit.available_until
    if not placement.last_day < new_last_day <= longest:
        raise LastDayRefusedError(now=placement.last_day, latest=longest)
    if until and new_last_day > until:
        raise LandlordWindowError(latest=until)
    require_approval(placement, placement.legal_basis, new_last_day)
    if is_taken_between(placement, placement.end_day, new_last_day + ONE_DAY):
        raise DoubleBookingError


def _asked(placement: Placement) -> PlacementExtension:
    extension = find_asked(placement)
    if extension is None:
        raise PlacementInWrongStateError
    return extension
