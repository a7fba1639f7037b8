"""Working days: week-ends and the eleven public holidays of France are left out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.working_days import add_working_days, is_working_day

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
HOLIDAYS_OF_2027 = (
    date(2027, 1, 1),
    date(2027, 3, 29),
    date(2027, 5, 1),
    date(2027, 5, 6),
    date(2027, 5, 8),
    date(2027, 5, 17),
    date(2027, 7, 14),
    date(2027, 8, 15),
    date(2027, 11, 1),
    date(2027, 11, 11),
    date(2027, 12, 25),
)


@pytest.mark.parametrize("day", HOLIDAYS_OF_2027)
def test_no_holiday_of_the_labour_code_is_a_working_day(day):
    assert not is_working_day(day)


def test_a_year_has_its_week_days_but_the_holidays_among_them():
    days = [date(2027, 1, 1) + timedelta(number) for number in range(365)]
    week_days = sum(day.isoweekday() <= 5 for day in days)
    holidays = sum(day.isoweekday() <= 5 for day in HOLIDAYS_OF_2027)

    assert sum(map(is_working_day, days)) == week_days - holidays


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 20), 2, date(2026, 11, 24)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2027, 5, 4), 2, date(2027, 5, 7)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_days_off_are_not_counted(day, number, expected):
    assert add_working_days(day, number) == expected


@given(DAYS, st.integers(1, 40))
def test_as_many_working_days_lie_between_as_were_added(day, number):
    later = add_working_days(day, number)

    between = (day + timedelta(ahead) for ahead in range(1, (later - day).days + 1))
    assert sum(map(is_working_day, between)) == number
    assert is_working_day(later)
