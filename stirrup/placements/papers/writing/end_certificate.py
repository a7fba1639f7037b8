"""The certificate of the end of a stay, in two copies: the outcome is not the landlord's."""

from collections.abc import Iterator, Sequence
from typing import cast

from stirrup.documents.contents.end_certificate import EndCertificateContent, MeterReadings, Outcome
from stirrup.placements import french
from stirrup.placements.enums import InventoryMoment
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import NONE, Heading, PaperKind
from stirrup.placements.papers.writing.parties import (
    association_of,
    borrowers_of,
    is_in_two_contracts,
)
from stirrup.placements.papers.writing.titles import reference_of
from stirrup.placements.stay_models import StayEnd, StayInventory

LANDLORD_COPY, ASSOCIATION_COPY = "landlord", "association"


def end_certificate_content(
    placement: Placement, slot: str, heading: Heading
) -> EndCertificateContent:
    """What happened, for one side. Raises LookupError before anybody has left."""
    ending = placement.ending
    if ending is None or ending.left_on is None:
        raise LookupError("Nobody has left yet.")
    association, own_copy = association_of(placement), slot == ASSOCIATION_COPY
    left = _inventory(placement, InventoryMoment.EXIT)
    housed = own_copy and is_in_two_contracts(placement)
    agreement = DocumentKind.HOUSING_AGREEMENT if housed else DocumentKind.AGREEMENT
    return EndCertificateContent(
        **heading,
        copy="association" if own_copy else "landlord",
        agreement_reference=reference_of(placement, agreement),
        association=association.name,
        signatory=association.signatory,
        residents=tuple(one.name for one in borrowers_of(placement)) if own_copy else (),
        address=french.address(placement.unit),
        tax_number="" if own_copy else french.grouped(placement.unit.tax_number),
        first_day=placement.first_day,
        left_on=ending.left_on,
        left_at=ending.left_at,
        exit_inventory_on=left.made_on if left else None,
        keys_given=placement.facts.keys_count or 0,
        keys_returned=ending.keys_returned or 0,
        meters=tuple(_meters(placement)),
        has_damage=ending.has_damage,
        damage_euros=ending.damage_euros,
        forwards_mail=ending.forwards_mail,
        outcome=_outcome(ending) if own_copy else "",
    )


def _outcome(ending: StayEnd) -> Outcome:
    return cast(Outcome, ending.outcome.value) if ending.outcome else ""


def _meters(placement: Placement) -> Iterator[MeterReadings]:
    """Each meter that somebody has read, at either end."""
    entered = _inventory(placement, InventoryMoment.ENTRY)
    left = _inventory(placement, InventoryMoment.EXIT)
    before, after = entered.meters if entered else {}, left.meters if left else {}
    for kind in ("electricity", "gas", "water"):
        if before.get(kind) or after.get(kind):
            yield MeterReadings(kind, before.get(kind, ""), after.get(kind, ""))


def _inventory(placement: Placement, moment: InventoryMoment) -> StayInventory | None:
    made = (one for one in placement.inventories if one.moment == moment)
    return next(made, None)


def _slots(placement: Placement) -> Sequence[str]:
    ending = placement.ending
    if ending is None or ending.left_on is None:
        return NONE
    return LANDLORD_COPY, ASSOCIATION_COPY


PAPER = PaperKind(
    DocumentKind.END_CERTIFICATE,
    template="end_certificate.html",
    name="certificate",
    content=EndCertificateContent,
    slots=_slots,
    build=end_certificate_content,
    missing=list_missing,
)
