"""The best first day: what each day would change, worked out by hand and against every day."""

from datetime import date, timedelta
from decimal import Decimal
from time import process_time

import pytest

from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.occupation import Occupation
from stirrup.benefits.regimes import ByYear, Regime, ZoneRegimes
from stirrup.benefits.rental_value import RentalValue
from stirrup.benefits.start_dates import find_best, list_start_periods
from stirrup.benefits.summary import summarise
from stirrup.units.window import last_day_of_six_months

MOST_SECONDS = 0.5
"""Of the processor, which a busy machine does not lengthen; five times what is asked."""


def a_dwelling(**facts) -> Dwelling:
    """Vacant since 2020 in the tense zone, rental value 3,000 every year."""
    ordinary = {
        "vacant_since": date(2020, 1, 1),
        "owner_since": date(2011, 4, 8),
        "rental_value": RentalValue(every_year=Decimal(3000)),
        "regimes": ByYear(default=Regime.TLV),
    }
    return Dwelling(**ordinary | facts)


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]


def periods_of(dwelling: Dwelling, first: date, count: int):
    return list_start_periods(dwelling, days(first, count), last_day_of_six_months)


def test_31_december_saves_two_taxes_and_two_days_later_one():
    # TLV 2024 and 2025 at 34 %: 1,020 + 92 of fees each. A stay from 31 December 2023 covers
    # 1 January 2024, and only that day speaks for 2024: not settled, so 1,112 to 2,224. One from
    # 2 January saves 2025 alone.
    before, after = periods_of(a_dwelling(), date(2023, 12, 30), 4)

    assert (before.first_start, before.last_start) == (date(2023, 12, 30), date(2024, 1, 1))
    assert before.tax_years == (2024, 2025)
    assert (before.at_least, before.at_most) == (Decimal(1112), Decimal(2224))
    assert (after.first_start, after.last_start) == (date(2024, 1, 2), date(2024, 1, 2))
    assert after.tax_years == (2025,)
    assert (after.at_least, after.at_most) == (Decimal(1112), Decimal(1112))


def test_enough_days_before_1_january_save_both_taxes_for_sure():
    # From 1 October 2023: 92 days in 2023 and 91 in 2024, more than 90 on each side.
    (first, *_later) = periods_of(a_dwelling(), date(2023, 10, 1), 10)

    assert first.last_start == date(2023, 10, 2)
    assert (first.at_least, first.at_most) == (Decimal(2224), Decimal(2224))


def test_the_best_period_is_the_earliest_of_those_that_gain_most():
    periods = periods_of(a_dwelling(), date(2023, 11, 20), 120)

    assert find_best(periods) is periods[0]
    assert periods[0].last_start == date(2024, 1, 1)


def test_nothing_is_best_where_nothing_is_gained():
    periods = periods_of(a_dwelling(furnished=True), date(2023, 11, 20), 60)

    assert len(periods) == 1
    assert find_best(periods) is None


def test_no_first_day_gives_no_period():
    assert list_start_periods(a_dwelling(), [], last_day_of_six_months) == ()


@pytest.mark.parametrize(
    "dwelling",
    [
        a_dwelling(),
        a_dwelling(regimes=ZoneRegimes("tense")),
        a_dwelling(regimes=ByYear(default=Regime.THLV)),
        a_dwelling(vacant_since=date(2025, 3, 15)),
        a_dwelling(owner_since=date(2025, 6, 1)),
        a_dwelling(past_occupations=(Occupation(date(2026, 2, 1), date(2026, 4, 20)),)),
        a_dwelling(past_occupations=(Occupation(date(2026, 9, 1), date(2026, 12, 9)),)),
    ],
)
def test_each_day_gains_what_its_own_summary_says(dwelling):
    first_days = days(date(2026, 9, 25), 130)

    periods = list_start_periods(dwelling, first_days, last_day_of_six_months)

    assert sum(period.days for period in periods) == len(first_days)
    for day in first_days:
        stay = Occupation(day, last_day_of_six_months(day))
        alone = summarise(dwelling, [stay], as_of=day)
        period = next(one for one in periods if one.first_start <= day <= one.last_start)
        assert (period.at_least, period.at_most) == (alone.at_least, alone.at_most), day


def test_180_days_take_a_moment():
    dwelling = a_dwelling(regimes=ZoneRegimes("tense"))
    periods_of(dwelling, date(2026, 12, 5), 180)
    begun = process_time()

    periods_of(dwelling, date(2026, 12, 5), 180)

    assert process_time() - begun < MOST_SECONDS
