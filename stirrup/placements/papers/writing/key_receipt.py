"""The receipt of the keys, written from the inventory at the entry: counts, never a code."""

from datetime import date

from stirrup.accounts.models import User
from stirrup.clock import local
from stirrup.documents.contents.inventory import KeyCounts
from stirrup.documents.contents.key_receipt import KeyReceiptContent
from stirrup.extensions import db
from stirrup.placements import french
from stirrup.placements.enums import EventKind, InventoryMoment
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import NONE, ONE, Heading, PaperKind
from stirrup.placements.papers.writing.inventory import NoInventoryError, find_inventory
from stirrup.placements.papers.writing.parties import borrowers_of, signatures_for
from stirrup.placements.papers.writing.titles import title_reference
from stirrup.placements.stay_models import StayInventory


def receipt_content(placement: Placement, _slot: str, heading: Heading) -> KeyReceiptContent:
    """How many keys, to whom, when, by whom. Raises NoInventoryError."""
    entry = find_inventory(placement, InventoryMoment.ENTRY)
    if entry is None:
        raise NoInventoryError(placement.reference)
    unit = placement.unit
    return KeyReceiptContent(
        **heading,
        dwelling=f"{french.kind(unit)} du {french.address(unit)}",
        agreement_reference=title_reference(placement),
        handed_on=_handed_on(placement, entry),
        handed_by=_handed_by(placement, entry),
        association=placement.referral.association.name,
        received_by=tuple(one.name for one in borrowers_of(placement)),
        counts=KeyCounts(entry.keys_count, entry.badges_count),
        last_day=placement.last_day,
        signatures=signatures_for(placement, "housing"),
    )


def _handed_on(placement: Placement, entry: StayInventory) -> date:
    """The day the stay started; before that, the day on which it is to start."""
    started = [one.at for one in placement.events if one.kind == EventKind.STARTED]
    return local(started[-1]).date() if started else max(entry.made_on, placement.first_day)


def _handed_by(placement: Placement, entry: StayInventory) -> str:
    """Who counted the keys, when it is somebody of the association."""
    person = db.session.get(User, entry.recorded_by_id)
    theirs = person is not None and person.organisation_id == placement.referral.association_id
    return person.display_name if person and theirs else ""


PAPER = PaperKind(
    DocumentKind.KEY_RECEIPT,
    template="key_receipt.html",
    name="receipt",
    content=KeyReceiptContent,
    slots=lambda placement: ONE if find_inventory(placement, InventoryMoment.ENTRY) else NONE,
    build=receipt_content,
    missing=list_missing,
    signed=True,
)
