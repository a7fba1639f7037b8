"""flask simulate: policies over many nights, invented ones or the instance's own."""

import json
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from stirrup.audit import AuditEntry
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.matching.over_time.holds import SAMPLED_FUTURES, HoldPolicy
from stirrup.matching.tables import ALONE, FOR_NOBODY
from stirrup.referrals.enums import ReferralState, Urgency
from stirrup.referrals.models import LinkGroup, Referral
from stirrup.runs.choice_models import UnitHold
from stirrup.runs.holds import holds_in_force
from stirrup.runs.models import MatchRun
from stirrup.runs.own_history import own_stream
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit
from tests.factories import a_case_worker, a_referral, a_unit, stored
from tests.features.runs.situations import a_town, count, in_force, tonight

WEEK = timedelta(days=7)


@pytest.fixture
def simulate(app):
    return lambda *options: app.test_cli_runner().invoke(args=["simulate", *options])


def a_week(nights: int = 7):
    return own_stream(today() - timedelta(days=nights), nights)


def test_it_compares_policies_on_invented_arrivals(simulate, tmp_path):
    file, drawing = tmp_path / "report.json", tmp_path / "chart.svg"
    options = ["--nights", "3", "--seeds", "1", "--policy", "first_come"]

    answer = simulate(*options, "--report", str(file), "--svg", str(drawing))

    assert answer.exit_code == 0
    assert "first_come" in answer.output
    report = json.loads(file.read_text())
    assert report["source"]["kind"] == "generated"
    assert [row["code"] for row in report["policies"]] == ["first_come", "optimum"]
    assert drawing.read_text().startswith("<svg")


def test_it_replays_the_instances_own_nights(simulate, tmp_path):
    a_town_of_last_week()
    file = tmp_path / "report.json"

    answer = simulate("--own", "--nights", "7", "--policy", "rare_needs", "--report", str(file))

    assert answer.exit_code == 0, answer.output
    report = json.loads(file.read_text())
    assert report["source"]["kind"] == "own"
    assert (report["households"], report["homes"]) == ([6], [4])
    assert report["policies"][0]["summary"]["placed"]["mean"] == 4


def test_it_changes_nothing(simulate):
    a_town_of_last_week()
    before = versions()

    simulate("--own", "--nights", "7", "--policy", "optimum")

    assert versions() == before
    assert (count(UnitHold), count(MatchRun), count(AuditEntry)) == (0, 0, 0)


def test_an_empty_past_is_said(simulate):
    answer = simulate("--own")

    assert answer.exit_code == 1
    assert "Nobody waited" in answer.output


def test_an_unknown_policy_is_refused(simulate):
    assert simulate("--policy", "dice").exit_code == 2


def test_a_household_is_there_from_its_referral_to_its_latest_entry(app):
    a_referral(submitted_at=now() - timedelta(days=3), latest_entry=today() + WEEK)
    a_unit(opened_on=today() - WEEK)

    stream = a_week()

    assert stream.household_from.tolist() == [(today() - timedelta(days=3)).toordinal()]
    assert stream.household_until.tolist() == [(today() + WEEK).toordinal() + 1]


def test_a_household_that_left_is_gone_from_that_day(app):
    gone = now() - timedelta(days=2)
    a_referral(
        state=ReferralState.CLOSED,
        submitted_at=now() - 2 * WEEK,
        changed_at=gone,
        latest_entry=today() + WEEK,
    )
    a_unit(opened_on=today() - WEEK)

    assert a_week().household_until.tolist() == [(today() - timedelta(days=2)).toordinal()]


def test_a_housed_household_waits_again(app):
    a_referral(state=ReferralState.HOUSED, submitted_at=now() - WEEK)
    a_unit(state=UnitState.OCCUPIED, opened_on=today() - WEEK)

    stream = a_week()

    assert (len(stream.stays), len(stream.openings)) == (1, 1)


@pytest.mark.parametrize("state", [ReferralState.DRAFT, ReferralState.SUBMITTED])
def test_a_referral_that_was_never_ready_is_left_out(app, state):
    a_referral(state=state, submitted_at=now() - WEEK)

    assert len(a_week().stays) == 0


@pytest.mark.parametrize("state", [UnitState.DRAFT, UnitState.CHECKING, UnitState.REJECTED])
def test_a_home_that_never_opened_is_left_out(app, state):
    a_unit(state=state)

    assert len(a_week().openings) == 0


def test_a_withdrawn_home_is_gone_from_that_day(app):
    gone = now() - timedelta(days=2)
    a_unit(state=UnitState.WITHDRAWN, opened_on=today() - WEEK, changed_at=gone)

    assert a_week().unit_until.tolist() == [(today() - timedelta(days=2)).toordinal()]


def test_linked_households_stand_each_for_themselves(app):
    worker = a_case_worker()
    group = stored(
        LinkGroup(association_id=worker.organisation_id, max_km=5, created_by_id=worker.id)
    )
    a_referral(worker, link_group_id=group.id)

    assert a_week().everyone.households.link_group.tolist() == [ALONE]


def test_a_night_that_looks_ahead_reads_the_past_and_keeps_what_will_serve_better(app):
    worker = a_case_worker()
    a_referral(worker, urgency=Urgency.STABLE)
    a_unit(step_free=False, opened_on=today())
    for days in range(3, 300, 3):
        gone = today() - timedelta(days=days)
        a_referral(
            worker,
            state=ReferralState.CLOSED,
            urgency=Urgency.NO_SHELTER,
            submitted_at=now() - timedelta(days=days + 30),
            changed_at=datetime.combine(gone, time(12), UTC),
        )
    in_force(policy=HoldPolicy(SAMPLED_FUTURES))

    report = tonight()

    assert report.proposals_count == 0
    (hold,) = holds_in_force(today())
    assert (hold.kept_for, hold.until_date) == (FOR_NOBODY, today() + timedelta(days=30))


def a_town_of_last_week() -> None:
    """Six households and four homes that have been there for a week."""
    a_town()
    db.session.execute(update(Unit).values(opened_on=today() - WEEK))
    db.session.commit()


def versions() -> list[tuple[int, int]]:
    """Every home and referral with its version, which any change raises."""
    return [
        tuple(row)
        for model in (Unit, Referral)
        for row in db.session.execute(select(model.id, model.version).order_by(model.id))
    ]
