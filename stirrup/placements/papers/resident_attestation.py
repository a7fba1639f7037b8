"""The residents' attestation, while they live in the home: for banks, offices and schools."""

from datetime import date
from typing import cast

from stirrup.documents.contents.agreement_parts import Borrower
from stirrup.documents.contents.occupation_certificate import LegalTitle
from stirrup.documents.contents.resident_attestation import ResidentAttestationContent
from stirrup.placements import french
from stirrup.placements.enums import LegalBasis, Payer, PlacementState
from stirrup.placements.facts import adults_of
from stirrup.placements.lifecycle import add_months
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.lifecycle import IN_FORCE
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import NONE, ONE, Heading, PaperKind

VALID_MONTHS = 3
UNDER_WAY = (PlacementState.ACTIVE, PlacementState.ENDING)


def attestation_content(
    placement: Placement, _slot: str, heading: Heading
) -> ResidentAttestationContent:
    """Who lives there, since when, by which title; a protected home stays out of it."""
    referral, association = placement.referral, placement.referral.association
    adults = adults_of(placement)
    hides_home = referral.protected_address
    lenders = [lender["name"] for lender in placement.facts.lenders or []]
    return ResidentAttestationContent(
        **heading,
        residents=tuple(
            Borrower(f"{one.first_name} {one.last_name}", date.fromisoformat(one.birth_date or ""))
            for one in adults
        ),
        children_count=(referral.people or 0) - len(adults),
        lives_there_since=placement.first_day,
        valid_until=add_months(heading["issued_on"], VALID_MONTHS),
        address="" if hides_home else french.address(placement.unit),
        lent_by=() if hides_home else tuple(lenders),
        legal_title=cast(LegalTitle, placement.legal_basis.value),
        agreement_reference=_title_of(placement),
        last_day=placement.last_day,
        holds_electricity_contract=_pays_electricity(placement),
        association=association.name,
        association_number=association.registration_number or "",
        association_address=association.postal_address or "",
        signatory=association.signatory_name or "",
        capacity=association.signatory_quality or "",
        duty_phone=french.phone(association.duty_phone),
    )


def _title_of(placement: Placement) -> str:
    """The reference of what the residents signed, when that file exists."""
    tripartite = placement.legal_basis == LegalBasis.TRIPARTITE
    kind = DocumentKind.AGREEMENT if tripartite else DocumentKind.HOUSING_AGREEMENT
    found = (one for one in placement.documents if one.kind == kind and one.state in IN_FORCE)
    return next((one.reference for one in found), "")


def _pays_electricity(placement: Placement) -> bool:
    """Residents pay by a contract of their own, except where the law of the title bills nothing."""
    free_of_all = placement.legal_basis == LegalBasis.RESIDENCE_TEMPORAIRE
    payer = placement.facts.payers.get("electricity", Payer.RESIDENTS.value)
    return payer == Payer.RESIDENTS.value and not free_of_all


PAPER = PaperKind(
    DocumentKind.RESIDENT_ATTESTATION,
    template="resident_attestation.html",
    name="attestation",
    content=ResidentAttestationContent,
    slots=lambda placement: ONE if placement.state in UNDER_WAY else NONE,
    build=attestation_content,
    missing=list_missing,
)
