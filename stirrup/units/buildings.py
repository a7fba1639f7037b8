"""The buildings of a landlord: several homes of one house, in which few may be lent at once."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from stirrup.extensions import db
from stirrup.units.models import Building, Unit
from stirrup.units.rules import AnswerRefusedError
from stirrup.wording import N_


class NoSuchBuildingError(AnswerRefusedError):
    """Unknown and of another landlord are one answer."""

    field = "in_building"
    sentence = N_("Choose a building of the list, or name a new one.")


def list_buildings(organisation_id: int) -> list[Building]:
    """The buildings of one landlord, by name."""
    query = select(Building).where(Building.organisation_id == organisation_id)
    return list(db.session.scalars(query.order_by(Building.name, Building.id)))


def settle(unit: Unit, answers: Mapping[str, Any]) -> None:
    """Put a home in a building of its landlord, chosen or new, or in none.

    An empty limit lifts the one of the building the home was in already, and leaves alone that of
    a building it joins.
    """
    joined, most = _building_for(unit, answers), answers["most_stays"]
    if joined is not None and (most is not None or joined is unit.building):
        joined.most_stays = most
    unit.building = joined


def _building_for(unit: Unit, answers: Mapping[str, Any]) -> Building | None:
    name, chosen = answers["new_building"], answers.get("in_building")
    known = list_buildings(unit.organisation_id)
    if name:
        same = (one for one in known if one.name.casefold() == name.casefold())
        return next(same, None) or Building(organisation_id=unit.organisation_id, name=name)
    if chosen is None:
        return None
    found = next((one for one in known if one.id == chosen), None)
    if found is None:
        raise NoSuchBuildingError
    return found
