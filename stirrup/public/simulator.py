"""What a vacant home costs and what a loan of six months would avoid, without an account."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.occupation import Occupation
from stirrup.benefits.regimes import ZoneRegimes
from stirrup.benefits.rental_value import RentalValue
from stirrup.benefits.summary import BenefitSummary, summarise
from stirrup.geography import Commune, get_commune
from stirrup.public.figures import ROUBAIX
from stirrup.units.benefits_view import said
from stirrup.units.window import last_day_of_six_months, likely_first_day

MONTH_OF_THE_NOTICE = 9
"""From September on, the property-tax notice of the year has come."""


@dataclass(frozen=True)
class Line:
    """What becomes of the tax of one year; amounts in euros, at least and at most."""

    headline: str
    least: Decimal
    most: Decimal
    article: str


@dataclass(frozen=True)
class Estimate:
    """The gain of a loan between two days, both included; amounts in euros."""

    commune: Commune
    first_day: date
    last_day: date
    at_least: Decimal
    at_most: Decimal
    lines: tuple[Line, ...]
    checked_on: date


@dataclass(frozen=True)
class Example:
    """An ordinary empty home, to show an estimate before anything is typed."""

    commune: Commune
    vacant_since: date
    notice_base: int
    estimate: Estimate


def ordinary_example(today: date) -> Example:
    """A home in Roubaix, empty for two years and a half, with an ordinary tax notice."""
    commune, vacant_since, notice_base = get_commune(ROUBAIX), date(today.year - 2, 5, 1), 1320
    found = estimate(commune, vacant_since, notice_base, today)
    return Example(commune, vacant_since, notice_base, found)


def last_notice_year(today: date) -> int:
    """The year of the latest property-tax notice that an owner holds."""
    return today.year if today.month >= MONTH_OF_THE_NOTICE else today.year - 1


def estimate(commune: Commune, vacant_since: date, notice_base: int, today: date) -> Estimate:
    """The estimate for a person who already owned the home, habitable and unfurnished, when it
    became empty; `notice_base` in euros, as on the latest notice.
    """
    first_day = likely_first_day(None, today)
    last_day = last_day_of_six_months(first_day)
    dwelling = Dwelling(
        vacant_since=vacant_since,
        owner_since=vacant_since,
        rental_value=RentalValue.from_notice(Decimal(notice_base), last_notice_year(today)),
        regimes=ZoneRegimes(commune.tax_zone),
    )
    summary = summarise(dwelling, [Occupation(first_day, last_day)], as_of=today)
    return Estimate(
        commune,
        first_day,
        last_day,
        summary.at_least,
        summary.at_most,
        _lines(summary),
        summary.last_checked_on,
    )


def _lines(summary: BenefitSummary) -> tuple[Line, ...]:
    return tuple(
        Line(said(line.headline), line.avoided.low, line.avoided.high, line.article)
        for line in summary.direct
    )
