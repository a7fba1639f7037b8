"""The amendment of each prolongation: one the owner signs, one for the residents where they stand
under a contract of their own."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from stirrup.documents.contents.agreement_parts import AgreementForm
from stirrup.documents.contents.amendment import AmendmentContent, Reason
from stirrup.placements import french
from stirrup.placements.enums import ExtensionState, LegalBasis
from stirrup.placements.lifecycle import MOST_MONTHS, ONE_DAY
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import Heading, PaperKind
from stirrup.placements.papers.readers import split_slot
from stirrup.placements.papers.writing.parties import (
    borrowers_of,
    count_children,
    is_in_two_contracts,
    lenders_of,
    naming_nobody,
    signatures_for,
)
from stirrup.placements.stay_models import PlacementExtension

FOR_RESIDENTS = "association"
"""The side in the slot of the amendment that the owner does not read."""


def amendment_content(placement: Placement, slot: str, heading: Heading) -> AmendmentContent:
    """What one prolongation changes: its last day, and the dates that follow from it."""
    number, side = split_slot(slot)
    extension = next(one for one in placement.extensions if str(one.number) == number)
    form = _form(placement, side)
    residents = tuple(one.name for one in borrowers_of(placement))
    last = extension.end_day - ONE_DAY
    occupied = tuple(_first_of_january(extension))
    insured = placement.facts.resident_insurance or ""
    return AmendmentContent(
        **heading,
        number=extension.number,
        parent_reference=heading["reference"].rpartition("-")[0],
        form=form,
        is_residence=placement.legal_basis == LegalBasis.RESIDENCE_TEMPORAIRE,
        lenders=() if form == "housing" else tuple(one.name for one in lenders_of(placement)),
        association=placement.referral.association.name,
        residents=() if form == "loan" else residents,
        people_count=len(residents) + count_children(placement),
        address=french.address(placement.unit),
        reason=cast(Reason, extension.reason.value),
        first_day=placement.first_day,
        former_last_day=extension.former_end_day - ONE_DAY,
        last_day=last,
        most_months=MOST_MONTHS[placement.legal_basis],
        owner_insurance="" if form == "housing" else placement.facts.owner_insurance or "",
        resident_insurance=naming_nobody(placement, insured) if form == "loan" else insured,
        occupied_on=() if form == "housing" else occupied,
        declare_before=() if form == "housing" else tuple(_declarations(extension)),
        signatures=signatures_for(placement, form),
    )


def parent_of(slot: str) -> DocumentKind:
    """The agreement that this amendment prolongs."""
    if split_slot(slot).side == FOR_RESIDENTS:
        return DocumentKind.HOUSING_AGREEMENT
    return DocumentKind.AGREEMENT


def _slots(placement: Placement) -> list[str]:
    """One for each prolongation that is asked or in force; two where there are two contracts."""
    return [
        slot
        for extension in placement.extensions
        if extension.state != ExtensionState.WITHDRAWN
        for slot in _slots_of(placement, extension)
    ]


def _slots_of(placement: Placement, extension: PlacementExtension) -> Iterator[str]:
    yield str(extension.number)
    if is_in_two_contracts(placement):
        yield f"{extension.number}-{FOR_RESIDENTS}"


def _form(placement: Placement, side: str) -> AgreementForm:
    if not is_in_two_contracts(placement):
        return "tripartite"
    return "housing" if side == FOR_RESIDENTS else "loan"


def _first_of_january(extension: PlacementExtension) -> Iterator[date]:
    """Each one that the prolongation itself covers."""
    for year in range(extension.former_end_day.year, extension.end_day.year + 1):
        if extension.former_end_day <= date(year, 1, 1) < extension.end_day:
            yield date(year, 1, 1)


def _declarations(extension: PlacementExtension) -> Iterator[date]:
    """Each year in which the prolonged days lie is declared before 1 July of the next one."""
    last = extension.end_day - ONE_DAY
    for year in range(extension.former_end_day.year, last.year + 1):
        yield date(year + 1, 7, 1)


PAPER = PaperKind(
    DocumentKind.AMENDMENT,
    template="amendment.html",
    name="amendment",
    content=AmendmentContent,
    slots=_slots,
    build=amendment_content,
    missing=list_missing,
    signed=True,
    parent=parent_of,
)
