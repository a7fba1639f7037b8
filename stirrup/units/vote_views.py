"""Pages of the rates that communes voted: the list, one vote with its history, entering."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.extensions import db
from stirrup.geography import get_commune
from stirrup.permissions import Permission
from stirrup.ui import filters
from stirrup.ui.guard import requires
from stirrup.units.vote_forms import CorrectionForm, VoteForm
from stirrup.units.vote_models import CommuneVote
from stirrup.units.vote_queries import list_history, list_votes
from stirrup.units.vote_services import VoteRefusedError, end_vote, enter_vote

bp = Blueprint("votes", __name__, url_prefix="/votes")


@bp.get("")
@requires(Permission.VOTE_LIST)
def index() -> str:
    return render_template(
        "units/votes.html",
        pages=list_votes(current_user),
        get_commune=get_commune,
        page_url=lambda number: url_for("votes.index", page=number),
    )


@bp.get("/<int:commune_vote_id>")
@requires(Permission.VOTE_LIST, CommuneVote)
def show(commune_vote: CommuneVote) -> str:
    return render_template(
        "units/vote.html",
        vote=commune_vote,
        commune=get_commune(commune_vote.commune_code),
        history=list_history(commune_vote),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.VOTE_ENTER)
def new() -> Any:
    return _answer(VoteForm(), _("Enter a vote"))


@bp.route("/<int:commune_vote_id>/correction", methods=["GET", "POST"])
@requires(Permission.VOTE_ENTER, CommuneVote)
def correction(commune_vote: CommuneVote) -> Any:
    commune = get_commune(commune_vote.commune_code)
    title = _("Correct the vote of %(commune)s for %(year)s") % {
        "commune": commune.name,
        "year": commune_vote.tax_year,
    }
    return _answer(CorrectionForm(commune_vote), title)


@bp.post("/<int:commune_vote_id>/end")
@requires(Permission.VOTE_ENTER, CommuneVote)
def end(commune_vote: CommuneVote) -> Any:
    end_vote(commune_vote, by=current_user)
    flash(_("The vote is taken out: estimates do without it from now on."))
    return redirect(url_for("votes.show", commune_vote_id=commune_vote.id), HTTPStatus.SEE_OTHER)


def _answer(form: VoteForm, title: str) -> Any:
    if form.validate_on_submit():
        try:
            vote = enter_vote(form.facts(), by=current_user)
        except VoteRefusedError as refusal:
            _put_beside(form, refusal)
        else:
            flash(_("The vote is entered: estimates use it from now on."))
            return redirect(url_for("votes.show", commune_vote_id=vote.id), HTTPStatus.SEE_OTHER)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.error_list else HTTPStatus.OK
    return render_template("units/vote_form.html", form=form, title=title), status


def _put_beside(form: VoteForm, refusal: VoteRefusedError) -> None:
    """Say why beside the answer it is about; the bounds of the law are written as percentages."""
    db.session.rollback()
    bounds = {name: filters.percent(value) for name, value in refusal.values.items()}
    sentence = _(refusal.sentence, **bounds)
    if refusal.field in form:
        form[refusal.field].errors = [sentence]
    else:
        form.form_errors.append(sentence)
