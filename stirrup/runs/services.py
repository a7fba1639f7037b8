"""The morning: a named person accepts, declines or postpones one proposal at a time.

There is no verb for several: an acceptance is one person, one proposal, one motive (AT-04).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.placements.declined_pairs import DeclinedPair, set_aside
from stirrup.placements.models import Placement
from stirrup.placements.services import open_placement
from stirrup.runs import linked, possibility
from stirrup.runs.decline_reasons import reason_given
from stirrup.runs.enums import AcceptReason, DecisionKind, PostponeReason, ProposalState
from stirrup.runs.linked import Companion
from stirrup.runs.models import Decision, Proposal
from stirrup.runs.refusals import LinkedStayPreparedError, NowVoidError, refusal_of_decided

OUTCOMES = {
    DecisionKind.ACCEPT: ProposalState.ACCEPTED,
    DecisionKind.DECLINE: ProposalState.DECLINED,
    DecisionKind.POSTPONE: ProposalState.POSTPONED,
}


def accept_proposal(
    proposal: Proposal, *, by: User, reason: AcceptReason, note: str | None, version: int
) -> Placement:
    """Open the stay of an undecided proposal, after asking every rule again on today's data.

    `version` is that of the page that was read. Sent twice by the same person, it counts once.
    Pages opened on the proposals of linked households must be read again.
    Raises DecisionRefusedError; one of its kinds, NowVoidError, leaves the proposal void.
    """
    require(by, Permission.PROPOSAL_DECIDE, proposal)
    if _is_repeated(proposal, DecisionKind.ACCEPT, by, version):
        return _stay_of(proposal)
    _require_undecided(proposal, version)
    companions = linked.companions_of(proposal)
    with one_winner(proposal):
        proposal.first_day = _first_day_or_void(proposal, by)
        linked.make_pages_stale(companions)
        _decide(proposal, DecisionKind.ACCEPT, reason.value, note, by)
        placement = open_placement(proposal, by=by)
        db.session.commit()
    return placement


def decline_proposal(
    proposal: Proposal, *, by: User, reason: str, note: str | None, version: int
) -> Proposal:
    """Set the pair aside until the reason's term; the household keeps its waiting time (A-07).

    `reason`: the code of one that reviewers are offered. Raises UnknownReasonError,
    NoteMissingError, or DecisionRefusedError, also when a linked household already has its home.
    """
    require(by, Permission.PROPOSAL_DECIDE, proposal)
    if _is_repeated(proposal, DecisionKind.DECLINE, by, version):
        return proposal
    _require_undecided(proposal, version)
    given = reason_given(reason, note)
    companions = linked.companions_of(proposal)
    _refuse_to_part(companions)
    with one_winner(proposal):
        linked.make_pages_stale(companions)
        before = _pair_set_aside(proposal)
        _decide(proposal, DecisionKind.DECLINE, given.code, note, by, pair_before=before)
        set_aside(proposal, proposal_id=proposal.id, days=given.forbids_days)
        db.session.commit()
    return proposal


def postpone_proposal(
    proposal: Proposal, *, by: User, reason: PostponeReason, note: str | None, version: int
) -> Proposal:
    """Keep the proposal, its place and its household for a later decision; runs leave it alone."""
    require(by, Permission.PROPOSAL_DECIDE, proposal)
    if _is_repeated(proposal, DecisionKind.POSTPONE, by, version):
        return proposal
    _require_undecided(proposal, version)
    if proposal.state == ProposalState.POSTPONED:
        raise refusal_of_decided(proposal)
    with one_winner(proposal):
        _decide(proposal, DecisionKind.POSTPONE, reason.value, note, by)
        db.session.commit()
    return proposal


def _is_repeated(proposal: Proposal, kind: DecisionKind, by: User, version: int) -> bool:
    """Whether this very decision was stored a moment ago: a form sent twice (security F29)."""
    last = proposal.standing_decision
    return (
        last is not None
        and proposal.version == version + 1
        and (last.kind, last.decided_by_id) == (kind, by.id)
    )


def _stay_of(proposal: Proposal) -> Placement:
    """The latest one: a stay whose acceptance was undone came before."""
    stays = select(Placement).filter_by(proposal_id=proposal.id).order_by(Placement.id.desc())
    return db.session.scalars(stays.limit(1)).one()


def _require_undecided(proposal: Proposal, version: int) -> None:
    require_page(proposal, version)
    if not proposal.is_undecided:
        raise refusal_of_decided(proposal)


def require_page(proposal: Proposal, version: int) -> None:
    """Whoever reads a page that has changed since learns what changed it."""
    if proposal.version != version:
        raise refusal_of_decided(proposal)


def _refuse_to_part(companions: Sequence[Companion]) -> None:
    """Nobody of a group is declined once another one of it has a home."""
    for companion in companions:
        if companion.is_accepted:
            raise LinkedStayPreparedError(reference=companion.referral.reference)


@contextmanager
def one_winner(proposal: Proposal) -> Iterator[None]:
    """Of several who write at once one succeeds; the others learn who did and what."""
    try:
        yield
    except (IntegrityError, StaleDataError) as race:
        db.session.rollback()
        raise refusal_of_decided(proposal) from race


def _first_day_or_void(proposal: Proposal, by: User) -> date:
    """The first day possible today; a pair that is no longer possible becomes void, and is said."""
    try:
        return possibility.first_day(proposal, today())
    except NowVoidError as refusal:
        proposal.state = ProposalState.VOID
        audit.record(by, "proposal_voided", proposal, because=type(refusal).__name__)
        db.session.commit()
        raise


def _pair_set_aside(proposal: Proposal) -> dict[str, Any] | None:
    """What keeps this pair apart already, in a form that a decision can hold."""
    sides = {"referral_id": proposal.referral_id, "unit_id": proposal.unit_id}
    pair = db.session.scalars(select(DeclinedPair).filter_by(**sides)).one_or_none()
    if pair is None:
        return None
    return {"proposal_id": pair.proposal_id, "expires_on": pair.expires_on.isoformat()}


def _decide(
    proposal: Proposal,
    kind: DecisionKind,
    reason: str,
    note: str | None,
    by: User,
    **more: Any,
) -> None:
    """The new state, the named decision and its line in the journal; the note stays out of it."""
    proposal.state = OUTCOMES[kind]
    proposal.decisions.append(
        Decision(
            kind=kind,
            reason=reason,
            note=note or None,
            decided_by=by,
            input_digest=proposal.run.input_digest,
            **more,
        )
    )
    audit.record(by, f"proposal_{proposal.state.value}", proposal, reason=reason)
