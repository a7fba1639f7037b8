"""What the owner's tax summary says: plain, frozen values."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stirrup.documents.contents.document import DocumentContent
from stirrup.documents.contents.summary_parts import (
    AidRow,
    Answer,
    BenefitRow,
    Condition,
    Formula,
    Occupation,
    Step,
    TaxDue,
    Total,
    YearRun,
)

OWNER_SUMMARY_VERSION = "synthese 1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerSummaryContent(DocumentContent):
    """All that the owner's tax summary says: the answer, then each line and how it was found."""

    template_version: str = OWNER_SUMMARY_VERSION
    as_of: date  # the day on which the rules were known
    year: int  # in the title
    covers: Literal["stay", "year"] = "stay"  # one stay, or all of the dwelling in that year
    also_in: tuple[int, ...] = ()  # years whose summary tells a stay of this one again
    owner: str
    dwelling: str  # « Appartement du 27 rue des Tisserands, 59100 Roubaix »
    tax_number: str
    occupations: tuple[Occupation, ...]
    longest_runs: tuple[YearRun, ...]
    answer: Answer
    still_due: tuple[TaxDue, ...]
    avoided: Total
    conditional: Total
    lost: Total
    steps: tuple[Step, ...]
    direct_rows: tuple[BenefitRow, ...]
    conditional_rows: tuple[BenefitRow, ...]
    lost_rows: tuple[BenefitRow, ...]  # lost amounts, then amounts that do not change
    kept_costs: tuple[str, ...] = ()  # « les charges de copropriété »
    aids: tuple[AidRow, ...] = ()
    formulas: tuple[Formula, ...]
    conditions: tuple[Condition, ...]
    open_points: tuple[str, ...] = ()  # whole sentences: what no text read settles
    sources: tuple[str, ...]
    rules_version: str
