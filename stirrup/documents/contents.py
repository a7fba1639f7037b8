"""What each document needs to be written: plain, frozen values, with no page and no database.

Names are printed as given (« Mme Samira Haddad » or « Samira Haddad »). Addresses are one line.
Free text is French, a phrase without its final stop. An empty string, None or an empty tuple
means « not known »: the line that would hold it is left out.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from stirrup.documents.agreement_parts import (
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
    Signature,
    StayDates,
    SupportingAssociation,
)
from stirrup.documents.summary_parts import (
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

AGREEMENT_VERSION = "convention 1.0"
OWNER_SUMMARY_VERSION = "synthese 1.0"


@dataclass(frozen=True, slots=True)
class AgreementContent:
    """All that the tripartite free-loan agreement says about one stay."""

    reference: str
    version: int
    issued_on: date
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
    signatures: tuple[Signature, ...]
    template_version: str = AGREEMENT_VERSION
    template_validated: bool = False  # a jurist or ADIL has validated this template version
    sealed: bool = False
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


@dataclass(frozen=True, slots=True)
class OwnerSummaryContent:
    """All that the owner's tax summary says: the answer, then each line and how it was found."""

    reference: str
    version: int
    issued_on: date
    as_of: date  # the day on which the rules were known
    year: int  # of the stay, in the title
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
    formulas: tuple[Formula, ...]
    conditions: tuple[Condition, ...]
    sources: tuple[str, ...]
    rules_version: str
    template_version: str = OWNER_SUMMARY_VERSION
    template_validated: bool = False  # a tax professional has validated this template version
