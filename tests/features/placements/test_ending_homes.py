"""Homes about to end: which ones, in which order, on either side of each day that counts."""

from datetime import date, timedelta

import pytest

from stirrup.placements.ending_homes import SOON, ending_homes, ends_soon
from stirrup.placements.lifecycle import last_day, latest_first_day
from stirrup.units.enums import UnitState
from tests.factories import a_unit

DAY = date(2026, 11, 23)
LONGEST_MONTHS = date(2026, 8, 1)
"""Six months from the last days of August end on one day of February."""


def a_home_until(day: date, **values):
    """An open home that is lent until a day."""
    return a_unit(available_from=day - timedelta(days=400), available_until=day, **values)


@pytest.mark.parametrize(("starts_in", "told"), [(0, True), (30, True), (31, False), (200, False)])
def test_a_home_in_which_six_months_can_begin_for_thirty_days_at_most(app, starts_in, told):
    home = a_home_until(last_day(DAY + timedelta(days=starts_in)))

    ending = ending_homes(DAY, 5)

    assert [one.reference for one in ending.first] == [home.reference] * told
    assert ending.total == told == ends_soon(home, DAY)


def test_where_it_is_too_late_is_told_behind_the_others(app):
    too_late = a_home_until(last_day(DAY - timedelta(days=1)))
    today, later = a_home_until(last_day(DAY)), a_home_until(last_day(DAY + timedelta(days=9)))

    ending = ending_homes(DAY, 3)

    assert [one.unit_id for one in ending.first] == [today.id, later.id, too_late.id]
    assert [one.last_start < DAY for one in ending.first] == [False, False, True]


def test_all_are_counted_and_the_first_are_told(app):
    homes = [a_home_until(last_day(DAY + timedelta(days=days))) for days in (8, 2, 5)]

    ending = ending_homes(DAY, 2)

    assert [one.unit_id for one in ending.first] == [homes[1].id, homes[2].id]
    assert ending.total == 3


def test_a_home_that_the_nights_do_not_propose_is_not_about_to_be_lost(app):
    a_home_until(last_day(DAY), state=UnitState.PAUSED)

    assert not ending_homes(DAY, 5)


def test_the_database_and_the_calendar_agree_on_every_day_of_a_year(app):
    home = a_home_until(LONGEST_MONTHS + timedelta(days=200))

    for days in range(366):
        day = LONGEST_MONTHS - SOON + timedelta(days=days - 180)
        found = bool(ending_homes(day, 1))
        assert found == (latest_first_day(home.available_until) <= day + SOON), day
