"""Prolongations: ask, withdraw, put in force."""

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.placements import extensions
from stirrup.placements.blueprint import back_to, bp, form_page
from stirrup.placements.events import DoubleBookingError
from stirrup.placements.models import Placement
from stirrup.placements.services import NotApprovedError
from stirrup.placements.stay_forms import ExtensionForm
from stirrup.ui.errors import sentence_of
from stirrup.ui.filters import date_long
from stirrup.ui.guard import requires

BESIDE_THE_DAY = (extensions.LastDayRefusedError, NotApprovedError, DoubleBookingError)


@bp.route("/<int:placement_id>/prolongation", methods=["GET", "POST"])
@requires(Permission.STAY_EXTEND, Placement)
def ask_extension(placement: Placement) -> Any:
    """Until when and why; all sign an amendment before anything changes."""
    extensions.require_askable(placement)
    form = ExtensionForm(last_day=extensions.latest_last_day(placement))
    if form.validate_on_submit():
        try:
            extensions.ask_extension(
                placement, form.last_day.data, form.reason.data, by=current_user
            )
        except BESIDE_THE_DAY as refusal:
            form.last_day.errors = [_told(refusal)]
        else:
            return back_to(placement, _("The prolongation is asked: its amendment can be made."))
    title = _("Prolong this stay")
    return form_page(placement, form, title, "placements/extension.html")


@bp.post("/<int:placement_id>/prolongation/withdraw")
@requires(Permission.STAY_EXTEND, Placement)
def withdraw_extension(placement: Placement) -> Any:
    extensions.withdraw_extension(placement, by=current_user)
    return back_to(placement, _("The prolongation is withdrawn."))


@bp.post("/<int:placement_id>/prolongation/in-force")
@requires(Permission.PLACEMENT_PREPARE, Placement)
def put_in_force(placement: Placement) -> Any:
    extensions.put_in_force(placement, by=current_user)
    until = date_long(placement.last_day)
    return back_to(placement, _("The stay is prolonged until %(day)s.", day=until))


def _told(refusal: Any) -> str:
    """The refusal with its days in words."""
    values = {name: date_long(day) for name, day in refusal.values.items()}
    return str(_(refusal.sentence, **values)) if values else sentence_of(refusal)
