"""Who is written to about a stay: on each side of it, and in the team."""

from typing import Any

from sqlalchemy import select

from stirrup.accounts.colleagues import administrators
from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.placements.lanes.enums import Side
from stirrup.placements.models import Placement
from stirrup.referrals.letters import people_for


def people_of(placement: Placement, side: Side) -> list[User]:
    """The people of one side who can still sign in.

    The referent speaks for the association and the household, and so does who stands in for them.
    """
    if side == Side.LANDLORD:
        return _active(User.organisation_id == placement.unit.organisation_id)
    if side == Side.TEAM:
        return administrators()
    return people_for(placement.referral)


def _active(*which: Any) -> list[User]:
    query = select(User).where(*which, User.deactivated_at.is_(None))
    return list(db.session.scalars(query.order_by(User.id)))
