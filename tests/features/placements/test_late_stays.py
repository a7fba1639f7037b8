"""Late stays: which ones, under which name, and how late."""

from datetime import date, timedelta

from stirrup.clock import now
from stirrup.extensions import db
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.enums import StepCode
from stirrup.placements.late_stays import late_stays
from stirrup.runs.enums import ProposalState
from tests.factories import a_placement, a_proposal, a_run

DAY = date(2026, 11, 23)


def a_stay_due(days_ago: int, run, **values):
    """A stay being prepared whose visit should have been made so many days before DAY."""
    stay = a_placement(a_proposal(run=run, state=ProposalState.ACCEPTED), **values)
    stay.step, stay.step_since = StepCode.VISIT, now()
    stay.step_due_on = DAY - timedelta(days=days_ago)
    db.session.commit()
    return stay


def test_the_latest_come_first_and_all_are_counted(app):
    run = a_run()
    stays = [a_stay_due(days, run) for days in (1, 9, 4)]

    late = late_stays(DAY, 2)

    assert [(one.placement_id, one.late_days) for one in late.first] == [
        (stays[1].id, 9),
        (stays[2].id, 4),
    ]
    assert late.total == 3
    assert late.first[0].step["en"] == "Visit"


def test_on_its_last_day_a_step_is_in_time(app):
    a_stay_due(0, a_run())

    assert not late_stays(DAY, 3)


def test_what_fell_through_is_not_awaited_any_more(app):
    a_stay_due(3, a_run(), state=PlacementState.CANCELLED)

    assert late_stays(DAY, 3).total == 0
