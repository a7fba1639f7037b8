"""What the attestation of residence says: who lives where, since when, free, by a title."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stirrup.documents.contents.agreement_parts import Borrower
from stirrup.documents.contents.document import DocumentContent

RESIDENT_ATTESTATION_VERSION = "attestation 1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentAttestationContent(DocumentContent):
    """All that the attestation says; it names every adult of the household, and counts children.

    A protected household has the association's address for its mail: the address of the home and
    the landlord's name are then empty, and stand nowhere in the file or its data.
    """

    template_version: str = RESIDENT_ATTESTATION_VERSION
    residents: tuple[Borrower, ...]
    children_count: int
    lives_there_since: date
    valid_until: date
    address: str  # empty for a protected household
    lent_by: tuple[str, ...]  # the owners' names; empty for a protected household
    legal_title: Literal["tripartite", "via_association", "residence_temporaire"]
    agreement_reference: str = ""
    last_day: date  # of the title, included
    holds_electricity_contract: bool = False
    association: str
    association_number: str = ""
    association_address: str
    signatory: str
    capacity: str
    duty_phone: str = ""

    def __post_init__(self) -> None:
        if not self.address and self.lent_by:
            raise ValueError("An attestation that hides the home does not name its owner.")

    @property
    def hides_home(self) -> bool:
        """Whether the association's address stands for that of the home."""
        return not self.address
