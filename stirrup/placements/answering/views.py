"""Pages on which each side answers: yes, no with its reason, a question, the visit."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission, require
from stirrup.placements.answering import answers, own_steps, questions, team_views
from stirrup.placements.answering.blueprint import bp
from stirrup.placements.answering.forms import (
    DoneForm,
    NoForm,
    QuestionForm,
    VisitDoneForm,
    VisitForm,
)
from stirrup.placements.answering.own_step_page import own_step_of, own_step_page
from stirrup.placements.answering.page import (
    answer_page,
    said_page,
    visit_contacts,
    visit_facts,
)
from stirrup.placements.answering.refusals import NoteMissingError, VisitDayError
from stirrup.placements.blueprint import back_to, form_page
from stirrup.placements.lanes.enums import Side
from stirrup.placements.models import Placement
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires
from stirrup.units.rules import RefusedCriterionError

__all__ = ["bp"]

OTHER_PAGES = (team_views,)
"""Imported for their routes."""
AT_ASSOCIATIONS = (Side.ASSOCIATION, Side.HOUSEHOLD)


@bp.get("/<int:placement_id>/answers/<string:side_name>")
@requires(Permission.ANSWER_AS_ASSOCIATION, Placement)
def answer(placement: Placement, side_name: str) -> Any:
    return _question_of(placement, _side(side_name))


@bp.post("/<int:placement_id>/answers/<string:side_name>/yes")
@requires(Permission.ANSWER_AS_ASSOCIATION, Placement)
def say_yes(placement: Placement, side_name: str) -> Any:
    answers.say_yes(placement, _side(side_name), by=current_user)
    return redirect(url_for("answers.said", placement_id=placement.id, side_name=side_name))


@bp.get("/<int:placement_id>/answers/<string:side_name>/said")
@requires(Permission.ANSWER_AS_ASSOCIATION, Placement)
def said(placement: Placement, side_name: str) -> Any:
    return _what_comes(placement, _side(side_name))


@bp.route("/<int:placement_id>/answers/<string:side_name>/no", methods=["GET", "POST"])
@requires(Permission.ANSWER_AS_ASSOCIATION, Placement)
def say_no(placement: Placement, side_name: str) -> Any:
    return _refusal_of(placement, _side(side_name))


@bp.get("/<int:placement_id>/answers/landlord")
@requires(Permission.ANSWER_AS_LANDLORD, Placement)
def proposal(placement: Placement) -> Any:
    return _question_of(placement, Side.LANDLORD)


@bp.post("/<int:placement_id>/answers/landlord/yes")
@requires(Permission.ANSWER_AS_LANDLORD, Placement)
def accept(placement: Placement) -> Any:
    answers.say_yes(placement, Side.LANDLORD, by=current_user)
    return redirect(url_for("answers.accepted", placement_id=placement.id))


@bp.get("/<int:placement_id>/answers/landlord/said")
@requires(Permission.ANSWER_AS_LANDLORD, Placement)
def accepted(placement: Placement) -> Any:
    return _what_comes(placement, Side.LANDLORD)


@bp.route("/<int:placement_id>/answers/landlord/no", methods=["GET", "POST"])
@requires(Permission.ANSWER_AS_LANDLORD, Placement)
def decline(placement: Placement) -> Any:
    return _refusal_of(placement, Side.LANDLORD)


@bp.route("/<int:placement_id>/answers/landlord/question", methods=["GET", "POST"])
@requires(Permission.ANSWER_AS_LANDLORD, Placement)
def ask(placement: Placement) -> Any:
    form = QuestionForm()
    if form.validate_on_submit():
        try:
            questions.ask_question(placement, form.question.data or "", by=current_user)
        except RefusedCriterionError as refusal:
            form.question.errors = [sentence_of(refusal)]
        else:
            return back_to(placement, _("Your question is sent to the Stirrup team."))
    template = "placements/answering/question.html"
    return form_page(placement, form, _("Ask a question"), template)


@bp.route("/<int:placement_id>/visit", methods=["GET", "POST"])
@requires(Permission.ANSWER_AS_ASSOCIATION, Placement)
def book_visit(placement: Placement) -> Any:
    if request.method == "GET" and not answers.may_visit(placement):
        return _no_longer_asked(placement)
    form = VisitForm(placement)
    if form.validate_on_submit():
        try:
            answers.book_visit(placement, form.at, by=current_user)
        except VisitDayError as refusal:
            form.day.errors = [sentence_of(refusal)]
        else:
            return back_to(placement, _("The visit is booked, both sides are told by mail."))
    shown = {"facts": visit_facts(placement), "contacts": visit_contacts(placement)}
    template = "placements/answering/visit.html"
    return form_page(placement, form, _("Day of the visit"), template, **shown)


@bp.route("/<int:placement_id>/visit/done", methods=["GET", "POST"])
@requires(Permission.ANSWER_AS_ASSOCIATION, Placement)
def record_visit(placement: Placement) -> Any:
    if request.method == "GET" and not answers.may_visit(placement):
        return _no_longer_asked(placement)
    form = VisitDoneForm(placement)
    if form.validate_on_submit():
        done_on, note = form.done_on.data, form.note.data
        answers.record_visit(placement, done_on, by=current_user, note=note)
        return back_to(placement, _("The visit is recorded: both go on."))
    return form_page(placement, form, _("The visit"), "placements/answering/visit_done.html")


@bp.route("/<int:placement_id>/steps/<string:step_code>", methods=["GET", "POST"])
@requires(Permission.PLACEMENT_SHOW, Placement)
def own_step(placement: Placement, step_code: str) -> Any:
    """A step that administrators added; whose it is not reads the page of the stay."""
    step = own_step_of(step_code) or abort(404)
    if request.method == "POST":
        require(current_user, answers.MAY_ANSWER[step.side], placement)
    elif not own_steps.may_say_done(placement, step, current_user):
        return _no_longer_asked(placement)
    form = DoneForm()
    if form.validate_on_submit():
        try:
            own_steps.say_done(placement, step, by=current_user, note=form.note.data)
        except RefusedCriterionError as refusal:
            form.note.errors = [sentence_of(refusal)]
        else:
            return back_to(placement, _("Recorded: this step is behind."))
    page = own_step_page(placement, step, current_user)
    template = "placements/answering/own_step.html"
    return form_page(placement, form, page.title, template, page=page)


def _side(name: str) -> Side:
    """The side an association answers for; 404 for any other."""
    if name not in {side.value for side in AT_ASSOCIATIONS}:
        abort(404)
    return Side(name)


def _question_of(placement: Placement, side: Side) -> Any:
    """What this side is asked; when it is not asked any more, the page of the stay says why."""
    if not answers.may_answer(placement, side, current_user):
        return _no_longer_asked(placement)
    page = answer_page(placement, side, current_user)
    return render_template(page.template, placement=placement, page=page)


def _what_comes(placement: Placement, side: Side) -> Any:
    """After a yes: what happens next, when, and whom to call."""
    if getattr(placement, f"{side.value}_yes_on") is None:
        return _no_longer_asked(placement)
    page = said_page(placement, current_user)
    return render_template("placements/answering/said.html", placement=placement, page=page)


def _refusal_of(placement: Placement, side: Side) -> Any:
    """The form of a no. What a form sent twice repeats was done already."""
    if request.method == "GET" and not answers.may_say_no(placement, side, current_user):
        return _no_longer_asked(placement)
    form = NoForm(answers.reasons_offered(placement, side))
    if form.validate_on_submit():
        given = {"code": form.reason.data, "note": form.note.data}
        try:
            answers.say_no(placement, side, by=current_user, **given)
        except (NoteMissingError, RefusedCriterionError) as refusal:
            form.note.errors = [sentence_of(refusal)]
        else:
            return back_to(placement, _("The no is recorded. This stay will not take place."))
    page = answer_page(placement, side, current_user)
    return form_page(placement, form, page.no_title, "placements/answering/no.html", page=page)


def _no_longer_asked(placement: Placement) -> Any:
    flash(_("This is not asked now. Here is where the stay stands."), "info")
    return redirect(url_for("placements.show", placement_id=placement.id))
