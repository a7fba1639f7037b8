"""Where each fact of an agreement is kept, section by section: read for a form, written back."""

from collections.abc import Callable
from datetime import date
from typing import Any

from stirrup.accounts.enums import LegalForm
from stirrup.accounts.models import Organisation
from stirrup.placements.enums import FactsSection, Payer
from stirrup.placements.models import Placement
from stirrup.referrals.models import HouseholdMember

Values = dict[str, Any]
PERSONS = (LegalForm.INDIVIDUAL, LegalForm.JOINT_OWNERS)
CONSUMPTION = ("electricity", "gas", "water", "heating", "internet")
OF_THE_FACTS = {
    FactsSection.HOME: (
        "electricity_meter",
        "gas_meter",
        "water_meter",
        "keys_count",
        "badges_count",
        "known_defects",
    ),
    FactsSection.INSURANCE: ("owner_insurance", "resident_insurance"),
}
OF_THE_UNIT = (
    "tax_number",
    "vacant_since",
    "owner_since",
    "property_tax_base",
    "property_tax_base_year",
)
OF_THE_ASSOCIATION = (
    "registration_number",
    "postal_address",
    "signatory_name",
    "signatory_quality",
    "duty_phone",
    "approval_number",
    "approval_expires_on",
)
OF_THE_EXPLANATION = ("explained_in", "interpreter")


def is_lent_by_persons(placement: Placement) -> bool:
    """Whether owners are persons, who have a birth date, or a body, which has a signatory."""
    return placement.unit.organisation.legal_form in PERSONS


def count_lenders(placement: Placement) -> int:
    """How many owners must be listed: unanimity is asked of joint owners (LC-14)."""
    return 1 + len(placement.unit.organisation.co_owners or [])


def adults_of(placement: Placement) -> list[HouseholdMember]:
    """The members who sign, in their order."""
    return [member for member in placement.referral.household.members if member.is_adult]


def read_section(placement: Placement, section: FactsSection) -> Values:
    """What is known already, by the names of the form's fields."""
    return READERS[section](placement)


def write_section(placement: Placement, section: FactsSection, values: Values) -> bool:
    """Store what was given in a form's fields; whether anything is different now."""
    before = _stored(placement, section)
    WRITERS[section](placement, values)
    return _stored(placement, section) != before


def _stored(placement: Placement, section: FactsSection) -> tuple[Any, ...]:
    """What a section says, and what a form would only presume."""
    facts = placement.facts
    return facts.lenders, facts.payers, read_section(placement, section)


def _read_lenders(placement: Placement) -> Values:
    stored = placement.facts.lenders or _presumed_lenders(placement.unit.organisation)
    values: Values = {"title": placement.facts.title}
    for number, lender in enumerate(stored, start=1):
        for name, value in lender.items():
            values[f"{name}_{number}"] = value
        if lender.get("born_on"):
            values[f"born_on_{number}"] = date.fromisoformat(lender["born_on"])
    return values


def _presumed_lenders(owner: Organisation) -> list[dict[str, str]]:
    """What the account says of the owner, offered for correction."""
    first = {
        "name": owner.name if not owner.co_owners else owner.name.split(" et ")[0],
        "address": owner.postal_address or "",
        "registration": owner.registration_number or "",
        "signatory": owner.signatory_name or "",
        "capacity": owner.signatory_quality or "",
    }
    others = [{"name": name, "address": ""} for name in owner.co_owners or []]
    return [first, *others]


def _write_lenders(placement: Placement, values: Values) -> None:
    kind = placement.unit.organisation.legal_form
    names = ("name", "address", "born_on", "registration", "signatory", "capacity")
    lenders = []
    for number in range(1, count_lenders(placement) + 1):
        given = {name: values.get(f"{name}_{number}") for name in names}
        stored = {name: str(value) for name, value in given.items() if value}
        lenders.append({"kind": kind.value if kind else LegalForm.INDIVIDUAL.value} | stored)
    placement.facts.lenders = lenders
    placement.facts.title = values["title"]


def _read_residents(placement: Placement) -> Values:
    values: Values = {}
    for adult in adults_of(placement):
        values[f"first_name_{adult.position}"] = adult.first_name
        values[f"last_name_{adult.position}"] = adult.last_name
        if adult.birth_date:
            values[f"birth_date_{adult.position}"] = date.fromisoformat(adult.birth_date)
    return values | {name: getattr(placement.facts, name) for name in OF_THE_EXPLANATION}


def _write_residents(placement: Placement, values: Values) -> None:
    for adult in adults_of(placement):
        adult.first_name = values[f"first_name_{adult.position}"]
        adult.last_name = values[f"last_name_{adult.position}"]
        adult.birth_date = values[f"birth_date_{adult.position}"].isoformat()
    for name in OF_THE_EXPLANATION:
        if name in values:
            setattr(placement.facts, name, values[name] or None)


def _read_facts(section: FactsSection) -> Callable[[Placement], Values]:
    def read(placement: Placement) -> Values:
        values = {name: getattr(placement.facts, name) for name in OF_THE_FACTS[section]}
        return values | {name: getattr(placement.unit, name) for name in OF_THE_UNIT}

    return read


def _write_facts(section: FactsSection) -> Callable[[Placement, Values], None]:
    def write(placement: Placement, values: Values) -> None:
        for name in OF_THE_FACTS[section]:
            if name in values:
                setattr(placement.facts, name, values[name] or None)
        for name in OF_THE_UNIT:
            if name in values:
                setattr(placement.unit, name, values[name] or None)

    return write


def _read_charges(placement: Placement) -> Values:
    chosen = placement.facts.payers
    return {item: Payer(chosen.get(item, Payer.RESIDENTS.value)) for item in CONSUMPTION}


def _write_charges(placement: Placement, values: Values) -> None:
    placement.facts.payers = {item: values[item].value for item in CONSUMPTION if item in values}


def _read_association(placement: Placement) -> Values:
    association = placement.referral.association
    return {name: getattr(association, name) for name in OF_THE_ASSOCIATION}


def _write_association(placement: Placement, values: Values) -> None:
    for name in OF_THE_ASSOCIATION:
        if name in values:
            setattr(placement.referral.association, name, values[name] or None)


READERS: dict[FactsSection, Callable[[Placement], Values]] = {
    FactsSection.LENDERS: _read_lenders,
    FactsSection.RESIDENTS: _read_residents,
    FactsSection.HOME: _read_facts(FactsSection.HOME),
    FactsSection.INSURANCE: _read_facts(FactsSection.INSURANCE),
    FactsSection.CHARGES: _read_charges,
    FactsSection.ASSOCIATION: _read_association,
}
WRITERS: dict[FactsSection, Callable[[Placement, Values], None]] = {
    FactsSection.LENDERS: _write_lenders,
    FactsSection.RESIDENTS: _write_residents,
    FactsSection.HOME: _write_facts(FactsSection.HOME),
    FactsSection.INSURANCE: _write_facts(FactsSection.INSURANCE),
    FactsSection.CHARGES: _write_charges,
    FactsSection.ASSOCIATION: _write_association,
}
