"""Answers on the way to the keys: yes, no with a reason, the visit, and what a person leaves out.

Sides are asked in turn; only the team may record an answer out of turn, on behalf of a side.
"""

from datetime import date, datetime

from stirrup.accounts.models import User
from stirrup.clock import local, now, today
from stirrup.extensions import db
from stirrup.permissions import Permission, Role, require
from stirrup.placements.answering import refusals
from stirrup.placements.answering.falling_through import let_fall
from stirrup.placements.enums import EventKind
from stirrup.placements.events import commit, tell
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import AnswerKind, Side, StepCode
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.lanes.steps import Reason
from stirrup.placements.lifecycle import PlacementInWrongStateError
from stirrup.placements.models import Placement

MAY_ANSWER = {
    Side.ASSOCIATION: Permission.ANSWER_AS_ASSOCIATION,
    Side.HOUSEHOLD: Permission.ANSWER_AS_ASSOCIATION,
    Side.LANDLORD: Permission.ANSWER_AS_LANDLORD,
}
"""The referent records what the household says."""
STEP_OF = {
    Side.ASSOCIATION: StepCode.ASSOCIATION_ANSWER,
    Side.HOUSEHOLD: StepCode.HOUSEHOLD_ANSWER,
    Side.LANDLORD: StepCode.LANDLORD_ANSWER,
}
YES = {
    Side.ASSOCIATION: EventKind.ASSOCIATION_YES,
    Side.HOUSEHOLD: EventKind.HOUSEHOLD_YES,
    Side.LANDLORD: EventKind.LANDLORD_YES,
}


def say_yes(placement: Placement, side: Side, *, by: User, note: str | None = None) -> Placement:
    """Record the yes of one side. Raises NotAskedYetError; the same yes twice counts once."""
    require(by, MAY_ANSWER[side], placement)
    field = f"{side.value}_yes_on"
    if getattr(placement, field) is not None:
        return placement
    _require_asked(placement, STEP_OF[side], by)
    setattr(placement, field, today())
    _answer(placement, STEP_OF[side], side, AnswerKind.YES, by, note=note)
    tell(placement, YES[side], by, on_behalf=_speaks_for_others(by))
    commit()
    return placement


def say_no(
    placement: Placement, side: Side, code: str, *, by: User, note: str | None = None
) -> Placement:
    """One side says no: the stay falls through, both sides are free, no waiting time is lost.

    Raises NotAskedYetError, UnknownReasonError or NoteMissingError.
    """
    require(by, MAY_ANSWER[side], placement)
    step = placement.step if _speaks_for_others(by) else STEP_OF[side]
    _require_asked(placement, step or STEP_OF[side], by)
    reason = reason_given(code, note, side, Side.NOBODY)
    _answer(
        placement,
        step or STEP_OF[side],
        side,
        AnswerKind.NO,
        by,
        note=note,
        reason=reason,
    )
    let_fall(placement, reason, by=by, on_behalf=_speaks_for_others(by))
    commit()
    return placement


def book_visit(placement: Placement, at: datetime, *, by: User) -> Placement:
    """Agree on the day of the visit, or move it; `at` is aware. Raises VisitDayError."""
    require(by, Permission.ANSWER_AS_ASSOCIATION, placement)
    _require_preparation(placement)
    if not placement.both_said_yes:
        raise refusals.NotAskedYetError
    if at <= now() or local(at).date() > placement.first_day:
        raise refusals.VisitDayError
    placement.visit_at = at
    _answer(placement, StepCode.VISIT_BOOKING, Side.ASSOCIATION, AnswerKind.YES, by)
    tell(placement, EventKind.VISIT_BOOKED, by, at=at.isoformat())
    commit()
    return placement


def record_visit(
    placement: Placement, done_on: date, *, by: User, note: str | None = None
) -> Placement:
    """The home was seen and both go on; who does not says no. Raises VisitDayError."""
    require(by, Permission.ANSWER_AS_ASSOCIATION, placement)
    _require_preparation(placement)
    if not placement.both_said_yes:
        raise refusals.NotAskedYetError
    if done_on > today():
        raise refusals.VisitDayError
    placement.visit_done_on = done_on
    _answer(placement, StepCode.VISIT, Side.ASSOCIATION, AnswerKind.YES, by, note=note)
    tell(placement, EventKind.VISIT_DONE, by, on=done_on.isoformat())
    commit()
    return placement


def leave_out(placement: Placement, step: StepCode, *, by: User, note: str) -> Placement:
    """Go on without an optional step: a named person says why. Raises NotOptionalError."""
    require(by, Permission.PLACEMENT_PREPARE, placement)
    _require_preparation(placement)
    if not lanes_in_force().step(step).optional:
        raise refusals.NotOptionalError
    if step.value not in placement.left_out_steps:
        placement.left_out_steps = [*placement.left_out_steps, step.value]
        _answer(placement, step, Side.TEAM, AnswerKind.SKIPPED, by, note=note)
        tell(placement, EventKind.STEP_LEFT_OUT, by, step=step.value)
        commit()
    return placement


def reason_given(code: str, note: str | None, *sides: Side) -> Reason:
    """The reason of this code, when these sides may give it. Raises UnknownReasonError or
    NoteMissingError."""
    offered = {reason.code: reason for reason in lanes_in_force().reasons_of(*sides)}
    if code not in offered:
        raise refusals.UnknownReasonError
    if offered[code].needs_note and not (note or "").strip():
        raise refusals.NoteMissingError
    return offered[code]


def _require_preparation(placement: Placement) -> None:
    if not placement.is_being_prepared:
        raise PlacementInWrongStateError


def _require_asked(placement: Placement, step: StepCode, by: User) -> None:
    """The step is open; the team records what it hears at any moment before the keys."""
    _require_preparation(placement)
    if not _speaks_for_others(by) and placement.step != step:
        raise refusals.NotAskedYetError


def _speaks_for_others(by: User) -> bool:
    return by.role == Role.ADMINISTRATOR


def _answer(
    placement: Placement,
    step: StepCode,
    side: Side,
    kind: AnswerKind,
    by: User,
    *,
    note: str | None = None,
    reason: Reason | None = None,
) -> None:
    db.session.add(
        StepAnswer(
            placement=placement,
            step=step,
            side=side,
            kind=kind,
            reason=reason.code if reason else None,
            note=note or None,
            by_id=by.id,
            on_behalf=_speaks_for_others(by) and side != Side.TEAM,
            needs_review=bool(reason and reason.needs_review),
        )
    )
