"""The administrator's check of one home."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.ui.choices import offer
from stirrup.ui.guard import requires
from stirrup.units import checking, steps
from stirrup.units.answers import told_rows
from stirrup.units.blueprint import bp
from stirrup.units.check_form import CheckForm, Outcome
from stirrup.units.enums import EnergyClass, UnitState
from stirrup.units.lifecycle import UnitInWrongStateError, allows
from stirrup.units.listing import facts_of, name_of
from stirrup.units.models import Unit
from stirrup.units.refusal_pages import refuse
from stirrup.units.rules import AnswerRefusedError
from stirrup.units.services import ChangedMeanwhileError

STEPS = {Outcome.OPEN: "open", Outcome.WORKS: "ask_for_works", Outcome.REJECT: "reject"}
VERBS = {
    Outcome.LATER: checking.record_check,
    Outcome.OPEN: checking.open_unit,
    Outcome.WORKS: checking.ask_for_works,
    Outcome.REJECT: checking.reject_unit,
}


@bp.route("/<int:unit_id>/check", methods=["GET", "POST"])
@requires(Permission.UNIT_CHECK, Unit)
def check(unit: Unit) -> Any:
    """Facts and photos beside the checklist; the outcome is the administrator's."""
    outcomes = _outcomes(unit)
    if not outcomes:
        raise UnitInWrongStateError
    form = CheckForm.of(unit)
    form.outcome.choices = offer(outcomes)
    if not form.validate_on_submit():
        return _page(unit, form)
    try:
        VERBS[form.outcome.data](unit, form.findings(), version=form.version.data, by=current_user)
    except AnswerRefusedError as refusal:
        return _page(unit, refuse(form, refusal))
    except ChangedMeanwhileError as refusal:
        form.version.renew(unit.version)
        form.show_both()
        return _page(unit, refuse(form, refusal), HTTPStatus.CONFLICT)
    flash(_("Recorded: %(outcome)s.", outcome=_(form.outcome.data.label)))
    return redirect(url_for("units.show", unit_id=unit.id), HTTPStatus.SEE_OTHER)


def may_check(unit: Unit) -> bool:
    """Whether the state awaits a check."""
    return bool(_outcomes(unit))


def _outcomes(unit: Unit) -> list[Outcome]:
    """What the state allows: an ended stay is first looked at again."""
    going_on = unit.state == UnitState.CHECKING or allows(unit.state, "start_check")
    later = [Outcome.LATER] if going_on else []
    return later + [outcome for outcome, step in STEPS.items() if allows(unit.state, step)]


def _page(unit: Unit, form: CheckForm, status: HTTPStatus | None = None) -> Any:
    page = render_template(
        "units/check.html",
        unit=unit,
        title=name_of(unit),
        facts=facts_of(unit),
        tables=[(_(step.title), told_rows(unit, step)) for step in steps.STEPS],
        form=form,
        energy_gate=unit.energy_class in (None, EnergyClass.G),
        verified=unit.organisation.is_verified,
    )
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return page, status or refused
