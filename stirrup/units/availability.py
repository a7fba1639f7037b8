"""When a home is free again, in sentences, and what to change when that is too late."""

from dataclasses import dataclass

from flask_babel import gettext as _

from stirrup.ui.filters import date_long
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit
from stirrup.units.stays import HomeStays
from stirrup.units.steps import BY_NAME, may_change

NOT_TOLD = (UnitState.DRAFT, UnitState.REJECTED, UnitState.WITHDRAWN)


@dataclass(frozen=True)
class Availability:
    """The facts of the next loan; `too_late`: why none fits any more."""

    facts: tuple[tuple[str, str], ...]
    too_late: str | None
    may_change: bool


def availability_of(unit: Unit, stays: HomeStays, *, mine: bool) -> Availability | None:
    """What to tell of the days to come; None when the home is not offered."""
    if unit.state in NOT_TOLD or stays.free_on is None or unit.available_until is None:
        return None
    fits = stays.latest_start is not None and stays.free_on <= stays.latest_start
    facts = [
        (_("Free again on") if stays.live else _("Free from"), date_long(stays.free_on)),
        (_("Yours again after"), date_long(unit.available_until)),
    ]
    if fits:
        facts.append((_("Latest start of six months"), date_long(stays.latest_start)))
    return Availability(
        facts=tuple(facts),
        too_late=None if fits else _too_late(unit),
        may_change=mine and may_change(unit, BY_NAME["dates"]),
    )


def _too_late(unit: Unit) -> str:
    last = date_long(unit.available_until)
    return str(
        _("Six months no longer fit before %(last)s: a later day would lend it again.", last=last)
    )
