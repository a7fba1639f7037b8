"""What is in the diary of the next two weeks: visits, first days and last days of stays."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_

from stirrup.accounts.models import User
from stirrup.clock import PARIS, local
from stirrup.extensions import db
from stirrup.placements.enums import PlacementState
from stirrup.placements.lifecycle import ONE_DAY
from stirrup.placements.models import Placement
from stirrup.ui.filters import date_short
from stirrup.ui.filters import time as hour

LOOKS_AHEAD = timedelta(days=14)
MOST_STAYS = 30
MOST_SHOWN = 8
UNDER_WAY = (PlacementState.ACTIVE, PlacementState.ENDING)


@dataclass(frozen=True)
class Appointment:
    """One date: what happens and of which stay; without a name or an address."""

    day: date
    title: str
    by: str
    url: str
    state: str = "later"


def appointments_of(person: User, today: date) -> list[Appointment]:
    """Those of the stays this person sees, the next one first. One query."""
    until = today + LOOKS_AHEAD
    stays = Placement.visible_to(person).where(_has_a_date(today, until))
    found = [
        appointment
        for placement in db.session.scalars(stays.order_by(Placement.id).limit(MOST_STAYS))
        for appointment in _of(placement)
        if today <= appointment.day <= until
    ]
    return sorted(found, key=lambda one: (one.day, one.by))[:MOST_SHOWN]


def _has_a_date(today: date, until: date) -> ColumnElement[bool]:
    start = datetime.combine(today, time.min, PARIS)
    prepared = Placement.state == PlacementState.SCHEDULED
    return or_(
        and_(prepared, Placement.visit_at.between(start, start + LOOKS_AHEAD + ONE_DAY)),
        and_(prepared, Placement.first_day.between(today, until)),
        and_(
            Placement.state.in_(UNDER_WAY),
            Placement.end_day.between(today + ONE_DAY, until + ONE_DAY),
        ),
    )


def _of(placement: Placement) -> list[Appointment]:
    if not placement.is_being_prepared:
        return [_on(placement, placement.last_day, _("Last day of a stay"))]
    visits = []
    if placement.visit_at and not placement.visit_done_on:
        day = local(placement.visit_at).date()
        when = _("%(day)s at %(hour)s", day=date_short(day), hour=hour(placement.visit_at))
        visits.append(_on(placement, day, _("Visit of the home"), when))
    return [*visits, _on(placement, placement.first_day, _("First day of a stay"))]


def _on(placement: Placement, day: date, title: str, when: str = "") -> Appointment:
    url = url_for("placements.show", placement_id=placement.id)
    return Appointment(day, title, f"{when or date_short(day)}, {placement.reference}", url)
