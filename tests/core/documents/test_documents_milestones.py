"""Days of a personal plan: counted from the first day, in order, and complete."""

from datetime import date
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.documents.contents.personal_plan import MilestoneCode, RightCode
from stirrup.placements.lifecycle import last_day
from stirrup.placements.papers.writing.milestones import milestones_from, rights_from

ANY_DAY = st.dates(date(2025, 1, 1), date(2035, 12, 31))


def days(first_day: date) -> dict[str, date]:
    return {milestone.code: milestone.on for milestone in milestones_from(first_day)}


def test_the_milestones_of_an_ordinary_stay():
    assert days(date(2026, 3, 2)) == {
        "D-3": date(2026, 2, 27),
        "D0": date(2026, 3, 2),
        "D15": date(2026, 3, 17),
        "M1": date(2026, 4, 2),
        "M2": date(2026, 5, 2),
        "M3": date(2026, 6, 2),
        "M4": date(2026, 7, 2),
        "M5": date(2026, 8, 2),
        "M6": date(2026, 9, 1),
    }


@pytest.mark.parametrize(
    ("first_day", "code", "expected"),
    [
        (date(2026, 8, 31), "M1", date(2026, 9, 30)),
        (date(2026, 8, 31), "M6", date(2027, 2, 28)),
        (date(2027, 8, 31), "M6", date(2028, 2, 29)),
        (date(2026, 1, 1), "D-3", date(2025, 12, 29)),
        (date(2026, 12, 31), "M2", date(2027, 2, 28)),
    ],
)
def test_short_months_and_new_year_move_a_milestone(first_day, code, expected):
    assert days(first_day)[code] == expected


@given(ANY_DAY)
def test_milestones_follow_one_another_to_the_last_day(first_day):
    found = list(days(first_day).values())

    assert all(before < after for before, after in pairwise(found))
    assert found[-1] == last_day(first_day)


def test_every_milestone_and_every_right_has_its_line_once():
    first_day = date(2026, 3, 2)

    assert [one.code for one in milestones_from(first_day)] == list(get_args(MilestoneCode))
    assert sorted(one.code for one in rights_from(first_day)) == sorted(get_args(RightCode))


@given(ANY_DAY)
def test_rights_are_in_the_order_of_their_days_and_those_without_come_last(first_day):
    befores = [one.before or date.max for one in rights_from(first_day)]

    assert befores == sorted(befores)


def test_by_the_fifteenth_day_more_than_eight_steps_may_be_asked():
    lines = [one.before for one in rights_from(date(2026, 3, 2)) if one.before]

    assert sum(before <= date(2026, 3, 17) for before in lines) >= 8
