"""What the receipt of the keys says: how many, to whom, when, by whom; never a code (LD-06)."""

from dataclasses import dataclass
from datetime import date

from stirrup.documents.contents.document import SignedContent
from stirrup.documents.contents.inventory import KeyCounts

KEY_RECEIPT_VERSION = "recu-des-cles 1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyReceiptContent(SignedContent):
    """All that the receipt says."""

    template_version: str = KEY_RECEIPT_VERSION
    dwelling: str  # « Appartement du 27 rue des Tisserands, 59100 Roubaix »
    agreement_reference: str = ""
    handed_on: date
    handed_by: str  # a name, empty when the association's own is all that is known
    association: str
    received_by: tuple[str, ...]
    counts: KeyCounts
    last_day: date  # on which they are given back, unless the stay goes on
