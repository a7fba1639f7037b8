"""Pages of a stay: its page, its preparation, its papers, its start."""

from typing import Any

from flask import abort, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.placements import (
    ending_views,
    extension_views,
    inventory_views,
    list_views,
    services,
    starting,
)
from stirrup.placements.answering import cancelling
from stirrup.placements.answering.forms import ReasonForm
from stirrup.placements.answering.refusals import NoteMissingError
from stirrup.placements.blueprint import back_to, bp, form_page
from stirrup.placements.enums import FactsSection
from stirrup.placements.facts import read_section
from stirrup.placements.forms import AnswerForm, FirstDayForm, facts_form
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import Side
from stirrup.placements.models import Placement
from stirrup.placements.papers import orders
from stirrup.placements.stay_facts import READER_OF
from stirrup.placements.stay_forms import LegalBasisForm
from stirrup.placements.stay_page import stay_page
from stirrup.placements.stay_papers import read_wanted
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires

__all__ = ["bp"]

OTHER_PAGES = (ending_views, extension_views, inventory_views, list_views)
"""Imported for their routes."""


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
            return back_to(placement, _("The dates are changed."))
    return form_page(placement, form, _("Change the dates"), "placements/first_day.html")


@bp.route("/<int:placement_id>/facts/<string:section_name>", methods=["GET", "POST"])
@requires(Permission.PLACEMENT_PREPARE, Placement)
def facts(placement: Placement, section_name: str) -> Any:
    if section_name not in set(FactsSection):
        abort(404)
    section = FactsSection(section_name)
    form = facts_form(placement, section)(data=read_section(placement, section))
    if form.validate_on_submit():
        services.complete_facts(placement, section, form.data, by=current_user)
        return back_to(placement, _("Saved."))
    return form_page(placement, form, _(section.label))


@bp.route("/<int:placement_id>/cancel", methods=["GET", "POST"])
@requires(Permission.PLACEMENT_PREPARE, Placement)
def cancel(placement: Placement) -> Any:
    form = ReasonForm(lanes_in_force().reasons_of(*Side))
    if form.validate_on_submit():
        given = {"code": form.reason.data, "note": form.note.data}
        try:
            cancelling.cancel_placement(placement, by=current_user, **given)
        except NoteMissingError as refusal:
            form.note.errors = [sentence_of(refusal)]
        else:
            done = _("The stay is cancelled: the home and the household are free.")
            return back_to(placement, done)
    return form_page(placement, form, _("Cancel this stay"))


@bp.route("/<int:placement_id>/legal-basis", methods=["GET", "POST"])
@requires(Permission.PLACEMENT_PREPARE, Placement)
def legal_basis(placement: Placement) -> Any:
    form = LegalBasisForm(legal_basis=placement.legal_basis)
    if form.validate_on_submit():
        try:
            services.choose_legal_basis(placement, form.legal_basis.data, by=current_user)
        except services.NotApprovedError as refusal:
            form.legal_basis.errors = [sentence_of(refusal)]
        else:
            return back_to(placement, _("Saved."))
    return form_page(placement, form, _("Form of the loan"), "placements/legal_basis.html")


@bp.post("/<int:placement_id>/documents")
@requires(Permission.PAPER_ORDER, Placement)
def order_documents(placement: Placement) -> Any:
    """One paper, when the form names it; otherwise every paper that is due and not made."""
    if "kind" in request.form:
        wanted = [read_wanted(request.form, READER_OF[current_user.role]) or abort(404)]
    else:
        wanted = orders.papers_lacking(placement)
    orders.order_documents(placement, by=current_user, wanted=wanted)
    return back_to(placement, _("The documents are being produced: they are here in a moment."))


@bp.post("/<int:placement_id>/start")
@requires(Permission.STAY_RECORD, Placement)
def start(placement: Placement) -> Any:
    starting.start_stay(placement, by=current_user)
    return back_to(placement, _("The stay has begun: the home is lent, the household is housed."))
