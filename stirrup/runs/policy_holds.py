"""What the policy in force keeps back: replaced when a night is published, ended by its own day.

Written in statements that ask for the state again: a landlord who changes a home meanwhile keeps
their change, and the night goes on without that hold.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, or_, select, update

from stirrup import audit
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.matching.over_time.holds import Hold
from stirrup.runs.choice_models import UnitHold
from stirrup.runs.enums import HoldReason
from stirrup.runs.holds import is_in_force
from stirrup.units.enums import UnitState
from stirrup.units.lifecycle import TRANSITIONS
from stirrup.units.models import Unit


def replace_holds(tonight: Sequence[Hold], *, among: Collection[int], on: date) -> None:
    """Hold tonight's homes and release the policy's others; the caller commits.

    `among`: the units that took part in the run; holds of others are left alone until their day.
    """
    end_passed(on)
    wanted = {(hold.unit_id, hold.kept_for, hold.until) for hold in tonight}
    standing = {
        (row.unit_id, row.kept_for, row.until_date): row.id
        for row in db.session.execute(_of_the_policy(on))
        if row.unit_id in among
    }
    _release({standing[hold]: hold[0] for hold in standing.keys() - wanted}, because="policy")
    _hold([hold for hold in tonight if _key(hold) not in standing], on)


def release_passed(on: date) -> int:
    """Write down the end of every hold that no longer binds; returns how many."""
    ended = end_passed(on)
    db.session.commit()
    return ended


def end_passed(on: date) -> int:
    """The same without a commit: their last night has passed, or their home is held no more."""
    query = select(UnitHold.id, UnitHold.unit_id).join(UnitHold.unit)
    rows = db.session.execute(query.where(UnitHold.released_at.is_(None), _is_over(on)))
    over = {row.id: row.unit_id for row in rows}
    _release(over, because="over")
    return len(over)


def _is_over(on: date) -> ColumnElement[bool]:
    return or_(UnitHold.until_date <= on, Unit.state != UnitState.HELD)


def _of_the_policy(on: date) -> Any:
    columns = UnitHold.id, UnitHold.unit_id, UnitHold.kept_for, UnitHold.until_date
    ours = and_(is_in_force(on), UnitHold.reason == HoldReason.SCARCE)
    return select(*columns).join(UnitHold.unit).where(ours)


def _key(hold: Hold) -> tuple[int, int, date]:
    return hold.unit_id, hold.kept_for, hold.until


def _release(unit_of_hold: dict[int, int], *, because: str) -> None:
    if not unit_of_hold:
        return
    over = update(UnitHold).where(UnitHold.id.in_(unit_of_hold))
    db.session.execute(over.values(released_at=now()))
    _move(unit_of_hold.values(), "release_hold")
    for unit in _units(unit_of_hold.values()):
        audit.record(None, "unit_hold_released", unit, because=because)


def _hold(tonight: Sequence[Hold], on: date) -> None:
    moved = _move((hold.unit_id for hold in tonight), "hold")
    held = {hold.unit_id: hold for hold in tonight if hold.unit_id in moved}
    if held:
        db.session.execute(insert(UnitHold), [_row(hold, on) for hold in held.values()])
    for unit in _units(held):
        hold = held[unit.id]
        until = hold.until.isoformat()
        audit.record(None, "unit_held", unit, kept_for=hold.kept_for, until=until)


def _row(hold: Hold, on: date) -> dict[str, Any]:
    return {
        "unit_id": hold.unit_id,
        "from_date": on,
        "until_date": hold.until,
        "kept_for": hold.kept_for,
        "reason": HoldReason.SCARCE,
    }


def _move(units: Iterable[int], step: str) -> set[int]:
    """Take a step of the lifecycle from wherever it may be taken; returns who took it."""
    came_from, leads_to = TRANSITIONS[step]
    moved = (
        update(Unit)
        .where(Unit.id.in_(list(units)), Unit.state.in_(came_from))
        .values(state=leads_to, version=Unit.version + 1)
        .returning(Unit.id)
    )
    return set(db.session.scalars(moved))


def _units(ids: Iterable[int]) -> list[Unit]:
    query = select(Unit).where(Unit.id.in_(list(ids))).order_by(Unit.id)
    return list(db.session.scalars(query))
