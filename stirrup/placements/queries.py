"""Reads about stays that pages and services share."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from stirrup.extensions import db
from stirrup.placements.enums import LIVE_STATES
from stirrup.placements.models import Placement


def count_live_in(unit_id: int) -> int:
    """How many places of a unit are taken by stays being prepared or under way."""
    live = Placement.state.in_(LIVE_STATES)
    query = select(func.count()).select_from(Placement).where(Placement.unit_id == unit_id, live)
    return db.session.scalar(query) or 0


def list_stays(person: Any) -> Sequence[Placement]:
    """The stays this person sees, the latest first day first."""
    query = (
        Placement.visible_to(person)
        .options(joinedload(Placement.unit), joinedload(Placement.referral))
        .order_by(Placement.first_day.desc(), Placement.id.desc())
    )
    return db.session.scalars(query).all()
