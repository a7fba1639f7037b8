"""Sampled futures: a home is kept when the past says that it will serve better soon."""

from datetime import timedelta

import numpy as np
import pytest

from stirrup.matching.over_time.futures import worth_of_waiting
from stirrup.matching.over_time.holds import SAMPLED_FUTURES, Hold, HoldPolicy, homes_to_keep
from stirrup.matching.over_time.stream import Stream
from stirrup.matching.tables import FOR_NOBODY
from tests.core.matching.situations import MONDAY, TODAY, a_household, a_night, a_unit

AHEAD = HoldPolicy(SAMPLED_FUTURES, samples=3, futures_nights=20)
NIGHTS = 60


def a_past(urgency: int) -> Stream:
    """Two months in which a household of this band came every third night, and hardly a home."""
    came = TODAY - NIGHTS + np.arange(0, NIGHTS, 3)
    people = [a_household(id=1 + number, urgency=urgency) for number in range(len(came))]
    night = a_night(
        business_date=MONDAY - timedelta(days=NIGHTS), households=people, units=[a_unit(id=9)]
    )
    home = np.array([TODAY - NIGHTS])
    return Stream(night, NIGHTS, came, came + 30, home, home + 1)


def keep(night, past, policy=AHEAD, opened_on=MONDAY):
    return homes_to_keep(night, {1: opened_on}, policy, past)


def test_a_home_is_kept_for_the_more_urgent_who_keep_coming():
    night = a_night(households=[a_household(urgency=3)])

    assert keep(night, a_past(urgency=0)) == (Hold(1, FOR_NOBODY, MONDAY + timedelta(days=20)),)


def test_a_home_is_not_kept_for_somebody_no_more_urgent():
    night = a_night(households=[a_household(urgency=2)])

    assert keep(night, a_past(urgency=2)) == ()


def test_a_home_is_not_kept_without_a_past():
    night = a_night(households=[a_household(urgency=3)])

    assert keep(night, None) == ()


def test_on_the_last_night_nothing_is_kept():
    night = a_night(households=[a_household(urgency=3)])
    last = HoldPolicy(SAMPLED_FUTURES, samples=3, horizon_nights=0)

    assert keep(night, a_past(urgency=0), last) == ()


def test_the_most_urgent_are_housed_whatever_the_past_says():
    night = a_night(households=[a_household(urgency=0)])
    greedy = HoldPolicy(SAMPLED_FUTURES, samples=3, gain_percent=50)

    assert keep(night, a_past(urgency=0), greedy) == ()


@pytest.mark.parametrize(("days_open", "kept"), [(19, 1), (20, 0)])
def test_a_home_is_released_after_its_nights(days_open, kept):
    night = a_night(households=[a_household(urgency=3)])

    holds = keep(night, a_past(urgency=0), opened_on=MONDAY - timedelta(days=days_open))

    assert len(holds) == kept


def test_the_same_night_draws_the_same_futures():
    night = a_night(households=[a_household(urgency=3)])

    first, again = (worth_of_waiting(night, AHEAD, a_past(urgency=1)) for _ in range(2))

    assert first.tolist() == again.tolist()


def test_a_home_that_no_future_uses_brings_nothing():
    night = a_night(units=[a_unit(max_people=1)])

    assert worth_of_waiting(night, AHEAD, a_past(urgency=0)).tolist() == [0]
