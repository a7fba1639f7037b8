"""What landlords do with their homes: list them step by step, send, pause, resume, withdraw."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.accounts.sent_twice import just_made
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.refusals import RefusedError
from stirrup.units.enums import PauseReason, UnitState, WithdrawReason
from stirrup.units.lifecycle import after
from stirrup.units.models import Unit
from stirrup.units.rules import AnswerRefusedError, check_answers
from stirrup.units.steps import BY_NAME, Step, may_change, missing_steps
from stirrup.units.writing import write_answers
from stirrup.wording import N_


class StepClosedError(RefusedError):
    """The unit has been checked, reserved or withdrawn since: this part of it may not change."""

    sentence = N_("This part of the listing can no longer be changed: pause the home first.")


class ChangedMeanwhileError(RefusedError):
    """Somebody else saved this unit between the page and its answer."""

    sentence = N_("Someone else changed this home while you were writing. Nothing was changed.")


class StepsMissingError(RefusedError):
    """A listing is sent complete."""

    sentence = N_("Some steps are not finished: finish them before you send this listing.")


class PastPauseError(AnswerRefusedError):
    """A pause ends later than today."""

    field = "paused_until"
    sentence = N_("Give a day after today, or leave it empty.")


def create_draft(answers: Mapping[str, Any], *, by: User) -> Unit:
    """Start a listing from its address; everything else comes later, in any order."""
    require(by, Permission.UNIT_CREATE)
    check_answers("address", answers, None, today())
    opened = _draft_just_opened(answers, by)
    if opened is not None:
        return opened
    unit = Unit(organisation_id=by.organisation_id, created_by_id=by.id, state=UnitState.DRAFT)
    write_answers(unit, "address", answers)
    db.session.add(unit)
    audit.record(by, "unit_created", unit)
    db.session.commit()
    return unit


def _draft_just_opened(answers: Mapping[str, Any], by: User) -> Unit | None:
    """The draft of the same address that the same form, sent twice, has just opened."""
    mine = (Unit.created_by_id == by.id, Unit.state == UnitState.DRAFT, Unit.version == 1)
    opened: Unit | None = just_made(Unit, *mine, by=by)
    given = ("street", "address_complement", "postcode", "commune_code")
    same = all((getattr(opened, name, "") or "") == (answers.get(name) or "") for name in given)
    return opened if same else None


def save_step(
    unit: Unit, step: Step, answers: Mapping[str, Any], *, version: int, by: User
) -> Unit:
    """Store the answers of one step, given for that `version` of the unit."""
    require(by, Permission.UNIT_EDIT, unit)
    if not may_change(unit, step):
        raise StepClosedError
    if unit.version != version:
        raise ChangedMeanwhileError
    check_answers(step.name, answers, unit, today())
    write_answers(unit, step.name, answers)
    try:
        audit.record(by, "unit_step_saved", unit, step=step.name)
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        raise ChangedMeanwhileError from None
    return unit


def submit_unit(unit: Unit, *, by: User) -> Unit:
    """Send a complete listing to the administrators."""
    require(by, Permission.UNIT_EDIT, unit)
    state = after(unit.state, "submit")
    _require_completeness(unit)
    unit.state = state
    unit.submitted_at = now()
    audit.record(by, "unit_submitted", unit)
    db.session.commit()
    return unit


def pause_unit(unit: Unit, reason: PauseReason, until: date | None, *, by: User) -> Unit:
    """Take a home out of the nights for a while, or until further notice."""
    require(by, Permission.UNIT_EDIT, unit)
    state = after(unit.state, "pause")
    if until is not None and until <= today():
        raise PastPauseError
    unit.state, unit.pause_reason, unit.paused_until = state, reason, until
    details = {"until": until.isoformat()} if until else {}
    audit.record(by, "unit_paused", unit, reason=reason.value, **details)
    db.session.commit()
    return unit


def resume_unit(unit: Unit, *, by: User) -> Unit:
    """Offer a paused home again; administrators look at it before the next night does."""
    require(by, Permission.UNIT_EDIT, unit)
    state = after(unit.state, "resume")
    _require_completeness(unit)
    unit.state = state
    unit.pause_reason = unit.paused_until = None
    unit.submitted_at = now()
    audit.record(by, "unit_resumed", unit)
    db.session.commit()
    return unit


def withdraw_unit(unit: Unit, reason: WithdrawReason, *, by: User) -> Unit:
    """Take a home back for good."""
    require(by, Permission.UNIT_EDIT, unit)
    unit.state = after(unit.state, "withdraw")
    audit.record(by, "unit_withdrawn", unit, reason=reason.value)
    db.session.commit()
    return unit


def _require_completeness(unit: Unit) -> None:
    """Every step done, and dates that still leave six months."""
    if missing_steps(unit):
        raise StepsMissingError
    answers = {name: getattr(unit, name) for name in BY_NAME["dates"].needed}
    check_answers("dates", answers, unit, today())
