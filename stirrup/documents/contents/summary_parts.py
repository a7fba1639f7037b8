"""The parts of an owner's tax summary: amounts with their certainty, lines, steps, conditions."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Certainty = Literal["confirmed", "estimated", "declared", "to_confirm"]


@dataclass(frozen=True, slots=True)
class Amount:
    """Euros, from the lowest to the highest that the known rules allow."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"An amount goes from low to high: {self.low} > {self.high}.")


@dataclass(frozen=True, slots=True)
class Occupation:
    """One stay in the home; `last_day` is included, and only `planned` while the stay lasts."""

    first_day: date
    last_day: date
    days: int
    planned: bool = False


@dataclass(frozen=True, slots=True)
class YearRun:
    """The longest run of consecutive days inside one calendar year."""

    year: int
    days: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The first thing the owner reads: which tax years are avoided, for how much in all."""

    years: tuple[int, ...]
    amount: Amount
    reason: str  # whole sentences
    doubt: str  # whole sentences; what is not certain and why


@dataclass(frozen=True, slots=True)
class TaxDue:
    year: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class Total:
    """One of the three columns under the answer, never added up; None has to be checked."""

    amount: Amount | None
    certainty: Certainty
    note: str  # whole sentence


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """One tax year: what it costs without and with the stay, and its article of law.

    An amount of None is not known.
    """

    year: int
    label: str
    article: str
    without: Amount | None
    with_stay: Amount | None
    gap: Amount | None
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class AidRow:
    """One aid with its conditions, whole sentences; never a promise, `open` or out of reach."""

    label: str
    amount: Amount | None
    conditions: str
    open: bool


@dataclass(frozen=True, slots=True)
class Step:
    when: str  # « Avant le 1er juillet 2027 »
    what: str  # whole sentences


@dataclass(frozen=True, slots=True)
class Formula:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the law, whether it is met (None: not known), and what proves it."""

    label: str
    met: bool | None
    evidence: str
