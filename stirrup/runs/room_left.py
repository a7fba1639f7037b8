"""How many more households associations can accompany, and landlords and buildings can take in."""

from typing import Any

from sqlalchemy import func, select

from stirrup.accounts.enums import OrganisationKind
from stirrup.accounts.models import Organisation
from stirrup.extensions import db
from stirrup.placements.enums import LIVE_STATES
from stirrup.placements.models import Placement
from stirrup.referrals.models import Referral
from stirrup.units.models import Building, Unit

Rows = list[tuple[int, int]]


def of_associations() -> Rows:
    """(association, stays it can still accompany), of all of them."""
    used = _live_stays(Referral.association_id, Placement.referral)
    query = _room(Organisation, Organisation.support_capacity, used)
    return _rows(query.where(Organisation.kind == OrganisationKind.ASSOCIATION))


def of_landlords() -> Rows:
    """(landlord, stays it still wants), of those who set a limit."""
    used = _live_stays(Unit.organisation_id, Placement.unit)
    query = _room(Organisation, Organisation.most_stays, used)
    return _rows(query.where(Organisation.most_stays.is_not(None)))


def of_buildings() -> Rows:
    """(building, stays its landlord still wants in it), of those that have a limit."""
    used = _live_stays(Unit.building_id, Placement.unit)
    query = _room(Building, Building.most_stays, used)
    return _rows(query.where(Building.most_stays.is_not(None)))


def _live_stays(group: Any, side: Any) -> Any:
    """Stays prepared or under way, by the group of one of their sides."""
    query = select(group.label("id"), func.count().label("stays")).select_from(Placement).join(side)
    return query.where(Placement.state.in_(LIVE_STATES)).group_by(group).subquery()


def _room(model: Any, most: Any, used: Any) -> Any:
    left = most - func.coalesce(used.c.stays, 0)
    return select(model.id, left).outerjoin(used, used.c.id == model.id)


def _rows(query: Any) -> Rows:
    """Below zero is none: a limit may be lowered under what is already there."""
    return [(number, max(left, 0)) for number, left in db.session.execute(query)]
