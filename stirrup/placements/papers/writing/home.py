"""The home in an agreement: what it is, who pays what, its meters."""

from collections.abc import Iterator
from decimal import Decimal
from typing import cast

from stirrup.documents.contents.agreement_parts import (
    CONSUMPTION,
    Charge,
    ChargeItem,
    Dwelling,
    Meter,
    PaymentMode,
)
from stirrup.documents.contents.agreement_parts import (
    Payer as DocumentPayer,
)
from stirrup.placements import french
from stirrup.placements.enums import LegalBasis, Payer
from stirrup.placements.models import Placement
from stirrup.units.enums import Furnishing, HeatingKind

ALWAYS_PAID: tuple[tuple[ChargeItem, DocumentPayer], ...] = (
    ("resident_insurance", "association"),
    ("owner_insurance", "landlord"),
    ("boiler_service", "landlord"),
    ("co_ownership", "landlord"),
    ("property_tax", "landlord"),
    ("waste_tax", "landlord"),
)
"""What residents never pay, and who does (LC-02)."""


def dwelling_of(placement: Placement) -> Dwelling:
    """The home as article 4 describes it."""
    unit = placement.unit
    return Dwelling(
        address=french.address(unit),
        kind=french.kind(unit),
        main_rooms=unit.main_rooms or 1,
        surface_m2=unit.surface_m2 or Decimal(0),
        max_people=unit.max_people or 1,
        tax_number=french.grouped(unit.tax_number),
        building=unit.address_complement or "",
        floor=unit.floor,
        equipment=french.equipment(unit),
        furnished=unit.furnishing == Furnishing.FULL,
        heating=french.HEATING[unit.heating] if unit.heating else "",
        energy_class=unit.energy_class.value if unit.energy_class else "",
        energy_diagnosed_on=unit.energy_diagnosed_on,
        decency_checked_on=unit.visited_on,
        accessibility=french.accessibility(unit),
        known_defects=placement.facts.known_defects or "",
        house_rules=french.house_rules(unit),
    )


def charges_of(placement: Placement) -> Iterator[Charge]:
    """One payer for each expense; residents pay what they consume, at most."""
    for item in CONSUMPTION:
        if item != "gas" or placement.unit.heating == HeatingKind.GAS:
            mode: PaymentMode = "metered" if item == "water" else "own_contract"
            yield Charge(cast(ChargeItem, item), _payer(placement, item), mode)
    for always, payer in ALWAYS_PAID:
        yield Charge(always, payer)


def _payer(placement: Placement, item: str) -> DocumentPayer:
    """As chosen; in a temporary residence the body pays, whatever was chosen (LC-01)."""
    chosen = Payer(placement.facts.payers.get(item, Payer.RESIDENTS.value))
    billed_nothing = placement.legal_basis == LegalBasis.RESIDENCE_TEMPORAIRE
    if billed_nothing and chosen == Payer.RESIDENTS:
        return "association"
    return cast(DocumentPayer, chosen.value)


def meters_of(placement: Placement) -> Iterator[Meter]:
    """The meters that are known; their readings stand in the inventories."""
    facts = placement.facts
    if facts.electricity_meter:
        yield Meter("electricity", facts.electricity_meter)
    if facts.gas_meter:
        yield Meter("gas", facts.gas_meter)
    if facts.water_meter:
        yield Meter("water", facts.water_meter)
