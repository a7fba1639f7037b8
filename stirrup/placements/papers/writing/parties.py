"""Who stands in the papers of a stay: owners, association, residents, and who signs for whom."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from stirrup.documents.contents.agreement_parts import (
    AgreementForm,
    Borrower,
    Lender,
    LenderKind,
    SupportingAssociation,
)
from stirrup.documents.contents.document import Signature
from stirrup.placements import french
from stirrup.placements.enums import LegalBasis
from stirrup.placements.facts import adults_of
from stirrup.placements.models import Placement


def is_in_two_contracts(placement: Placement) -> bool:
    """Whether the association stands between the owner and the residents."""
    return placement.legal_basis != LegalBasis.TRIPARTITE


def lenders_of(placement: Placement) -> tuple[Lender, ...]:
    """Every owner, as the facts describe them."""
    return tuple(map(_lender, placement.facts.lenders or []))


def borrowers_of(placement: Placement) -> tuple[Borrower, ...]:
    """Every adult of the household, by name and birth date; no birth place (legal reference 11)."""
    return tuple(
        Borrower(f"{one.first_name} {one.last_name}", date.fromisoformat(one.birth_date or ""))
        for one in adults_of(placement)
    )


def naming_nobody(placement: Placement, text: str | None) -> str:
    """What was typed, or nothing when it names a resident: the owner of a loan is told no name."""
    told = (text or "").casefold()
    names = (name for one in adults_of(placement) for name in (one.first_name, one.last_name))
    return "" if any(name and name.casefold() in told for name in names) else text or ""


def count_children(placement: Placement) -> int:
    """Minors are counted, never named."""
    return (placement.referral.people or 0) - len(adults_of(placement))


def association_of(placement: Placement) -> SupportingAssociation:
    """The association that supports the household, and whom to call there."""
    association, referent = placement.referral.association, placement.referral.referent
    return SupportingAssociation(
        name=association.name,
        registration=association.registration_number or "",
        address=association.postal_address or "",
        signatory=association.signatory_name or "",
        capacity=association.signatory_quality or "",
        referent=referent.display_name,
        duty_phone=french.phone(association.duty_phone),
    )


def signatures_for(placement: Placement, form: AgreementForm) -> tuple[Signature, ...]:
    """One block for each who signs this form: owners, association, residents."""
    return tuple(_signatures(placement, form))


def _signatures(placement: Placement, form: AgreementForm) -> Iterator[Signature]:
    if form != "housing":
        for lender in lenders_of(placement):
            yield Signature(lender.signatory or lender.name, "landlord", lender.capacity)
    association = association_of(placement)
    yield Signature(association.signatory, "association", association.capacity)
    if form != "loan":
        for borrower in borrowers_of(placement):
            yield Signature(borrower.name, "residents")


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
