"""What every document starts with: its number, version, day, and how to verify it.

Contents are plain, frozen values, with no page and no database. Names are printed as given
(« Mme Samira Haddad » or « Samira Haddad »). Addresses are one line. Free text is French, a phrase
without its final stop. An empty string, None or an empty tuple means « not known »: the line that
would hold it is left out.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContent:
    """The values that head and foot of every document print; each kind of document adds its own."""

    reference: str
    version: int
    issued_on: date
    template_version: str
    template_validated: bool = False  # a jurist or ADIL has validated this template version
    verification_code: str = ""  # 16 signs, printed in groups of 4
    verification_address: str = ""  # where anybody may check the file, without https://


@dataclass(frozen=True, slots=True)
class Signature:
    """One block at the end of a signed document; unsigned, it leaves room for a hand."""

    name: str
    party: Literal["landlord", "association", "residents", "assistant"]
    capacity: str = ""
    signed_at: datetime | None = None  # local time
    method: str = ""  # « par code reçu au téléphone »
    identity: str = ""  # « Identité vérifiée le 12 février 2026 »
    level: str = ""  # « Signature simple »
    evidence: str = ""  # « P-000412-1 »
    by_hand: bool = False  # on paper: of `signed_at` the day alone is known


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedContent(DocumentContent):
    """A document that people sign; once all have, it is written again with how each one signed."""

    signatures: tuple[Signature, ...]
    sealed: bool = False
    signed_sha256: str = ""  # digest of the file that people read before they signed
    evidence_sha256: str = ""  # digest of the evidence file, which stays on the platform

    @property
    def on_paper(self) -> bool:
        """Whether somebody still has to sign by hand."""
        return any(block.signed_at is None for block in self.signatures)
