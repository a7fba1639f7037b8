"""Going away and coming back: what a person, or who manages the association, writes down."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from stirrup import audit
from stirrup.accounts.colleagues import find_colleague, who_answers_for
from stirrup.accounts.leave_models import Leave
from stirrup.accounts.leave_rules import (
    Absence,
    AwayAlreadyError,
    NoSuchDeputyError,
    check_days,
    check_others,
)
from stirrup.accounts.models import User
from stirrup.accounts.refusals import LeaveEndedError
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.permissions import Permission, require


def enter_leave(
    person: User, first_day: date, last_day: date, deputy: int | None, *, by: User
) -> Leave:
    """Say that somebody is away and who stands in for them; both learn it by mail.

    `deputy`: the number of a colleague. The same leave twice is one. Raises the refusals of
    leave_rules.
    """
    require(by, Permission.LEAVE_ENTER, person)
    colleague = find_colleague(person.organisation_id, deputy)
    if colleague is None or colleague.id == person.id:
        raise NoSuchDeputyError
    absence = Absence(person.id, colleague.id, first_day, last_day)
    check_days(absence, today())
    known = _open_leaves_around(absence)
    same = next((leave for leave in known if _absence(leave) == absence), None)
    if same is not None:
        return same
    check_others(absence, map(_absence, known))
    return _add(absence, by)


def end_leave(leave: Leave, *, by: User) -> None:
    """They are back, or do not go: the deputy is free from now on. Raises LeaveEndedError."""
    require(by, Permission.LEAVE_END, leave)
    if leave.ended_at is not None or leave.last_day < today():
        raise LeaveEndedError
    close_leave(leave, by)
    db.session.commit()


def close_leave(leave: Leave, by: User) -> None:
    """The same for who ends somebody's access; the caller commits."""
    leave.ended_at = now()
    audit.record(by, "leave_ended", leave, person=leave.person_id, deputy=leave.deputy_id)
    _tell(leave, "accounts/leave_ended", by)


def leaves_around(person: User, day: date) -> Sequence[Leave]:
    """What is open from a day on, of this person or with them as the deputy."""
    concerned = or_(Leave.person_id == person.id, Leave.deputy_id == person.id)
    query = select(Leave).where(concerned, Leave.ended_at.is_(None), Leave.last_day >= day)
    return db.session.scalars(query.order_by(Leave.id)).all()


def _open_leaves_around(absence: Absence) -> Sequence[Leave]:
    """Of both people; one writer at a time where the database knows how."""
    people = absence.person, absence.deputy
    db.session.execute(
        select(User.id).where(User.id.in_(people)).order_by(User.id).with_for_update()
    )
    query = select(Leave).where(
        or_(Leave.person_id.in_(people), Leave.deputy_id == absence.person),
        Leave.ended_at.is_(None),
        Leave.last_day >= absence.first_day,
    )
    return db.session.scalars(query.order_by(Leave.id)).all()


def _add(absence: Absence, by: User) -> Leave:
    leave = Leave(
        person_id=absence.person,
        deputy_id=absence.deputy,
        first_day=absence.first_day,
        last_day=absence.last_day,
        entered_by_id=by.id,
    )
    db.session.add(leave)
    try:
        db.session.flush()
    except IntegrityError as twice:
        db.session.rollback()
        raise AwayAlreadyError from twice
    days = {"first_day": absence.first_day.isoformat(), "last_day": absence.last_day.isoformat()}
    people = {"person": absence.person, "deputy": absence.deputy}
    audit.record(by, "leave_entered", leave, **people, **days)
    _tell(leave, "accounts/leave_entered", by)
    db.session.commit()
    return leave


def _absence(leave: Leave) -> Absence:
    return Absence(leave.person_id, leave.deputy_id, leave.first_day, leave.last_day)


def _tell(leave: Leave, letter: str, by: User) -> None:
    """Both of them, but for who did it and who has no access; once the deputy left, managers."""
    people = {one.id: one for one in (leave.person, leave.deputy)}
    if not leave.deputy.is_active and leave.person.organisation_id:
        people |= {one.id: one for one in who_answers_for(leave.person.organisation_id)}
    for person in people.values():
        if person.id != by.id and person.is_active:
            enqueue(
                person.email,
                person.language,
                letter,
                away=leave.person.display_name,
                deputy=leave.deputy.display_name,
                reader=_reader(leave, person),
                first_day=leave.first_day,
                last_day=leave.last_day,
            )


def _reader(leave: Leave, person: User) -> str:
    """Who reads the mail: the deputy, who is away, or a manager."""
    roles = {leave.deputy_id: "deputy", leave.person_id: "away"}
    return roles.get(person.id, "manager")
