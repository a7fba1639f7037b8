"""A home that is kept back, in words: for whom, until when, and who decided it."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.matching.tables import KEPT_FOR
from stirrup.permissions import Permission, permits
from stirrup.referrals.home_needs import HomeNeed
from stirrup.runs.choice_models import UnitHold
from stirrup.runs.holds import is_in_force
from stirrup.ui.filters import date_long, in_sentence
from stirrup.units.models import Unit
from stirrup.wording import N_

NEEDS = {need.value: need.label for need in HomeNeed} | {
    "needs_many_bedrooms": N_("Three bedrooms or more")
}


def sentences_of(unit: Unit, reader: Any) -> list[str]:
    """Nothing for a home that is not kept; a colleague's note is for the team alone."""
    hold = _find_hold(unit)
    if hold is None:
        return []
    said = [for_whom(hold), str(_(hold.reason.label)) + "."]
    if hold.note and permits(reader, Permission.UNIT_HOLD, unit):
        said.append(hold.note)
    return said


def _find_hold(unit: Unit) -> UnitHold | None:
    query = select(UnitHold).join(UnitHold.unit).where(UnitHold.unit_id == unit.id)
    return db.session.scalars(query.where(is_in_force(today()))).one_or_none()


def for_whom(hold: UnitHold) -> str:
    """Until when, and for which needs when not for nobody at all."""
    kept_for = [need for bit, need in enumerate(KEPT_FOR) if hold.kept_for >> bit & 1]
    needs = [in_sentence(str(_(NEEDS[need]))) for need in kept_for]
    until = date_long(hold.until_date)
    if not needs:
        return str(_("Kept back for everyone until %(day)s.", day=until))
    return str(
        _(
            "Kept until %(day)s for households with one of these needs: %(needs)s.",
            day=until,
            needs=", ".join(needs),
        )
    )
