"""The inventories of a stay: at the entry, and at the exit beside what was seen at the entry."""

from stirrup.documents.contents.inventory import InventoryContent
from stirrup.placements import french
from stirrup.placements.enums import InventoryMoment
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import NONE, ONE, Heading, PaperKind
from stirrup.placements.papers.writing.inventory_lines import (
    absent_furniture,
    compare_furniture,
    compare_rooms,
    key_counts,
    meter_readings,
)
from stirrup.placements.papers.writing.parties import signatures_for
from stirrup.placements.papers.writing.titles import title_reference
from stirrup.placements.stay_models import StayInventory
from stirrup.units.enums import Furnishing


class NoInventoryError(LookupError):
    """Nothing was recorded at that moment: such a stay has no slot for this paper."""


def find_inventory(placement: Placement, moment: InventoryMoment) -> StayInventory | None:
    """What was recorded at that moment, if anything was."""
    return next((one for one in placement.inventories if one.moment == moment), None)


def entry_content(placement: Placement, _slot: str, heading: Heading) -> InventoryContent:
    """What was seen when the residents came in. Raises NoInventoryError."""
    entry = find_inventory(placement, InventoryMoment.ENTRY)
    return _content(placement, heading, entry, None)


def exit_content(placement: Placement, _slot: str, heading: Heading) -> InventoryContent:
    """What was seen when they left, beside the entry. Raises NoInventoryError."""
    leaving = find_inventory(placement, InventoryMoment.EXIT)
    if leaving is None:
        raise NoInventoryError(placement.reference)
    return _content(placement, heading, find_inventory(placement, InventoryMoment.ENTRY), leaving)


def _content(
    placement: Placement,
    heading: Heading,
    entry: StayInventory | None,
    leaving: StayInventory | None,
) -> InventoryContent:
    told = leaving or entry
    if told is None:
        raise NoInventoryError(placement.reference)
    unit = placement.unit
    return InventoryContent(
        **heading,
        moment="exit" if leaving else "entry",
        made_on=told.made_on,
        entry_made_on=entry.made_on if entry and leaving else None,
        dwelling=f"{french.kind(unit)} du {french.address(unit)}",
        owner=unit.organisation.name,
        association=placement.referral.association.name,
        agreement_reference=title_reference(placement),
        present=tuple(told.present),
        rooms=compare_rooms(entry, leaving),
        furniture=compare_furniture(entry, leaving),
        is_furnished=unit.furnishing == Furnishing.FULL,
        absent_furniture=absent_furniture(told),
        meters=meter_readings(placement.facts, entry, leaving),
        entry_keys=key_counts(entry),
        exit_keys=key_counts(leaving),
        photos_digest=told.photos_digest or "",
        signatures=signatures_for(placement, "tripartite"),
    )


def _paper(moment: InventoryMoment) -> PaperKind:
    entering = moment == InventoryMoment.ENTRY
    return PaperKind(
        DocumentKind.ENTRY_INVENTORY if entering else DocumentKind.EXIT_INVENTORY,
        template="inventory.html",
        name="inventory",
        content=InventoryContent,
        slots=lambda placement: ONE if find_inventory(placement, moment) else NONE,
        build=entry_content if entering else exit_content,
        missing=list_missing,
        signed=True,
    )


ENTRY_PAPER = _paper(InventoryMoment.ENTRY)
EXIT_PAPER = _paper(InventoryMoment.EXIT)
