"""The content of a stay's agreement, from the database: plain French values for `documents`."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from flask import current_app

from stirrup.accounts.models import Organisation, User
from stirrup.clock import local, today
from stirrup.documents.agreement_parts import (
    CONSUMPTION,
    AlgorithmMention,
    Borrower,
    Charge,
    Contact,
    Dwelling,
    Lender,
    Meter,
    Signature,
    StayDates,
    SupportingAssociation,
)
from stirrup.documents.contents import AgreementContent
from stirrup.geography import get_commune
from stirrup.placements import french
from stirrup.placements.enums import Payer
from stirrup.placements.lifecycle import add_months, last_day
from stirrup.placements.models import Placement
from stirrup.units.enums import Furnishing, HeatingKind
from stirrup.units.models import Unit

KEYS_AT = time(10)
PLAN_WITHIN, LANDLORD_TOLD, NOTICE = timedelta(days=15), timedelta(days=60), timedelta(days=30)
REVIEW_MONTHS = 3
ALWAYS_PAID = (
    ("resident_insurance", "association"),
    ("owner_insurance", "landlord"),
    ("boiler_service", "landlord"),
    ("co_ownership", "landlord"),
    ("property_tax", "landlord"),
    ("waste_tax", "landlord"),
)
"""What residents never pay, and who does (LC-02)."""


def agreement_content(placement: Placement, *, reference: str, version: int) -> AgreementContent:
    """Everything the agreement of this stay says; `list_missing` must be empty."""
    referral, facts = placement.referral, placement.facts
    adults = [member for member in referral.household.members if member.is_adult]
    borrowers = tuple(
        Borrower(f"{one.first_name} {one.last_name}", date.fromisoformat(one.birth_date or ""))
        for one in adults
    )
    association = _association(referral.association, referral.referent)
    lenders = tuple(Lender(**_lender(one)) for one in facts.lenders or [])
    return AgreementContent(
        reference=reference,
        version=version,
        issued_on=today(),
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


def address_of(unit: Unit) -> str:
    """One line: street, postcode and commune."""
    return f"{unit.street}, {unit.postcode} {get_commune(unit.commune_code).name}"


def _lender(stored: dict[str, str]) -> dict[str, object]:
    born_on = stored.get("born_on")
    values: dict[str, object] = {key: value for key, value in stored.items() if key != "born_on"}
    return values | {"born_on": date.fromisoformat(born_on) if born_on else None}


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
        address=address_of(unit),
        kind=french.KIND[unit.kind],
        main_rooms=unit.main_rooms or 1,
        surface_m2=unit.surface_m2,
        max_people=unit.max_people,
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
    chosen = placement.facts.payers
    for item in CONSUMPTION:
        if item != "gas" or placement.unit.heating == HeatingKind.GAS:
            mode = "metered" if item == "water" else "own_contract"
            yield Charge(item, chosen.get(item, Payer.RESIDENTS.value), mode)
    for item, payer in ALWAYS_PAID:
        yield Charge(item, payer)


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
    for kind, number in (
        ("electricity", facts.electricity_meter),
        ("gas", facts.gas_meter),
        ("water", facts.water_meter),
    ):
        if number:
            yield Meter(kind, number)


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
