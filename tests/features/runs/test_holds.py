"""Keeping a home back and giving it back: states, days, and who comes first."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from stirrup.audit import AuditEntry
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.matching.tables import FOR_NOBODY
from stirrup.permissions import NotPermittedError
from stirrup.runs import holds
from stirrup.runs.choice_models import UnitHold
from stirrup.runs.enums import HoldReason
from stirrup.runs.holds import AlreadyHeldError, AlreadyReleasedError, NeedNotKnownError
from stirrup.runs.nights_ahead import AbsentNoteError, DayRefusedError
from stirrup.units.enums import UnitState
from stirrup.units.lifecycle import UnitInWrongStateError
from tests.factories import a_case_worker, a_landlord, a_unit, an_administrator, stored
from tests.features.runs.situations import count

STEP_FREE = 1


def hold(unit=None, *, by=None, **values):
    ordinary = {"kept_for": STEP_FREE, "until": today() + timedelta(days=7), "note": "For Monday"}
    return holds.hold_unit(unit or a_unit(), by=by or an_administrator(), **ordinary | values)


def a_hold_of_the_policy(unit):
    unit.state = UnitState.HELD
    return stored(
        UnitHold(
            unit=unit,
            from_date=today(),
            until_date=today() + timedelta(days=14),
            kept_for=STEP_FREE,
            reason=HoldReason.SCARCE,
        )
    )


def test_a_hold_keeps_its_author_its_reason_and_its_nights(app):
    administrator, unit = an_administrator(), a_unit()

    kept = hold(unit, by=administrator, kept_for=FOR_NOBODY)

    db.session.expire_all()
    assert (kept.unit, kept.made_by, kept.note) == (unit, administrator, "For Monday")
    assert (kept.from_date, kept.until_date) == (today(), today() + timedelta(days=7))
    assert (kept.kept_for, kept.reason) == (FOR_NOBODY, HoldReason.REVIEWER)
    assert unit.state == UnitState.HELD
    assert holds.holds_in_force(today()) == [kept]


def test_the_journal_says_that_a_home_is_held_and_released(app):
    unit = a_unit()

    holds.release_hold(hold(unit), by=an_administrator())

    lines = select(AuditEntry.action).filter_by(subject_kind="unit", subject_id=unit.id)
    assert db.session.scalars(lines.order_by(AuditEntry.id)).all() == [
        "unit_held",
        "unit_hold_released",
    ]


def test_a_hold_ends_with_its_day_although_nobody_writes_it_down(app):
    kept = hold()

    assert holds.holds_in_force(kept.until_date - timedelta(days=1)) == [kept]
    assert holds.holds_in_force(kept.until_date) == []


def test_releasing_opens_the_home_again(app):
    kept = hold()

    holds.release_hold(kept, by=an_administrator())

    assert kept.unit.state == UnitState.OPEN
    assert holds.holds_in_force(today()) == []


def test_releasing_a_home_that_was_paused_meanwhile_leaves_it_paused(app):
    kept = hold()
    kept.unit.state = UnitState.PAUSED

    holds.release_hold(kept, by=an_administrator())

    assert kept.unit.state == UnitState.PAUSED


def test_a_home_is_released_once(app):
    kept = hold()
    kept.released_at = now()

    with pytest.raises(AlreadyReleasedError):
        holds.release_hold(kept, by=an_administrator())


@pytest.mark.parametrize("state", [UnitState.PAUSED, UnitState.OPEN, UnitState.RESERVED])
def test_a_home_that_left_the_hold_is_bound_by_nothing(app, state):
    kept = hold()
    kept.unit.state = state
    db.session.commit()

    assert holds.holds_in_force(today()) == []


def test_two_people_do_not_hold_one_home(app):
    unit = a_unit()
    kept = hold(unit)

    with pytest.raises(AlreadyHeldError):
        hold(unit)

    db.session.rollback()
    assert holds.holds_in_force(today()) == [kept]


def test_a_person_comes_before_the_policy(app):
    unit = a_unit()
    by_policy = a_hold_of_the_policy(unit)

    kept = hold(unit, kept_for=FOR_NOBODY)

    assert by_policy.released_at is not None
    assert holds.holds_in_force(today()) == [kept]


@pytest.mark.parametrize("over", ["day passed", "home paused and opened again"])
def test_a_hold_that_is_over_makes_room(app, over):
    unit = a_unit()
    earlier = hold(unit)
    if over == "day passed":
        earlier.from_date, earlier.until_date = today() - timedelta(days=3), today()
    else:
        unit.state = UnitState.OPEN
    db.session.commit()

    assert holds.holds_in_force(today()) == []
    assert hold(unit).unit.state == UnitState.HELD


@pytest.mark.parametrize("state", set(UnitState) - {UnitState.OPEN, UnitState.HELD})
def test_only_an_open_home_is_held(app, state):
    with pytest.raises(UnitInWrongStateError):
        hold(a_unit(state=state))

    db.session.rollback()
    assert count(UnitHold) == 0


@pytest.mark.parametrize("kept_for", [-1, 0, FOR_NOBODY + 1, 2**40])
def test_a_home_is_kept_for_known_needs(app, kept_for):
    with pytest.raises(NeedNotKnownError):
        hold(kept_for=kept_for)


@pytest.mark.parametrize("days", [-1, 0, 61], ids=["yesterday", "today", "over sixty days"])
def test_a_hold_ends_after_today_and_within_sixty_days(app, days):
    with pytest.raises(DayRefusedError):
        hold(until=today() + timedelta(days=days))


def test_a_hold_says_why(app):
    with pytest.raises(AbsentNoteError):
        hold(note=" ")


@pytest.mark.parametrize("outsider", [a_case_worker, a_landlord])
def test_only_the_team_holds_and_releases(app, outsider):
    kept = hold()

    with pytest.raises(NotPermittedError):
        hold(by=outsider())
    with pytest.raises(NotPermittedError):
        holds.release_hold(kept, by=outsider())
