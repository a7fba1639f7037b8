"""Rows of the units that the night may propose, in the order of UNIT_COLUMNS.

Numbers of people are those of one place: the rooms of a shared home divide its ceiling.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from stirrup.accounts.models import Organisation
from stirrup.clock import local
from stirrup.extensions import db
from stirrup.matching.tables import ANY_ASSOCIATION, FOR_ANYONE, NO_GROUP
from stirrup.placements.enums import LIVE_STATES
from stirrup.placements.lifecycle import latest_first_day
from stirrup.placements.models import Placement
from stirrup.runs.numbering import commune_number
from stirrup.units.enums import (
    TAKES_PART,
    EnergyClass,
    KitchenKind,
    PetsAllowed,
    ReadinessPoint,
    ReadinessResult,
    UnitKind,
)
from stirrup.units.models import Place, Unit
from stirrup.units.occupation import ceiling

LIVABLE_CLASSES = [letter for letter in EnergyClass if letter != EnergyClass.G]
LIVABLE_RESULTS = (ReadinessResult.OK, ReadinessResult.MINOR)
PETS = list(PetsAllowed)


def free_places(chosen: ColumnElement[bool]) -> dict[int, list[int]]:
    """Places of each open unit that no stay, prepared or under way, has taken; by their number."""
    taken = select(Placement.place_id).where(Placement.state.in_(LIVE_STATES))
    query = (
        select(Place.unit_id, Place.id)
        .join(Place.unit)
        .where(chosen, Unit.state.in_(TAKES_PART), Place.id.not_in(taken))
        .order_by(Place.unit_id, Place.number)
    )
    free: dict[int, list[int]] = defaultdict(list)
    for unit_id, place_id in db.session.execute(query):
        free[unit_id].append(place_id)
    return dict(free)


def unit_rows(
    chosen: ColumnElement[bool], places: Mapping[int, Sequence[int]], masks: Mapping[int, int]
) -> Iterator[tuple[Any, ...]]:
    """The chosen units that take part, have a place left and may be lived in.

    `masks`: what a home is kept for tonight, by unit; one that is not named is for anyone.
    """
    for unit in db.session.execute(_query().where(chosen)):
        if unit.id in places and is_ready(unit.readiness):
            yield _row(unit, len(places[unit.id]), masks.get(unit.id, FOR_ANYONE))


def described_rows(chosen: ColumnElement[bool]) -> Iterator[tuple[Any, ...]]:
    """The chosen units as they are described, whatever their state, all their places free."""
    for unit in db.session.execute(_described().where(chosen)):
        yield _row(unit, unit.places_count, FOR_ANYONE)


def opening_days() -> dict[int, date]:
    """Since which day each unit that takes part is open; an old one counts from its listing."""
    query = select(Unit.id, Unit.opened_on, Unit.created_at).where(Unit.state.in_(TAKES_PART))
    return {
        unit.id: unit.opened_on or local(unit.created_at).date()
        for unit in db.session.execute(query)
    }


def is_ready(readiness: dict[str, str]) -> bool:
    """Whether every point was checked on the spot and none of them blocks."""
    return all(readiness.get(point.value) in LIVABLE_RESULTS for point in ReadinessPoint)


def _query() -> Any:
    """Open units of verified landlords, class G and undiagnosed ones by exception only (LC-12)."""
    return (
        _described()
        .join(Organisation, Organisation.id == Unit.organisation_id)
        .where(
            Unit.state.in_(TAKES_PART),
            Organisation.verified_at.is_not(None),
            or_(Unit.energy_class.in_(LIVABLE_CLASSES), Unit.energy_exception.is_not(None)),
        )
    )


def _described() -> Any:
    return select(
        Unit.id,
        Unit.organisation_id,
        Unit.building_id,
        Unit.bedrooms,
        Unit.min_people,
        Unit.max_people,
        Unit.surface_m2,
        Unit.commune_code,
        Unit.latitude,
        Unit.longitude,
        Unit.step_free,
        Unit.lift,
        Unit.adapted_bathroom,
        Unit.floor,
        Unit.kitchen,
        Unit.quiet,
        Unit.parking,
        Unit.cot_possible,
        (Unit.kind == UnitKind.SHARED_ROOM).label("shared"),
        Unit.places_count,
        Unit.pets_allowed,
        Unit.available_from,
        Unit.available_until,
        Unit.readiness,
    )


def _row(unit: Any, places: int, kept_for: int) -> tuple[Any, ...]:
    return (
        unit.id,
        places,
        unit.bedrooms,
        unit.min_people,
        min(unit.max_people, ceiling(unit.surface_m2) // unit.places_count),
        commune_number(unit.commune_code),
        unit.latitude,
        unit.longitude,
        unit.step_free,
        unit.lift,
        unit.adapted_bathroom,
        unit.floor == 0,
        unit.kitchen not in (None, KitchenKind.NONE) and not unit.shared,
        unit.quiet,
        unit.parking,
        unit.cot_possible,
        unit.floor,
        unit.shared,
        PETS.index(unit.pets_allowed or PetsAllowed.NONE),
        unit.available_from.toordinal(),
        _latest_entry(unit.available_until),
        ANY_ASSOCIATION,
        unit.organisation_id,
        NO_GROUP if unit.building_id is None else unit.building_id,
        kept_for,
    )


@cache
def _latest_entry(available_until: date) -> int:
    return latest_first_day(available_until).toordinal()
