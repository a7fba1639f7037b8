"""What a free-loan agreement says, in each of its forms: plain, frozen values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from stirrup.documents.contents.agreement_parts import (
    CONSUMPTION,
    PAYERS,
    AgreementForm,
    AlgorithmMention,
    Borrower,
    Charge,
    ChargeItem,
    Contact,
    Dwelling,
    Lender,
    Meter,
    Payer,
    ResidenceTerms,
    StayDates,
    SupportingAssociation,
)
from stirrup.documents.contents.document import SignedContent

AGREEMENT_VERSION = "convention 1.1"
VERSIONS: dict[tuple[AgreementForm, bool], str] = {
    ("tripartite", False): AGREEMENT_VERSION,
    ("loan", False): "pret-association 1.0",
    ("housing", False): "hebergement 1.0",
    ("loan", True): "mise-a-disposition-residence 1.0",
    ("housing", True): "contrat-residence 1.0",
}
"""The template's version by form, and by whether it is a temporary residence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementContent(SignedContent):
    """All that one agreement about a stay says.

    A `loan` is read by the owner: it counts the residents and names none. A `housing` agreement
    is read by the residents: it has no lenders. Raises ValueError when it says too much.
    """

    template_version: str = AGREEMENT_VERSION
    form: AgreementForm = "tripartite"
    residence: ResidenceTerms | None = None
    loan_reference: str = ""  # in a housing agreement: the loan that allows it
    lenders: tuple[Lender, ...] = ()
    title: str = ""  # in what capacity they lend: « pleine propriété, acte du 8 avril 2011 »
    borrowers: tuple[Borrower, ...] = ()
    adults_count: int = 0  # in a loan, which names nobody
    children_count: int
    association: SupportingAssociation
    dwelling: Dwelling
    dates: StayDates
    charges: tuple[Charge, ...]
    algorithm: AlgorithmMention | None = None
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
    guarantee_fund: str = ""  # who pays for damage: « l’association »
    guarantee_cap_euros: Decimal | None = None
    contacts: tuple[Contact, ...] = ()
    explained_in: str = ""  # « en arabe »
    interpreter: str = ""
    easy_version_given: bool = False
    annexes: tuple[str, ...] = ()  # letters A to L of the annexes that are attached

    def __post_init__(self) -> None:
        if self.form == "loan" and (self.borrowers or self.explained_in or self.interpreter):
            raise ValueError("The owner's loan counts the residents and says nothing else of them.")
        if self.form == "housing" and self.lenders:
            raise ValueError("The owner is no party to the housing agreement.")
        if self.residence and any(charge.payer == "residents" for charge in self.charges):
            raise ValueError("Residents of a temporary residence are billed nothing (LC-01).")

    @property
    def charges_by_payer(self) -> tuple[Charge, ...]:
        """In printing order: what residents pay comes first."""
        return tuple(sorted(self.charges, key=lambda charge: PAYERS.index(charge.payer)))

    @property
    def people_count(self) -> int:
        return (len(self.borrowers) or self.adults_count) + self.children_count

    @property
    def shared_annexes(self) -> tuple[str, ...]:
        """Those that every signatory receives: the personal plan is a file apart (LD-05)."""
        return tuple(letter for letter in self.annexes if letter != "I")

    def items_paid_by(self, payer: Payer) -> tuple[ChargeItem, ...]:
        """The consumption that `payer` pays, in the order given."""
        return tuple(
            charge.item
            for charge in self.charges
            if charge.payer == payer and charge.item in CONSUMPTION and charge.item != "internet"
        )
