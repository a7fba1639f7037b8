"""Down to the tables that knew no steps of one's own, and up again, with stays under way."""

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from config import ROOT, Testing
from stirrup.application import create_app
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.placements.lanes.models import StepSetting
from tests import factories
from tests.repository.test_schema import two_databases

FOLDER = str(ROOT / "migrations")
OWN = "own_insurance"
__all__ = ["two_databases"]


@pytest.fixture
def migrated(two_databases, tmp_path):
    app = create_app(Testing({"DATABASE_URL": two_databases[0], "STIRRUP_INSTANCE": str(tmp_path)}))
    with app.app_context():
        upgrade(directory=FOLDER)
        yield
        db.session.remove()
        db.engine.dispose()


def a_setting(**values) -> StepSetting:
    ordinary = {
        "code": OWN,
        "side": "association",
        "follows": "landlord_answer",
        "rank": 1,
        "name": {"fr": "Attestation"},
        "text": {"fr": "L’attestation est reçue."},
        "delay": 2,
        "unit": "days",
        "remind_after": 1,
        "escalate_after": 2,
        "timeout": "flag",
        "enabled": True,
        "changed_by_id": factories.an_administrator().id,
    }
    return StepSetting(**ordinary | values)


def test_what_was_left_out_is_kept_and_steps_of_ones_own_are_lost(migrated):
    proposal = factories.a_proposal(state="accepted")
    other = factories.a_proposal(run=proposal.run, state="accepted")
    waits = factories.a_placement(proposal, step=OWN, step_since=now(), step_due_on=today()).id
    stay = factories.a_placement(other, step="visit", step_since=now(), step_due_on=today())
    for step, kind in (
        *(("association_answer", "skipped"), (OWN, "yes"), ("visit_booking", "skipped")),
        *(("visit", "skipped"), ("visit", "taken_back")),
    ):
        factories.a_step_answer(stay, step=step, kind=kind, side="team")
    factories.stored(a_setting())
    goes_on = stay.id
    db.session.remove()

    downgrade(directory=FOLDER, revision="0009")
    steps = dict(rows("SELECT id, step FROM placement"))
    left_out = dict(rows("SELECT id, CAST(left_out_steps AS TEXT) FROM placement"))
    answered = [code for (code,) in rows("SELECT step FROM step_answer ORDER BY id")]
    settings = rows("SELECT code FROM step_setting")
    upgrade(directory=FOLDER)

    assert steps == {waits: None, goes_on: "visit"}
    assert left_out[waits] == "[]"
    assert left_out[goes_on] == '["association_answer", "visit_booking"]'
    assert answered == ["association_answer", "visit_booking", "visit", "visit"]
    assert settings == []
    assert len(rows("SELECT id FROM step_answer")) == len(answered)


@pytest.mark.parametrize(
    "wrong",
    [
        {"side": None},
        {"side": "household"},
        {"rank": None},
        {"follows": "keys"},
        {"follows": OWN},
        {"code": "keys"},
        {"code": "insurance"},
        {"code": "keys", "side": None, "rank": None},
        {"code": "keys", "side": None, "rank": None, "follows": None, "retired": True},
    ],
)
def test_the_database_refuses_a_step_that_is_neither_the_programs_nor_ones_own(app, wrong):
    row = a_setting(**wrong)

    with pytest.raises((IntegrityError, LookupError)):
        factories.stored(row)


@pytest.mark.parametrize("table", ["placement", "step_answer"])
def test_no_row_waits_at_a_step_that_nobody_knows(app, table):
    factories.a_step_answer()

    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE {table} SET step = 'insurance'"))


def rows(query: str) -> list:
    with db.engine.connect() as connection:
        return connection.execute(text(query)).all()
