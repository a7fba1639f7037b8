"""The parts of an agreement: who, which home, which days, who pays, who signs."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal

from stirrup.documents.contents.truce import eve_of_truce, in_truce

AgreementForm = Literal["tripartite", "loan", "housing"]
"""Three parties at once; or two contracts: the owner lends to the association, which houses."""
LenderKind = Literal[
    "individual",
    "joint_owners",
    "sci",
    "company",
    "social_landlord",
    "local_authority",
    "association",
]
Payer = Literal["residents", "association", "landlord", "authority"]
ChargeItem = Literal[
    "electricity",
    "gas",
    "water",
    "heating",
    "internet",
    "resident_insurance",
    "owner_insurance",
    "boiler_service",
    "co_ownership",
    "property_tax",
    "waste_tax",
]
PaymentMode = Literal["own_contract", "metered"]

PAYERS: tuple[Payer, ...] = ("residents", "association", "authority", "landlord")
CONSUMPTION = ("electricity", "gas", "water", "heating", "internet")
"""All that residents may ever pay, at its real cost (LC-01)."""


@dataclass(frozen=True, slots=True)
class Lender:
    """One owner. A body has a registration and a signatory, a person may have a birth date."""

    kind: LenderKind
    name: str
    address: str
    born_on: date | None = None
    registration: str = ""  # SIREN or RCS number
    signatory: str = ""
    capacity: str = ""  # of the signatory: « gérante »


@dataclass(frozen=True, slots=True)
class Borrower:
    """One adult of the household; a protected adult is assisted by a named person."""

    name: str
    born_on: date
    assisted_by: str = ""


@dataclass(frozen=True, slots=True)
class SupportingAssociation:
    name: str
    registration: str  # RNA or SIREN
    address: str
    signatory: str
    capacity: str
    referent: str
    duty_phone: str
    deputy: str = ""
    duty_hours: str = ""  # « de 8 heures à 22 heures »
    approvals: str = ""


@dataclass(frozen=True, slots=True)
class Dwelling:
    """The home that is lent. Access codes have no field here (LD-06)."""

    address: str  # « 27 rue des Tisserands, 59100 Roubaix »
    kind: str  # « Appartement »
    main_rooms: int
    surface_m2: Decimal
    max_people: int
    tax_number: str = ""  # 12 digits
    building: str = ""
    floor: int | None = None  # 0 is the ground floor
    door: str = ""
    lot: str = ""
    ceiling_height_m: Decimal | None = None
    annexes: str = ""
    equipment: str = ""
    furnished: bool = False
    heating: str = ""
    hot_water: str = ""
    broadband: str = ""
    energy_class: str = ""  # A to G
    energy_diagnosed_on: date | None = None
    energy_number: str = ""
    decency_checked_on: date | None = None
    accessibility: str = ""
    known_defects: str = ""
    house_rules: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """Who pays one expense. Raises ValueError when residents would pay anything but consumption."""

    item: ChargeItem
    payer: Payer
    mode: PaymentMode = "own_contract"

    def __post_init__(self) -> None:
        if self.payer == "residents" and self.item not in CONSUMPTION:
            raise ValueError(f"Residents never pay {self.item}: the loan is free (LC-02).")


@dataclass(frozen=True, slots=True)
class Meter:
    """One meter; the reading is a phrase with its unit (« 842 m³ »), empty until it is read."""

    kind: Literal["electricity", "gas", "water"]
    number: str
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    label: str
    phone: str


@dataclass(frozen=True, slots=True)
class StayDates:
    """The days that count, computed by the core of the stays; `last_day` is included."""

    first_day: date
    last_day: date
    first_hour: time
    plan_due_on: date
    review_on: date
    landlord_informed_on: date
    notice_on: date
    declare_before: date

    def __post_init__(self) -> None:
        if self.last_day <= self.first_day:
            raise ValueError("A stay ends after it begins.")

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def ends_in_truce(self) -> bool:
        return in_truce(self.last_day)

    @property
    def ends_before_truce(self) -> bool:
        """Whether the truce begins the day after the last one."""
        return eve_of_truce(self.last_day)


@dataclass(frozen=True, slots=True)
class AlgorithmMention:
    """Which night proposed the match, and which person decided (AT-01, AT-04)."""

    run_on: date
    decided_by: str
    decided_on: date
    rules_address: str  # where the rules and their weights are published
    contact: str  # whom to ask, an e-mail address


@dataclass(frozen=True, slots=True)
class ResidenceTerms:
    """Temporary residence (loi n° 2018-1021, art. 29): the body's approval, the longest stay."""

    approval_number: str
    approval_expires_on: date
    renewed_until: date  # the last day that tacit renewals may reach, eighteen months in all
