"""Pages of the steps and the reasons: the list, one step, one reason, and what was changed."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.placements.lanes import own_steps, reason_settings, settings
from stirrup.placements.lanes.catalogue import lanes_in_force, lanes_of_the_program
from stirrup.placements.lanes.setting_forms import ReasonForm, StepForm
from stirrup.placements.lanes.setting_page import (
    SIDE_TITLES,
    expected_words,
    history,
    reason_groups,
    step_lines,
    words_of,
)
from stirrup.placements.lanes.setting_refusals import SettingChangedError, SettingRefusedError
from stirrup.placements.lanes.setting_values import stamp, values_of_reason, values_of_step
from stirrup.placements.lanes.steps import Reason, Step
from stirrup.ui.errors import sentence_of
from stirrup.ui.fields import StirrupForm
from stirrup.ui.guard import requires

bp = Blueprint("lanes", __name__, url_prefix="/lanes")


@bp.get("")
@requires(Permission.LANES_EDIT)
def index() -> str:
    lanes = lanes_in_force()
    return render_template(
        "placements/lanes/index.html",
        steps=step_lines(lanes),
        groups=reason_groups(lanes),
        changes=history(lanes, most=8),
    )


@bp.route("/steps/new", methods=["GET", "POST"])
@requires(Permission.LANES_EDIT)
def new_step() -> Any:
    form = StepForm(lanes_in_force())

    def save() -> None:
        own_steps.add_step(form.side.data, form.terms(), form.place, by=current_user)

    template, title = "placements/lanes/step.html", _("Add a step")
    return _answer(form, save, template=template, title=title, step=None, stamp="")


@bp.route("/steps/<string:step_code>", methods=["GET", "POST"])
@requires(Permission.LANES_EDIT)
def step(step_code: str) -> Any:
    lanes, found = lanes_in_force(), _find_step(step_code)
    form = StepForm(lanes, found)

    def save() -> None:
        given = {"seen": _seen(), "by": current_user}
        if found.is_own:
            own_steps.change_own_step(step_code, form.terms(), form.place, **given)
        else:
            settings.change_step(step_code, form.terms(), **given)

    return _answer(
        form,
        save,
        template="placements/lanes/step.html",
        title=words_of(found.name),
        step=found,
        expected_of=expected_words(found.side),
        stamp=stamp(values_of_step(found)),
        is_changed=not found.is_own and found != lanes_of_the_program().step(step_code),
        may_delete=own_steps.may_delete(step_code),
        changes=history(lanes, code=step_code),
    )


@bp.post("/steps/<string:step_code>/restore")
@requires(Permission.LANES_EDIT)
def restore_step(step_code: str) -> Any:
    settings.restore_step(_find_step(step_code).code, seen=_seen(), by=current_user)
    return _done(_("The step is back to what comes with the program."))


@bp.post("/steps/<string:step_code>/retire")
@requires(Permission.LANES_EDIT)
def retire_step(step_code: str) -> Any:
    own_steps.retire_step(_find_step(step_code).code, seen=_seen(), by=current_user)
    return _done(_("The step is retired: the stays that waited at it go on."))


@bp.post("/steps/<string:step_code>/bring-back")
@requires(Permission.LANES_EDIT)
def bring_back_step(step_code: str) -> Any:
    own_steps.bring_back_step(_find_step(step_code).code, seen=_seen(), by=current_user)
    return _done(_("The step is asked again, of the stays that have not come to its place yet."))


@bp.post("/steps/<string:step_code>/delete")
@requires(Permission.LANES_EDIT)
def delete_step(step_code: str) -> Any:
    own_steps.delete_step(_find_step(step_code).code, seen=_seen(), by=current_user)
    return _done(_("The step is deleted: nobody was ever asked it."))


@bp.route("/reasons/new", methods=["GET", "POST"])
@requires(Permission.LANES_EDIT)
def new_reason() -> Any:
    form = ReasonForm()

    def save() -> None:
        reason_settings.add_reason(form.side.data, form.terms(), by=current_user)

    return _answer(
        form,
        save,
        template="placements/lanes/reason.html",
        title=_("Add a reason"),
        reason=None,
        stamp="",
        is_changed=False,
        changes=[],
    )


@bp.route("/reasons/<string:reason_code>", methods=["GET", "POST"])
@requires(Permission.LANES_EDIT)
def reason(reason_code: str) -> Any:
    found = _find(reason_code)
    form = ReasonForm(found)

    def save() -> None:
        reason_settings.change_reason(reason_code, form.terms(), seen=_seen(), by=current_user)

    program = lanes_of_the_program().reasons.get(reason_code)
    return _answer(
        form,
        save,
        template="placements/lanes/reason.html",
        title=words_of(found.label),
        reason=found,
        side=_(SIDE_TITLES[found.side]),
        stamp=stamp(values_of_reason(found)),
        is_changed=program is not None and found != program,
        is_needed=reason_code in reason_settings.GIVEN_BY_THE_PLATFORM,
        changes=history(lanes_in_force(), code=reason_code),
    )


@bp.post("/reasons/<string:reason_code>/retire")
@requires(Permission.LANES_EDIT)
def retire_reason(reason_code: str) -> Any:
    reason_settings.retire_reason(_find(reason_code).code, seen=_seen(), by=current_user)
    return _done(_("The reason is retired: it is offered no more, and told where it was given."))


@bp.post("/reasons/<string:reason_code>/bring-back")
@requires(Permission.LANES_EDIT)
def bring_back_reason(reason_code: str) -> Any:
    reason_settings.bring_back_reason(_find(reason_code).code, seen=_seen(), by=current_user)
    return _done(_("The reason is offered again."))


@bp.post("/reasons/<string:reason_code>/restore")
@requires(Permission.LANES_EDIT)
def restore_reason(reason_code: str) -> Any:
    reason_settings.restore_reason(_find(reason_code).code, seen=_seen(), by=current_user)
    return _done(_("The reason is back to what comes with the program."))


def _find_step(code: str) -> Step:
    lanes = lanes_in_force()
    return lanes.step(code) if lanes.has_step(code) else abort(404)


def _find(code: str) -> Reason:
    return lanes_in_force().reasons.get(code) or abort(404)


def _seen() -> str:
    """The stamp of the values that the page showed when it was opened."""
    return request.form.get("seen", "")


def _answer(form: StirrupForm, save: Callable[[], None], **page: Any) -> Any:
    """Store and go back to the list; or show the form again with what was typed, and why."""
    status = HTTPStatus.OK
    if form.validate_on_submit():
        try:
            save()
        except SettingRefusedError as refusal:
            form[refusal.field].errors = [sentence_of(refusal)]
        except SettingChangedError as refusal:
            status = refusal.status
            form.show_both()
        else:
            return _done(_("Saved: it holds from now on."))
    if form.errors:
        status, page["stamp"] = HTTPStatus.UNPROCESSABLE_ENTITY, _seen()
    if form.is_taken_up and form.kept:
        page["stamp"] = form.kept.values.get("seen", [""])[0]
    return render_template(page.pop("template"), form=form, **page), status


def _done(message: str) -> Any:
    flash(message)
    return redirect(url_for("lanes.index"), HTTPStatus.SEE_OTHER)
