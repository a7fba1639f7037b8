"""Pages of a stay: the list, its page, its preparation, its papers."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.placements import services
from stirrup.placements.enums import FactsSection
from stirrup.placements.facts import read_section
from stirrup.placements.forms import AnswerForm, CancelForm, FirstDayForm, facts_form
from stirrup.placements.models import Placement
from stirrup.placements.papers import orders
from stirrup.placements.queries import list_stays
from stirrup.placements.stay_page import stay_page
from stirrup.ui.guard import requires

bp = Blueprint("placements", __name__, url_prefix="/stays")


@bp.get("")
@requires(Permission.PLACEMENT_LIST)
def index() -> str:
    return render_template("placements/index.html", stays=list_stays(current_user))


@bp.get("/<int:placement_id>")
@requires(Permission.PLACEMENT_SHOW, Placement)
def show(placement: Placement) -> str:
    page = stay_page(placement, current_user)
    return render_template(
        "placements/show.html", placement=placement, page=page, answer=AnswerForm()
    )


@bp.route("/<int:placement_id>/first-day", methods=["GET", "POST"])
@requires(Permission.PLACEMENT_PREPARE, Placement)
def first_day(placement: Placement) -> Any:
    form = FirstDayForm(first_day=placement.first_day)
    if form.validate_on_submit():
        try:
            services.change_first_day(placement, form.first_day.data, by=current_user)
        except services.OutsideWindowsError as refusal:
            form.first_day.errors = [_(refusal.sentence)]
        else:
            return _back_to(placement, _("The dates are changed."))
    return _form_page(placement, form, _("Change the dates"), "placements/first_day.html")


@bp.route("/<int:placement_id>/facts/<string:section_name>", methods=["GET", "POST"])
@requires(Permission.PLACEMENT_PREPARE, Placement)
def facts(placement: Placement, section_name: str) -> Any:
    if section_name not in set(FactsSection):
        abort(404)
    section = FactsSection(section_name)
    form = facts_form(placement, section)(data=read_section(placement, section))
    if form.validate_on_submit():
        services.complete_facts(placement, section, form.data, by=current_user)
        return _back_to(placement, _("Saved."))
    return _form_page(placement, form, _(section.label))


@bp.post("/<int:placement_id>/household-yes")
@requires(Permission.PLACEMENT_PREPARE, Placement)
def household_yes(placement: Placement) -> Any:
    services.record_household_yes(placement, by=current_user)
    return _back_to(placement, _("The household’s yes is recorded, in your name."))


@bp.post("/<int:placement_id>/landlord-yes")
@requires(Permission.PLACEMENT_PREPARE, Placement)
def landlord_yes(placement: Placement) -> Any:
    services.record_landlord_yes(placement, by=current_user)
    return _back_to(placement, _("The landlord’s yes is recorded, in your name."))


@bp.route("/<int:placement_id>/cancel", methods=["GET", "POST"])
@requires(Permission.PLACEMENT_PREPARE, Placement)
def cancel(placement: Placement) -> Any:
    form = CancelForm()
    if form.validate_on_submit():
        services.cancel_placement(placement, form.reason.data, by=current_user)
        return _back_to(placement, _("The stay is cancelled: the home and the household are free."))
    return _form_page(placement, form, _("Cancel this stay"))


@bp.post("/<int:placement_id>/documents")
@requires(Permission.PAPER_ORDER, Placement)
def order_documents(placement: Placement) -> Any:
    orders.order_documents(placement, by=current_user)
    return _back_to(placement, _("The documents are being produced: they are here in a moment."))


def _form_page(
    placement: Placement, form: Any, title: str, template: str = "placements/form.html"
) -> Any:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_template(template, placement=placement, form=form, title=title), status


def _back_to(placement: Placement, message: str) -> Any:
    flash(message)
    return redirect(url_for("placements.show", placement_id=placement.id))
