"""When things happen: the night once a date, clock changes included, and what is caught up."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from scheduler.__main__ import timekeeper
from scheduler.jobs import TIMETABLE, Job, deliver_mail, keep_referrals_fresh, night_is_missing
from stirrup.clock import PARIS, now, today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.referrals.enums import ReferralState
from stirrup.runs.enums import ProposalState, RunState
from stirrup.runs.models import MatchRun
from tests.factories import a_referral, a_run
from tests.features.runs.situations import a_town, count, let_the_lease_end, proposals_in

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
WINTER_MORNING = datetime(2027, 1, 14, 5, 0, tzinfo=PARIS)


def job(name: str) -> Job:
    return next(one for one in TIMETABLE if one.name == name)


def fires(name: str, first: datetime, last: datetime) -> list[datetime]:
    """Every instant at which a job would start between two others."""
    trigger, found = job(name).trigger, []
    instant = trigger.get_next_fire_time(None, first)
    while instant <= last:
        found.append(instant)
        after = instant.astimezone(UTC) + timedelta(microseconds=1)
        instant = trigger.get_next_fire_time(instant, after.astimezone(PARIS))
    return found


def at(hour: int, minute: int = 0) -> datetime:
    return WINTER_MORNING.replace(hour=hour, minute=minute)


@pytest.fixture
def early(app):
    """Five in the morning in Paris, an hour after the night should have started."""
    with time_machine.travel(WINTER_MORNING, tick=True):
        yield app


@pytest.mark.parametrize("night", [SPRING, AUTUMN, date(2027, 6, 1)])
def test_the_night_starts_once_at_four_even_when_the_clock_moves(night):
    midnight = datetime.combine(night, time(), PARIS)

    found = fires("night", midnight, midnight + timedelta(hours=23))

    assert [instant.astimezone(PARIS).time() for instant in found] == [time(4, 0)]


def test_every_date_of_a_year_has_one_night():
    first = datetime(2027, 1, 1, tzinfo=PARIS)

    found = fires("night", first, first + timedelta(days=365))

    days = [instant.astimezone(PARIS).date() for instant in found]
    assert days == [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]


def test_nothing_but_what_runs_at_any_hour_starts_in_the_hour_that_moves():
    for night in (SPRING, AUTUMN):
        midnight = datetime.combine(night, time(), PARIS)
        for one in TIMETABLE:
            if one.name not in ("mail", "documents", "seals", "long_lists"):
                found = fires(one.name, midnight, midnight + timedelta(hours=23))
                assert not [instant for instant in found if instant.astimezone(PARIS).hour == 2]


def test_referrals_are_refreshed_before_the_night():
    midnight = datetime.combine(SPRING, time(), PARIS)
    day = (midnight, midnight + timedelta(hours=23))

    assert fires("referrals", *day)[0] < fires("night", *day)[0]


def test_a_late_start_is_forgiven_for_hours_and_runs_once(app):
    held = {held.id: held for held in timekeeper(app).get_jobs()}

    assert set(held) == {one.name for one in TIMETABLE}
    assert held["night"].misfire_grace_time == 8 * 3600
    assert all(one.coalesce and one.max_instances == 1 for one in held.values())


def test_a_process_first_asks_whether_a_night_is_missing(app):
    held = {held.id: held for held in timekeeper(app).get_jobs()}

    assert abs(held["watch"].next_run_time - now()) < timedelta(minutes=1)
    assert not hasattr(held["night"], "next_run_time")


def test_a_night_missed_while_nothing_ran_is_caught_up_at_start(early):
    a_town()

    timekeeper(early).get_job("watch").func()

    assert db.session.scalars(select(MatchRun.state)).one() == RunState.PUBLISHED
    assert len(proposals_in(ProposalState.SUBMITTED)) == 4


def test_a_night_left_behind_is_taken_up_again(early):
    a_town()
    a_run(state=RunState.CLAIMED, finished_at=None)
    let_the_lease_end()

    timekeeper(early).get_job("watch").func()

    run = db.session.scalars(select(MatchRun).execution_options(populate_existing=True)).one()
    assert (run.state, run.attempt) == (RunState.PUBLISHED, 2)


def test_two_processes_at_the_same_hour_are_harmless(early):
    a_town()

    for _ in range(2):
        timekeeper(early).get_job("night").func()

    assert count(MatchRun) == 1
    assert len(proposals_in(ProposalState.SUBMITTED)) == 4


@pytest.mark.parametrize(
    ("instant", "missing"),
    [(at(3, 59), False), (at(4), True), (at(11, 59), True), (at(12), False), (at(23), False)],
)
def test_a_night_is_caught_up_from_four_to_noon(app, instant, missing):
    with time_machine.travel(instant, tick=False):
        assert night_is_missing() == missing


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"state": RunState.PUBLISHED}, False),
        ({"state": RunState.CLAIMED}, True),
        ({"state": RunState.FAILED, "attempt": 2}, True),
        ({"state": RunState.FAILED, "attempt": 3}, False),
        ({"state": RunState.PUBLISHED, "kind": "manual", "number": 1}, True),
    ],
)
def test_a_night_is_missing_until_it_is_published_or_failed_three_times(early, values, missing):
    a_run(**values)

    assert night_is_missing() == missing


@pytest.mark.parametrize(("instant", "loud"), [(at(5, 55), False), (at(6, 0), True)])
def test_a_night_that_is_still_missing_at_six_is_said_loudly(app, caplog, instant, loud):
    with time_machine.travel(instant, tick=False):
        timekeeper(app).get_job("watch").func()

    assert ("no night has finished for 2027-01-14" in caplog.text) == loud


def test_referrals_that_nobody_confirmed_leave_before_the_night(app):
    stale = a_referral(last_confirmed_on=today() - timedelta(days=31))
    parked = a_referral(state=ReferralState.PARKED, parked_until=today())

    keep_referrals_fresh()

    db.session.expire_all()
    assert (stale.state, parked.state) == (ReferralState.TO_CONFIRM, ReferralState.READY)


def test_mail_leaves_the_outbox(app):
    db.session.add(OutboxMessage(key="one", recipient="a@example.org", subject="s", body="b"))
    db.session.commit()

    deliver_mail()

    assert db.session.scalars(select(OutboxMessage.sent_at)).one() is not None
