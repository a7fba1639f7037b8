"""Homes as a list of cards: the state of each, or the answer that its landlord has to give."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from stirrup.ui import filters
from stirrup.units.listing import TONES, WAITING_FOR_THE_LANDLORD, expected_of, name_of
from stirrup.units.models import Unit


def home_cards(units: Iterable[Unit], awaited: Mapping[int, date | None]) -> list[dict[str, Any]]:
    """Homes for a list of cards; `waits` when the landlord is expected to do something.

    `awaited`: the homes about which an answer is asked, with the last day to give it.
    """
    return [_home_card(unit) | _awaited_answer(unit, awaited) for unit in units]


def _home_card(unit: Unit) -> dict[str, Any]:
    photo = next(iter(unit.photos), None)
    return {
        "title": name_of(unit),
        "url": url_for("units.show", unit_id=unit.id),
        "about": f"{unit.reference}, {unit.street}. {expected_of(unit)}",
        "words": str(_(unit.state.label)),
        "tone": TONES.get(unit.state, "idle"),
        "brick": unit.id % 5 + 1,
        "photo": photo and url_for("units.photo", unit_photo_id=photo.id, size="small"),
        "waits": unit.state in WAITING_FOR_THE_LANDLORD,
    }


def _awaited_answer(unit: Unit, awaited: Mapping[int, date | None]) -> dict[str, Any]:
    """What replaces the state of a home about which its landlord has to answer."""
    if unit.id not in awaited:
        return {}
    due_on = awaited[unit.id]
    until = _("Answer before %(day)s.", day=filters.date_long(due_on)) if due_on else ""
    return {
        "about": f"{unit.reference}, {unit.street}. {until}".rstrip(),
        "words": str(_("Your answer is awaited")),
        "tone": "warn",
        "waits": True,
    }
