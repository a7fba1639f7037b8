"""What the certificate of the end of a stay says: facts, and no judgment on anybody."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal

from stirrup.documents.contents.document import DocumentContent

END_CERTIFICATE_VERSION = "certificat-fin 1.0"
Outcome = Literal[
    "",
    "social_housing",
    "private_home",
    "intermediation",
    "family",
    "health_or_shelter",
    "unknown",
    "street",
]


@dataclass(frozen=True, slots=True)
class MeterReadings:
    """One meter at both ends; a reading is a phrase with its unit, empty when it was not read."""

    kind: Literal["electricity", "gas", "water"]
    at_entry: str = ""
    at_exit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCertificateContent(DocumentContent):
    """One copy. The landlord's names no resident and does not tell where they live now.

    Raises ValueError when it would.
    """

    template_version: str = END_CERTIFICATE_VERSION
    copy: Literal["landlord", "association"]
    agreement_reference: str = ""
    association: str
    signatory: str  # of the association
    residents: tuple[str, ...] = ()
    address: str
    tax_number: str = ""
    first_day: date
    left_on: date
    left_at: time | None = None
    exit_inventory_on: date | None = None
    keys_given: int
    keys_returned: int
    meters: tuple[MeterReadings, ...] = ()
    has_damage: bool = False
    damage_euros: Decimal | None = None
    fund_euros: Decimal | None = None  # what the guarantee fund pays of it
    forwards_mail: bool = False
    outcome: Outcome = ""

    def __post_init__(self) -> None:
        if self.copy == "landlord" and (self.outcome or self.residents):
            raise ValueError("The landlord's copy says neither who lived there nor what follows.")
        if self.left_on < self.first_day:
            raise ValueError("Nobody leaves before the first day.")

    @property
    def days(self) -> int:
        """Consecutive days lived there, first and last included."""
        return (self.left_on - self.first_day).days + 1
