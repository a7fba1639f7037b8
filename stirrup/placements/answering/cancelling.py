"""The team's own verbs on a stay that is being prepared: cancel, reopen, take a step back."""

from sqlalchemy.exc import IntegrityError

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.placements.answering import refusals
from stirrup.placements.answering.answers import reason_given
from stirrup.placements.answering.falling_through import let_fall
from stirrup.placements.declined_pairs import lift
from stirrup.placements.enums import EventKind
from stirrup.placements.events import DoubleBookingError, commit, tell
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import AnswerKind, Side, StepCode
from stirrup.placements.lanes.following import steps_done
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.lanes.steps import Lanes
from stirrup.placements.lifecycle import after
from stirrup.placements.models import Placement
from stirrup.placements.papers.standing import holds_signed_agreement
from stirrup.placements.queries import is_taken_between
from stirrup.placements.services import takes_last_place
from stirrup.placements.withdrawing import withdraw_papers
from stirrup.referrals import lifecycle as referral_lifecycle
from stirrup.units import lifecycle as unit_lifecycle

FACT_OF: dict[str, str] = {
    StepCode.ASSOCIATION_ANSWER: "association_yes_on",
    StepCode.HOUSEHOLD_ANSWER: "household_yes_on",
    StepCode.LANDLORD_ANSWER: "landlord_yes_on",
    StepCode.VISIT_BOOKING: "visit_at",
    StepCode.VISIT: "visit_done_on",
}
"""What is taken back of the program's steps; papers are withdrawn instead."""


def cancel_placement(
    placement: Placement, code: str, *, by: User, note: str | None = None
) -> Placement:
    """Let a stay fall through before the keys, for any reason on the list, and say whose it is."""
    require(by, Permission.PLACEMENT_PREPARE, placement)
    reason = reason_given(code, note, *lanes_in_force().reasons_of(*Side))
    db.session.add(
        StepAnswer(
            placement=placement,
            step=placement.step or StepCode.AGREEMENT,
            side=reason.side,
            kind=AnswerKind.NO,
            reason=reason.code,
            note=note or None,
            by_id=by.id,
            on_behalf=reason.side != Side.TEAM,
            needs_review=reason.needs_review,
        )
    )
    let_fall(placement, reason, by=by, on_behalf=reason.side != Side.TEAM)
    commit()
    return placement


def reopen_placement(placement: Placement, *, by: User) -> Placement:
    """Take a cancelled stay up again where it stood. Raises NoLongerFreeError.

    Both sides must be free on all its days; the database refuses a double booking all the same.
    """
    require(by, Permission.PLACEMENT_PREPARE, placement)
    state = after(placement.state, "reopen")
    if not may_come_back(placement):
        raise refusals.NoLongerFreeError
    try:
        _take_both_sides(placement)
        placement.state, placement.cancel_reason = state, None
        lift(placement)
        tell(placement, EventKind.REOPENED, by)
        commit()
    except (DoubleBookingError, IntegrityError) as race:
        db.session.rollback()
        raise refusals.NoLongerFreeError from race
    return placement


def may_come_back(placement: Placement) -> bool:
    """Both sides are free on all the days, which lie ahead."""
    unit, referral = placement.unit, placement.referral
    free = unit_lifecycle.allows(unit.state, "reserve") and referral_lifecycle.allows(
        referral.state, "reserve"
    )
    taken = is_taken_between(placement, placement.first_day, placement.end_day)
    return free and not taken and placement.first_day >= today()


def take_back(placement: Placement, step: str, *, by: User, note: str) -> Placement:
    """One step back: what was answered last is asked again; papers that rest on it are withdrawn.

    Raises NothingToTakeBackError when the last one is no longer the one that was read.
    """
    require(by, Permission.PLACEMENT_PREPARE, placement)
    lanes = lanes_in_force()
    if step != last_done(placement, lanes):
        raise refusals.NothingToTakeBackError
    if step in FACT_OF:
        setattr(placement, FACT_OF[step], None)
    if lanes.precedes(step, StepCode.AGREEMENT):
        withdraw_papers(placement, by)
    db.session.add(
        StepAnswer(
            placement=placement,
            step=step,
            side=Side.TEAM,
            kind=AnswerKind.TAKEN_BACK,
            note=note,
            by_id=by.id,
        )
    )
    tell(placement, EventKind.STEP_TAKEN_BACK, by, step=step)
    commit()
    return placement


def last_done(placement: Placement, lanes: Lanes) -> str | None:
    """The last step that may be taken back.

    Once an agreement is signed by all, only steps of one's own that stand behind it are.
    """
    if not placement.is_being_prepared:
        return None
    done = steps_done(placement)
    for step in reversed(lanes.steps):
        if step.code == StepCode.AGREEMENT and holds_signed_agreement(placement):
            return None
        if step.is_asked and step.code in done and (step.is_own or step.code in FACT_OF):
            return step.code
    return None


def _take_both_sides(placement: Placement) -> None:
    unit, referral = placement.unit, placement.referral
    if takes_last_place(unit):
        unit.state = unit_lifecycle.after(unit.state, "reserve")
    referral.state = referral_lifecycle.after(referral.state, "reserve")
