"""The list of stays: what a person sees, filtered, one page with its total in one question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, union
from sqlalchemy.orm import joinedload

from stirrup.accounts.models import Organisation
from stirrup.database import with_total
from stirrup.extensions import db
from stirrup.permissions import Role
from stirrup.placements.enums import PlacementState
from stirrup.placements.late_stays import is_late_on
from stirrup.placements.models import Placement
from stirrup.referrals.models import Referral
from stirrup.units.models import Unit

PER_PAGE = 25
LARGEST_ID = 2**31 - 1
REFERENCE = re.compile(r"(?:(S|M|LOG)-?)?0*([0-9]{1,9})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class StayFilters:
    """What is asked for; None and empty ask for nothing.

    `step`: the code of the open step. `reference`: of a stay, a home or, but for landlords, a
    referral. `organisations`: numbers of an association, a landlord, or both.
    """

    state: PlacementState | None = None
    step: str | None = None
    late: bool = False
    organisations: frozenset[int] = frozenset()
    reference: str = ""


@dataclass(frozen=True, slots=True)
class StayListing:
    """One page of the list, and how many there are in all."""

    stays: Sequence[Placement]
    total: int
    page: int

    @property
    def page_count(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def list_stays(person: Any, filters: StayFilters, page: int, today: date) -> StayListing:
    """The latest first day first; a page beyond the last one is the first. One question."""
    query = with_total(_rows(person, filters, today)).limit(PER_PAGE)
    rows = db.session.execute(query.offset((page - 1) * PER_PAGE)).all()
    if not rows and page > 1:
        return list_stays(person, filters, 1, today)
    return StayListing([row[0] for row in rows], rows[0][1] if rows else 0, page)


def stays_to_export(person: Any, filters: StayFilters, today: date) -> Sequence[Placement]:
    """Every stay that the list of this person holds, in its order."""
    return db.session.scalars(_rows(person, filters, today)).all()


def organisations_with_stays() -> Sequence[Organisation]:
    """Associations, then landlords, of at least one stay, by name. One question."""
    sides = union(
        select(Referral.association_id).join(Placement, Placement.referral_id == Referral.id),
        select(Unit.organisation_id).join(Placement, Placement.unit_id == Unit.id),
    )
    query = select(Organisation).where(Organisation.id.in_(sides))
    return db.session.scalars(query.order_by(Organisation.kind, Organisation.name)).all()


def _rows(person: Any, filters: StayFilters, today: date) -> Select[Placement]:
    visible = Placement.visible_to(person).with_only_columns(Placement.id)
    return (
        select(Placement)
        .where(Placement.id.in_(visible), *_conditions(person, filters, today))
        .options(joinedload(Placement.unit), joinedload(Placement.referral))
        .order_by(Placement.first_day.desc(), Placement.id.desc())
    )


def _conditions(person: Any, filters: StayFilters, today: date) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if filters.state is not None:
        asked.append(Placement.state == filters.state)
    if filters.step is not None:
        asked.append(Placement.step == filters.step)
    if filters.late:
        asked.append(is_late_on(today))
    asked.extend(map(_is_of, sorted(filters.organisations)))
    if filters.reference:
        asked.append(_is_called(filters.reference, person))
    return asked


def _is_of(organisation: int) -> ColumnElement[bool]:
    """Whether the landlord lends the home, or the association accompanies the household."""
    homes = select(Unit.id).where(Unit.organisation_id == organisation)
    referrals = select(Referral.id).where(Referral.association_id == organisation)
    return or_(Placement.unit_id.in_(homes), Placement.referral_id.in_(referrals))


def _is_called(reference: str, person: Any) -> ColumnElement[bool]:
    """A number alone is that of the stay; landlords do not know the numbers of referrals."""
    found = REFERENCE.fullmatch(reference.strip())
    columns = {"S": Placement.id, "LOG": Placement.unit_id}
    if person.role != Role.LANDLORD:
        columns["M"] = Placement.referral_id
    column = columns.get((found[1] or "S").upper()) if found else None
    if found is None or column is None:
        return Placement.id.is_(None)
    return column == min(int(found[2]), LARGEST_ID)
