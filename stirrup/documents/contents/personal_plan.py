"""What a personal plan says: days and an empty checklist; people write the rest by hand.

The platform holds no goal and no state of any right: nothing about a person is in this file but
names, and the rights are the same list for everybody (legal reference 5, RT-00b).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stirrup.documents.contents.document import DocumentContent

PERSONAL_PLAN_VERSION = "plan 1.0"
MilestoneCode = Literal["D-3", "D0", "D15", "M1", "M2", "M3", "M4", "M5", "M6"]
RightCode = Literal[
    "domiciliation",
    "identity_papers",
    "residence_permit",
    "bank_account",
    "phone_digital",
    "health_cover",
    "c2s",
    "ame",
    "rsa",
    "prime_activite",
    "housing_benefit",
    "family_benefits",
    "mdph",
    "pension_aspa",
    "employment",
    "social_housing_request",
    "siao",
    "dalo_daho",
    "exit_guarantees",
    "debts",
    "tax_declaration",
    "energy",
    "school",
    "transport_fare",
    "civic_legal",
    "protection",
    "health_anchor",
    "home_insurance",
    "exit_plan",
]


@dataclass(frozen=True, slots=True)
class Milestone:
    """One day on which people meet or something must be done."""

    code: MilestoneCode
    on: date


@dataclass(frozen=True, slots=True)
class RightLine:
    """One right to ask for, and the day before which to ask; None when any day will do."""

    code: RightCode
    before: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalPlanContent(DocumentContent):
    """All that is printed before anybody writes on it."""

    template_version: str = PERSONAL_PLAN_VERSION
    residents: tuple[str, ...]
    association: str
    referent: str
    duty_phone: str
    first_day: date
    last_day: date  # included
    sign_before: date
    milestones: tuple[Milestone, ...]
    rights: tuple[RightLine, ...]
