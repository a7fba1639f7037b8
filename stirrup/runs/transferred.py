"""A proposal stays when its referral goes to another association: the household keeps its chance.

Every rule is asked again at the acceptance, the support that the new association can still give
among them. Associations hear of no proposal before it is accepted: only the team is told.
"""

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified

from stirrup import audit
from stirrup.accounts.colleagues import administrators
from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.referrals.enums import TransferState
from stirrup.referrals.models import Referral
from stirrup.referrals.transfer_models import ReferralTransfer
from stirrup.runs.enums import UNDECIDED_STATES
from stirrup.runs.models import Proposal

FIRST_VERSION = 1


def follow_transfer(referral: Referral, by: User) -> None:
    """Have whoever reads its proposal read it again, and write to the team; the caller commits."""
    undecided = Proposal.state.in_(UNDECIDED_STATES)
    query = select(Proposal).where(undecided, Proposal.referral_id == referral.id)
    for proposal in db.session.scalars(query):
        flag_modified(proposal, "state")
        audit.record(by, "proposal_transferred", proposal, association=referral.association_id)
        for person in administrators():
            enqueue(
                person.email,
                person.language,
                "runs/transferred",
                reference=proposal.reference,
                proposal_id=proposal.id,
                referral=referral.reference,
            )


def taken_over_since(proposal: Proposal) -> ReferralTransfer | None:
    """The last transfer of its referral since it was proposed. One query, or none.

    A transfer moves the version of a proposal that waits: one that never changed had none.
    """
    if proposal.version == FIRST_VERSION:
        return None
    query = (
        select(ReferralTransfer)
        .filter_by(referral_id=proposal.referral_id, state=TransferState.TAKEN)
        .where(ReferralTransfer.answered_at >= proposal.created_at)
        .options(joinedload(ReferralTransfer.from_organisation))
        .options(joinedload(ReferralTransfer.to_organisation))
        .order_by(ReferralTransfer.id.desc())
    )
    return db.session.scalars(query.limit(1)).one_or_none()
