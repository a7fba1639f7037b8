"""What an agreement still lacks: no agreement is generated while one of these is unknown."""

from collections.abc import Iterator
from dataclasses import dataclass

from stirrup.placements.enums import FactsSection, LegalBasis
from stirrup.placements.models import Placement
from stirrup.units.benefits_view import find_dwelling
from stirrup.units.enums import HeatingKind
from stirrup.wording import N_

PERSONS = ("individual", "joint_owners")


@dataclass(frozen=True)
class MissingFact:
    """One thing to ask for, and on which page it is given."""

    section: FactsSection
    sentence: str


def list_missing(placement: Placement) -> tuple[MissingFact, ...]:
    """Everything the agreement lacks, in the order of its articles."""
    return tuple(
        MissingFact(section, sentence)
        for section, checks in CHECKS.items()
        for sentence in checks(placement)
    )


def _of_the_lenders(placement: Placement) -> Iterator[str]:
    lenders = placement.facts.lenders or []
    if not lenders:
        yield N_("The name and address of each owner")
    for lender in lenders:
        if lender["kind"] in PERSONS and not lender.get("born_on"):
            yield N_("The birth date of an owner")
        if lender["kind"] not in PERSONS and not lender.get("signatory"):
            yield N_("Who signs for the owner, and in what capacity")
    if not placement.facts.title:
        yield N_("The owner's title: full owner, usufructuary, mandated")


def _of_the_residents(placement: Placement) -> Iterator[str]:
    adults = [member for member in placement.referral.household.members if member.is_adult]
    if not adults:
        yield N_("Who the adults of the household are")
    if any(not (adult.first_name and adult.last_name and adult.birth_date) for adult in adults):
        yield N_("The first name, last name and birth date of each adult")


def _of_the_home(placement: Placement) -> Iterator[str]:
    unit, facts = placement.unit, placement.facts
    if not unit.tax_number:
        yield N_("The 12-digit tax number of the home")
    if find_dwelling(unit) is None:
        yield N_("What the tax asks: vacant and owned since when, base of the property-tax notice")
    if not facts.electricity_meter:
        yield N_("The number of the electricity meter")
    if not facts.water_meter:
        yield N_("The number of the water meter")
    if unit.heating == HeatingKind.GAS and not facts.gas_meter:
        yield N_("The number of the gas meter")
    if not facts.keys_count:
        yield N_("How many keys are handed over")


def _of_the_insurance(placement: Placement) -> Iterator[str]:
    if not placement.facts.owner_insurance:
        yield N_("The owner's insurance of an unoccupied home")
    if not placement.facts.resident_insurance:
        yield N_("The insurance of the residents")


def _of_the_association(placement: Placement) -> Iterator[str]:
    association = placement.referral.association
    if not association.registration_number:
        yield N_("The association's registration number")
    if not association.postal_address:
        yield N_("The association's address")
    if not (association.signatory_name and association.signatory_quality):
        yield N_("Who signs for the association, and in what capacity")
    if not association.duty_phone:
        yield N_("The association's duty telephone")
    if placement.legal_basis == LegalBasis.RESIDENCE_TEMPORAIRE:
        yield from _of_the_approval(placement)


def _of_the_approval(placement: Placement) -> Iterator[str]:
    """Temporary residence is for a body that the prefect has approved, for the whole stay."""
    association = placement.referral.association
    if not (association.approval_number and association.approval_expires_on):
        yield N_("The approval for temporary residence: its number and its last day")
    elif association.approval_expires_on < placement.last_day:
        yield N_("An approval for temporary residence that lasts until the end of the stay")


CHECKS = {
    FactsSection.LENDERS: _of_the_lenders,
    FactsSection.RESIDENTS: _of_the_residents,
    FactsSection.HOME: _of_the_home,
    FactsSection.INSURANCE: _of_the_insurance,
    FactsSection.ASSOCIATION: _of_the_association,
}
