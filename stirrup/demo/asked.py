"""Three stays of the demonstration on their way to the keys: each waits for another side."""

from sqlalchemy import Select, select

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.placements.answering.answers import say_yes
from stirrup.placements.lanes.enums import Side
from stirrup.referrals.models import Referral
from stirrup.runs.enums import AcceptReason, ProposalState
from stirrup.runs.models import Proposal
from stirrup.runs.services import accept_proposal
from stirrup.units.models import Unit


def ask_each_side(landlord: User, worker: User, team: User) -> None:
    """Accept up to three proposals that concern the demo accounts; some sides answer yes."""
    of_the_worker = Referral.association_id == worker.organisation_id
    of_the_landlord = Unit.organisation_id == landlord.organisation_id
    _ask(_undecided().where(of_the_landlord), team, Side.ASSOCIATION, Side.HOUSEHOLD)
    _ask(_undecided().where(of_the_worker), team, Side.ASSOCIATION)
    _ask(_undecided().where(of_the_worker), team)


def _undecided() -> Select[Proposal]:
    """Those of households that move alone, in their order."""
    alone = Referral.link_group_id.is_(None)
    joined = select(Proposal).join(Proposal.unit).join(Proposal.referral)
    return joined.where(Proposal.state == ProposalState.SUBMITTED, alone).order_by(Proposal.number)


def _ask(query: Select[Proposal], team: User, *answering: Side) -> None:
    proposal = db.session.scalars(query.limit(1)).one_or_none()
    if proposal is None:
        return
    placement = accept_proposal(
        proposal, by=team, reason=AcceptReason.BEST_ANSWER, note=None, version=proposal.version
    )
    for side in answering:
        say_yes(placement, side, by=placement.referral.referent)
