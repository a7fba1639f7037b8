"""What stalls, told to the team: one mail a day with every reference, however many runs made it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.clock import PARIS, local
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.placements.correspondents import people_of
from stirrup.placements.enums import EventKind
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lanes.steps import in_words
from stirrup.placements.models import Placement, PlacementEvent

LOOK_BACK = timedelta(days=5)
"""What a process did not tell before it died is told by the next run, after a long week-end too."""


def tell_the_team(day: date) -> None:
    """Write to each administrator what was escalated on `day`, and on days left untold before.

    The key of a mail names its last line: a run that adds nothing writes nothing.
    """
    for _told_on, lines in groupby(_escalated_since(day - LOOK_BACK), key=_day_of):
        events = list(lines)
        stays = _still_stalled(events)
        for person in people_of(stays[0], Side.TEAM) if stays else ():
            _write(person, stays, key=f"stalls-{events[-1].id}-{person.id}")
    db.session.commit()


def _escalated_since(day: date) -> Sequence[PlacementEvent]:
    since = PlacementEvent.at >= datetime.combine(day, time(), PARIS)
    escalated = PlacementEvent.kind == EventKind.ESCALATED
    query = select(PlacementEvent).where(escalated, since).order_by(PlacementEvent.id)
    return db.session.scalars(query).all()


def _day_of(event: PlacementEvent) -> date:
    return local(event.at).date()


def _still_stalled(events: Sequence[PlacementEvent]) -> list[Placement]:
    """The stays of these lines whose step is still the one that stalled."""
    numbers = [event.placement_id for event in events]
    stalled = Placement.step_escalated_at.is_not(None)
    query = select(Placement).where(Placement.id.in_(numbers), stalled).order_by(Placement.id)
    return list(db.session.scalars(query))


def _write(person: User, stays: Sequence[Placement], *, key: str) -> None:
    lanes = lanes_in_force()
    lines = [
        {
            "id": stay.id,
            "reference": stay.reference,
            "step": in_words(lanes.step(stay.step).name, person.language) if stay.step else "",
            "due_on": stay.step_due_on,
        }
        for stay in stays
    ]
    enqueue(person.email, person.language, "lanes/stalled", key=key, lines=lines)
