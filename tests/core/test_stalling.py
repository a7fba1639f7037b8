"""The clock of a step: one reminder, one word to the team, and no fall without a warning."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.placements.lanes.enums import DelayUnit, Side, StepCode, Timeout
from stirrup.placements.lanes.stalling import Ring, StepClock, rings
from stirrup.placements.lanes.steps import Step, due_on, remind_on

MONDAY = date(2027, 1, 11)
ONE_DAY = timedelta(days=1)


def a_step(**values) -> Step:
    ordinary = {
        "code": StepCode.HOUSEHOLD_ANSWER,
        "side": Side.HOUSEHOLD,
        "name": {"fr": "Réponse"},
        "text": {"fr": "Le référent note la réponse."},
        "delay": 5,
        "unit": DelayUnit.DAYS,
        "remind_after": 3,
        "escalate_after": 4,
        "timeout": Timeout.RELEASE,
    }
    return Step(**ordinary | values)


def a_clock(step: Step, **values) -> StepClock:
    return StepClock(**{"since": MONDAY, "due_on": due_on(step, MONDAY)} | values)


def rung(step: Step, days: list[int]) -> list[tuple[date, frozenset[Ring]]]:
    """What each run asked for, when the clock runs on these days, until the stay fell through."""
    clock, told = a_clock(step), []
    for number in days:
        day = MONDAY + timedelta(days=number)
        asked = rings(step, clock, day)
        told.append((day, asked))
        if Ring.RELEASE in asked:
            break
        if Ring.REMIND in asked:
            clock = replace(clock, reminded_on=day)
        if Ring.ESCALATE in asked:
            clock = replace(clock, escalated_on=day)
    return told


@st.composite
def steps(draw) -> Step:
    """A step as an administrator may set it: the reminder, then the team, then the delay."""
    remind, escalate, delay = sorted(draw(st.tuples(*[st.integers(0, 60)] * 3)))
    return a_step(
        delay=max(delay, 1),
        remind_after=remind,
        escalate_after=escalate,
        unit=draw(st.sampled_from(DelayUnit)),
        timeout=draw(st.sampled_from(Timeout)),
    )


some_days = st.lists(st.integers(0, 130), max_size=40).map(sorted)


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        (2, set()),
        (3, {Ring.REMIND}),
        (4, {Ring.REMIND, Ring.ESCALATE}),
        (5, {Ring.REMIND, Ring.ESCALATE}),
        (6, {Ring.REMIND, Ring.ESCALATE}),
    ],
)
def test_a_clock_that_said_nothing_yet_warns_first(day, asked):
    step = a_step()

    assert rings(step, a_clock(step), MONDAY + timedelta(days=day)) == asked


def test_a_step_that_was_warned_falls_on_the_day_after_its_last_one():
    step = a_step()
    warned = a_clock(step, reminded_on=MONDAY + 3 * ONE_DAY, escalated_on=MONDAY + 4 * ONE_DAY)

    assert rings(step, warned, warned.due_on) == set()
    assert rings(step, warned, warned.due_on + ONE_DAY) == {Ring.RELEASE}


def test_a_step_of_the_team_is_flagged_and_never_falls():
    step = a_step(timeout=Timeout.FLAG)
    warned = a_clock(step, reminded_on=MONDAY, escalated_on=MONDAY)

    assert rings(step, warned, warned.due_on + 90 * ONE_DAY) == {Ring.FLAG}


def test_a_delay_that_was_made_longer_since_does_not_silence_the_reminder():
    step = a_step(delay=40, remind_after=30, escalate_after=35)
    promised = StepClock(since=MONDAY, due_on=MONDAY + 2 * ONE_DAY)

    assert Ring.REMIND in rings(step, promised, promised.due_on)


@given(steps(), some_days)
def test_each_warning_is_given_once_whenever_the_clock_runs(step, days):
    asked = [one for _day, at_once in rung(step, days) for one in at_once]

    assert all(asked.count(ring) <= 1 for ring in (Ring.REMIND, Ring.ESCALATE, Ring.RELEASE))


@given(steps(), some_days)
def test_a_fall_comes_late_after_a_warning_and_only_where_it_may(step, days):
    told = rung(step, days)
    reminded = [day for day, asked in told if Ring.REMIND in asked]

    for day, asked in told:
        if Ring.RELEASE in asked:
            assert step.timeout == Timeout.RELEASE
            assert day > due_on(step, MONDAY)
            assert reminded and reminded[0] < day


@given(steps(), some_days)
def test_nothing_is_said_before_its_day(step, days):
    for day, asked in rung(step, days):
        if day < remind_on(step, MONDAY):
            assert asked == set()


@given(steps(), some_days)
def test_twice_on_the_same_day_asks_for_nothing_more(step, days):
    twice = [number for number in days for _run in range(2)]
    told = rung(step, twice)

    for first, second in zip(told[::2], told[1::2], strict=False):
        assert second[1] <= {Ring.FLAG} or first[1] == second[1] == {Ring.RELEASE}


@given(steps())
def test_a_clock_that_runs_every_day_ends_what_nobody_answers(step):
    told = rung(step, list(range(140)))
    ends = {Timeout.RELEASE: Ring.RELEASE, Timeout.FLAG: Ring.FLAG}

    assert told[-1][1] == {ends[step.timeout]}
