"""What administrators do with a home: check it on the spot, open it, ask for works, refuse it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.permissions import Permission, Role, require
from stirrup.units.enums import ReadinessPoint, ReadinessResult, UnitState
from stirrup.units.lifecycle import after
from stirrup.units.models import Place, Unit
from stirrup.units.rules import AnswerRefusedError, check_ready
from stirrup.units.services import ChangedMeanwhileError
from stirrup.wording import N_


class NoteNeededError(AnswerRefusedError):
    """A landlord who is told no is told why."""

    field = "note"
    sentence = N_("Write to the landlord what to do, or why this home is not accepted.")


@dataclass(frozen=True)
class Findings:
    """What an administrator saw: results by point, the day, and two reasons in words."""

    readiness: Mapping[ReadinessPoint, ReadinessResult]
    visited_on: date | None
    energy_exception: str | None
    note: str | None


def record_check(unit: Unit, findings: Findings, *, version: int, by: User) -> Unit:
    """Keep what has been found so far; the check goes on."""
    _note(unit, findings, version, by)
    if unit.state != UnitState.CHECKING:
        unit.state = after(unit.state, "start_check")
    audit.record(by, "unit_check_recorded", unit)
    db.session.commit()
    return unit


def open_unit(unit: Unit, findings: Findings, *, version: int, by: User) -> Unit:
    """Let the nights propose this home. Raises the refusal of the first gate that is shut."""
    _note(unit, findings, version, by)
    state = after(unit.state, "open")
    check_ready(unit, today())
    unit.state = state
    unit.checked_by_id = by.id
    unit.opened_on = today()
    _number_places(unit)
    audit.record(by, "unit_opened", unit, exception=bool(unit.energy_exception))
    _tell_landlord(unit, "units/opened")
    db.session.commit()
    return unit


def ask_for_works(unit: Unit, findings: Findings, *, version: int, by: User) -> Unit:
    """Give the home back to its landlord, with what has to be done."""
    _note(unit, findings, version, by)
    return _turn_down(unit, "ask_for_works", "unit_works_asked", "units/works_needed", by)


def reject_unit(unit: Unit, findings: Findings, *, version: int, by: User) -> Unit:
    """Refuse a home for good, with the reason."""
    _note(unit, findings, version, by)
    return _turn_down(unit, "reject", "unit_rejected", "units/rejected", by)


def _note(unit: Unit, findings: Findings, version: int, by: User) -> None:
    require(by, Permission.UNIT_CHECK, unit)
    if unit.version != version:
        raise ChangedMeanwhileError
    unit.readiness = {point.value: result.value for point, result in findings.readiness.items()}
    unit.visited_on = findings.visited_on
    unit.energy_exception = findings.energy_exception
    unit.check_note = findings.note


def _turn_down(unit: Unit, step: str, action: str, letter: str, by: User) -> Unit:
    state: UnitState = after(unit.state, step)
    if not unit.check_note:
        raise NoteNeededError
    unit.state = state
    unit.checked_by_id = by.id
    audit.record(by, action, unit)
    _tell_landlord(unit, letter)
    db.session.commit()
    return unit


def _number_places(unit: Unit) -> None:
    """An ordinary home has one place, a shared one as many as it holds households."""
    for number in range(len(unit.places) + 1, unit.places_count + 1):
        unit.places.append(Place(number=number))


def _tell_landlord(unit: Unit, letter: str) -> None:
    """Write to everyone of the landlord's organisation who still signs in."""
    people = select(User).where(
        User.organisation_id == unit.organisation_id,
        User.role == Role.LANDLORD,
        User.deactivated_at.is_(None),
    )
    for person in db.session.scalars(people):
        enqueue(person.email, person.language, letter, unit_id=unit.id, reference=unit.reference)
