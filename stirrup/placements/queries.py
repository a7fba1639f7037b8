"""Reads about stays that pages and services share."""

from datetime import date

from sqlalchemy import func, or_, select

from stirrup.extensions import db
from stirrup.placements.enums import LIVE_STATES
from stirrup.placements.models import Placement


def count_live_in(unit_id: int) -> int:
    """How many places of a unit are taken by stays being prepared or under way."""
    live = Placement.state.in_(LIVE_STATES)
    query = select(func.count()).select_from(Placement).where(Placement.unit_id == unit_id, live)
    return db.session.scalar(query) or 0


def is_taken_between(placement: Placement, first: date, end: date) -> bool:
    """Whether another live stay has the place or the household on a day of [first, end)."""
    same_side = or_(
        Placement.place_id == placement.place_id, Placement.referral_id == placement.referral_id
    )
    others = select(Placement.id).where(
        same_side,
        Placement.id != placement.id,
        Placement.state.in_(LIVE_STATES),
        Placement.first_day < end,
        first < Placement.end_day,
    )
    return db.session.scalar(others.limit(1)) is not None
