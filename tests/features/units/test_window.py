"""Six months between the two dates of a landlord; the rule is that of the stays."""

from datetime import date, timedelta

import pytest

from stirrup.placements.lifecycle import last_day
from stirrup.units.window import last_day_of_six_months, likely_first_day, soonest_end


def test_the_rule_is_that_of_the_stays_on_every_day_of_four_years():
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(4 * 365 + 1)]

    assert [last_day_of_six_months(day) for day in days] == [last_day(day) for day in days]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_known_last_days(first, last):
    assert last_day_of_six_months(first) == last


def test_a_window_already_begun_counts_from_today():
    today = date(2026, 11, 21)

    assert soonest_end(date(2026, 1, 1), today) == date(2027, 5, 20)


def test_an_estimate_starts_in_two_weeks_at_the_soonest():
    today = date(2026, 11, 21)

    assert likely_first_day(None, today) == date(2026, 12, 5)
    assert likely_first_day(date(2026, 11, 25), today) == date(2026, 12, 5)
    assert likely_first_day(date(2027, 2, 1), today) == date(2027, 2, 1)
