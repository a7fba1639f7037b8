"""The end of a stay: its announcement, then what happened."""

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from stirrup.clock import today
from stirrup.permissions import Permission
from stirrup.placements import endings
from stirrup.placements.blueprint import back_to, bp, form_page
from stirrup.placements.lifecycle import PlacementInWrongStateError, allows
from stirrup.placements.models import Placement
from stirrup.placements.stay_forms import AnnouncementForm, RealEndForm
from stirrup.ui.errors import sentence_of
from stirrup.ui.filters import date_long
from stirrup.ui.guard import requires


@bp.route("/<int:placement_id>/end", methods=["GET", "POST"])
@requires(Permission.STAY_RECORD, Placement)
def announce_end(placement: Placement) -> Any:
    """Why the stay ends; the day follows from the ground and the notice."""
    _require_step(placement, "announce_end")
    form = AnnouncementForm(announced_on=today())
    if form.validate_on_submit():
        try:
            ending = endings.announce_end(placement, form.announcement(), by=current_user)
        except endings.NoticeDayError as refusal:
            form.announced_on.errors = [sentence_of(refusal)]
        else:
            on = date_long(ending.effective_on)
            return back_to(placement, _("The end is announced for %(day)s.", day=on))
    return form_page(placement, form, _("Announce the end"), "placements/announcement.html")


@bp.route("/<int:placement_id>/end/record", methods=["GET", "POST"])
@requires(Permission.STAY_RECORD, Placement)
def record_end(placement: Placement) -> Any:
    """The day, the keys, the damage and what follows."""
    _require_step(placement, "end_planned")
    form = RealEndForm(left_on=today(), keys_returned=placement.facts.keys_count)
    if form.validate_on_submit():
        try:
            endings.record_end(placement, form.real_end(), by=current_user)
        except endings.LeavingDayError as refusal:
            form.left_on.errors = [sentence_of(refusal)]
        except endings.DamageAmountError as refusal:
            form.damage_euros.errors = [sentence_of(refusal)]
        else:
            return back_to(placement, _("The end of the stay is recorded."))
    return form_page(placement, form, _("Record the end of the stay"))


def _require_step(placement: Placement, step: str) -> None:
    """A page whose form could only be refused is not shown."""
    if not allows(placement.state, step):
        raise PlacementInWrongStateError
