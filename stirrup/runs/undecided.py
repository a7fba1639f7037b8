"""Undecided proposals: which of them a run leaves alone, and which it replaces.

Linked households are told apart by no run: when one of them has a home accepted, postponed or of
another territory, the proposals of the others stay until somebody decides on them.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import aliased

from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.runs.enums import UNDECIDED_STATES, ProposalState
from stirrup.runs.models import Proposal
from stirrup.units.models import Unit


def is_kept(territory: Sequence[str] | None) -> ColumnElement[bool]:
    """What a run leaves alone: postponed, of other communes, or linked with one that stays."""
    kept_itself = _is_kept_itself(Proposal, territory)
    linked = Proposal.referral_id.in_(_linked_with_what_stays(territory))
    return and_(Proposal.state.in_(UNDECIDED_STATES), or_(kept_itself, linked))


def is_replaced(territory: Sequence[str] | None) -> ColumnElement[bool]:
    """What a run replaces by proposals of its own."""
    linked = Proposal.referral_id.in_(_linked_with_what_stays(territory))
    kept = or_(_is_kept_itself(Proposal, territory), linked)
    return and_(Proposal.state == ProposalState.SUBMITTED, ~kept)


def _is_kept_itself(proposal: Any, territory: Sequence[str] | None) -> ColumnElement[bool]:
    elsewhere: ColumnElement[bool] = false()
    if territory:
        homes = select(Unit.id).where(Unit.commune_code.not_in(territory))
        elsewhere = and_(proposal.state == ProposalState.SUBMITTED, proposal.unit_id.in_(homes))
    return or_(proposal.state == ProposalState.POSTPONED, elsewhere)


def _linked_with_what_stays(territory: Sequence[str] | None) -> Select[Any]:
    """Referrals of a group in which a home is reserved, or a proposal is kept for itself."""
    one, other, of_one = aliased(Referral), aliased(Referral), aliased(Proposal)
    kept = select(of_one.referral_id).where(_is_kept_itself(of_one, territory))
    stays = or_(one.state == ReferralState.PROPOSED, one.id.in_(kept))
    groups = select(one.link_group_id).where(one.link_group_id.is_not(None), stays)
    return select(other.id).where(other.link_group_id.in_(groups))
