"""The history of the runs, one run, and starting one by hand."""

from datetime import timedelta

import pytest

from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.matching.weights import Weights
from stirrup.runs.enums import ChoiceKind, RunState
from stirrup.runs.models import MatchRun
from tests.factories import a_case_worker, a_landlord, a_run, a_unit, an_administrator
from tests.features.runs.situations import a_choice, a_town, count, in_force, tonight
from tests.features.runs.test_night import break_the_night


@pytest.fixture
def administrator(client):
    person = an_administrator(language="en")
    client.sign_in(person)
    return person


def test_the_history_lists_the_runs_the_latest_first(client, administrator):
    a_run(business_date=today() - timedelta(days=1), proposals_count=7)
    a_run(kind="manual", number=1, territory="59512 59350", started_by_id=administrator.id)

    page = client.get("/runs").text

    assert page.index("Run 1 of") < page.index("Night of")
    assert "Roubaix, Lille" in page


def test_an_empty_history_says_when_the_first_run_comes(client, administrator):
    assert "The first one starts at four in the morning" in client.get("/runs").text


@pytest.mark.parametrize(
    ("state", "lease", "words"),
    [
        (RunState.FAILED, 1, "Failed"),
        (RunState.CLAIMED, 1, "Under way"),
        (RunState.CLAIMED, -1, "Interrupted"),
        (RunState.PUBLISHED, -1, "Finished"),
    ],
)
def test_a_run_says_how_far_it_went(client, administrator, state, lease, words):
    a_run(state=state, lease_until=now() + timedelta(minutes=lease), finished_at=None)

    assert words in client.get("/runs").text


def test_a_run_shows_its_proof_and_what_a_replay_needs(client, administrator):
    a_town()
    run = db.session.get(MatchRun, tonight().run_id)

    page = client.get(f"/runs/{run.id}").text

    assert "Optimal, proved" in page
    assert run.input_digest[:8] in page
    assert run.output_digest[-8:] in page
    assert str(run.seed) in page
    assert f"ortools {run.versions['ortools']}" in page
    assert "Find the best solution" in page


def test_a_run_names_the_pairs_it_could_not_hold_and_the_weights_it_used(client, administrator):
    adopted = in_force(weights=Weights(waiting=80))
    pin = a_choice(ChoiceKind.PIN, unit=a_unit(max_people=1))
    run = db.session.get(MatchRun, tonight().run_id)

    page = client.get(f"/runs/{run.id}").text

    assert "Pairs asked for and not possible" in page
    assert pin.referral.reference in page
    assert pin.unit.reference in page
    assert f"/parameters/{adopted.id}" in page
    assert f"flask runs replay {run.id}" in page


@pytest.mark.parametrize("gone", [{"input_snapshot": None}, {"replayable": False}])
def test_a_run_that_cannot_be_replayed_says_so(client, administrator, gone):
    run = db.session.get(MatchRun, tonight().run_id)
    for name, value in gone.items():
        setattr(run, name, value)
    db.session.commit()

    page = client.get(f"/runs/{run.id}").text

    assert "flask runs replay" not in page
    assert "It cannot be run again exactly" in page


def test_a_run_that_failed_says_why(client, administrator):
    run = a_run(state=RunState.FAILED, failure="UnreadableFieldError")

    assert "UnreadableFieldError" in client.get(f"/runs/{run.id}").text


def test_an_administrator_runs_the_matching_by_hand(client, administrator):
    a_town()

    answer = client.submit("/runs", {"commune": ""}, to="/runs/start", follow_redirects=True)

    assert "The run made 4 proposals." in answer.text
    assert "Run by hand finished at" in answer.text


def test_a_run_by_hand_may_be_limited_to_a_commune(client, administrator):
    a_town()
    a_unit(commune_code="59350")

    client.submit("/runs", {"commune": "59350"}, to="/runs/start")

    run = db.session.query(MatchRun).one()
    assert (run.territory, run.units_count) == ("59350", 1)


@pytest.mark.parametrize("commune", ["75056", "a\x00b", "9" * 20])
def test_a_commune_without_an_open_home_is_refused(client, administrator, commune):
    answer = client.submit("/runs", {"commune": commune}, to="/runs/start")

    assert answer.status_code == 422
    assert "Choose a commune in the list." in answer.text
    assert count(MatchRun) == 0


def test_a_run_already_under_way_is_said(client, administrator):
    a_run(state=RunState.CLAIMED, lease_until=now() + timedelta(minutes=1), finished_at=None)

    answer = client.submit("/runs", {}, to="/runs/start", follow_redirects=True)

    assert "A run is already under way." in answer.text
    assert count(MatchRun) == 1


def test_a_run_by_hand_that_fails_is_said_and_kept_in_the_history(client, administrator):
    break_the_night()

    answer = client.submit("/runs", {}, to="/runs/start", follow_redirects=True)

    assert "The run failed. The proposals of the last run are kept." in answer.text
    assert "Failed" in answer.text


@pytest.mark.parametrize("person", [a_landlord, a_case_worker])
def test_only_administrators_start_a_run(client, person):
    client.sign_in(person())

    answer = client.submit("/help", {}, to="/runs/start")

    assert answer.status_code == 403
    assert count(MatchRun) == 0


def test_starting_a_run_needs_a_form_of_ours(client, administrator):
    assert client.post("/runs/start", data={"commune": ""}).status_code == 400
