"""The six months of a stay: the table of the legal reference (LC-20), then properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.placements.lifecycle import end_day, last_day, latest_first_day

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-01-01", "2026-06-30"),
        ("2026-07-01", "2026-12-31"),
        ("2026-07-02", "2027-01-01"),
        ("2026-08-29", "2027-02-28"),
        ("2026-08-31", "2027-02-28"),
        ("2026-10-02", "2027-04-01"),
        ("2026-10-31", "2027-04-30"),
        ("2026-12-31", "2027-06-30"),
        ("2027-08-29", "2028-02-28"),
        ("2027-08-30", "2028-02-29"),
        ("2027-08-31", "2028-02-29"),
    ],
)
def test_a_stay_lasts_six_months_to_the_day(first, last):
    assert last_day(date.fromisoformat(first)) == date.fromisoformat(last)


@given(DAYS)
def test_a_stay_lasts_181_to_184_days(first):
    assert 181 <= (end_day(first) - first).days <= 184


@given(DAYS)
def test_a_later_first_day_never_ends_earlier(first):
    assert end_day(first) <= end_day(first + timedelta(days=1))


@given(DAYS)
def test_the_latest_first_day_fits_and_the_next_one_does_not(until):
    first = latest_first_day(until)

    assert last_day(first) <= until < last_day(first + timedelta(days=1))
