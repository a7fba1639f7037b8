"""The journal of the site: who did what to what, filtered, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, select

from stirrup.accounts.models import User
from stirrup.audit import AuditEntry
from stirrup.clock import PARIS
from stirrup.extensions import db
from stirrup.oversight.journal_details import detail_words
from stirrup.oversight.journal_words import action_words, subject_url, subject_words
from stirrup.ui.filters import date_and_time
from stirrup.ui.paging import page_asked

PER_PAGE = 25
MOST_EXPORTED = 10_000
THE_PLATFORM = 0
"""Instead of a person's number: what the night and the command line did."""


@dataclass(frozen=True)
class Filters:
    """What is looked for; None: anything."""

    person_id: int | None = None
    subject_kind: str | None = None
    subject_number: int | None = None
    action: str | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class JournalLine:
    """One entry in words."""

    when: str
    who: str
    role: str
    what: str
    subject: str
    url: str | None
    details: str


def list_entries(filters: Filters) -> Pagination:
    """One page of the entries that match, the latest first."""
    query = _matching(filters).order_by(AuditEntry.id.desc())
    return db.paginate(
        query, page=page_asked(), per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False
    )


def entries_to_export(filters: Filters) -> list[AuditEntry]:
    """The latest entries that match, at most MOST_EXPORTED of them."""
    query = _matching(filters).order_by(AuditEntry.id.desc()).limit(MOST_EXPORTED)
    return list(db.session.scalars(query))


def lines_of(entries: list[AuditEntry]) -> list[JournalLine]:
    """Entries in words; the people behind them in one query."""
    people = _people_of(entries)
    return [_line(entry, people.get(entry.actor_id or THE_PLATFORM)) for entry in entries]


def list_actors() -> list[tuple[int, str]]:
    """Everybody whose acts the journal may hold, by name, the platform first."""
    people = db.session.execute(
        select(User.id, User.display_name, User.role).order_by(User.display_name, User.id)
    )
    named = [(row.id, f"{row.display_name}, {_(row.role.label)}") for row in people]
    return [(THE_PLATFORM, str(_("The platform itself"))), *named]


def start_of(day: date) -> datetime:
    """The first instant of a day in Paris."""
    return datetime.combine(day, time(), PARIS)


def _matching(filters: Filters) -> Select[AuditEntry]:
    query = select(AuditEntry)
    for condition in _conditions(filters):
        query = query.where(condition)
    return query


def _conditions(filters: Filters) -> Iterator[Any]:
    entry = AuditEntry
    if filters.person_id == THE_PLATFORM:
        yield entry.actor_id.is_(None)
    elif filters.person_id is not None:
        yield entry.actor_id == filters.person_id
    if filters.subject_kind is not None:
        yield entry.subject_kind == filters.subject_kind
    if filters.subject_number is not None:
        yield entry.subject_id == filters.subject_number
    if filters.action is not None:
        yield entry.action == filters.action
    if filters.first_day is not None:
        yield entry.at >= start_of(filters.first_day)
    if filters.last_day is not None:
        yield entry.at < start_of(filters.last_day + timedelta(days=1))


def _people_of(entries: list[AuditEntry]) -> dict[int, User]:
    numbers = {entry.actor_id for entry in entries if entry.actor_id is not None}
    people = db.session.scalars(select(User).where(User.id.in_(numbers))) if numbers else ()
    return {person.id: person for person in people}


def _line(entry: AuditEntry, actor: User | None) -> JournalLine:
    return JournalLine(
        when=date_and_time(entry.at),
        who=actor.display_name if actor else str(_("The platform itself")),
        role=str(_(actor.role.label)) if actor else "",
        what=action_words(entry.action),
        subject=subject_words(entry.subject_kind, entry.subject_id),
        url=subject_url(entry.subject_kind, entry.subject_id),
        details=detail_words(entry.details),
    )
