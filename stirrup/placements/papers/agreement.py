"""The content of a stay's agreement, from the database: plain French values for `documents`."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from typing import cast

from flask import current_app

from stirrup.accounts.models import Organisation, User
from stirrup.clock import local
from stirrup.documents.contents.agreement import AgreementContent
from stirrup.documents.contents.agreement_parts import (
    CONSUMPTION,
    AlgorithmMention,
    Borrower,
    Charge,
    ChargeItem,
    Contact,
    Dwelling,
    Lender,
    LenderKind,
    Meter,
    PaymentMode,
    StayDates,
    SupportingAssociation,
)
from stirrup.documents.contents.agreement_parts import (
    Payer as DocumentPayer,
)
from stirrup.documents.contents.document import Signature
from stirrup.placements import french
from stirrup.placements.enums import Payer
from stirrup.placements.lifecycle import add_months, last_day
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import ONE, Heading, PaperKind
from stirrup.units.enums import Furnishing, HeatingKind

KEYS_AT = time(10)
PLAN_WITHIN, LANDLORD_TOLD, NOTICE = timedelta(days=15), timedelta(days=60), timedelta(days=30)
REVIEW_MONTHS = 3
ALWAYS_PAID: tuple[tuple[ChargeItem, DocumentPayer], ...] = (
    ("resident_insurance", "association"),
    ("owner_insurance", "landlord"),
    ("boiler_service", "landlord"),
    ("co_ownership", "landlord"),
    ("property_tax", "landlord"),
    ("waste_tax", "landlord"),
)
"""What residents never pay, and who does (LC-02)."""


def agreement_content(placement: Placement, _slot: str, heading: Heading) -> AgreementContent:
    """Everything the agreement of this stay says; `list_missing` must be empty."""
    referral, facts = placement.referral, placement.facts
    adults = [member for member in referral.household.members if member.is_adult]
    borrowers = tuple(
        Borrower(f"{one.first_name} {one.last_name}", date.fromisoformat(one.birth_date or ""))
        for one in adults
    )
    association = _association(referral.association, referral.referent)
    lenders = tuple(map(_lender, facts.lenders or []))
    return AgreementContent(
        **heading,
        lenders=lenders,
        title=facts.title or "",
        borrowers=borrowers,
        children_count=(referral.people or 0) - len(adults),
        association=association,
        dwelling=_dwelling(placement),
        dates=stay_dates(placement),
        charges=tuple(_charges(placement)),
        algorithm=_algorithm(placement),
        operator=current_app.config["OPERATOR"],
        data_contact=current_app.config["DATA_CONTACT"],
        signatures=tuple(_signatures(lenders, association, borrowers)),
        owner_insurance=facts.owner_insurance or "",
        resident_insurance=facts.resident_insurance or "",
        meters=tuple(_meters(placement)),
        keys_count=facts.keys_count or 0,
        badges_count=facts.badges_count or 0,
        contacts=tuple(_contacts(association)),
    )


def stay_dates(placement: Placement) -> StayDates:
    """The days that count for this stay (legal reference 1.4, LC-24, and article 12)."""
    first, last = placement.first_day, last_day(placement.first_day)
    return StayDates(
        first_day=first,
        last_day=last,
        first_hour=KEYS_AT,
        plan_due_on=first + PLAN_WITHIN,
        review_on=add_months(first, REVIEW_MONTHS),
        landlord_informed_on=last - LANDLORD_TOLD,
        notice_on=last - NOTICE,
        declare_before=date(first.year + 1, 7, 1),
    )


def _lender(stored: dict[str, str]) -> Lender:
    born_on = stored.get("born_on")
    return Lender(
        kind=cast(LenderKind, stored["kind"]),
        name=stored["name"],
        address=stored["address"],
        born_on=date.fromisoformat(born_on) if born_on else None,
        registration=stored.get("registration", ""),
        signatory=stored.get("signatory", ""),
        capacity=stored.get("capacity", ""),
    )


def _association(association: Organisation, referent: User) -> SupportingAssociation:
    return SupportingAssociation(
        name=association.name,
        registration=association.registration_number or "",
        address=association.postal_address or "",
        signatory=association.signatory_name or "",
        capacity=association.signatory_quality or "",
        referent=referent.display_name,
        duty_phone=french.phone(association.duty_phone),
    )


def _dwelling(placement: Placement) -> Dwelling:
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


def _charges(placement: Placement) -> Iterator[Charge]:
    for item in CONSUMPTION:
        if item != "gas" or placement.unit.heating == HeatingKind.GAS:
            chosen = placement.facts.payers.get(item, Payer.RESIDENTS.value)
            mode: PaymentMode = "metered" if item == "water" else "own_contract"
            yield Charge(cast(ChargeItem, item), cast(DocumentPayer, chosen), mode)
    for always, payer in ALWAYS_PAID:
        yield Charge(always, payer)


def _algorithm(placement: Placement) -> AlgorithmMention:
    base = current_app.config["BASE_URL"].split("//")[-1]
    return AlgorithmMention(
        run_on=placement.matched_on,
        decided_by=placement.decided_by.display_name,
        decided_on=local(placement.created_at).date(),
        rules_address=f"{base}/rules",
        contact=current_app.config["DATA_CONTACT"],
    )


def _meters(placement: Placement) -> Iterator[Meter]:
    facts = placement.facts
    if facts.electricity_meter:
        yield Meter("electricity", facts.electricity_meter)
    if facts.gas_meter:
        yield Meter("gas", facts.gas_meter)
    if facts.water_meter:
        yield Meter("water", facts.water_meter)


def _contacts(association: SupportingAssociation) -> Iterator[Contact]:
    yield Contact("Association, ligne d’astreinte", association.duty_phone)
    yield Contact("Urgences", "112")
    yield Contact("Urgence gaz", "0 800 47 33 33")


def _signatures(
    lenders: tuple[Lender, ...],
    association: SupportingAssociation,
    borrowers: tuple[Borrower, ...],
) -> Iterator[Signature]:
    for lender in lenders:
        yield Signature(lender.signatory or lender.name, "landlord", lender.capacity)
    yield Signature(association.signatory, "association", association.capacity)
    for borrower in borrowers:
        yield Signature(borrower.name, "residents")


PAPER = PaperKind(
    DocumentKind.AGREEMENT,
    template="agreement.html",
    name="agreement",
    content=AgreementContent,
    slots=lambda _placement: ONE,
    build=agreement_content,
    missing=list_missing,
    signed=True,
)
