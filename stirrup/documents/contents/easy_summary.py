"""What the easy-to-read summary of a stay says, whatever its language: plain, frozen values."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from stirrup.documents.contents.document import DocumentContent
from stirrup.documents.languages import Language

EASY_SUMMARY_VERSION = "facile 1.0"

Fluid = Literal["electricity", "gas", "water", "heating"]
Pets = Literal["", "none", "small", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EasySummaryContent(DocumentContent):
    """The key page of a stay in one language; the French file has a page more per subject.

    `address` is empty when it must not be printed: the association then tells it.
    """

    template_version: str = EASY_SUMMARY_VERSION
    language: Language = "fr"
    lent_by: tuple[str, ...]
    address: str
    floor: int | None  # 0 is the ground floor
    max_people: int
    smoking_allowed: bool
    pets: Pets
    first_day: date
    first_hour: time
    last_day: date
    is_prolonged: bool
    renews: bool  # a temporary residence goes on after its term, unless somebody writes
    review_on: date | None  # None once the stay does not end when it was to end
    notice_on: date
    paid_by_residents: tuple[Fluid, ...]
    paid_by_association: tuple[Fluid, ...]
    paid_by_landlord: tuple[Fluid, ...]
    association: str
    referent: str
    duty_phone: str
    decided_by: str
    owner_reads_names: bool
    rules_address: str
    data_contact: str
