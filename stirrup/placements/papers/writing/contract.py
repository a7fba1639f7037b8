"""The content of an agreement about a stay, in any of its forms, from the database."""

from datetime import date, time, timedelta

from flask import current_app

from stirrup.clock import local
from stirrup.documents.contents.agreement import VERSIONS, AgreementContent
from stirrup.documents.contents.agreement_parts import (
    AgreementForm,
    AlgorithmMention,
    Contact,
    ResidenceTerms,
    StayDates,
)
from stirrup.placements import french
from stirrup.placements.enums import LegalBasis
from stirrup.placements.lifecycle import MOST_MONTHS, ONE_DAY, add_months, end_day, last_day
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.paper_kind import Heading
from stirrup.placements.papers.writing.home import charges_of, dwelling_of, meters_of
from stirrup.placements.papers.writing.parties import (
    association_of,
    borrowers_of,
    count_children,
    lenders_of,
    naming_nobody,
    signatures_for,
)

KEYS_AT = time(10)
PLAN_WITHIN, REVIEW, LANDLORD_TOLD, NOTICE = (
    timedelta(days=15),
    timedelta(days=90),
    timedelta(days=60),
    timedelta(days=30),
)
"""After the first day, and before the last one (legal reference 2.2 article 12, LC-24)."""
ANNEXES: dict[AgreementForm, str] = {
    "tripartite": "ABCDEFGHIJKL",
    "loan": "ABEFGH",
    "housing": "ABCDEFGHIJKL",
}
"""The letters of the annexes of each form; those that concern the residents alone are not the
owner's."""


def contract_content(
    placement: Placement, form: AgreementForm, heading: Heading
) -> AgreementContent:
    """Everything this form of the agreement says; `list_missing` must be empty."""
    facts, is_loan = placement.facts, form == "loan"
    residence = residence_terms(placement)
    borrowers, association = borrowers_of(placement), association_of(placement)
    return AgreementContent(
        **heading,
        template_version=VERSIONS[form, residence is not None],
        form=form,
        residence=residence,
        loan_reference=_loan_reference(placement) if form == "housing" else "",
        lenders=() if form == "housing" else lenders_of(placement),
        title="" if form == "housing" else facts.title or "",
        borrowers=() if is_loan else borrowers,
        adults_count=len(borrowers) if is_loan else 0,
        children_count=count_children(placement),
        association=association,
        dwelling=dwelling_of(placement),
        dates=stay_dates(placement),
        charges=tuple(charges_of(placement)),
        algorithm=None if is_loan else algorithm_of(placement),
        operator=current_app.config["OPERATOR"],
        data_contact=current_app.config["DATA_CONTACT"],
        signatures=signatures_for(placement, form),
        owner_insurance=facts.owner_insurance or "",
        resident_insurance=_resident_insurance(placement, form),
        meters=tuple(meters_of(placement)),
        keys_count=facts.keys_count or 0,
        badges_count=facts.badges_count or 0,
        contacts=() if is_loan else _contacts(association.duty_phone),
        explained_in="" if is_loan else french.in_language(facts.explained_in),
        interpreter="" if is_loan else facts.interpreter or "",
        easy_version_given=not is_loan,
        annexes=tuple(ANNEXES[form]),
    )


def _resident_insurance(placement: Placement, form: AgreementForm) -> str:
    insurance = placement.facts.resident_insurance
    return naming_nobody(placement, insurance) if form == "loan" else insurance or ""


def stay_dates(placement: Placement) -> StayDates:
    """The days that count for this stay (legal reference 1.4, LC-24, and article 12)."""
    first, last = placement.first_day, last_day(placement.first_day)
    return StayDates(
        first_day=first,
        last_day=last,
        first_hour=KEYS_AT,
        plan_due_on=first + PLAN_WITHIN,
        review_on=last - REVIEW,
        landlord_informed_on=last - LANDLORD_TOLD,
        notice_on=_notice_day(placement, last),
        declare_before=date(first.year + 1, 7, 1),
    )


def residence_terms(placement: Placement) -> ResidenceTerms | None:
    """What the law adds for a temporary residence; None for the other forms of the loan."""
    if placement.legal_basis != LegalBasis.RESIDENCE_TEMPORAIRE:
        return None
    association = placement.referral.association
    longest = end_day(placement.first_day, MOST_MONTHS[placement.legal_basis]) - ONE_DAY
    return ResidenceTerms(
        approval_number=association.approval_number or "",
        approval_expires_on=association.approval_expires_on or date.min,
        renewed_until=longest,
    )


def algorithm_of(placement: Placement) -> AlgorithmMention:
    """Which night proposed the stay, who decided, and whom to ask about the rules (AT-01)."""
    base = current_app.config["BASE_URL"].split("//")[-1]
    return AlgorithmMention(
        run_on=placement.matched_on,
        decided_by=placement.decided_by.display_name,
        decided_on=local(placement.created_at).date(),
        rules_address=f"{base}/rules",
        contact=current_app.config["DATA_CONTACT"],
    )


def _notice_day(placement: Placement, last: date) -> date:
    """Thirty days before; a month when the law says so (loi n° 2018-1021, art. 29)."""
    if placement.legal_basis == LegalBasis.RESIDENCE_TEMPORAIRE:
        return add_months(last, -1)
    return last - NOTICE


def _loan_reference(placement: Placement) -> str:
    """The owner's loan that allows the housing, when it was ordered before."""
    loans = [one for one in placement.documents if one.kind == DocumentKind.AGREEMENT]
    return loans[-1].reference if loans else ""


def _contacts(duty_phone: str) -> tuple[Contact, ...]:
    return (
        Contact("Association, ligne d’astreinte", duty_phone),
        Contact("Urgences", "112"),
        Contact("Urgence gaz", "0 800 47 33 33"),
    )
