"""One button: another home like this one."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.ui.guard import requires
from stirrup.units.blueprint import bp
from stirrup.units.duplicating import duplicate_unit
from stirrup.units.models import Unit


@bp.post("/<int:unit_id>/duplicate")
@requires(Permission.UNIT_EDIT, Unit)
def duplicate(unit: Unit) -> Any:
    twin = duplicate_unit(unit, by=current_user)
    flash(
        _(
            "A draft with the same description is open. Its floor, door, dates, diagnosis and"
            " photos are for you to give."
        )
    )
    return redirect(url_for("units.tasks", unit_id=twin.id), HTTPStatus.SEE_OTHER)
