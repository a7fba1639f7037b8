"""Undoing a decision in its window: what it did is taken back, its row and the journal stay."""

from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import or_, select

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.outbox.services import withdraw
from stirrup.permissions import Permission, require
from stirrup.placements.answering.falling_through import let_fall
from stirrup.placements.declined_pairs import DeclinedPair
from stirrup.placements.enums import LIVE_STATES
from stirrup.placements.lanes.catalogue import lanes_of_the_program
from stirrup.placements.models import Placement
from stirrup.referrals.enums import ReferralState
from stirrup.runs import linked
from stirrup.runs.choice_models import UnitHold
from stirrup.runs.enums import UNDECIDED_STATES, DecisionKind, ProposalState
from stirrup.runs.models import Decision, Proposal
from stirrup.runs.refusals import (
    BY_NOBODY,
    NoLongerFreeToUndoError,
    NothingToUndoError,
    TooLateToUndoError,
    refusal_of_decided,
)
from stirrup.runs.services import one_winner, require_page
from stirrup.ui.filters import date_and_time
from stirrup.units import lifecycle as unit_lifecycle
from stirrup.units.enums import TAKES_PART
from stirrup.units.models import Unit

UNDONE = lanes_of_the_program().reasons["undone"]
"""What an undo does is no setting: nothing is set aside, both sides are as before."""


def undo_window() -> timedelta:
    """For how long a decision may be undone, and mails about it wait."""
    return timedelta(minutes=current_app.config["UNDO_MINUTES"])


def undo_until(decision: Decision) -> datetime:
    """The last instant at which this decision may be undone."""
    return decision.decided_at + undo_window()


def undo_decision(proposal: Proposal, *, by: User, version: int) -> Proposal:
    """Take back the decision that stands; the proposal is where it was before.

    Any administrator may, and is named beside who decided. Sent twice, it counts once. Raises
    NothingToUndoError, TooLateToUndoError, NoLongerFreeToUndoError or, to whoever comes late,
    AlreadyUndoneError.
    """
    require(by, Permission.PROPOSAL_DECIDE, proposal)
    if _is_repeated(proposal, by, version):
        return proposal
    require_page(proposal, version)
    decision = _decision_to_undo(proposal)
    with one_winner(proposal):
        if decision.kind == DecisionKind.DECLINE:
            _require_both_sides_free(proposal)
        proposal.state = _state_before(proposal, decision)
        decision.undone_at, decision.undone_by = now(), by
        db.session.flush()  # of several who undo at once only one comes this far
        _take_back(proposal, decision, by)
        linked.make_pages_stale(linked.companions_of(proposal))
        audit.record(by, "decision_undone", proposal, kind=decision.kind.value)
        db.session.commit()
    return proposal


def _is_repeated(proposal: Proposal, by: User, version: int) -> bool:
    last = proposal.decisions[-1] if proposal.decisions else None
    undone_by_me = last is not None and last.undone_by_id == by.id
    return undone_by_me and proposal.version == version + 1


def _decision_to_undo(proposal: Proposal) -> Decision:
    decision = proposal.standing_decision
    if decision is None and proposal.decisions:
        raise refusal_of_decided(proposal)
    if decision is None or proposal.state in BY_NOBODY:
        raise NothingToUndoError
    until = undo_until(decision)
    if now() > until:
        raise TooLateToUndoError(when=date_and_time(until))
    return decision


def _take_back(proposal: Proposal, decision: Decision, by: User) -> None:
    if decision.kind == DecisionKind.ACCEPT:
        _take_back_stay(proposal, by)
    if decision.kind == DecisionKind.DECLINE:
        _lift_pair(proposal, decision)


def _state_before(proposal: Proposal, decision: Decision) -> ProposalState:
    """What stands before the last decision can only be that it was postponed."""
    postponed = any(one.undone_at is None for one in proposal.decisions if one is not decision)
    return ProposalState.POSTPONED if postponed else ProposalState.SUBMITTED


def _take_back_stay(proposal: Proposal, by: User) -> None:
    """Cancel the stay that the acceptance opened; nobody hears of what did not last."""
    stays = select(Placement).filter_by(proposal_id=proposal.id).order_by(Placement.id.desc())
    stay = db.session.scalars(stays.limit(1)).one_or_none()
    if stay is None or not stay.is_being_prepared:
        raise NothingToUndoError
    let_fall(stay, UNDONE, by=by)
    _hold_again(stay.unit)
    withdraw(f"stay-{stay.id}-")


def _hold_again(unit: Unit) -> None:
    """A home that was kept for some households is kept for them again."""
    on = today()
    hold = select(UnitHold.id).where(
        UnitHold.unit_id == unit.id,
        UnitHold.released_at.is_(None),
        UnitHold.from_date <= on,
        UnitHold.until_date > on,
    )
    if unit_lifecycle.allows(unit.state, "hold") and db.session.scalar(hold.limit(1)):
        unit.state = unit_lifecycle.after(unit.state, "hold")


def _free_from_reserve(proposal: Proposal) -> None:
    """The next of the reserve list steps back, unless somebody decided on its proposal."""
    next_one = select(Proposal).filter_by(reserve_of_id=proposal.id, state=ProposalState.SUBMITTED)
    for promoted in db.session.scalars(next_one):
        promoted.state = ProposalState.VOID
        withdraw(f"proposal-{promoted.id}-promoted")
    db.session.flush()


def _require_both_sides_free(proposal: Proposal) -> None:
    """The next of the reserve list has stepped back; nobody else has the home or the household."""
    _free_from_reserve(proposal)
    same_side = or_(
        Proposal.place_id == proposal.place_id, Proposal.referral_id == proposal.referral_id
    )
    rivals = select(Proposal.id).where(
        same_side, Proposal.id != proposal.id, Proposal.state.in_(UNDECIDED_STATES)
    )
    stays = select(Placement.id).where(
        Placement.place_id == proposal.place_id, Placement.state.in_(LIVE_STATES)
    )
    ready = proposal.referral.state == ReferralState.READY and proposal.unit.state in TAKES_PART
    if not ready or db.session.scalar(rivals.limit(1)) or db.session.scalar(stays.limit(1)):
        raise NoLongerFreeToUndoError


def _lift_pair(proposal: Proposal, decision: Decision) -> None:
    """What this refusal set aside is as it was before it; a later refusal of the pair stands."""
    pair = db.session.scalars(select(DeclinedPair).filter_by(proposal_id=proposal.id)).one_or_none()
    if pair is None:
        return
    if decision.pair_before is None:
        db.session.delete(pair)
        return
    pair.proposal_id = decision.pair_before["proposal_id"]
    pair.expires_on = date.fromisoformat(decision.pair_before["expires_on"])
