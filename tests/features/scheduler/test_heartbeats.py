"""Each job leaves its start and its outcome; one that fails is told loudly and stops nothing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from scheduler.__main__ import in_context_of
from scheduler.jobs import TIMETABLE, Job
from stirrup.extensions import db
from stirrup.heartbeat import Heartbeat, list_heartbeats
from stirrup.outbox.models import OutboxMessage

MORNING = datetime(2027, 1, 14, 3, 0, tzinfo=UTC)
ONE_HOUR = timedelta(hours=1)


class CanaryError(Exception):
    """Its words name somebody."""


def run(app, work, at: datetime = MORNING) -> Heartbeat:
    """Run a job of our own like one of the timetable; returns its line."""
    like = TIMETABLE[0]
    with time_machine.travel(at, tick=False):
        in_context_of(app, Job("trial", work, like.trigger, like.grace, "for this test"))()
    db.session.expire_all()
    return db.session.scalars(select(Heartbeat)).one()


def fail() -> None:
    raise CanaryError("Samira Haddad")


def nothing() -> None:
    """A job that has nothing to do."""


def a_mail() -> OutboxMessage:
    return OutboxMessage(key="one", recipient="a@example.org", subject="s", body="b")


def test_a_job_that_is_done_says_since_when(app):
    beat = run(app, nothing)

    assert (beat.job, beat.started_at, beat.finished_at) == ("trial", MORNING, MORNING)
    assert (beat.failed_at, beat.error) == (None, None)


def test_a_job_under_way_has_started_and_not_finished(app):
    seen = []

    run(app, lambda: seen.extend((beat.job, beat.finished_at) for beat in list_heartbeats()))

    assert seen == [("trial", None)]


def test_while_it_runs_its_former_success_is_older_than_its_start(app):
    run(app, nothing)
    during = []

    def look():
        beat = list_heartbeats()[0]
        during.append(beat.finished_at < beat.started_at)

    run(app, look, MORNING + ONE_HOUR)

    assert during == [True]


def test_a_failure_is_kept_by_its_kind_and_said_loudly(app, caplog):
    beat = run(app, fail)

    assert (beat.failed_at, beat.error) == (MORNING, "CanaryError")
    assert beat.finished_at is None
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "job trial failed: CanaryError" in caplog.text


def test_a_success_after_a_failure_is_the_later_one(app):
    run(app, fail)

    beat = run(app, nothing, MORNING + ONE_HOUR)

    assert beat.finished_at > beat.failed_at
    assert beat.finished_at >= beat.started_at


@pytest.mark.parametrize("ending", [nothing, fail])
def test_what_a_job_did_not_commit_is_not_stored_by_its_heartbeat(app, ending):
    def forget():
        db.session.add(a_mail())
        db.session.flush()
        ending()

    run(app, forget)

    assert db.session.scalars(select(OutboxMessage)).all() == []


def test_what_a_job_committed_before_it_failed_is_kept(app):
    def half():
        db.session.add(a_mail())
        db.session.commit()
        fail()

    run(app, half)

    assert db.session.scalars(select(OutboxMessage.key)).one() == "one"


def test_a_heartbeat_that_cannot_be_written_stops_no_job(app, monkeypatch, caplog):
    done = []
    monkeypatch.setattr("stirrup.heartbeat.now", lambda: MORNING.replace(tzinfo=None))
    like = TIMETABLE[0]
    job = Job("trial", lambda: done.append(True), like.trigger, like.grace, "for this test")

    in_context_of(app, job)()

    assert done == [True]
    assert "heartbeat of trial" in caplog.text
