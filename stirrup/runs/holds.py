"""Homes kept back for some nights: by the Stirrup team, or by the policy in force.

A hold binds while its home is in the state `held` and until its day, whether or not somebody has
written down its end: a night that does not run prolongs nothing.
"""

from datetime import date, timedelta
from http import HTTPStatus

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.matching.tables import FOR_NOBODY
from stirrup.permissions import Permission, require
from stirrup.refusals import RefusedError
from stirrup.runs.choice_models import UnitHold
from stirrup.runs.enums import HoldReason
from stirrup.runs.nights_ahead import require_a_coming_day, require_a_note
from stirrup.units.enums import UnitState
from stirrup.units.lifecycle import after, allows
from stirrup.units.models import Unit
from stirrup.wording import N_

LONGEST_HOLD = timedelta(days=60)


class AlreadyHeldError(RefusedError):
    """One hold at a time: somebody else keeps this home already."""

    sentence = N_("This home is already kept back: release it first.")


class AlreadyReleasedError(RefusedError):
    """Somebody released it, or its last night has passed."""

    sentence = N_("This home is no longer kept back.")


class NeedNotKnownError(RefusedError):
    """Neither a need that homes are kept for, nor everybody."""

    sentence = N_("Say for which needs this home is kept, or keep it back altogether.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def hold_unit(unit: Unit, *, by: User, kept_for: int, until: date, note: str) -> UnitHold:
    """Keep an open home back until the night of a day, for some needs or altogether.

    `kept_for`: bits of KEPT_FOR, or FOR_NOBODY. A person's hold takes the place of the policy's.
    Raises AbsentNoteError, DayRefusedError, NeedNotKnownError, AlreadyHeldError,
    UnitInWrongStateError.
    """
    hold = add_hold(unit, by=by, kept_for=kept_for, until=until, note=note)
    db.session.commit()
    return hold


def add_hold(unit: Unit, *, by: User, kept_for: int, until: date, note: str) -> UnitHold:
    """The same within a larger transaction, which the caller commits."""
    require(by, Permission.UNIT_HOLD, unit)
    words = require_a_note(note)
    require_a_coming_day(until, today(), LONGEST_HOLD)
    if not 0 < kept_for <= FOR_NOBODY:
        raise NeedNotKnownError
    _make_room(unit, by)
    unit.state = after(unit.state, "hold")
    hold = UnitHold(
        unit=unit,
        from_date=today(),
        until_date=until,
        kept_for=kept_for,
        reason=HoldReason.REVIEWER,
        note=words,
        made_by=by,
    )
    db.session.add(hold)
    audit.record(by, "unit_held", unit, kept_for=kept_for, until=until.isoformat())
    _write(AlreadyHeldError)
    return hold


def release_hold(hold: UnitHold, *, by: User) -> UnitHold:
    """Give a home back to the nights before its day. Raises AlreadyReleasedError."""
    end_hold(hold, by=by)
    db.session.commit()
    return hold


def end_hold(hold: UnitHold, *, by: User) -> None:
    """The same within a larger transaction, which the caller commits."""
    require(by, Permission.UNIT_HOLD, hold.unit)
    if hold.released_at is not None:
        raise AlreadyReleasedError
    _release(hold, by)
    _write(AlreadyReleasedError)


def holds_in_force(on: date) -> list[UnitHold]:
    """Every hold that binds the night of this day, by unit, with its home and its author."""
    query = select(UnitHold).join(UnitHold.unit).where(is_in_force(on)).order_by(UnitHold.unit_id)
    both = joinedload(UnitHold.unit), joinedload(UnitHold.made_by)
    return list(db.session.scalars(query.options(*both)))


def masks_in_force(on: date, *reasons: HoldReason) -> dict[int, int]:
    """What the homes held that night are kept for, by unit; holds of these reasons only."""
    query = select(UnitHold.unit_id, UnitHold.kept_for).join(UnitHold.unit)
    rows = db.session.execute(query.where(is_in_force(on), UnitHold.reason.in_(reasons)))
    return {row.unit_id: row.kept_for for row in rows}


def is_in_force(on: date) -> ColumnElement[bool]:
    """Neither released nor over, and the home still held; the query joins the home."""
    return and_(
        UnitHold.released_at.is_(None),
        UnitHold.from_date <= on,
        UnitHold.until_date > on,
        Unit.state == UnitState.HELD,
    )


def _make_room(unit: Unit, by: User) -> None:
    """End what is over, or what the policy keeps; a colleague's hold stands."""
    query = select(UnitHold).where(UnitHold.unit_id == unit.id, UnitHold.released_at.is_(None))
    hold = db.session.scalars(query).one_or_none()
    if hold is None:
        return
    binds = unit.state == UnitState.HELD and hold.until_date > today()
    if binds and hold.reason == HoldReason.REVIEWER:
        raise AlreadyHeldError
    _release(hold, by)
    db.session.flush()


def _release(hold: UnitHold, by: User) -> None:
    """The home goes back to the nights, unless it has left them meanwhile."""
    hold.released_at = now()
    if allows(hold.unit.state, "release_hold"):
        hold.unit.state = after(hold.unit.state, "release_hold")
    audit.record(by, "unit_hold_released", hold.unit)


def _write(refusal: type[RefusedError]) -> None:
    """Of several who write at once one succeeds."""
    try:
        db.session.flush()
    except (IntegrityError, StaleDataError) as race:
        db.session.rollback()
        raise refusal from race
