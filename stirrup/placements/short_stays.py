"""A stay that ends before its ninety-first day: the landlord counted on more (LC-31)."""

from datetime import date

from stirrup.outbox.services import enqueue
from stirrup.placements.correspondents import people_of
from stirrup.placements.lanes.enums import Side
from stirrup.placements.models import Placement

ENOUGH_DAYS = 91
"""A home is not vacant once occupied for more than ninety days in a row (CGI art. 232 V)."""


def tell_if_short(placement: Placement, last_day: date) -> None:
    """Tell the landlord once, as soon as a day makes the stay short; the caller commits."""
    days = (last_day - placement.first_day).days + 1
    if days >= ENOUGH_DAYS:
        return
    for person in people_of(placement, Side.LANDLORD):
        enqueue(
            person.email,
            person.language,
            "stays/short",
            key=f"stay-{placement.id}-short-{person.id}",
            reference=placement.reference,
            placement_id=placement.id,
            last_day=last_day,
            days=days,
        )
