"""What a later or an earlier first day would change: days that gain the same, put together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.occupation import ONE_DAY, Occupation, longest_days_in, united
from stirrup.benefits.regimes import Law, find_law
from stirrup.benefits.summary import summarise

MOST_VACANCY_YEARS = 2
"""No law looks further back than this many years before the tax year."""
Signature = tuple[tuple[bool, bool, bool], ...]


@dataclass(frozen=True)
class StartPeriod:
    """First days, both ends included, that avoid the same taxes directly; amounts in euros."""

    first_start: date
    last_start: date
    tax_years: tuple[int, ...]
    at_least: Decimal
    at_most: Decimal

    @property
    def days(self) -> int:
        """How many first days it holds."""
        return (self.last_start - self.first_start).days + 1


def list_start_periods(
    dwelling: Dwelling, first_days: Iterable[date], last_day_of: Callable[[date], date]
) -> tuple[StartPeriod, ...]:
    """Return the periods of consecutive first days, in order, that gain the same.

    `last_day_of` gives the last day of the stay that starts on a day. The taxes are worked out once
    for all stays that count alike for the law, not once a day.
    """
    stays = [Occupation(day, last_day_of(day)) for day in first_days]
    periods: list[StartPeriod] = []
    for one in _outcomes(dwelling, stays):
        if periods and _continues(periods[-1], one):
            one = replace(one, first_start=periods[-1].first_start)
            periods.pop()
        periods.append(one)
    return tuple(periods)


def find_best(periods: Sequence[StartPeriod]) -> StartPeriod | None:
    """Return the earliest of the periods that gain most, None when no first day gains anything."""
    best = max(periods, key=lambda one: (one.at_least, one.at_most), default=None)
    return best if best and best.at_most else None


def _outcomes(dwelling: Dwelling, stays: Sequence[Occupation]) -> Iterator[StartPeriod]:
    """Yield what each stay gains, as a period of one day."""
    laws = _laws_touched(dwelling, stays)
    known: dict[Signature, StartPeriod] = {}
    for stay in stays:
        signature = _signature(dwelling, stay, laws)
        if signature not in known:
            known[signature] = _worked_out(dwelling, stay)
        yield replace(known[signature], first_start=stay.first_day, last_start=stay.first_day)


def _worked_out(dwelling: Dwelling, stay: Occupation) -> StartPeriod:
    summary = summarise(dwelling, [stay], as_of=stay.first_day)
    return StartPeriod(
        stay.first_day,
        stay.first_day,
        tuple(line.tax_year for line in summary.direct if line.avoided.high),
        summary.at_least,
        summary.at_most,
    )


def _laws_touched(dwelling: Dwelling, stays: Sequence[Occupation]) -> tuple[Law, ...]:
    """Return the laws of every tax year that one of the stays could change."""
    if not stays:
        return ()
    first, last = stays[0].first_day.year, max(stay.last_day.year for stay in stays)
    years = range(first, last + MOST_VACANCY_YEARS + 1)
    laws = (find_law(dwelling.regime(year), year) for year in years)
    return tuple(law for law in laws if law)


def _signature(dwelling: Dwelling, stay: Occupation, laws: Sequence[Law]) -> Signature:
    """Return all that the laws ask of the stay: whether days in a row pass, and each 1 January."""
    runs = united((*dwelling.past_occupations, stay))
    return tuple(
        (
            longest_days_in(runs, year) > law.threshold_days,
            any(run.covers(date(year, 1, 1)) for run in runs),
            any(run.covers(date(year, 1, 1)) and run.days > law.threshold_days for run in runs),
        )
        for law in laws
        for year in range(law.year - law.vacancy_years, law.year + 1)
    )


def _continues(before: StartPeriod, after: StartPeriod) -> bool:
    """Whether the next first day gains the same as the period before it."""
    same = (before.tax_years, before.at_least, before.at_most)
    next_day = before.last_start + ONE_DAY == after.first_start
    return next_day and same == (after.tax_years, after.at_least, after.at_most)
