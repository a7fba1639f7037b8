"""The six months of a stay: the table of the legal reference (LC-20), then properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.placements.enums import EndGround, LegalBasis
from stirrup.placements.lifecycle import (
    effective_day,
    end_day,
    last_day,
    latest_end_day,
    latest_first_day,
)

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


def day(written: str) -> date:
    return date.fromisoformat(written)


@pytest.mark.parametrize(
    ("first", "end_now", "basis", "latest"),
    [
        ("2027-01-01", "2027-07-01", LegalBasis.TRIPARTITE, "2028-01-01"),
        ("2027-01-01", "2027-10-01", LegalBasis.TRIPARTITE, "2028-01-01"),
        ("2027-01-01", "2027-10-01", LegalBasis.RESIDENCE_TEMPORAIRE, "2028-04-01"),
        ("2027-01-01", "2028-03-01", LegalBasis.RESIDENCE_TEMPORAIRE, "2028-07-01"),
        ("2026-08-31", "2027-03-01", LegalBasis.VIA_ASSOCIATION, "2027-08-31"),
    ],
)
def test_a_prolongation_is_six_months_within_the_longest_stay(first, end_now, basis, latest):
    assert latest_end_day(day(first), day(end_now), basis) == day(latest)


@pytest.mark.parametrize(
    ("ground", "announced", "effective"),
    [
        (EndGround.TERM, "2027-03-10", "2027-06-30"),
        (EndGround.RESIDENTS_LEAVE, "2027-03-10", "2027-03-18"),
        (EndGround.RESIDENTS_LEAVE, "2027-06-28", "2027-06-30"),
        (EndGround.ASSOCIATION_HANDS_OVER, "2027-01-31", "2027-02-28"),
        (EndGround.PRESSING_NEED, "2027-03-10", "2027-05-10"),
        (EndGround.SERIOUS_BREACH, "2026-12-31", "2027-02-28"),
        (EndGround.UNFIT_HOME, "2027-05-15", "2027-06-30"),
    ],
)
def test_an_end_takes_effect_after_the_notice_of_its_ground(ground, announced, effective):
    assert effective_day(ground, day(announced), date(2027, 6, 30)) == day(effective)


@given(st.sampled_from(EndGround), DAYS, st.integers(0, 400))
def test_no_end_comes_before_its_notice_nor_after_the_term(ground, announced, left):
    term = announced + timedelta(days=left)

    assert announced <= effective_day(ground, announced, term) <= term
