"""The landlord's listing, page by page: address, task list, steps, check and sending."""

from http import HTTPStatus
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.clock import today
from stirrup.geography import communes_with_postcode
from stirrup.permissions import Permission
from stirrup.ui.guard import requires
from stirrup.units import services
from stirrup.units.answers import commune_name, told_rows
from stirrup.units.benefits_view import gain_card
from stirrup.units.blueprint import bp
from stirrup.units.forms import FORMS
from stirrup.units.home_forms import AddressForm
from stirrup.units.lifecycle import allows
from stirrup.units.listing import (
    answer_tables,
    saved_words,
    step_url,
    task_sections,
    tasks_url,
    way_on,
)
from stirrup.units.models import Unit
from stirrup.units.queries import find_last_change
from stirrup.units.refusal_pages import back_to_dates, refuse
from stirrup.units.rules import AnswerRefusedError
from stirrup.units.step_form import StepForm
from stirrup.units.steps import (
    BY_NAME,
    NOTICE_VERSION,
    STEPS,
    Step,
    done_steps,
    may_change,
    minutes_left,
    missing_steps,
)
from stirrup.units.timeline import who_and_when

Page = Any
"""A page, a page with its status, or a redirection."""


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.UNIT_CREATE)
def new() -> Page:
    """Start a listing: once the address is known, a draft exists."""
    form = AddressForm(data={"postcode": _postcode_of_the_simulator()})
    del form.version
    if not form.validate_on_submit():
        return _new_page(form)
    try:
        unit = services.create_draft(form.answers(), by=current_user)
    except AnswerRefusedError as refusal:
        return _new_page(refuse(form, refusal))
    return redirect(url_for("units.tasks", unit_id=unit.id), HTTPStatus.SEE_OTHER)


@bp.get("/<int:unit_id>/tasks")
@requires(Permission.UNIT_EDIT, Unit)
def tasks(unit: Unit) -> str:
    """The task list, with what the landlord gains beside it."""
    return render_template(
        "units/tasks.html",
        unit=unit,
        commune=commune_name(unit),
        saved=saved_words(unit, today()),
        sections=task_sections(unit),
        done=len(done_steps(unit)),
        total=len(STEPS),
        minutes=minutes_left(unit),
        card=gain_card(unit, today()),
        step_url=step_url,
        may_send=allows(unit.state, "submit"),
        may_withdraw=allows(unit.state, "withdraw"),
    )


@bp.route("/<int:unit_id>/steps/<step>", methods=["GET", "POST"])
@requires(Permission.UNIT_EDIT, Unit)
def step(unit: Unit, step: str) -> Page:
    """One step; saved as soon as it is sent, whatever the order."""
    chosen = BY_NAME[step] if step in FORMS else abort(HTTPStatus.NOT_FOUND)
    if not may_change(unit, chosen):
        raise services.StepClosedError
    form = FORMS[step].of(unit)
    if not form.validate_on_submit():
        return _step_page(unit, chosen, form)
    try:
        services.save_step(unit, chosen, form.answers(), version=form.version.data, by=current_user)
    except AnswerRefusedError as refusal:
        return _step_page(unit, chosen, refuse(form, refusal))
    except services.ChangedMeanwhileError:
        return _conflict_page(unit, chosen, form)
    return redirect(_after(unit, chosen), HTTPStatus.SEE_OTHER)


@bp.get("/<int:unit_id>/answers")
@requires(Permission.UNIT_EDIT, Unit)
def answers(unit: Unit) -> Page:
    """Every answer, to look at before sending."""
    if missing_steps(unit):
        return redirect(url_for("units.tasks", unit_id=unit.id), HTTPStatus.SEE_OTHER)
    tables, may_send = answer_tables(unit), allows(unit.state, "submit")
    return render_template("units/answers.html", unit=unit, tables=tables, may_send=may_send)


@bp.post("/<int:unit_id>/submit")
@requires(Permission.UNIT_EDIT, Unit)
def submit(unit: Unit) -> Page:
    """Send the listing; dates may have become too short since they were given."""
    try:
        services.submit_unit(unit, by=current_user)
    except AnswerRefusedError as refusal:
        return back_to_dates(unit, refusal)
    flash(_("Your listing is sent. The Stirrup team will contact you for a visit."))
    return redirect(url_for("units.show", unit_id=unit.id), HTTPStatus.SEE_OTHER)


def _postcode_of_the_simulator() -> str | None:
    """The postcode in the address of the page, when a commune uses it."""
    wanted = request.args.get("postcode", "")
    return wanted if communes_with_postcode(wanted) else None


def _new_page(form: AddressForm) -> Page:
    page = render_template("units/new.html", form=form, total=len(STEPS))
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK


def _step_page(unit: Unit, step: Step, form: StepForm, **details: Any) -> Page:
    page = render_template(
        [f"units/steps/{step.name}.html", "units/step.html"],
        unit=unit,
        step=step,
        number=STEPS.index(step) + 1,
        total=len(STEPS),
        form=form,
        step_address=step_url(unit, step, then=request.args.get("then")),
        notice_version=NOTICE_VERSION,
        returning=request.args.get("then") == "answers",
        **details,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _conflict_page(unit: Unit, step: Step, form: StepForm) -> Page:
    """What is stored now beside what was typed: sending again replaces it knowingly."""
    form.version.renew(unit.version)
    change = find_last_change(unit)
    page, _status = _step_page(
        unit,
        step,
        form,
        stored=told_rows(unit, step),
        changed=change and who_and_when(change, current_user),
    )
    return page, HTTPStatus.CONFLICT


def _after(unit: Unit, step: Step) -> str:
    """Back to where "Change" was followed, or on to the next unfinished step."""
    if request.args.get("then") == "answers":
        return url_for("units.answers", unit_id=unit.id)
    return way_on(unit, step) if request.form.get("go") == "on" else tasks_url(unit)
