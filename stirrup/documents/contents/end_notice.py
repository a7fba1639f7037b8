"""What the written notice of the end of a stay says: who, why, when, what help, what remedies."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stirrup.documents.contents.document import DocumentContent
from stirrup.documents.contents.truce import eve_of_truce, in_truce

END_NOTICE_VERSION = "notification-fin 1.0"
Ground = Literal[
    "term",
    "residents_leave",
    "association_hands_over",
    "pressing_need",
    "serious_breach",
    "unfit_home",
]
Side = Literal["landlord", "association", "residents"]
Delivery = Literal["hand", "registered_letter", "electronic"]


@dataclass(frozen=True, slots=True)
class NoticeParty:
    """Who writes, or who is written to."""

    side: Side
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndNoticeContent(DocumentContent):
    """One notice; where two contracts stand, each has its own and the owner's names no resident."""

    template_version: str = END_NOTICE_VERSION
    agreement_reference: str = ""
    is_residence: bool = False
    author: NoticeParty
    addressees: tuple[NoticeParty, ...]
    address: str  # of the home
    ground: Ground
    announced_on: date
    effective_on: date  # the last day of the stay
    delivery: Delivery
    help_offered: str = ""
    association: str
    duty_phone: str

    def __post_init__(self) -> None:
        if self.effective_on < self.announced_on:
            raise ValueError("A notice comes before the day that it announces.")

    @property
    def ends_in_truce(self) -> bool:
        return in_truce(self.effective_on)

    @property
    def ends_before_truce(self) -> bool:
        return eve_of_truce(self.effective_on)
