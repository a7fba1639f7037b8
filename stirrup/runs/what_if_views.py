"""Pages that try changes on a copy of the night, adopt them, end them, and look for homes."""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.clock import today
from stirrup.matching.trials.what_if import Change, ChangeRefusedError
from stirrup.permissions import Permission
from stirrup.refusals import RefusedError
from stirrup.runs.adoption import adopt, first_night_after
from stirrup.runs.change_addresses import read_all, with_change, written
from stirrup.runs.choice_models import PairChoice, UnitHold
from stirrup.runs.choices import choices_in_force, end_choice
from stirrup.runs.compass_page import Mode, compass_page
from stirrup.runs.held_home import for_whom
from stirrup.runs.holds import holds_in_force, release_hold
from stirrup.runs.models import MatchRun
from stirrup.runs.night_copies import InputForgottenError, copy_of, last_run
from stirrup.runs.parameters import parameters_in_force
from stirrup.runs.run_page import name_of
from stirrup.runs.what_if_forms import CHANGE_FORMS, AdoptForm
from stirrup.runs.what_if_page import board as board_of
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires

bp = Blueprint("what_if", __name__)
MOST_CHANGES = 10


@bp.get("/what-if")
@requires(Permission.WHAT_IF_USE)
def board() -> Any:
    changes, all_read = read_all(request.args.getlist("change"), MOST_CHANGES)
    forms = _change_forms()
    sent = forms.get(request.args.get("add", ""))
    if sent is not None and sent.validate():
        addresses = [written(change) for change in with_change(changes, sent.change)]
        return redirect(url_for("what_if.board", change=addresses, _anchor="result"))
    status = HTTPStatus.OK if all_read and sent is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return _render_board(changes, forms=forms, form=sent, all_read=all_read), status


@bp.post("/what-if/adopt")
@requires(Permission.WHAT_IF_USE)
def adopt_changes() -> Any:
    changes, all_read = read_all(request.form.getlist("change"), MOST_CHANGES)
    form = AdoptForm()
    if not form.validate_on_submit() or not all_read:
        page = _render_board(changes, adopt_form=form, form=form, all_read=all_read)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        _adopt(changes, form)
    except RefusedError as refusal:
        page = _render_board(changes, adopt_form=form, notice=sentence_of(refusal))
        return page, refusal.status
    except ChangeRefusedError:
        return _render_board(changes, adopt_form=form), HTTPStatus.CONFLICT
    flash(_("Adopted in your name. The next run takes it into account."))
    return redirect(url_for("what_if.choices"))


@bp.get("/choices")
@requires(Permission.PAIR_CHOOSE)
def choices() -> str:
    return render_template(
        "runs/choices.html",
        choices=choices_in_force(today()),
        holds=holds_in_force(today()),
        parameters=parameters_in_force(),
        for_whom=for_whom,
    )


@bp.post("/choices/<int:pair_choice_id>/end")
@requires(Permission.PAIR_CHOOSE, PairChoice)
def end(pair_choice: PairChoice) -> Any:
    end_choice(pair_choice, by=current_user)
    flash(_("This choice has ended: the next run no longer knows it."))
    return redirect(url_for("what_if.choices"))


@bp.post("/holds/<int:unit_hold_id>/release")
@requires(Permission.UNIT_HOLD, UnitHold)
def release(unit_hold: UnitHold) -> Any:
    release_hold(unit_hold, by=current_user)
    flash(_("This home is no longer kept back: the next run may propose it."))
    return redirect(url_for("what_if.choices"))


@bp.get("/runs/<int:match_run_id>/compass")
@requires(Permission.RUN_LIST, MatchRun)
def compass(match_run: MatchRun) -> str:
    asked = request.args.get("mode")
    mode = Mode(asked) if asked in set(Mode) else Mode.ONE
    page = None
    with suppress(InputForgottenError):
        page = compass_page(copy_of(match_run), mode)
    return render_template(
        "runs/compass.html",
        run=match_run,
        name=name_of(match_run),
        page=page,
        modes=Mode,
        mode=mode,
    )


def _adopt(changes: list[Change], form: AdoptForm) -> None:
    """Try again on the run that the page showed, then store what was tried."""
    run = last_run(expected=request.form.get("run", 0, type=int))
    if run is None:
        raise InputForgottenError
    tried = copy_of(run).tried(changes)
    until = first_night_after(form.nights.data)
    adopt(tried, changes, by=current_user, note=form.note.data or "", until=until)


def _render_board(
    changes: list[Change],
    *,
    forms: dict[str, Any] | None = None,
    form: Any = None,
    adopt_form: AdoptForm | None = None,
    all_read: bool = True,
    notice: str | None = None,
) -> str:
    run = last_run()
    page = None
    try:
        page = board_of(copy_of(run), changes) if run is not None else None
    except InputForgottenError as refusal:
        notice = notice or sentence_of(refusal)
    return render_template(
        "runs/what_if.html",
        run=run,
        name=name_of(run) if run is not None else None,
        board=page,
        forms=forms or _change_forms(),
        addresses=[written(change) for change in changes],
        form=form,
        adopt_form=adopt_form or AdoptForm(formdata=None),
        all_read=all_read,
        notice=notice,
        most=MOST_CHANGES,
    )


def _change_forms() -> dict[str, Any]:
    """One form for each kind of change; what the address says of one of them is shown in it."""
    arguments = request.args
    return {
        name: form(
            prefix=name,
            formdata=arguments if any(key.startswith(f"{name}-") for key in arguments) else None,
        )
        for name, form in CHANGE_FORMS.items()
    }
