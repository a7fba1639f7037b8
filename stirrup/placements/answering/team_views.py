"""The team's own pages: leave a step out, take one back, reopen a stay, review refusals."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.placements.answering import answers, cancelling, reviewing
from stirrup.placements.answering.blueprint import bp
from stirrup.placements.answering.forms import NoteForm, ReviewForm
from stirrup.placements.answering.page import refusal_line
from stirrup.placements.answering.refusals import NothingToTakeBackError
from stirrup.placements.blueprint import back_to, form_page
from stirrup.placements.lane_words import language
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.lanes.steps import in_words
from stirrup.placements.models import Placement
from stirrup.ui.guard import requires
from stirrup.ui.paging import page_asked

PAGE_SIZE = 25


@bp.route("/<int:placement_id>/leave-out/<string:step_code>", methods=["GET", "POST"])
@requires(Permission.PLACEMENT_PREPARE, Placement)
def leave_out(placement: Placement, step_code: str) -> Any:
    if not lanes_in_force().has_step(step_code):
        abort(404)
    form = NoteForm()
    if form.validate_on_submit():
        answers.leave_out(placement, step_code, by=current_user, note=form.note.data or "")
        return back_to(placement, _("The step is left out."))
    return form_page(placement, form, _("Leave this step out"))


@bp.route("/<int:placement_id>/take-back/<string:step_code>", methods=["GET", "POST"])
@requires(Permission.PLACEMENT_PREPARE, Placement)
def take_back(placement: Placement, step_code: str) -> Any:
    lanes = lanes_in_force()
    if not lanes.has_step(step_code):
        abort(404)
    if step_code != cancelling.last_done(placement, lanes):
        raise NothingToTakeBackError
    form, step = NoteForm(), in_words(lanes.step(step_code).name, language())
    if form.validate_on_submit():
        cancelling.take_back(placement, step_code, by=current_user, note=form.note.data or "")
        return back_to(placement, _("Taken back, and asked again: %(step)s.", step=step))
    return form_page(placement, form, _("Take back: %(step)s", step=step))


@bp.post("/<int:placement_id>/reopen")
@requires(Permission.PLACEMENT_PREPARE, Placement)
def reopen(placement: Placement) -> Any:
    cancelling.reopen_placement(placement, by=current_user)
    return back_to(placement, _("The stay is reopened where it stood."))


@bp.get("/refusals")
@requires(Permission.PLACEMENT_PREPARE)
def refusals() -> Any:
    page = page_asked()
    found, count = reviewing.refusals_to_review(page, PAGE_SIZE)
    lanes = lanes_in_force()
    return render_template(
        "placements/answering/refusals.html",
        lines=[refusal_line(answer, lanes) for answer in found],
        count=count,
        page=page,
        page_count=-(-count // PAGE_SIZE),
        page_url=lambda number: url_for("answers.refusals", page=number),
    )


@bp.route("/refusals/<int:step_answer_id>", methods=["GET", "POST"])
@requires(Permission.PLACEMENT_PREPARE, StepAnswer)
def review(step_answer: StepAnswer) -> Any:
    form = ReviewForm()
    if form.validate_on_submit():
        outcome, note = form.outcome.data, form.note.data or ""
        reviewing.review_refusal(step_answer, outcome, by=current_user, note=note)
        flash(_("The review is recorded."))
        return redirect(url_for("answers.refusals"))
    return form_page(
        step_answer.placement,
        form,
        _("Review a refusal"),
        "placements/answering/review.html",
        line=refusal_line(step_answer, lanes_in_force()),
    )
