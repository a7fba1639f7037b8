"""The process that keeps time: it starts, and stops cleanly when told to."""

import os
import signal
import subprocess
import sys
from time import perf_counter

import pytest

from config import ROOT


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


def test_it_stops_within_ten_seconds_without_a_fault(process):
    assert said(process, "keeping time: referrals, holds, night, watch, mail, documents, seals")
    told = perf_counter()

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=20) == 0
    assert perf_counter() - told < 12
    assert "Traceback" not in process.stderr.read()


def test_a_signal_repeated_is_harmless(process):
    assert said(process, "keeping time")

    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=20) == 0
    assert "Traceback" not in process.stderr.read()
