"""Several proposals declined or postponed with one motive, each by a decision of its own.

Nothing of the kind exists to accept: an acceptance is one person, one proposal, one motive (AT-04).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import defer, joinedload

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.refusals import RefusedError
from stirrup.runs import services
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import Proposal
from stirrup.runs.queue import IN_ORDER
from stirrup.runs.refusals import LinkedTogetherError, refusal_of_decided

Page = tuple[int, int]
"""A proposal by its id, and the version of it that was read."""


@dataclass(frozen=True)
class Choice:
    """One proposal of a selection; `refusal`: why it is left out."""

    proposal: Proposal
    refusal: RefusedError | None


def choices_to_decline(numbers: Sequence[int], reviewer: User) -> list[Choice]:
    """The selected proposals in the order of the queue; linked and decided ones are left out."""
    return [Choice(one, _refusal(one)) for one in _selected(numbers, reviewer)]


def choices_to_postpone(numbers: Sequence[int], reviewer: User) -> list[Choice]:
    """The same; those that wait already are left out too."""
    return [
        Choice(one, _refusal(one) or _refusal_to_wait_twice(one))
        for one in _selected(numbers, reviewer)
    ]


def decline_several(
    pages: Iterable[Page], *, by: User, reason: str, note: str | None
) -> list[Choice]:
    """Decline each of them, or learn why not; one refusal leaves the others as they are."""
    return _decide_each(services.decline_proposal, pages, by, reason=reason, note=note)


def postpone_several(
    pages: Iterable[Page], *, by: User, reason: Any, note: str | None
) -> list[Choice]:
    """Postpone each of them, or learn why not."""
    return _decide_each(services.postpone_proposal, pages, by, reason=reason, note=note)


def _decide_each(
    decide: Callable[..., Proposal], pages: Iterable[Page], by: User, **motive: Any
) -> list[Choice]:
    require(by, Permission.PROPOSAL_DECIDE)
    versions = dict(pages)
    return [
        _decide_one(decide, proposal, by, version=versions[proposal.id], **motive)
        for proposal in _selected(list(versions), by)
    ]


def _decide_one(
    decide: Callable[..., Proposal], proposal: Proposal, by: User, **read: Any
) -> Choice:
    """A transaction of its own, in the person's name."""
    try:
        _refuse_linked(proposal)
        decide(proposal, by=by, **read)
    except RefusedError as refusal:
        db.session.rollback()
        return Choice(proposal, refusal)
    return Choice(proposal, None)


def _selected(numbers: Sequence[int], reviewer: User) -> list[Proposal]:
    query = Proposal.visible_to(reviewer).where(Proposal.id.in_(numbers)).order_by(*IN_ORDER)
    sides = joinedload(Proposal.unit), joinedload(Proposal.referral)
    return list(db.session.scalars(query.options(defer(Proposal.explanation), *sides)))


def _refusal(proposal: Proposal) -> RefusedError | None:
    if not proposal.is_undecided:
        return refusal_of_decided(proposal)
    return LinkedTogetherError() if proposal.referral.link_group_id else None


def _refusal_to_wait_twice(proposal: Proposal) -> RefusedError | None:
    waits = proposal.state == ProposalState.POSTPONED
    return refusal_of_decided(proposal) if waits else None


def _refuse_linked(proposal: Proposal) -> None:
    if proposal.referral.link_group_id:
        raise LinkedTogetherError
