"""Days of a certificate: inclusive, touching stays merged, and always the tax core's own count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.benefits.occupation import Occupation, longest_days_in, united
from stirrup.documents.contents.occupation_certificate import OccupiedRun
from stirrup.placements.papers.writing.occupied_days import (
    Stay,
    laws_about,
    occupations_at,
    runs_at,
    threshold_days,
    years_at,
)

FAR = date(2030, 1, 1)


def ended(first: date, last: date) -> Stay:
    return Stay(first, last, ended=True)


def under_way(first: date, last: date) -> Stay:
    return Stay(first, last, ended=False)


def years(*stays: Stay, on: date = FAR, zone: str = "tense") -> dict[int, tuple[int, bool]]:
    return {line.year: (line.days, line.is_long) for line in years_at(stays, on, zone)}


def test_a_stay_of_six_months_counts_its_first_and_its_last_day():
    stay = ended(date(2026, 3, 2), date(2026, 9, 1))

    assert list(runs_at([stay], FAR)) == [OccupiedRun(date(2026, 3, 2), date(2026, 9, 1), 184)]


@pytest.mark.parametrize(("days", "is_long"), [(31, False), (90, False), (91, True)])
def test_ninety_days_are_not_more_than_ninety(days, is_long):
    stay = ended(date(2026, 3, 1), date(2026, 3, 1) + timedelta(days=days - 1))

    assert years(stay) == {2026: (days, is_long)}


@pytest.mark.parametrize(("today", "days"), [(date(2026, 3, 2), 1), (date(2026, 5, 30), 90)])
def test_a_stay_under_way_counts_to_the_day_of_issue(today, days):
    stay = under_way(date(2026, 3, 2), date(2026, 9, 1))

    assert list(runs_at([stay], today)) == [OccupiedRun(date(2026, 3, 2), None, days)]


def test_on_its_last_day_a_stay_is_still_under_way():
    stay = under_way(date(2026, 3, 2), date(2026, 9, 1))

    (run,) = runs_at([stay], date(2026, 9, 1))

    assert run == OccupiedRun(date(2026, 3, 2), None, 184)


def test_days_past_the_term_are_not_counted_before_the_exit_is_known():
    stay = under_way(date(2026, 3, 2), date(2026, 9, 1))

    (run,) = runs_at([stay], date(2026, 9, 20))

    assert run == OccupiedRun(date(2026, 3, 2), date(2026, 9, 1), 184)


def test_a_stay_that_ended_early_counts_to_its_real_last_day():
    stay = ended(date(2026, 3, 2), date(2026, 5, 30))

    assert years(stay) == {2026: (90, False)}


def test_stays_that_touch_are_one_run():
    stays = [
        ended(date(2026, 1, 1), date(2026, 3, 1)),
        ended(date(2026, 3, 2), date(2026, 4, 30)),
    ]

    assert list(runs_at(stays, FAR)) == [OccupiedRun(date(2026, 1, 1), date(2026, 4, 30), 120)]
    assert years(*stays) == {2026: (120, True)}


def test_stays_a_day_apart_are_two_runs_and_the_longest_counts():
    stays = [
        ended(date(2026, 1, 1), date(2026, 3, 1)),
        ended(date(2026, 3, 3), date(2026, 4, 30)),
    ]

    assert [run.days for run in runs_at(stays, FAR)] == [60, 59]
    assert years(*stays) == {2026: (60, False)}


def test_a_stay_across_new_year_counts_in_each_year_apart():
    stay = ended(date(2026, 10, 2), date(2027, 4, 1))

    lines = list(years_at([stay], FAR, "tense"))

    assert [(line.year, line.days, line.is_long) for line in lines] == [
        (2026, 91, True),
        (2027, 91, True),
    ]
    assert [line.on_1_january for line in lines] == [False, True]


def test_a_stay_that_begins_later_is_not_told():
    stays = [
        ended(date(2026, 1, 1), date(2026, 6, 30)),
        under_way(date(2026, 9, 1), date(2027, 2, 28)),
    ]

    assert len(list(runs_at(stays, date(2026, 7, 1)))) == 1


@pytest.mark.parametrize(
    ("zone", "year", "expected"),
    [
        ("tense", 2025, [2026]),
        ("tense", 2026, [2027]),
        ("none", 2024, [2025, 2026]),
        ("none", 2026, [2027, 2028]),
    ],
)
def test_a_year_is_the_reference_of_the_taxes_that_look_back_at_it(zone, year, expected):
    assert [law.year for law in laws_about(year, zone)] == expected


def test_the_threshold_is_the_one_of_the_law():
    assert threshold_days(laws_about(2026, "tense")) == 90


LONGEST = timedelta(days=400)
DAYS = st.dates(date(2025, 1, 1), FAR - LONGEST - timedelta(days=1))
"""The stays that begin on them have ended before FAR."""
STAYS = st.lists(
    st.builds(
        lambda first, days: ended(first, first + timedelta(days=days)),
        DAYS,
        st.integers(0, LONGEST.days),
    ),
    min_size=1,
    max_size=6,
)


@given(STAYS)
def test_every_count_is_the_one_of_the_tax_core(stays):
    core = united(Occupation(stay.first_day, stay.last_day) for stay in stays)

    assert occupations_at(stays, FAR) == core
    assert [run.days for run in runs_at(stays, FAR)] == [run.days for run in core]
    for line in years_at(stays, FAR, "tense"):
        assert line.days == longest_days_in(core, line.year)
