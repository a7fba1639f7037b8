"""Pause, resume and withdraw a home."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.ui.guard import requires
from stirrup.units import services
from stirrup.units.blueprint import bp
from stirrup.units.forms import PauseForm, WithdrawForm
from stirrup.units.lifecycle import UnitInWrongStateError, allows
from stirrup.units.listing import name_of
from stirrup.units.models import Unit
from stirrup.units.refusal_pages import back_to_dates, refuse
from stirrup.units.rules import AnswerRefusedError


@bp.route("/<int:unit_id>/pause", methods=["GET", "POST"])
@requires(Permission.UNIT_EDIT, Unit)
def pause(unit: Unit) -> Any:
    """Ask why and until when, then pause."""
    _require_step(unit, "pause")
    form = PauseForm()
    if not form.validate_on_submit():
        return _page("pause", unit, form)
    try:
        services.pause_unit(unit, form.reason.data, form.paused_until.data, by=current_user)
    except AnswerRefusedError as refusal:
        return _page("pause", unit, refuse(form, refusal))
    return _done(unit, _("This home is paused: no night looks at it."))


@bp.post("/<int:unit_id>/resume")
@requires(Permission.UNIT_EDIT, Unit)
def resume(unit: Unit) -> Any:
    """Offer the home again."""
    try:
        services.resume_unit(unit, by=current_user)
    except AnswerRefusedError as refusal:
        return back_to_dates(unit, refusal)
    return _done(unit, _("This home is sent again: the Stirrup team looks at it before it opens."))


@bp.route("/<int:unit_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.UNIT_EDIT, Unit)
def withdraw(unit: Unit) -> Any:
    """Ask why, then take the home back for good."""
    _require_step(unit, "withdraw")
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _page("withdraw", unit, form)
    services.withdraw_unit(unit, form.reason.data, by=current_user)
    return _done(unit, _("This home is withdrawn."))


def _require_step(unit: Unit, step: str) -> None:
    """A page whose form could only be refused is not shown."""
    if not allows(unit.state, step):
        raise UnitInWrongStateError


def _page(name: str, unit: Unit, form: Any) -> Any:
    page = render_template(f"units/{name}.html", unit=unit, title=name_of(unit), form=form)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _done(unit: Unit, words: str) -> Any:
    flash(words)
    return redirect(url_for("units.show", unit_id=unit.id), HTTPStatus.SEE_OTHER)
