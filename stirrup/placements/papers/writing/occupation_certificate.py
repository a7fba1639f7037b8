"""The owner's certificate of occupation, from the day the stay is active: days, never names."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import cast

from flask import current_app
from sqlalchemy import select

from stirrup.documents.contents.occupation_certificate import (
    LegalTitle,
    OccupationCertificateContent,
    Proof,
)
from stirrup.extensions import db
from stirrup.geography import get_commune
from stirrup.placements import french
from stirrup.placements.enums import InventoryMoment, PlacementState
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.lifecycle import IN_FORCE
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import NONE, ONE, Heading, PaperKind
from stirrup.placements.papers.writing.occupied_days import (
    Stay,
    laws_about,
    runs_at,
    threshold_days,
    years_at,
)
from stirrup.placements.papers.writing.titles import reference_of

ENDED = (PlacementState.ENDED_PLANNED, PlacementState.ENDED_EARLY)
LIVED_IN = (PlacementState.ACTIVE, PlacementState.ENDING, *ENDED)
INVENTORIES = {
    InventoryMoment.ENTRY: (DocumentKind.ENTRY_INVENTORY, "État des lieux d’entrée"),
    InventoryMoment.EXIT: (DocumentKind.EXIT_INVENTORY, "État des lieux de sortie"),
}
SIGNED_BY_ALL = (DocumentState.SIGNED, DocumentState.SEALED)
AGREEMENTS = (DocumentKind.AGREEMENT, DocumentKind.HOUSING_AGREEMENT)


def certificate_content(
    placement: Placement, _slot: str, heading: Heading
) -> OccupationCertificateContent:
    """The days of the dwelling up to the day of issue, and what proves them."""
    unit, association = placement.unit, placement.referral.association
    on: date = heading["issued_on"]
    stays = [_stay(one) for one in _lived_in(placement)]
    zone = get_commune(unit.commune_code).tax_zone
    years = tuple(years_at(stays, on, zone))
    laws = [law for line in years for law in laws_about(line.year, zone)]
    return OccupationCertificateContent(
        **heading,
        operator=current_app.config["OPERATOR"],
        owner=unit.organisation.name,
        dwelling=f"{french.kind(unit)} du {french.address(unit)}",
        tax_number=french.grouped(unit.tax_number),
        association=association.name,
        association_number=association.registration_number or "",
        legal_title=cast(LegalTitle, placement.legal_basis.value),
        planned_until=placement.last_day,
        exit_awaited=placement.state not in ENDED and on > placement.last_day,
        runs=tuple(runs_at(stays, on)),
        years=years,
        threshold_days=threshold_days(laws),
        presumed_tax_years=tuple(
            sorted({law.year for law in laws if law.presumes_occupation_rule})
        ),
        proofs=tuple(_proofs(placement)),
    )


def _lived_in(placement: Placement) -> Sequence[Placement]:
    """Every stay of the dwelling that has begun, whichever of its places it was in."""
    same = Placement.unit_id == placement.unit_id
    query = select(Placement).where(same, Placement.state.in_(LIVED_IN))
    return db.session.scalars(query.order_by(Placement.first_day, Placement.id)).all()


def _stay(placement: Placement) -> Stay:
    return Stay(placement.first_day, placement.last_day, placement.state in ENDED)


def _proofs(placement: Placement) -> Iterator[Proof]:
    for paper in placement.documents:
        if paper.kind in AGREEMENTS and paper.state in IN_FORCE:
            signed = ", signée" if paper.state in SIGNED_BY_ALL else ""
            yield Proof("Convention", f"{paper.reference}{signed}")
    for inventory in placement.inventories:
        kind, label = INVENTORIES[inventory.moment]
        told = [f"établi le {french.day(inventory.made_on)}", reference_of(placement, kind)]
        yield Proof(label, ", ".join(filter(None, told)))
    if receipt := reference_of(placement, DocumentKind.KEY_RECEIPT):
        yield Proof("Reçu des clés", receipt)
    for inventory in placement.inventories:
        if inventory.meters:
            yield Proof("Compteurs", f"relevés le {french.day(inventory.made_on)}")
    if placement.facts.resident_insurance:
        yield Proof("Assurance des occupants", placement.facts.resident_insurance)


PAPER = PaperKind(
    DocumentKind.OCCUPATION_CERTIFICATE,
    template="occupation_certificate.html",
    name="certificate",
    content=OccupationCertificateContent,
    slots=lambda placement: ONE if placement.state in LIVED_IN else NONE,
    build=certificate_content,
    missing=list_missing,
)
