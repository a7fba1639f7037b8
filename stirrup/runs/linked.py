"""Linked households in the morning: what the others of the group were proposed, and how far away.

They move in together or not at all. One is accepted only while every other one has a proposal that
is accepted or still to decide, and possible; none is declined once another has its home.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified

from stirrup.extensions import db
from stirrup.geography import km_between
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.runs.enums import UNDECIDED_STATES, ProposalState
from stirrup.runs.models import Proposal

TEN_METRES = 0.01
"""The night counts whole metres along a straight line: its own edge must not be refused here."""


@dataclass(frozen=True)
class Companion:
    """Another household of the group, and the proposal that stands for it; None: there is none."""

    referral: Referral
    proposal: Proposal | None

    @property
    def is_undecided(self) -> bool:
        return self.proposal is not None and self.proposal.is_undecided

    @property
    def is_accepted(self) -> bool:
        return self.proposal is not None and self.proposal.state == ProposalState.ACCEPTED


def companions_of(proposal: Proposal) -> list[Companion]:
    """The other households linked with this one, by reference; a closed one left the group."""
    group = proposal.referral.link_group_id
    if group is None:
        return []
    others = select(Referral).where(
        Referral.link_group_id == group,
        Referral.id != proposal.referral_id,
        Referral.state != ReferralState.CLOSED,
    )
    referrals = list(db.session.scalars(others.order_by(Referral.id)))
    standing = _standing([referral.id for referral in referrals])
    return [Companion(referral, standing.get(referral.id)) for referral in referrals]


def are_near_each_other(proposals: Sequence[Proposal], max_km: int) -> bool:
    """Whether the homes of these proposals lie within the distance of the group."""
    homes = [proposal.unit for proposal in proposals]
    return all(
        km_between(one.latitude, one.longitude, other.latitude, other.longitude)
        <= max_km + TEN_METRES
        for one, other in combinations(homes, 2)
    )


def make_pages_stale(companions: Sequence[Companion]) -> None:
    """Whoever reads a linked proposal reads it again: of two who decide at once, one is told."""
    for companion in companions:
        if companion.is_undecided:
            flag_modified(companion.proposal, "state")


def _standing(referral_ids: Sequence[int]) -> dict[int, Proposal]:
    """The proposal of each that is undecided, or accepted for a stay that is still there."""
    stands = or_(
        Proposal.state.in_(UNDECIDED_STATES),
        (Proposal.state == ProposalState.ACCEPTED) & (Referral.state == ReferralState.PROPOSED),
    )
    query = select(Proposal).join(Proposal.referral).where(Proposal.referral_id.in_(referral_ids))
    found = db.session.scalars(
        query.where(stands).options(joinedload(Proposal.unit)).order_by(Proposal.id)
    )
    return {proposal.referral_id: proposal for proposal in found}
