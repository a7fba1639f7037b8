"""When mails and sheets are made: by the clock of Paris, on the days it changes too."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine

from scheduler.jobs import TIMETABLE, print_the_morning, write_briefs, write_digests
from stirrup.clock import PARIS
from stirrup.extensions import db
from stirrup.notices.models import MorningSheet
from stirrup.outbox.models import OutboxMessage
from stirrup.units.enums import UnitState
from tests.factories import a_landlord, a_run, a_unit, an_administrator

SPRING, AUTUMN, ORDINARY = date(2027, 3, 28), date(2027, 10, 31), date(2027, 6, 1)


def first_start(name: str, day: date) -> datetime:
    trigger = next(job for job in TIMETABLE if job.name == name).trigger
    return trigger.get_next_fire_time(None, datetime.combine(day, time(), PARIS))


@pytest.mark.parametrize("day", [SPRING, AUTUMN, ORDINARY])
@pytest.mark.parametrize(
    ("name", "hour"), [("sheets", time(4, 0)), ("briefs", time(7, 0)), ("digests", time(7, 45))]
)
def test_each_starts_at_its_hour_in_paris(name, hour, day):
    start = first_start(name, day).astimezone(PARIS)

    assert (start.date(), start.time()) == (day, hour)


def test_the_mails_of_a_working_morning_leave_once(app):
    a_unit(a_landlord(), state=UnitState.DRAFT)
    an_administrator()
    morning = datetime(2027, 6, 1, 7, 0, tzinfo=PARIS)

    for minutes, work in ((0, write_briefs), (10, write_briefs), (45, write_digests)):
        with time_machine.travel(morning + timedelta(minutes=minutes)):
            work()

    keys = [mail.key.rpartition("-")[0] for mail in db.session.query(OutboxMessage)]
    assert keys == ["daily-2027-06-01"] * 2


def test_the_sheets_of_a_morning_follow_its_night(app):
    with time_machine.travel(datetime(2027, 6, 1, 4, 10, tzinfo=PARIS)):
        print_the_morning()
        before = db.session.query(MorningSheet).count()
        a_run()
        print_the_morning()

    assert (before, db.session.query(MorningSheet).count()) == (0, 2)
