"""Answers on the way to the keys: yes, no with a reason, the visit, and what a person leaves out.

Sides are asked in turn; only the team may record an answer out of turn, on behalf of a side.
"""

from datetime import date, datetime

from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.clock import local, now, today
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.placements.announcing import tell_said_for, tell_visit
from stirrup.placements.answering import refusals
from stirrup.placements.answering.falling_through import let_fall
from stirrup.placements.answering.recording import (
    record_answer,
    require_preparation,
    speaks_for_others,
)
from stirrup.placements.enums import EventKind
from stirrup.placements.events import commit, tell
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import AnswerKind, Side, StepCode
from stirrup.placements.lanes.following import left_out
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.lanes.steps import Reason
from stirrup.placements.models import Placement
from stirrup.units.rules import check_words

MAY_ANSWER = {
    Side.ASSOCIATION: Permission.ANSWER_AS_ASSOCIATION,
    Side.HOUSEHOLD: Permission.ANSWER_AS_ASSOCIATION,
    Side.LANDLORD: Permission.ANSWER_AS_LANDLORD,
    Side.TEAM: Permission.PLACEMENT_PREPARE,
}
"""The referent records what the household says."""
MAY_GIVE = {
    Side.ASSOCIATION: (Side.ASSOCIATION, Side.NOBODY),
    Side.HOUSEHOLD: (Side.HOUSEHOLD, Side.NOBODY),
    Side.LANDLORD: (Side.LANDLORD,),
}
"""Whose reasons each side may give; a landlord says nothing about the household."""
STEP_OF = {
    Side.ASSOCIATION: StepCode.ASSOCIATION_ANSWER,
    Side.HOUSEHOLD: StepCode.HOUSEHOLD_ANSWER,
    Side.LANDLORD: StepCode.LANDLORD_ANSWER,
}
VISITING = (StepCode.VISIT_BOOKING, StepCode.VISIT)
UNFIT = "unfit_on_visit"
"""The team's reason that a visit gives to everybody."""
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
    record_answer(placement, STEP_OF[side], side, AnswerKind.YES, by, note=note)
    tell(placement, YES[side], by, on_behalf=speaks_for_others(by))
    if speaks_for_others(by):
        tell_said_for(placement, side, lanes_in_force().step(STEP_OF[side]))
    commit()
    return placement


def say_no(
    placement: Placement, side: Side, code: str, *, by: User, note: str | None = None
) -> Placement:
    """One side says no: the stay falls through, both sides are free, no waiting time is lost.

    Raises NotAskedYetError, UnknownReasonError, NoteMissingError, or RefusedCriterionError when a
    landlord's note chooses people.
    """
    require(by, MAY_ANSWER[side], placement)
    if _is_repeated_no(placement, side, code, by):
        return placement
    step = _step_of_a_no(placement, side, by)
    reason = reason_given(code, note, *reasons_offered(placement, side))
    if side == Side.LANDLORD and not speaks_for_others(by):
        check_words("note", note or "")
    record_answer(placement, step, side, AnswerKind.NO, by, note=note, reason=reason)
    let_fall(placement, reason, by=by, on_behalf=speaks_for_others(by))
    commit()
    return placement


def reasons_offered(placement: Placement, side: Side) -> list[Reason]:
    """Why this side may say no now; once at the visit, the state of the home is one reason more."""
    lanes = lanes_in_force()
    offered = lanes.reasons_of(*MAY_GIVE[side])
    unfit = lanes.reasons.get(UNFIT)
    if placement.step == StepCode.VISIT and unfit is not None and not unfit.retired:
        offered = [unfit, *offered]
    return offered


def book_visit(placement: Placement, at: datetime, *, by: User) -> Placement:
    """Agree on the day of the visit, or move it; `at` is aware. Raises VisitDayError."""
    require(by, Permission.ANSWER_AS_ASSOCIATION, placement)
    if at == placement.visit_at:
        return placement
    _require_visit(placement)
    if at <= now() or local(at).date() > placement.first_day:
        raise refusals.VisitDayError
    placement.visit_at = at
    record_answer(placement, StepCode.VISIT_BOOKING, Side.ASSOCIATION, AnswerKind.YES, by)
    tell(placement, EventKind.VISIT_BOOKED, by, at=at.isoformat())
    tell_visit(placement, by)
    commit()
    return placement


def record_visit(
    placement: Placement, done_on: date, *, by: User, note: str | None = None
) -> Placement:
    """The home was seen and both go on; who does not says no. Raises VisitDayError."""
    require(by, Permission.ANSWER_AS_ASSOCIATION, placement)
    if done_on == placement.visit_done_on:
        return placement
    _require_visit(placement)
    if done_on > today():
        raise refusals.VisitDayError
    placement.visit_done_on = done_on
    record_answer(placement, StepCode.VISIT, Side.ASSOCIATION, AnswerKind.YES, by, note=note)
    tell(
        placement,
        EventKind.VISIT_DONE,
        by,
        on_behalf=speaks_for_others(by),
        on=done_on.isoformat(),
    )
    if speaks_for_others(by):
        tell_said_for(placement, Side.ASSOCIATION, lanes_in_force().step(StepCode.VISIT))
    commit()
    return placement


def leave_out(placement: Placement, step: str, *, by: User, note: str) -> Placement:
    """Go on without an optional step: a named person says why. Raises NotOptionalError."""
    require(by, Permission.PLACEMENT_PREPARE, placement)
    require_preparation(placement)
    if not lanes_in_force().step(step).optional:
        raise refusals.NotOptionalError
    if step not in left_out(placement):
        record_answer(placement, step, Side.TEAM, AnswerKind.SKIPPED, by, note=note)
        tell(placement, EventKind.STEP_LEFT_OUT, by, step=step)
        commit()
    return placement


def reason_given(code: str, note: str | None, *offered: Reason) -> Reason:
    """The reason of this code among those offered. Raises UnknownReasonError, NoteMissingError."""
    for reason in offered:
        if reason.code == code:
            if reason.needs_note and not (note or "").strip():
                raise refusals.NoteMissingError
            return reason
    raise refusals.UnknownReasonError


def may_answer(placement: Placement, side: Side, by: User) -> bool:
    """Whether a yes or a no of this side would be heard now."""
    if not placement.is_being_prepared:
        return False
    unanswered = getattr(placement, f"{side.value}_yes_on") is None
    return unanswered and (speaks_for_others(by) or placement.step == STEP_OF[side])


def may_say_no(placement: Placement, side: Side, by: User) -> bool:
    """Whether this side may say no now: when it is asked, around the visit, or after its yes.

    From the agreement on, the team speaks with whoever comes back on a yes.
    """
    if not placement.is_being_prepared or placement.step is None:
        return False
    if speaks_for_others(by) or placement.step in (STEP_OF[side], *VISITING):
        return True
    lanes = lanes_in_force()
    step = lanes.step(placement.step)
    said_yes = getattr(placement, f"{side.value}_yes_on") is not None
    is_asked = step.is_own and step.side == side
    return is_asked or (said_yes and lanes.precedes(step.code, StepCode.AGREEMENT))


def may_visit(placement: Placement) -> bool:
    """Whether both sides have said yes and the visit lies ahead."""
    agreed = placement.is_being_prepared and placement.both_said_yes
    return agreed and placement.visit_done_on is None


def _require_visit(placement: Placement) -> None:
    """Raises NotAskedYetError."""
    require_preparation(placement)
    if not may_visit(placement):
        raise refusals.NotAskedYetError


def _require_asked(placement: Placement, step: StepCode, by: User) -> None:
    """The step is open; the team records what it hears at any moment before the keys."""
    require_preparation(placement)
    if not speaks_for_others(by) and placement.step != step:
        raise refusals.NotAskedYetError


def _is_repeated_no(placement: Placement, side: Side, code: str, by: User) -> bool:
    """Whether this very no let the stay fall: a form sent twice counts once."""
    if placement.cancel_reason != code:
        return False
    mine = {"placement_id": placement.id, "side": side, "kind": AnswerKind.NO}
    last = select(StepAnswer).filter_by(**mine).order_by(StepAnswer.id.desc()).limit(1)
    answer = db.session.scalars(last).one_or_none()
    return answer is not None and (answer.reason, answer.by_id) == (code, by.id)


def _step_of_a_no(placement: Placement, side: Side, by: User) -> str:
    """The step at which this side says no. Raises NotAskedYetError."""
    require_preparation(placement)
    if not may_say_no(placement, side, by):
        raise refusals.NotAskedYetError
    return placement.step or STEP_OF[side]
