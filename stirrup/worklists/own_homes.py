"""A landlord's homes in short: where each stands, what comes next, days until its stay starts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import case, select
from sqlalchemy.orm import selectinload

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.enums import StepCode
from stirrup.placements.models import Placement
from stirrup.ui.filters import date_short
from stirrup.units.enums import UnitState
from stirrup.units.home_cards import home_cards
from stirrup.units.listing import WAITING_FOR_THE_LANDLORD
from stirrup.units.models import Unit

SHOWN = 8


def homes_in_short(person: User, today: date) -> list[dict[str, Any]]:
    """The first homes as cards, those that wait for their landlord first. Three queries."""
    waits = case((Unit.state.in_(WAITING_FOR_THE_LANDLORD), 0), else_=1)
    query = (
        Unit.visible_to(person)
        .where(Unit.state != UnitState.WITHDRAWN)
        .options(selectinload(Unit.photos))
        .order_by(waits, Unit.changed_at.desc(), Unit.id)
        .limit(SHOWN)
    )
    units = db.session.scalars(query).all()
    coming = _coming(units)
    first_days = {stay.unit_id: stay.first_day for stay in reversed(coming)}
    awaited = {s.unit_id: s.step_due_on for s in coming if s.step == StepCode.LANDLORD_ANSWER}
    cards = [
        card | {"about": _with_its_start(card["about"], first_days.get(unit.id), today)}
        for unit, card in zip(units, home_cards(units, awaited), strict=True)
    ]
    return sorted(cards, key=lambda card: not card["waits"])


def _coming(units: Sequence[Unit]) -> Sequence[Any]:
    """The stays that are being prepared in these homes, the next first."""
    columns = (Placement.unit_id, Placement.first_day, Placement.step, Placement.step_due_on)
    query = (
        select(*columns)
        .where(
            Placement.unit_id.in_([unit.id for unit in units]),
            Placement.state == PlacementState.SCHEDULED,
        )
        .order_by(Placement.first_day, Placement.id)
    )
    return db.session.execute(query).all()


def _with_its_start(about: str, first_day: date | None, today: date) -> str:
    if first_day is None or first_day < today:
        return about
    days = (first_day - today).days
    words = ngettext(
        "Starts in %(num)s day, on %(day)s.",
        "Starts in %(num)s days, on %(day)s.",
        days,
        day=date_short(first_day),
    )
    return f"{about} {words if days else _('Starts today.')}"
