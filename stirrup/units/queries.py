"""What pages read about units: lists that begin with what the person may see, and histories."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from stirrup.accounts.models import User
from stirrup.audit import AuditEntry
from stirrup.extensions import db
from stirrup.ui.paging import page_asked
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit

PER_PAGE = 25


class Event(NamedTuple):
    """One line of the journal with the person behind it, None for the platform itself."""

    entry: AuditEntry
    actor: User | None


def list_own_units(person: Any) -> Pagination:
    """A landlord's homes with their photos, the last changed first. Three queries."""
    query = (
        Unit.visible_to(person)
        .options(selectinload(Unit.photos))
        .order_by(Unit.changed_at.desc(), Unit.id)
    )
    return db.paginate(query, page=page_asked(), per_page=PER_PAGE, max_per_page=PER_PAGE)


def list_all_units(person: Any, state: UnitState | None) -> Pagination:
    """Homes of every landlord in one state or all, the longest waiting first. Two queries.

    Their addresses stay encrypted where they are.
    """
    shown = Unit.kind, Unit.state, Unit.surface_m2, Unit.commune_code, Unit.submitted_at
    query = Unit.visible_to(person).options(load_only(*shown), joinedload(Unit.organisation))
    if state is not None:
        query = query.where(Unit.state == state)
    query = query.order_by(Unit.submitted_at.is_(None), Unit.submitted_at, Unit.id)
    return db.paginate(query, page=page_asked(), per_page=PER_PAGE, max_per_page=PER_PAGE)


def units_to_export(person: Any, state: UnitState | None) -> Sequence[Unit]:
    """Every home that the list of this person holds, by number."""
    query = Unit.visible_to(person).options(joinedload(Unit.organisation))
    if state is not None:
        query = query.where(Unit.state == state)
    return db.session.scalars(query.order_by(Unit.id)).all()


def count_by_state(person: Any) -> dict[UnitState, int]:
    """How many homes this person sees in each state; absent states have none."""
    visible = Unit.visible_to(person).with_only_columns(Unit.state, func.count())
    return dict(db.session.execute(visible.group_by(Unit.state)).all())


def list_events(unit: Unit, actions: Sequence[str]) -> list[Event]:
    """The journal of a unit for these actions, the latest first."""
    query = (
        select(AuditEntry, User)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(
            AuditEntry.subject_kind == Unit.__tablename__,
            AuditEntry.subject_id == unit.id,
            AuditEntry.action.in_(actions),
        )
        .order_by(AuditEntry.id.desc())
    )
    return [Event(entry, actor) for entry, actor in db.session.execute(query)]


def find_last_change(unit: Unit) -> Event | None:
    """Who last saved a step of this unit."""
    return next(iter(list_events(unit, ["unit_step_saved", "unit_created"])), None)
