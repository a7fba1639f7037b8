"""Stays as lines of a list: which home, from when, and what each one waits for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from stirrup.geography import get_commune
from stirrup.placements.enums import PlacementState as State
from stirrup.placements.lanes.following import is_late
from stirrup.placements.models import Placement

NEEDS_SOMEBODY = {State.ENDING: "warn", State.CANCELLED: "idle"}
"""Tones of the states that a list points out; the others are plain words."""


@dataclass(frozen=True)
class StayLine:
    """One stay; `due_on` is the day by which what is `awaited` was promised."""

    reference: str
    url: str
    home: str
    first_day: date
    last_day: date
    awaited: str
    due_on: date | None
    is_late: bool
    state: str
    tone: str


def stay_lines(stays: Iterable[Placement], names: Mapping[str, str]) -> list[StayLine]:
    """Each stay as a line; `names` are the words of the steps by code."""
    return [_line(stay, names) for stay in stays]


def _line(stay: Placement, names: Mapping[str, str]) -> StayLine:
    is_open = stay.step is not None and stay.is_being_prepared
    return StayLine(
        reference=stay.reference,
        url=url_for("placements.show", placement_id=stay.id),
        home=f"{stay.unit.reference}, {get_commune(stay.unit.commune_code).name}",
        first_day=stay.first_day,
        last_day=stay.last_day,
        awaited=names.get(stay.step or "", "") if is_open else "",
        due_on=stay.step_due_on if is_open else None,
        is_late=is_open and is_late(stay),
        state=_(stay.state.label),
        tone=NEEDS_SOMEBODY.get(stay.state, ""),
    )
