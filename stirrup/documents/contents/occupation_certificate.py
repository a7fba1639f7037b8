"""What the owner's certificate of occupation says: days, titles, proofs; never who, never why."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stirrup.documents.contents.document import DocumentContent

OCCUPATION_CERTIFICATE_VERSION = "certificat 1.0"
LegalTitle = Literal["tripartite", "via_association", "residence_temporaire"]


@dataclass(frozen=True, slots=True)
class OccupiedRun:
    """Consecutive days in the home; `last_day` is included, None while somebody lives there.

    `days` run to the day of issue at the latest; touching stays are one run.
    """

    first_day: date
    last_day: date | None
    days: int


@dataclass(frozen=True, slots=True)
class OccupiedYear:
    """One calendar year: the longest run inside it, and the tax years that look at it."""

    year: int
    days: int
    is_long: bool  # more days than the threshold of the law
    on_1_january: bool
    tax_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence that exists: what, and its reference or its day."""

    label: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupationCertificateContent(DocumentContent):
    """All that the certificate says about one dwelling on its day of issue."""

    template_version: str = OCCUPATION_CERTIFICATE_VERSION
    operator: str  # the body that runs the platform
    owner: str
    dwelling: str  # « Appartement du 27 rue des Tisserands, 59100 Roubaix »
    tax_number: str
    association: str
    association_number: str  # RNA or SIREN
    legal_title: LegalTitle
    planned_until: date  # the last day that the agreement gives, included
    exit_awaited: bool = False  # that day is past and nobody has recorded the exit
    runs: tuple[OccupiedRun, ...]
    years: tuple[OccupiedYear, ...]
    threshold_days: int
    presumed_tax_years: tuple[int, ...] = ()  # no text says yet that the threshold holds for them
    proofs: tuple[Proof, ...] = ()

    @property
    def is_occupied(self) -> bool:
        """Whether the home is occupied on the day of issue."""
        return any(run.last_day is None for run in self.runs)
