"""Vacancy taxes, TLV and THLV to 2026 and TVLH from 2027: due or not, rank, rate and amount."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum, auto

from stirrup.benefits.codes import Code
from stirrup.benefits.dwelling import SOCIAL_LANDLORDS, Dwelling
from stirrup.benefits.occupation import Occupation, longest_days_in
from stirrup.benefits.regimes import SUCCESSORS, Law, Regime, find_law
from stirrup.benefits.rounding import NOTHING, euros, is_collected
from stirrup.benefits.sentences import Sentence, say


class January(Enum):
    """Which occupations make a dwelling not vacant on the 1 January that they cover."""

    LONG_ONES = auto()  # those above the threshold of days
    LONG_INSIDE_A_YEAR = auto()  # those above it inside one calendar year
    NONE = auto()  # only days inside one reference year count
    ALL = auto()


@dataclass(frozen=True)
class Reading:
    """One admissible reading of what the texts leave open; the default is the one we keep."""

    rank_carries_on: bool = True  # years taxed before the reform count for the higher rate
    january: January = January.LONG_ONES


KEPT = Reading()


@dataclass(frozen=True)
class Assessment:
    """The tax of one year for one course of events, in euros; due when no reason stands against."""

    year: int
    regime: Regime
    reasons: tuple[Sentence, ...] = ()
    rank: int = 0  # 1 for the first taxed year, 0 when not due
    base: Decimal = NOTHING
    rate: Decimal = NOTHING
    tax: Decimal = NOTHING
    fees: Decimal | None = NOTHING  # None when no confirmed rule gives them
    collected: bool = True

    @property
    def due(self) -> bool:
        """Whether the tax is due, were it too small to be collected."""
        return not self.reasons

    @property
    def total(self) -> Decimal:
        """Tax and known fees."""
        return self.tax + (self.fees or NOTHING)


def assess(
    dwelling: Dwelling, runs: Sequence[Occupation], years: Sequence[int], reading: Reading = KEPT
) -> tuple[Assessment, ...]:
    """Return the tax of each of these years, in order, for a dwelling occupied by these runs.

    Years are walked from the start of the vacancy, since a rate depends on the years taxed before.
    """
    first = min(dwelling.vacant_since.year, *years)
    found = [Assessment(first - 1, Regime.NONE)]
    for year in range(first, max(years) + 1):
        found.append(_assess_year(dwelling, runs, year, reading, found[-1]))
    return tuple(_with_amounts(dwelling, one) for one in found if one.year in years)


def _assess_year(
    dwelling: Dwelling,
    runs: Sequence[Occupation],
    year: int,
    reading: Reading,
    before: Assessment,
) -> Assessment:
    regime = dwelling.regime(year)
    law = find_law(regime, year)
    if law is None:
        return Assessment(year, regime, (say(Code.TAX_NOT_IN_FORCE, tax_year=year),))
    reasons = (
        *_outside_the_tax(dwelling, law),
        *_held_too_shortly(dwelling, law),
        *_occupied(runs, law, reading),
    )
    rank = 0 if reasons else 1 + _years_taxed_before(regime, before, reading)
    return Assessment(year, regime, reasons, rank)


def _outside_the_tax(dwelling: Dwelling, law: Law) -> Iterator[Sentence]:
    if law.rate(1, dwelling.votes.at(law.year)) is None:
        yield say(Code.RATE_NOT_ENTERED)
    if not dwelling.habitable:
        yield say(Code.UNINHABITABLE)
    if dwelling.furnished:
        yield say(Code.FURNISHED)
    if dwelling.owner_kind in SOCIAL_LANDLORDS:
        yield say(Code.SOCIAL_LANDLORD)
    if dwelling.involuntary:
        yield say(Code.INVOLUNTARY)


def _held_too_shortly(dwelling: Dwelling, law: Law) -> Iterator[Sentence]:
    limit = date(law.year - law.vacancy_years, 1, 1)
    if dwelling.vacant_since > limit:
        values = {"vacant_since_on": dwelling.vacant_since, "limit_on": limit}
        yield say(Code.VACANT_TOO_RECENTLY, **values)
    if dwelling.owner_since > limit:
        values = {"owner_since_on": dwelling.owner_since, "limit_on": limit}
        yield say(Code.OWNED_TOO_RECENTLY, **values)


def _occupied(runs: Sequence[Occupation], law: Law, reading: Reading) -> Iterator[Sentence]:
    for year in range(law.year - law.vacancy_years, law.year):
        days = longest_days_in(runs, year)
        if days > law.threshold_days:
            values = {"occupied_days": days, "threshold_days": law.threshold_days}
            yield say(Code.OCCUPIED_LONG_ENOUGH, year=year, **values)
    counting = _runs_that_count_on_1_january(runs, law, reading.january)
    for year in range(law.year - law.vacancy_years, law.year + 1):
        day = date(year, 1, 1)
        if any(run.covers(day) for run in counting):
            yield say(Code.OCCUPIED_ON_1_JANUARY, day_on=day)


def _runs_that_count_on_1_january(
    runs: Sequence[Occupation], law: Law, january: January
) -> tuple[Occupation, ...]:
    if january is January.ALL:
        return tuple(runs)
    if january is January.NONE:
        return ()
    inside = january is January.LONG_INSIDE_A_YEAR
    lengths = (run.longest_in_a_year if inside else run.days for run in runs)
    return tuple(run for run, days in zip(runs, lengths, strict=True) if days > law.threshold_days)


def _years_taxed_before(regime: Regime, before: Assessment, reading: Reading) -> int:
    carried_on = reading.rank_carries_on and SUCCESSORS.get(before.regime) is regime
    return before.rank if before.regime is regime or carried_on else 0


def _with_amounts(dwelling: Dwelling, one: Assessment) -> Assessment:
    law = find_law(one.regime, one.year)
    if law is None or not one.due:
        return one
    rate = law.rate(one.rank, dwelling.votes.at(one.year)) or NOTHING
    base = euros(dwelling.rental_value.at(one.year).euros, one.year)
    tax = euros(base * rate, one.year)
    fees_rate = law.find("fees_rate")
    fees = None if fees_rate is None else euros(tax * fees_rate, one.year)
    if not is_collected(tax + (fees or NOTHING), one.year):
        return replace(one, base=base, rate=rate, collected=False)
    return replace(one, base=base, rate=rate, tax=tax, fees=fees)
