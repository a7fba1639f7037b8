"""The stays of the demonstration, told by the services: asked, prepared, under way, ended."""

from random import Random

from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.demo.agreed import agree, order_due
from stirrup.demo.asked import ask_each_side
from stirrup.demo.past import live_past
from stirrup.extensions import db
from stirrup.permissions import Role
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.production import produce_pending
from stirrup.referrals.models import Referral
from stirrup.runs import services as run_services
from stirrup.runs.enums import AcceptReason, ProposalState
from stirrup.runs.models import Proposal
from stirrup.units.models import Unit

SEED = 2026
FIRST_PAPERS = (
    (DocumentKind.AGREEMENT, ""),
    (DocumentKind.OWNER_SUMMARY, ""),
    (DocumentKind.EASY_SUMMARY, "ar"),
)


def tell_story() -> list[PlacementDocument]:
    """Accept one proposal of the demo landlord and produce its first papers; then live the past.

    Nothing happens when a stay exists already, or when the night proposed nothing.
    """
    if db.session.scalar(select(Placement.id).limit(1)) is not None:
        return list(db.session.scalars(select(PlacementDocument)))
    proposal, team = _proposal_to_accept(), _administrator()
    if proposal is None or team is None:
        return []
    placement = run_services.accept_proposal(
        proposal, by=team, reason=AcceptReason.BEST_ANSWER, note=None, version=proposal.version
    )
    random = Random(SEED)  # noqa: S311 (invented people need no secrecy, only repetition)
    agree(random, placement, team)
    landlord, worker = _demo_person(Role.LANDLORD), _demo_person(Role.CASE_WORKER)
    if landlord and worker:
        live_past(random, landlord, worker, team)
        ask_each_side(landlord, worker, team)
    order_due(placement, FIRST_PAPERS, team)
    produce_pending()
    return list(db.session.scalars(select(PlacementDocument)))


def _proposal_to_accept() -> Proposal | None:
    """A proposal between the demo landlord and the demo case worker's association, if any."""
    undecided = select(Proposal).where(Proposal.state == ProposalState.SUBMITTED)
    joined = undecided.join(Proposal.unit).join(Proposal.referral).order_by(Proposal.number)
    landlord, worker = _demo_person(Role.LANDLORD), _demo_person(Role.CASE_WORKER)
    if landlord and worker:
        of_the_landlord = joined.where(Unit.organisation_id == landlord.organisation_id)
        of_both = of_the_landlord.where(Referral.association_id == worker.organisation_id)
        for query in (of_both, of_the_landlord):
            found = db.session.scalars(query.limit(1)).one_or_none()
            if found:
                return found
    return db.session.scalars(joined.limit(1)).one_or_none()


def _administrator() -> User | None:
    return _demo_person(Role.ADMINISTRATOR)


def _demo_person(role: Role) -> User | None:
    demo_accounts = select(User).where(User.is_demo, User.role == role).limit(1)
    return db.session.scalars(demo_accounts).one_or_none()
