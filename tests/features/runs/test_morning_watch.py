"""Beside the queue: steps that stall, homes about to end, the most pressing first."""

from datetime import timedelta

import pytest

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.enums import DelayUnit, StepCode, Timeout
from stirrup.placements.lanes.models import StepSetting
from stirrup.placements.lifecycle import last_day
from stirrup.placements.models import Placement
from stirrup.runs.enums import ProposalState
from stirrup.runs.morning_watch import watches
from stirrup.units.enums import UnitState
from tests.factories import a_placement, a_proposal, a_run, a_unit, an_administrator, stored


def a_late_stay(run, days: int, step: StepCode = StepCode.VISIT, **values) -> Placement:
    """A stay being prepared whose open step should have been done so many days ago."""
    stay = a_placement(a_proposal(run=run, state=ProposalState.ACCEPTED), **values)
    stay.step, stay.step_due_on = step, today() - timedelta(days=days)
    db.session.commit()
    return stay


def a_home_until(days: int, **values):
    """An open home where a stay can begin for so many days more."""
    return a_unit(available_until=last_day(today() + timedelta(days=days)), **values)


@pytest.fixture
def reader(client):
    client.sign_in(an_administrator(language="en"))
    return client


def test_late_steps_are_counted_and_the_three_latest_are_named(app, reader):
    run = a_run()
    stays = [a_late_stay(run, days) for days in (1, 5, 3, 2)]

    page = reader.get("/review").text

    named = [stay.reference in page for stay in stays]
    assert "4 steps are late" in page
    assert named == [False, True, True, True]
    assert f'href="/stays/{stays[1].id}"' in page
    assert "Visit, late by 5" in page


def test_a_step_in_time_and_a_stay_that_fell_through_do_not_stall(app):
    run = a_run()
    a_late_stay(run, 0)
    fallen = a_late_stay(run, 4)
    fallen.state = PlacementState.CANCELLED
    db.session.commit()

    with app.test_request_context():
        assert watches(today()) == []


def test_a_late_step_bears_the_name_that_administrators_gave_it(app, reader):
    stored(
        StepSetting(
            code=StepCode.VISIT,
            name={"fr": "Rendez-vous sur place", "en": "Meeting at the home"},
            text={"fr": "", "en": ""},
            delay=1,
            unit=DelayUnit.DAYS,
            remind_after=1,
            escalate_after=1,
            timeout=Timeout.FLAG,
            enabled=True,
            changed_by_id=an_administrator().id,
        )
    )
    a_late_stay(a_run(), 5)

    assert "Meeting at the home, late by 5" in reader.get("/review").text


def test_homes_about_to_end_are_counted_and_the_soonest_are_named(app, reader):
    later, soonest, second, third = (a_home_until(days) for days in (30, 1, 2, 3))
    a_home_until(31), a_home_until(1, state=UnitState.PAUSED)

    page = reader.get("/review").text

    assert "4 homes are about to end" in page
    assert [one.reference in page for one in (soonest, second, third)] == [True] * 3
    assert later.reference not in page


def test_a_home_where_no_stay_can_begin_any_more_is_told_too(app, reader):
    home = a_home_until(-2)

    page = reader.get("/review").text

    assert home.reference in page
    assert "no stay of six months can begin any more" in page


def test_a_quiet_morning_shows_neither(app):
    a_unit()

    with app.test_request_context():
        assert watches(today()) == []


def test_a_proposed_home_that_ends_soon_is_tagged(app, reader):
    a_proposal(a_home_until(5))

    assert "Ends soon" in reader.get("/review").text
