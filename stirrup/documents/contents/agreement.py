"""What the tripartite free-loan agreement says: plain, frozen values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from stirrup.documents.contents.agreement_parts import (
    CONSUMPTION,
    PAYERS,
    AlgorithmMention,
    Borrower,
    Charge,
    ChargeItem,
    Contact,
    Dwelling,
    Lender,
    Meter,
    Payer,
    StayDates,
    SupportingAssociation,
)
from stirrup.documents.contents.document import SignedContent

AGREEMENT_VERSION = "convention 1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementContent(SignedContent):
    """All that the tripartite free-loan agreement says about one stay."""

    template_version: str = AGREEMENT_VERSION
    lenders: tuple[Lender, ...]
    title: str  # in what capacity they lend: « en pleine propriété, acte notarié du 8 avril 2011 »
    borrowers: tuple[Borrower, ...]
    children_count: int
    association: SupportingAssociation
    dwelling: Dwelling
    dates: StayDates
    charges: tuple[Charge, ...]
    algorithm: AlgorithmMention
    operator: str  # the body that runs the platform
    data_contact: str  # the data protection officer
    title_seen_on: date | None = None
    local_authority: str = ""
    owner_insurance: str = ""  # insurer and policy number
    resident_insurance: str = ""
    insured_by: Literal["association", "residents"] = "association"
    waiver_of_recourse: bool = False
    meters: tuple[Meter, ...] = ()
    meters_read_on: date | None = None
    keys_count: int = 0
    badges_count: int = 0
    first_month_visits: int = 4
    later_monthly_visits: int = 2
    guarantee_fund: str = ""  # who pays for damage: « l’association »
    guarantee_cap_euros: Decimal | None = None
    contacts: tuple[Contact, ...] = ()
    explained_in: str = ""  # « en arabe »
    interpreter: str = ""
    easy_version_given: bool = False
    annexes: tuple[str, ...] = ()  # letters A to L of the annexes that are attached

    @property
    def charges_by_payer(self) -> tuple[Charge, ...]:
        """In printing order: what residents pay comes first."""
        return tuple(sorted(self.charges, key=lambda charge: PAYERS.index(charge.payer)))

    @property
    def on_paper(self) -> bool:
        """Whether somebody still has to sign by hand."""
        return any(block.signed_at is None for block in self.signatures)

    def items_paid_by(self, payer: Payer) -> tuple[ChargeItem, ...]:
        """The consumption that `payer` pays, in the order given."""
        return tuple(
            charge.item
            for charge in self.charges
            if charge.payer == payer and charge.item in CONSUMPTION and charge.item != "internet"
        )
