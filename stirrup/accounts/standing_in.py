"""Who stands in for whom on a day: the one question behind pages, lists, mails and permissions."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from stirrup.accounts.leave_models import Leave
from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.permissions import Role


def in_force(day: date) -> Select[Leave]:
    """The leaves of a day whose deputy has access, each with both people."""
    return (
        select(Leave)
        .join(Leave.deputy)
        .where(*_on(day))
        .options(contains_eager(Leave.deputy), joinedload(Leave.person))
    )


def leaves_covered_by(person: Any, day: date) -> list[Leave]:
    """Those during which this person stands in for somebody, the first to end first."""
    mine = in_force(day).where(Leave.deputy_id == person.id)
    return list(db.session.scalars(mine.order_by(Leave.last_day, Leave.id)))


def covered_by(person: Any, day: date) -> frozenset[int]:
    """Numbers of the people for whom this person stands in."""
    return frozenset(db.session.scalars(numbers_covered_by(person, day)))


def numbers_covered_by(person: Any, day: date) -> Select[int]:
    """The same as a query."""
    return select(Leave.person_id).where(*_of_a_deputy(person, day))


def covers_a_manager(person: Any, day: date) -> ColumnElement[bool]:
    """Whether one of them manages the association: all of its referrals concern them."""
    manages = User.role == Role.ASSOCIATION_MANAGER
    return exists().where(User.id == Leave.person_id, manages, *_of_a_deputy(person, day))


def leaves_of(people: Collection[int], day: date) -> dict[int, Leave]:
    """The leave of each of these people (their numbers) who is away; the others are absent."""
    if not people:
        return {}
    return {
        leave.person_id: leave
        for leave in db.session.scalars(in_force(day).where(Leave.person_id.in_(people)))
    }


def with_deputies(people: Iterable[User], day: date) -> list[User]:
    """These people, and whoever stands in for one of them; everybody once. One query."""
    asked = list(people)
    leaves = leaves_of([person.id for person in asked], day)
    deputies = [leaves[person.id].deputy for person in asked if person.id in leaves]
    return list({person.id: person for person in (*asked, *deputies)}.values())


def leaves_ahead(people: Collection[int], day: date) -> Sequence[Leave]:
    """What is in force or begins later for these people, the first one first."""
    query = (
        select(Leave)
        .where(Leave.person_id.in_(people), Leave.ended_at.is_(None), Leave.last_day >= day)
        .options(joinedload(Leave.deputy), joinedload(Leave.person))
        .order_by(Leave.first_day, Leave.id)
    )
    return db.session.scalars(query).all()


def _of_a_deputy(person: Any, day: date) -> tuple[ColumnElement[bool], ...]:
    return Leave.deputy_id == person.id, *_lasts(day)


def _on(day: date) -> tuple[ColumnElement[bool], ...]:
    return User.deactivated_at.is_(None), *_lasts(day)


def _lasts(day: date) -> tuple[ColumnElement[bool], ...]:
    return Leave.ended_at.is_(None), Leave.first_day <= day, Leave.last_day >= day
