"""One household of the demonstration carried from its proposal to its papers, by the services."""

from datetime import date
from random import Random

from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.demo import invented
from stirrup.extensions import db
from stirrup.permissions import Role
from stirrup.placements import services as placement_services
from stirrup.placements.enums import FactsSection, Payer
from stirrup.placements.facts import adults_of, count_lenders, is_lent_by_persons, read_section
from stirrup.placements.models import Placement
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.orders import order_documents
from stirrup.placements.papers.production import produce_pending
from stirrup.referrals.models import Referral
from stirrup.runs import services as run_services
from stirrup.runs.enums import AcceptReason, ProposalState
from stirrup.runs.models import Proposal
from stirrup.units.models import Unit

SEED = 2026


def tell_story() -> list[PlacementDocument]:
    """Accept one proposal of the demo landlord, complete it, produce both documents.

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
    placement_services.record_household_yes(placement, by=team)
    placement_services.record_landlord_yes(placement, by=team)
    _complete(placement, team)
    order_documents(placement, by=team)
    produce_pending()
    return placement.documents


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


def _complete(placement: Placement, team: User) -> None:
    random = Random(SEED)  # noqa: S311 (invented people need no secrecy, only repetition)
    for section, values in _facts(random, placement).items():
        known = {name: value for name, value in read_section(placement, section).items() if value}
        placement_services.complete_facts(placement, section, values | known, by=team)


def _facts(random: Random, placement: Placement) -> dict[FactsSection, dict[str, object]]:
    return {
        FactsSection.LENDERS: _lenders(random, placement),
        FactsSection.RESIDENTS: _residents(random, placement),
        FactsSection.HOME: {
            "tax_number": "595120000000",
            "electricity_meter": "PDL 00 000 000 000 412",
            "gas_meter": "PCE 00 000 000 000 413",
            "water_meter": "Compteur n° 0000414",
            "keys_count": 3,
            "badges_count": 1,
        },
        FactsSection.INSURANCE: {
            "owner_insurance": "Assurances de démonstration, contrat n° 7 104 552",
            "resident_insurance": "Mutuelle de démonstration, contrat n° 59-1187",
        },
        FactsSection.CHARGES: dict.fromkeys(
            ("electricity", "gas", "water", "heating", "internet"), Payer.RESIDENTS
        ),
    }


def _lenders(random: Random, placement: Placement) -> dict[str, object]:
    values: dict[str, object] = {"title": "pleine propriété, acte notarié du 8 avril 2011"}
    for number in range(1, count_lenders(placement) + 1):
        values[f"address_{number}"] = f"{random.randint(1, 90)} rue du Vieux Moulin, 59000 Lille"
        if is_lent_by_persons(placement):
            values[f"born_on_{number}"] = date(random.randint(1950, 1985), 5, number)
    return values


def _residents(random: Random, placement: Placement) -> dict[str, object]:
    values: dict[str, object] = {}
    last_name = random.choice(invented.LAST_NAMES)
    for adult in adults_of(placement):
        values[f"first_name_{adult.position}"] = random.choice(invented.FIRST_NAMES)
        values[f"last_name_{adult.position}"] = last_name
        values[f"birth_date_{adult.position}"] = date(random.randint(1970, 2000), 4, 14)
    return values
