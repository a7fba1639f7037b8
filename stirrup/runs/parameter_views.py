"""Pages of the weights and the policy: what is in force, the history, and adopting others."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.matching.over_time.holds import OFF, HoldPolicy
from stirrup.permissions import Permission
from stirrup.refusals import RefusedError
from stirrup.runs.choice_models import MatchParameters
from stirrup.runs.parameter_forms import SAME_POLICY, AdoptionForm
from stirrup.runs.parameter_page import history, weight_lines
from stirrup.runs.parameters import (
    ReportMissingError,
    adopt_parameters,
    list_parameters,
    policy_in_force,
    weights_in_force,
    weights_of,
)
from stirrup.runs.policy_reports import find_policy
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires

bp = Blueprint("parameters", __name__, url_prefix="/parameters")


@bp.get("")
@requires(Permission.PARAMETERS_READ)
def index() -> str:
    versions = history(list_parameters())
    in_force = versions[0]
    lines = weight_lines(weights_of(in_force.parameters))
    return render_template("runs/parameters.html", versions=versions, now=in_force, lines=lines)


@bp.get("/<int:match_parameters_id>")
@requires(Permission.PARAMETERS_READ, MatchParameters)
def show(match_parameters: MatchParameters) -> str:
    line = next(row for row in history(list_parameters()) if row.parameters is match_parameters)
    lines = weight_lines(weights_of(match_parameters))
    return render_template("runs/parameter_version.html", version=line, lines=lines)


@bp.get("/<int:match_parameters_id>/report.json")
@requires(Permission.PARAMETERS_READ, MatchParameters)
def report(match_parameters: MatchParameters) -> Response:
    return jsonify(match_parameters.report or {})


@bp.get("/adopt")
@requires(Permission.PARAMETERS_ADOPT)
def adoption() -> str:
    return _render_adoption(AdoptionForm(weights_in_force()))


@bp.post("/adopt")
@requires(Permission.PARAMETERS_ADOPT)
def adopt() -> Any:
    form = AdoptionForm(weights_in_force())
    if not form.validate_on_submit():
        return _render_adoption(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        adopted = adopt_parameters(
            by=current_user,
            weights=form.weights(weights_in_force()),
            policy=_policy(form),
            note=form.note.data or "",
            report=form.report.data,
        )
    except RefusedError as refusal:
        return _render_adoption(form, sentence_of(refusal)), refusal.status
    flash(_("Version %(version)s is in force from the next night on.", version=adopted.version))
    return redirect(url_for("parameters.index"))


def _policy(form: AdoptionForm) -> HoldPolicy:
    """The policy that was chosen, with the figures of the report that shows what it does."""
    if form.policy.data == SAME_POLICY:
        return policy_in_force()
    if form.policy.data == OFF:
        return HoldPolicy()
    if form.report.data is None:
        raise ReportMissingError
    return find_policy(form.report.data, form.policy.data)


def _render_adoption(form: AdoptionForm, notice: str | None = None) -> str:
    return render_template(
        "runs/adopt_parameters.html",
        form=form,
        notice=notice,
        policy=policy_in_force(),
        version=weights_in_force().version,
    )
