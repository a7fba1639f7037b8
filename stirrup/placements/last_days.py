"""Alerts before the last day of a stay, and after it when nobody wrote down its end (LC-24).

They inform: no state changes by itself, the end is announced and recorded by a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from stirrup.accounts.models import User
from stirrup.documents.contents.truce import in_truce
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.placements.correspondents import people_of
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.enums import Side
from stirrup.placements.models import Placement
from stirrup.placements.stay_models import StayEnd

OVER = -1
"""One day after the last one."""
DAYS_BEFORE = (90, 60, 30, 14, 7, 1, OVER)
TO_LANDLORDS = (60, 30)
"""What is asked of the others is not theirs to do; nobody threatens anybody by mail."""


@dataclass(frozen=True)
class Alert:
    """A stay, its last day as it is known today, and which of the days before it was reached."""

    placement: Placement
    last_day: date
    stage: int


def stage_reached(last_day: date, today: date) -> int | None:
    """The latest of DAYS_BEFORE that has come; one that was missed is caught up by the next."""
    days_left = (last_day - today).days
    return min((stage for stage in DAYS_BEFORE if days_left <= stage), default=None)


def last_day_of(placement: Placement) -> date:
    """The day announced for the end, or the last one as it stands."""
    if placement.ending is None:
        return placement.last_day
    return min(placement.ending.effective_on, placement.last_day)


def alert_last_days(day: date) -> int:
    """Write the alerts of `day` that nobody received yet. Returns how many stays they are about.

    The key of a mail names the last day: a stay that is prolonged has its alerts again.
    """
    new = [alert for alert in _alerts(day) if _write(alert)]
    if new:
        _write_to_the_team(new)
    db.session.commit()
    return len(new)


def _alerts(day: date) -> list[Alert]:
    found = []
    for placement in _under_way(until=day + timedelta(days=max(DAYS_BEFORE))):
        last_day = last_day_of(placement)
        stage = stage_reached(last_day, day)
        if stage is not None:
            found.append(Alert(placement, last_day, stage))
    return found


def _under_way(until: date) -> Sequence[Placement]:
    """The stays that end by a day, as planned or as announced."""
    query = (
        select(Placement)
        .outerjoin(StayEnd, StayEnd.placement_id == Placement.id)
        .where(
            Placement.state.in_((PlacementState.ACTIVE, PlacementState.ENDING)),
            or_(Placement.end_day <= until + timedelta(days=1), StayEnd.effective_on <= until),
        )
        .options(joinedload(Placement.unit), joinedload(Placement.referral))
        .order_by(Placement.end_day, Placement.id)
    )
    return db.session.scalars(query).all()


def _write(alert: Alert) -> bool:
    """To those who answer for the household, and to landlords in their turn. Whether it is new."""
    placement = alert.placement
    helpers = people_of(placement, Side.ASSOCIATION)
    new = [_letter(person, alert, "ends_soon") for person in helpers]
    if alert.stage in TO_LANDLORDS:
        owners = people_of(placement, Side.LANDLORD)
        new += [_letter(person, alert, "ends_soon_landlord") for person in owners]
    return any(new)


def _letter(person: User, alert: Alert, letter: str) -> bool:
    placement = alert.placement
    stage = "over" if alert.stage == OVER else f"d{alert.stage}"
    mail = enqueue(
        person.email,
        person.language,
        f"stays/{letter}",
        key=f"stay-{placement.id}-ends-{alert.last_day:%Y%m%d}-{stage}-{person.id}",
        reference=placement.reference,
        placement_id=placement.id,
        last_day=alert.last_day,
        stage=stage,
        announced=placement.state == PlacementState.ENDING,
        in_truce=in_truce(alert.last_day),
    )
    return mail.id is None


def _write_to_the_team(alerts: Sequence[Alert]) -> None:
    """One mail to each administrator, with every stay that came nearer to its end."""
    lines = [
        {
            "id": alert.placement.id,
            "reference": alert.placement.reference,
            "last_day": alert.last_day,
            "over": alert.stage == OVER,
        }
        for alert in alerts
    ]
    for person in people_of(alerts[0].placement, Side.TEAM):
        enqueue(person.email, person.language, "stays/ends_soon_team", lines=lines)
