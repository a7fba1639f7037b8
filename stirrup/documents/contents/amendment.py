"""What an amendment says: a stay is prolonged, and all that is not said here stays as it was."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stirrup.documents.contents.agreement_parts import AgreementForm
from stirrup.documents.contents.document import SignedContent
from stirrup.documents.contents.truce import eve_of_truce, in_truce

AMENDMENT_VERSION = "avenant 1.0"
Reason = Literal[
    "social_housing_coming", "winter_truce", "support_in_progress", "landlord_offer", "other"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentContent(SignedContent):
    """One prolongation of the agreement that it belongs to.

    That of a loan, which the owner reads, names no resident. Raises ValueError when it does, or
    when it prolongs nothing.
    """

    template_version: str = AMENDMENT_VERSION
    number: int
    parent_reference: str
    form: AgreementForm = "tripartite"
    is_residence: bool = False
    lenders: tuple[str, ...] = ()
    association: str
    residents: tuple[str, ...] = ()
    people_count: int
    address: str
    reason: Reason
    first_day: date
    former_last_day: date
    last_day: date
    most_months: int  # how long the stay may last in all
    owner_insurance: str = ""
    resident_insurance: str = ""
    rights_granted: int | None = None  # numbers alone, never which
    rights_under_way: int | None = None
    occupied_on: tuple[date, ...] = ()  # each 1 January that the prolongation covers
    declare_before: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if self.form == "loan" and self.residents:
            raise ValueError("The owner's amendment counts the residents and names none.")
        if self.last_day <= self.former_last_day:
            raise ValueError("A prolonged stay ends later than it would have.")

    @property
    def days(self) -> int:
        """Of the whole stay, first and last day included."""
        return (self.last_day - self.first_day).days + 1

    @property
    def ends_in_truce(self) -> bool:
        return in_truce(self.last_day)

    @property
    def ends_before_truce(self) -> bool:
        return eve_of_truce(self.last_day)
