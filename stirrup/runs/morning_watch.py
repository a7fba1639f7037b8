"""What asks for somebody besides the proposals: steps that stall, homes about to end."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.geography import get_commune
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.catalogue import lanes_of_the_program
from stirrup.placements.lanes.models import StepSetting
from stirrup.placements.lanes.steps import in_words
from stirrup.placements.lifecycle import latest_first_day
from stirrup.placements.models import Placement
from stirrup.runs.open_units import TAKES_PART
from stirrup.ui.filters import date_short, day_count
from stirrup.units.models import Unit

MOST_LINES = 3
SOON = timedelta(days=14)
SIX_MONTHS_AT_MOST = timedelta(days=190)
"""More than any stay of six months: a home free for longer does not end soon."""


@dataclass(frozen=True)
class Watch:
    """How many there are, and the most pressing of them."""

    words: str
    lines: list[dict[str, str]]
    """Each: title, url, text."""


def stalls() -> Watch | None:
    """Stays being prepared whose open step is not in time, the latest first. One query."""
    late = (Placement.state == PlacementState.SCHEDULED, Placement.step_due_on < today())
    query = (
        select(Placement.id, Placement.step, Placement.step_due_on, StepSetting.name)
        .add_columns(func.count().over().label("total"))
        .outerjoin(StepSetting, StepSetting.code == Placement.step)
        .where(*late)
        .order_by(Placement.step_due_on, Placement.id)
    )
    rows = db.session.execute(query.limit(MOST_LINES)).all()
    if not rows:
        return None
    words = ngettext("%(num)s step is late", "%(num)s steps are late", rows[0].total)
    return Watch(str(words), [_stall(row) for row in rows])


def homes_about_to_end() -> Watch | None:
    """Open homes in which a stay can begin for two weeks more at most, the soonest first.

    One query. A home whose last possible day has passed takes part in no night: it is told too.
    """
    horizon = today() + SOON
    query = select(Unit.id, Unit.commune_code, Unit.available_until).where(
        Unit.state.in_(TAKES_PART), Unit.available_until <= horizon + SIX_MONTHS_AT_MOST
    )
    rows = db.session.execute(query.order_by(Unit.available_until, Unit.id)).all()
    soon = [(latest_first_day(row.available_until), row) for row in rows]
    soon = [(last, row) for last, row in soon if last <= horizon]
    if not soon:
        return None
    words = ngettext("%(num)s home is about to end", "%(num)s homes are about to end", len(soon))
    return Watch(str(words), [_ending(row, last) for last, row in soon[:MOST_LINES]])


def ends_soon(unit: Unit) -> bool:
    """Whether a stay can begin there for two weeks more at most."""
    until = unit.available_until
    return until is not None and latest_first_day(until) <= today() + SOON


def _stall(row: Any) -> dict[str, str]:
    late = (today() - row.step_due_on).days
    return {
        "title": Placement(id=row.id).reference,
        "url": url_for("placements.show", placement_id=row.id),
        "text": _("%(step)s, late by %(days)s", step=_step_name(row), days=day_count(late)),
    }


def _step_name(row: Any) -> str:
    """As administrators wrote it, or as it comes with the program."""
    step = lanes_of_the_program().step(row.step)
    return in_words(row.name or step.name, str(get_locale()))


def _ending(row: Any, last: date) -> dict[str, str]:
    town = get_commune(row.commune_code).name
    if last < today():
        text = _("%(town)s, no stay of six months can begin any more", town=town)
    else:
        text = _("%(town)s, a stay can begin until %(day)s", town=town, day=date_short(last))
    return {
        "title": Unit(id=row.id).reference,
        "url": url_for("units.show", unit_id=row.id),
        "text": text,
    }
