"""The easy-to-read summary of a stay, in one of its languages."""

from collections.abc import Iterable
from datetime import date
from typing import cast, get_args

from stirrup.documents.contents.agreement_parts import Charge, StayDates
from stirrup.documents.contents.easy_summary import EasySummaryContent, Fluid, Pets
from stirrup.documents.languages import Language
from stirrup.placements import french
from stirrup.placements.enums import LegalBasis, Payer
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import Heading, PaperKind
from stirrup.placements.papers.writing.contract import NOTICE, algorithm_of, stay_dates
from stirrup.placements.papers.writing.home import charges_of
from stirrup.placements.papers.writing.parties import (
    association_of,
    is_in_two_contracts,
    lenders_of,
)

LANGUAGES: tuple[Language, ...] = get_args(Language)


def easy_summary_content(placement: Placement, slot: str, heading: Heading) -> EasySummaryContent:
    """The key page in the language that the slot names; `list_missing` must be empty."""
    unit, association = placement.unit, association_of(placement)
    dates, algorithm = stay_dates(placement), algorithm_of(placement)
    charges = list(charges_of(placement))
    return EasySummaryContent(
        **heading,
        language=cast(Language, slot),
        lent_by=_lent_by(placement),
        address="" if placement.referral.protected_address else french.address(unit),
        floor=unit.floor,
        max_people=unit.max_people or 1,
        smoking_allowed=unit.smoking_allowed,
        pets=cast(Pets, unit.pets_allowed.value if unit.pets_allowed else ""),
        first_day=dates.first_day,
        first_hour=dates.first_hour,
        last_day=placement.last_day,
        is_prolonged=placement.last_day > dates.last_day,
        renews=placement.legal_basis == LegalBasis.RESIDENCE_TEMPORAIRE,
        review_on=dates.review_on if placement.last_day == dates.last_day else None,
        notice_on=_notice_day(placement, dates),
        paid_by_residents=_paid_by(Payer.RESIDENTS, charges),
        paid_by_association=_paid_by(Payer.ASSOCIATION, charges),
        paid_by_landlord=_paid_by(Payer.LANDLORD, charges),
        association=association.name,
        referent=association.referent,
        duty_phone=association.duty_phone,
        decided_by=algorithm.decided_by,
        owner_reads_names=not is_in_two_contracts(placement),
        rules_address=algorithm.rules_address,
        data_contact=algorithm.contact,
    )


def _lent_by(placement: Placement) -> tuple[str, ...]:
    """Who lends in the eyes of the residents: they may know nothing of the owner."""
    if is_in_two_contracts(placement):
        return (placement.referral.association.name,)
    return tuple(lender.name for lender in lenders_of(placement))


def _notice_day(placement: Placement, dates: StayDates) -> date:
    """The agreement's day, or as long before the last day when that one has moved."""
    moved = placement.last_day != dates.last_day
    return placement.last_day - NOTICE if moved else dates.notice_on


def _paid_by(payer: Payer, charges: Iterable[Charge]) -> tuple[Fluid, ...]:
    """The water and energy that one payer pays; internet is a choice of the residents."""
    fluids = get_args(Fluid)
    paid = (charge.item for charge in charges if charge.payer == payer.value)
    return tuple(cast(Fluid, item) for item in paid if item in fluids)


PAPER = PaperKind(
    DocumentKind.EASY_SUMMARY,
    template="easy_summary.html",
    name="easy",
    content=EasySummaryContent,
    slots=lambda _placement: LANGUAGES,
    build=easy_summary_content,
    missing=list_missing,
)
