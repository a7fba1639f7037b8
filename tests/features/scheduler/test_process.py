"""The process that keeps time: it starts, and stops cleanly when told to."""

import os
import signal
import subprocess
import sys

import pytest

from config import ROOT
from scheduler.jobs import TIMETABLE
from tests.patience import PATIENCE_SECONDS

WORK_WITHOUT_END = """
import threading, time
from apscheduler.schedulers.background import BackgroundScheduler
import scheduler.__main__ as keeper

keeper.SECONDS_TO_STOP = 0.1
begun = threading.Event()
held = BackgroundScheduler()
held.add_job(lambda: (begun.set(), time.sleep(3600)))
held.start()
begun.wait()
keeper.stop(held)
"""


@pytest.fixture
def process(app):
    environment = os.environ | {
        "STIRRUP_ENV": "testing",
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "STIRRUP_INSTANCE": str(app.config["INSTANCE"]),
    }
    command = [sys.executable, "-m", "scheduler"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as running:
        yield running
        running.kill()


def said(process: subprocess.Popen, words: str) -> bool:
    """Read what it writes until it says what it keeps time for, or ends."""
    return words in next((line for line in process.stderr if "keeping time" in line), "")


def test_it_stops_when_told_to_without_a_fault(process):
    assert said(process, "keeping time: " + ", ".join(job.name for job in TIMETABLE))

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=PATIENCE_SECONDS) == 0
    assert "Traceback" not in process.stderr.read()


def test_a_signal_repeated_is_harmless(process):
    assert said(process, "keeping time")

    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=PATIENCE_SECONDS) == 0
    assert "Traceback" not in process.stderr.read()


def test_work_that_does_not_end_keeps_nothing_from_stopping():
    command = [sys.executable, "-c", WORK_WITHOUT_END]

    done = subprocess.run(command, cwd=ROOT, timeout=PATIENCE_SECONDS, check=False)

    assert done.returncode == 0
