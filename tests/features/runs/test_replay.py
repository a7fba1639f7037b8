"""flask runs: a stored run computed again is the same bit for bit, or says what differs."""

import pytest

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.matching.over_time.holds import RARE_NEEDS, HoldPolicy
from stirrup.matching.problem import Problem
from stirrup.matching.weights import Weights
from stirrup.referrals.enums import Urgency
from stirrup.referrals.models import LinkGroup
from stirrup.runs.enums import ChoiceKind, RunState
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.replay import Verdict, replay
from stirrup.runs.versions import changed_versions, versions_here
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_landlord_organisation,
    a_referral,
    a_run,
    a_unit,
    stored,
)
from tests.features.runs.situations import a_choice, a_hold, a_town, count, in_force, tonight


@pytest.fixture
def runs(app):
    return lambda *options: app.test_cli_runner().invoke(args=["runs", *options])


@pytest.fixture
def run(app) -> MatchRun:
    a_town()
    return db.session.get(MatchRun, tonight().run_id)


def record(run: MatchRun, **values) -> None:
    for name, value in values.items():
        setattr(run, name, value)
    db.session.commit()


def a_night_of_everything() -> MatchRun:
    """Pins, a ban, holds of both kinds, linked households, limits, adopted weights."""
    in_force(
        policy=HoldPolicy(name=RARE_NEEDS, needs=("needs_step_free",)), weights=Weights(waiting=80)
    )
    worker = a_case_worker()
    group = stored(
        LinkGroup(association_id=worker.organisation_id, max_km=5, created_by_id=worker.id)
    )
    linked = [a_referral(worker, link_group=group) for _ in range(2)]
    alone = [a_referral(worker, urgency=urgency) for urgency in Urgency]
    landlord = a_landlord(a_landlord_organisation(most_stays=2))
    homes = [a_unit(landlord, step_free=False) for _ in range(3)]
    homes += [a_unit(step_free=False), a_unit(opened_on=today()), a_unit(opened_on=today())]
    a_choice(ChoiceKind.PIN, alone[3], homes[0])
    a_choice(ChoiceKind.BAN, linked[0], homes[1])
    a_hold(homes[3], kept_for=2)
    return db.session.get_one(MatchRun, tonight().run_id)


def test_a_run_replays_identically(run):
    found = replay(run)

    assert found.verdict == Verdict.IDENTICAL
    assert found.input_digests == (run.input_digest, run.input_digest)
    assert found.output_digests == (run.output_digest, run.output_digest)
    assert found.changed_versions == {}


def test_a_run_with_every_kind_of_choice_replays_identically(app):
    run = a_night_of_everything()

    assert run.proposals_count >= 2
    assert replay(run).verdict == Verdict.IDENTICAL


def test_what_happens_after_the_run_changes_nothing_of_its_replay(run):
    in_force(weights=Weights(placed=1))
    a_town()

    assert replay(run).verdict == Verdict.IDENTICAL


def test_a_replay_writes_nothing(run, runs):
    before = count(MatchRun), count(Proposal), run.finished_at

    runs("replay", str(run.id))

    db.session.expire_all()
    assert (count(MatchRun), count(Proposal), run.finished_at) == before


@pytest.mark.parametrize(
    ("recorded", "code", "words"),
    [
        ({}, 0, "identical, bit for bit"),
        ({"output_digest": "0" * 64}, 1, "different, with the same versions"),
        ({"input_digest": "0" * 64}, 1, "different, with the same versions"),
        ({"value": "1"}, 1, "different, with the same versions"),
        ({"versions": {"numpy": "1.0"}}, 3, "the same proposals, computed with other versions"),
        ({"versions": {"numpy": "1.0"}, "value": "1"}, 4, "different, as other versions may be"),
        ({"input_snapshot": None}, 5, "no longer stored"),
        ({"input_snapshot": b"not a problem"}, 5, "stored by another version of the program"),
        ({"replayable": False}, 5, "cut short by the clock"),
        ({"state": RunState.FAILED}, 5, "did not finish"),
    ],
)
def test_the_command_names_what_it_found_and_exits_with_it(run, runs, recorded, code, words):
    record(run, **recorded)

    answer = runs("replay", str(run.id))

    assert answer.exit_code == code
    assert words in answer.output


def test_other_versions_are_named(run, runs):
    record(run, versions=versions_here() | {"ortools": "8.0"})

    answer = runs("replay", str(run.id))

    line = next(line for line in answer.output.splitlines() if "ortools" in line)
    assert "8.0" in line
    assert versions_here()["ortools"] in line
    assert "numpy" not in answer.output


def test_a_version_that_was_not_recorded_counts_as_another():
    recorded = dict(versions_here())
    del recorded["matcher"]

    assert changed_versions(recorded) == {"matcher": ("none", versions_here()["matcher"])}


def test_a_snapshot_of_another_format_is_named(run, runs, monkeypatch):
    problem = Problem.from_bytes(run.input_snapshot)
    monkeypatch.setattr("stirrup.matching.problem.FORMAT", 1)
    content = problem.to_bytes()
    monkeypatch.undo()
    record(run, input_snapshot=content)

    answer = runs("replay", str(run.id))

    assert answer.exit_code == 5
    assert "another version of the program" in answer.output


def test_an_unknown_run_is_refused(runs):
    answer = runs("replay", "999999")

    assert answer.exit_code == 2
    assert "there is no run 999999" in answer.output


def test_the_list_tells_every_run_the_latest_first(run, runs):
    older = a_run(business_date=today().replace(year=2020), replayable=False)

    lines = runs("list").output.splitlines()

    rows = [line.replace("│", " ").split() for line in lines if "│" in line]
    assert [row[0] for row in rows] == [str(run.id), str(older.id)]
    assert [row[-1] for row in rows] == ["yes", "no"]


def test_the_list_may_be_short(run, runs):
    a_run(business_date=today().replace(year=2020))

    lines = [line for line in runs("list", "--last", "1").output.splitlines() if "│" in line]

    assert len(lines) == 1
