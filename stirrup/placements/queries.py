"""Reads about stays that pages and services share."""

from sqlalchemy import func, select

from stirrup.extensions import db
from stirrup.placements.enums import LIVE_STATES
from stirrup.placements.models import Placement


def count_live_in(unit_id: int) -> int:
    """How many places of a unit are taken by stays being prepared or under way."""
    live = Placement.state.in_(LIVE_STATES)
    query = select(func.count()).select_from(Placement).where(Placement.unit_id == unit_id, live)
    return db.session.scalar(query) or 0
