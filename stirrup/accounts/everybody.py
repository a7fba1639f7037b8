"""Every person with an account, filtered, one page with its total in one question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from stirrup.accounts.models import Organisation, User
from stirrup.database import with_total
from stirrup.extensions import db
from stirrup.permissions import Role
from stirrup.wording import N_, Labelled

PER_PAGE = 25


class Access(Labelled):
    """Whether somebody can sign in."""

    OPEN = "open", N_("With access")
    UNPROVED = "unproved", N_("Address not confirmed")
    ENDED = "ended", N_("Without access")


@dataclass(frozen=True, slots=True)
class PeopleFilters:
    """What is asked for; None asks for nothing. `organisation` is its number."""

    organisation: int | None = None
    role: Role | None = None
    access: Access | None = None


@dataclass(frozen=True, slots=True)
class PeopleListing:
    """One page of the list, and how many there are in all."""

    people: Sequence[User]
    total: int
    page: int

    @property
    def page_count(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def list_people(reader: Any, filters: PeopleFilters, page: int) -> PeopleListing:
    """By name; a page beyond the last one is the first. One question."""
    query = with_total(_rows(reader, filters)).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    rows = db.session.execute(query).all()
    if not rows and page > 1:
        return list_people(reader, filters, 1)
    return PeopleListing([row[0] for row in rows], rows[0][1] if rows else 0, page)


def people_to_export(reader: Any, filters: PeopleFilters) -> Sequence[User]:
    """Everybody whom the list holds, in its order."""
    return db.session.scalars(_rows(reader, filters)).all()


def access_of(person: User) -> Access:
    """Whether this person can sign in."""
    if not person.is_active:
        return Access.ENDED
    return Access.UNPROVED if person.email_confirmed_at is None else Access.OPEN


def names_of_organisations() -> list[tuple[int, str]]:
    """Number and name of each, by name. One question."""
    query = select(Organisation.id, Organisation.name)
    rows = db.session.execute(query.order_by(func.lower(Organisation.name), Organisation.id))
    return [(number, name) for number, name in rows]


def _rows(reader: Any, filters: PeopleFilters) -> Select[User]:
    return (
        User.visible_to(reader)
        .where(*_conditions(filters))
        .options(joinedload(User.organisation))
        .order_by(func.lower(User.display_name), User.id)
    )


def _conditions(filters: PeopleFilters) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if filters.organisation is not None:
        asked.append(User.organisation_id == filters.organisation)
    if filters.role is not None:
        asked.append(User.role == filters.role)
    if filters.access is not None:
        asked.extend(ACCESSES[filters.access])
    return asked


ACCESSES: dict[Access, tuple[ColumnElement[bool], ...]] = {
    Access.OPEN: (User.deactivated_at.is_(None), User.email_confirmed_at.is_not(None)),
    Access.UNPROVED: (User.deactivated_at.is_(None), User.email_confirmed_at.is_(None)),
    Access.ENDED: (User.deactivated_at.is_not(None),),
}
