"""The night of a metropolis: 2,000 households and 800 homes, proved optimal, timed."""

import json
import os
import subprocess
import sys
from time import perf_counter

import pytest

from config import ROOT
from tests.conftest import new_postgres_database

HOUSEHOLDS, UNITS, PAIRS_AT_LEAST = 2_000, 800, 150_000
TELL = """
import json
from stirrup.runs.models import MatchRun
from stirrup.extensions import db
from wsgi import app
with app.app_context():
    run = db.session.query(MatchRun).one()
    print(json.dumps([run.status, run.eligible_pairs, run.proposals_count, run.durations]))
"""


def flask(environment, *arguments) -> str:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture(params=["sqlite", "postgresql"])
def territory(request, tmp_path):
    """The environment of an instance that holds a large territory."""
    environment = os.environ | {"STIRRUP_INSTANCE": str(tmp_path), "STIRRUP_ENV": "development"}
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        environment["DATABASE_URL"] = new_postgres_database(server, "large_territory")
    else:
        environment.pop("DATABASE_URL", None)
    flask(environment, "db", "upgrade")
    flask(environment, "demo", "--households", str(HOUSEHOLDS), "--units", str(UNITS))
    return environment


def test_the_night_of_a_metropolis_is_proved_optimal(territory):
    started = perf_counter()

    flask(territory, "night")

    wall = perf_counter() - started
    told = subprocess.run(
        [sys.executable, "-c", TELL], cwd=ROOT, env=territory, capture_output=True, text=True
    )
    status, pairs, proposals, durations = json.loads(told.stdout)
    sys.stdout.write(f"{wall:.2f} s with the start of the process, {pairs} pairs, {durations}\n")
    assert status == "optimal"
    assert pairs >= PAIRS_AT_LEAST
    assert proposals > 0
