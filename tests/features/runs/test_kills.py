"""Processes killed at any instant, and processes that start together: none or one whole night."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from random import Random
from time import perf_counter, sleep

import pytest
from sqlalchemy import delete, select

from config import ROOT
from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.matching.solver import solve
from stirrup.runs.enums import RunState
from stirrup.runs.loader import load
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.nightly import seed_of
from tests.factories import an_administrator
from tests.features.runs.night_server import DONE, REFUSED
from tests.features.runs.situations import a_town, let_the_lease_end

KILLS, RACES = 20, 8


class Nights:
    """Starts nights in other processes, and kills them."""

    def __init__(self, server: subprocess.Popen) -> None:
        self._server = server

    def start(self, how_many: int = 1) -> list[int]:
        self._server.stdin.write(f"{how_many}\n")
        self._server.stdin.flush()
        return self._numbers()

    def statuses(self) -> list[int]:
        return self._numbers()

    def _numbers(self) -> list[int]:
        return [int(word) for word in self._server.stdout.readline().split()]


@pytest.fixture
def nights(app):
    environment = os.environ | {
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "STIRRUP_INSTANCE": str(app.config["INSTANCE"]),
    }
    command = [sys.executable, "-m", "tests.features.runs.night_server"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        yield Nights(server)
        server.stdin.close()


@pytest.fixture
def expected(app):
    """The pairs of tonight, in a town with an administrator to tell."""
    an_administrator()
    a_town(households=30, homes=20)
    return set(solve(load(today(), seed=seed_of(today()))).pairs)


def published(expected: set) -> bool:
    """Whether there is a night, after checking that it is whole or not there at all."""
    db.session.rollback()
    run = db.session.scalars(select(MatchRun)).one_or_none()
    pairs = {
        tuple(row) for row in db.session.execute(select(Proposal.referral_id, Proposal.unit_id))
    }
    lines = db.session.scalars(select(AuditEntry)).all()
    if run is None or run.state != RunState.PUBLISHED:
        assert (pairs, lines) == (set(), [])
        return False
    assert pairs == expected
    assert len(lines) == 1
    assert run.proposals_count == len(expected)
    return True


def forget_the_night() -> None:
    for model in (AuditEntry, Proposal, MatchRun):
        db.session.execute(delete(model))
    db.session.commit()


def test_a_night_killed_at_any_instant_is_not_there_or_whole(nights, expected):
    instants, killed = Random(59), 0
    nights.start()
    started = perf_counter()
    assert nights.statuses() == [DONE]
    usual = perf_counter() - started

    for _ in range(KILLS):
        if published(expected):
            forget_the_night()
        let_the_lease_end()
        process, instant = nights.start()[0], instants.uniform(0, usual)
        sleep(instant)
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        if nights.statuses() == [-signal.SIGKILL]:
            killed += 1
        else:  # it had ended: this machine is faster now than it was
            usual = instant
        published(expected)

    assert killed > KILLS / 4
    let_the_lease_end()
    nights.start()
    nights.statuses()
    assert published(expected)


def test_of_two_processes_that_start_together_one_runs_the_night(nights, expected):
    for _ in range(RACES):
        nights.start(2)
        assert sorted(nights.statuses()) == [DONE, REFUSED]
        assert published(expected)
        assert db.session.scalars(select(MatchRun.attempt)).one() == 1
        forget_the_night()
