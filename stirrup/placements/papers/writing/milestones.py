"""The days of a personal plan: milestones from the first day, and rights before each. Pure."""

from datetime import date, timedelta

from stirrup.documents.contents.personal_plan import (
    Milestone,
    MilestoneCode,
    RightCode,
    RightLine,
)
from stirrup.placements.lifecycle import add_months, last_day

DAYS: dict[MilestoneCode, int] = {"D-3": -3, "D0": 0, "D15": 15}
MONTHS: dict[MilestoneCode, int] = {"M1": 1, "M2": 2, "M3": 3, "M4": 4, "M5": 5}
LATER: tuple[RightCode, ...] = (
    "prime_activite",
    "family_benefits",
    "mdph",
    "pension_aspa",
    "employment",
    "tax_declaration",
    "energy",
    "transport_fare",
    "civic_legal",
    "protection",
    "health_anchor",
)
"""Asked for when a situation calls for it: no day binds."""
THIRTY_DAYS = timedelta(days=30)


def milestones_from(first_day: date) -> tuple[Milestone, ...]:
    """The nine days of RT-31, in order; the sixth month ends with the last day (LC-20)."""
    days = {code: first_day + timedelta(days=count) for code, count in DAYS.items()}
    months = {code: add_months(first_day, count) for code, count in MONTHS.items()}
    known = days | months | {"M6": last_day(first_day)}
    return tuple(Milestone(code, on) for code, on in known.items())


def rights_from(first_day: date) -> tuple[RightLine, ...]:
    """Every right of the checklist, the most urgent first."""
    on = {milestone.code: milestone.on for milestone in milestones_from(first_day)}
    groups: tuple[tuple[date | None, tuple[RightCode, ...]], ...] = (
        (on["D-3"], ("home_insurance",)),
        (on["D0"], ("domiciliation", "siao")),
        (on["D15"], ("identity_papers", "bank_account", "phone_digital", "rsa")),
        (on["D15"], ("social_housing_request", "school")),
        (first_day + THIRTY_DAYS, ("residence_permit", "health_cover", "c2s", "ame")),
        (on["M3"], ("dalo_daho", "debts")),
        (on["M4"], ("housing_benefit",)),
        (on["M5"], ("exit_guarantees", "exit_plan")),
        (None, LATER),
    )
    return tuple(RightLine(code, before) for before, codes in groups for code in codes)
