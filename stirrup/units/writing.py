"""What each step writes in a unit. No rule, no commit."""

from collections.abc import Mapping
from typing import Any

from stirrup.clock import now
from stirrup.geography import get_commune
from stirrup.units.buildings import settle
from stirrup.units.models import Unit
from stirrup.units.steps import NOTICE_VERSION


def write_answers(unit: Unit, step: str, answers: Mapping[str, Any]) -> None:
    """Store the answers of one step, or some of them."""
    if step == "building":
        settle(unit, answers)
    else:
        for name, value in answers.items():
            setattr(unit, name, value)
    if step == "address":
        _place_in_commune(unit)
    if step == "notice":
        unit.truce_notice_version, unit.truce_notice_read_at = NOTICE_VERSION, now()
    unit.changed_at = now()


def _place_in_commune(unit: Unit) -> None:
    """At the centre of its commune: the rules refuse a commune whose centre is not known."""
    commune = get_commune(unit.commune_code)
    if commune.latitude is not None and commune.longitude is not None:
        unit.latitude, unit.longitude = commune.latitude, commune.longitude
