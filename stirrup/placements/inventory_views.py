"""The inventory at the entry or at the exit: one page, room by room."""

from typing import Any

from flask import abort
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.placements import inventories
from stirrup.placements.blueprint import back_to, bp, form_page
from stirrup.placements.enums import InventoryMoment
from stirrup.placements.inventory_forms import inventory_form
from stirrup.placements.models import Placement
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires
from stirrup.wording import N_

TITLES = {
    InventoryMoment.ENTRY: N_("Inventory at the entry"),
    InventoryMoment.EXIT: N_("Inventory at the exit"),
}


@bp.route("/<int:placement_id>/inventories/<string:moment_name>", methods=["GET", "POST"])
@requires(Permission.STAY_RECORD, Placement)
def inventory(placement: Placement, moment_name: str) -> Any:
    """Record what is seen, or correct it as long as nobody has signed it."""
    if moment_name not in set(InventoryMoment):
        abort(404)
    moment = InventoryMoment(moment_name)
    inventories.require_recordable(placement, moment)
    form = inventory_form(placement, moment)
    if form.validate_on_submit():
        try:
            inventories.record_inventory(placement, moment, form.findings(), by=current_user)
        except inventories.InventoryDayError as refusal:
            form.made_on.errors = [sentence_of(refusal)]
        else:
            return back_to(placement, _("The inventory is recorded."))
    return form_page(placement, form, _(TITLES[moment]), "placements/inventory.html")
