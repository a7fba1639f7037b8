"""Homes about to end: open ones in which a stay of six months can hardly begin any more.

Thirty days, as for a stay that ends: the answers, the visit and the signatures before the keys take
about two weeks, and a landlord who is asked to lend for longer needs some time too.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from stirrup.database import Shortlist, shortlist
from stirrup.geography import get_commune
from stirrup.placements.lifecycle import ONE_DAY, last_day, latest_first_day
from stirrup.units.enums import TAKES_PART
from stirrup.units.models import Unit

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class EndingHome:
    """A home, by its commune, and the last day on which six months can begin there."""

    unit_id: int
    reference: str
    commune: str
    last_start: date


def ending_homes(day: date, most: int) -> Shortlist[EndingHome]:
    """The soonest first, behind them those where it is too late. One question."""
    query = (
        select(Unit.id, Unit.commune_code, Unit.available_until)
        .where(Unit.state.in_(TAKES_PART), _starts_end_by(day + SOON))
        .order_by(_starts_end_by(day - ONE_DAY), Unit.available_until, Unit.id)
    )
    return shortlist(query, most, _ending_home)


def ends_soon(unit: Unit, day: date) -> bool:
    """Whether the last day on which a stay can begin there comes within thirty days."""
    until = unit.available_until
    return until is not None and latest_first_day(until) <= day + SOON


def _starts_end_by(day: date) -> ColumnElement[bool]:
    """Whether no stay can begin behind `day`: the first one that might would end too late."""
    return and_(Unit.available_until.is_not(None), Unit.available_until < last_day(day + ONE_DAY))


def _ending_home(row: Any) -> EndingHome:
    return EndingHome(
        unit_id=row.id,
        reference=Unit(id=row.id).reference,
        commune=get_commune(row.commune_code).name,
        last_start=latest_first_day(row.available_until),
    )
