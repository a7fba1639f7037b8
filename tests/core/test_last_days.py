"""Which alert is due before the last day: the latest that was reached, whatever was missed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.placements.last_days import DAYS_BEFORE, stage_reached

LAST_DAY = date(2027, 6, 30)


@pytest.mark.parametrize(
    ("days_left", "stage"),
    [(91, None), (90, 90), (61, 90), (60, 60), (30, 30), (14, 14), (8, 14), (7, 7), (1, 1), (0, 1)],
)
def test_the_latest_that_was_reached_is_due(days_left, stage):
    assert stage_reached(LAST_DAY, LAST_DAY - timedelta(days=days_left)) == stage


@pytest.mark.parametrize("days_after", [1, 2, 400])
def test_a_last_day_that_has_passed_stays_due_once(days_after):
    assert stage_reached(LAST_DAY, LAST_DAY + timedelta(days=days_after)) == -1


@given(st.lists(st.integers(-300, 300), min_size=1).map(sorted))
def test_alerts_come_in_their_order_whenever_one_looks(days):
    reached = [stage_reached(LAST_DAY, LAST_DAY + timedelta(days=number)) for number in days]
    stages = [stage for stage in reached if stage is not None]

    assert stages == sorted(stages, reverse=True)
    assert set(stages) <= set(DAYS_BEFORE)
