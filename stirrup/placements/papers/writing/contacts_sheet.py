"""The sheet of useful contacts of a stay: whom the residents call, never the owner."""

from flask import current_app

from stirrup.documents.contents.contacts_sheet import ContactsSheetContent
from stirrup.placements import french
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import ONE, Heading, PaperKind
from stirrup.placements.papers.writing.parties import association_of


def contacts_sheet_content(
    placement: Placement, _slot: str, heading: Heading
) -> ContactsSheetContent:
    """The association first; the address of the home only where it may be printed (P05)."""
    referral, association = placement.referral, association_of(placement)
    return ContactsSheetContent(
        **heading,
        address="" if referral.protected_address else french.address(placement.unit),
        floor=placement.unit.floor,
        association=association.name,
        duty_phone=association.duty_phone,
        referent=association.referent,
        referent_phone=french.phone(referral.referent.phone),
        team_phone=current_app.config["HELP_PHONE"],
    )


PAPER = PaperKind(
    DocumentKind.CONTACTS_SHEET,
    template="contacts_sheet.html",
    name="sheet",
    content=ContactsSheetContent,
    slots=lambda _placement: ONE,
    build=contacts_sheet_content,
    missing=list_missing,
)
