"""What the stays of a household add to the timeline of its referral: steps, never a note."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.placements.enums import EventKind
from stirrup.placements.models import Placement, PlacementEvent
from stirrup.referrals.models import Referral
from stirrup.referrals.stays_told import StayEvent

MOST_EVENTS = 100
SHAPES = {EventKind.CANCELLED: "cross", EventKind.REMINDED: "bell", EventKind.ESCALATED: "bell"}


def steps_of_stays(referral: Referral) -> list[StayEvent]:
    """Each event of each stay, leading to that stay, the latest first. One query."""
    query = (
        select(PlacementEvent, User.display_name)
        .join(Placement, Placement.id == PlacementEvent.placement_id)
        .outerjoin(User, User.id == PlacementEvent.actor_id)
        .where(Placement.referral_id == referral.id)
        .order_by(PlacementEvent.id.desc())
        .limit(MOST_EVENTS)
    )
    return [_told(event, name) for event, name in db.session.execute(query)]


def _told(event: PlacementEvent, name: str | None) -> StayEvent:
    return StayEvent(
        at=event.at,
        title=_(event.kind.label),
        who=name,
        url=url_for("placements.show", placement_id=event.placement_id),
        shape=SHAPES.get(event.kind),
    )
