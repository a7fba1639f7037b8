"""The residents' attestation, while they live in the home: for banks, offices and schools."""

from typing import cast

from stirrup.documents.contents.occupation_certificate import LegalTitle
from stirrup.documents.contents.resident_attestation import ResidentAttestationContent
from stirrup.placements import french
from stirrup.placements.enums import LegalBasis, Payer, PlacementState
from stirrup.placements.lifecycle import add_months
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import NONE, ONE, Heading, PaperKind
from stirrup.placements.papers.writing.parties import (
    association_of,
    borrowers_of,
    count_children,
    lenders_of,
)
from stirrup.placements.papers.writing.titles import title_reference

VALID_MONTHS = 3
UNDER_WAY = (PlacementState.ACTIVE, PlacementState.ENDING)


def attestation_content(
    placement: Placement, _slot: str, heading: Heading
) -> ResidentAttestationContent:
    """Who lives there, since when, by which title; a protected home stays out of it."""
    association = association_of(placement)
    hides_home = placement.referral.protected_address
    return ResidentAttestationContent(
        **heading,
        residents=borrowers_of(placement),
        children_count=count_children(placement),
        lives_there_since=placement.first_day,
        valid_until=add_months(heading["issued_on"], VALID_MONTHS),
        address="" if hides_home else french.address(placement.unit),
        lent_by=() if hides_home else tuple(one.name for one in lenders_of(placement)),
        legal_title=cast(LegalTitle, placement.legal_basis.value),
        agreement_reference=title_reference(placement),
        last_day=placement.last_day,
        holds_electricity_contract=_pays_electricity(placement),
        association=association.name,
        association_number=association.registration,
        association_address=association.address,
        signatory=association.signatory,
        capacity=association.capacity,
        duty_phone=association.duty_phone,
    )


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
