"""Pages of referrals: the list, one referral, and what may be done with it."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.accounts.next_page import safe_path
from stirrup.clock import today
from stirrup.permissions import Permission, permits
from stirrup.referrals import (
    export_views,
    journal,
    link_views,
    plain_words,
    services,
    standing,
    transfer_views,
)
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.forms import FilterForm, ParkForm, QuestionForm, WithdrawForm
from stirrup.referrals.intake_views import bp, to_correct
from stirrup.referrals.lifecycle import ReferralInWrongStateError, allows
from stirrup.referrals.models import Referral
from stirrup.referrals.queries import list_referrals
from stirrup.referrals.referral_page import referral_page
from stirrup.referrals.refusals import AnswerRefusedError
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires
from stirrup.ui.paging import page_asked

__all__ = ["bp"]

OTHER_PAGES = (export_views, link_views, transfer_views)
"""Imported for their routes."""


@bp.get("/")
@requires(Permission.REFERRAL_LIST)
def index() -> tuple[str, HTTPStatus]:
    form = FilterForm(request.args)
    valid = form.validate()
    filters = {"state": form.state.data, "reference": form.q.data} if valid else {}
    page = render_template(
        "referrals/index.html",
        form=form,
        listing=list_referrals(current_user, page=page_asked(), **filters),
        filtered=bool(form.state.data or form.q.data),
        page_url=_page_url,
        standing=standing,
        bedrooms=plain_words.bedrooms,
        today=today(),
        may_refer=permits(current_user, Permission.REFERRAL_CREATE),
    )
    return page, HTTPStatus.OK if valid else HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/<int:referral_id>")
@requires(Permission.REFERRAL_SHOW, Referral)
def show(referral: Referral) -> Any:
    if referral.state == ReferralState.DRAFT:
        return redirect(url_for("referrals.tasks", referral_id=referral.id))
    journal.record_reading(referral, by=current_user)
    page = referral_page(referral, current_user)
    return render_template("referrals/show.html", referral=referral, page=page)


@bp.post("/<int:referral_id>/confirm")
@requires(Permission.REFERRAL_EDIT, Referral)
def confirm(referral: Referral) -> Any:
    try:
        services.confirm_referral(referral, by=current_user)
    except AnswerRefusedError as refusal:
        return to_correct(referral, refusal)
    flash(_("%(reference)s: confirmed for thirty days. Thank you.", reference=referral.reference))
    shown = url_for("referrals.show", referral_id=referral.id)
    return redirect(safe_path(request.form.get("next")) or shown)


@bp.route("/<int:referral_id>/park", methods=["GET", "POST"])
@requires(Permission.REFERRAL_EDIT, Referral)
def park(referral: Referral) -> Any:
    form = ParkForm()
    if form.validate_on_submit():
        try:
            services.park_referral(referral, form.reason.data, form.until.data, by=current_user)
        except AnswerRefusedError as refusal:
            form.refuse(refusal.answer, sentence_of(refusal))
        else:
            return _back_to(referral, _("Parked. The waiting date is kept."))
    return _form_page(referral, form, "park", "referrals/park.html")


@bp.post("/<int:referral_id>/resume")
@requires(Permission.REFERRAL_EDIT, Referral)
def resume(referral: Referral) -> Any:
    try:
        services.resume_referral(referral, by=current_user)
    except AnswerRefusedError as refusal:
        return to_correct(referral, refusal)
    return _back_to(referral, _("Back for the next night. The waiting date was kept."))


@bp.route("/<int:referral_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.REFERRAL_EDIT, Referral)
def withdraw(referral: Referral) -> Any:
    form = WithdrawForm()
    if form.validate_on_submit():
        services.withdraw_referral(referral, form.reason.data, by=current_user)
        flash(_("Closed. Nobody looks for a home for this household any more."))
        return redirect(url_for("referrals.index"))
    return _form_page(referral, form, "withdraw", "referrals/withdraw.html")


@bp.route("/<int:referral_id>/ask", methods=["GET", "POST"])
@requires(Permission.REFERRAL_ASK, Referral)
def ask(referral: Referral) -> Any:
    form = QuestionForm()
    if form.validate_on_submit():
        services.ask_to_complete(referral, form.question.data or "", by=current_user)
        return _back_to(referral, _("The question is sent to the referent."))
    return _form_page(referral, form, "ask", "referrals/ask.html")


def _form_page(referral: Referral, form: Any, act: str, template: str) -> tuple[str, HTTPStatus]:
    """The page that asks before an act, which must still be possible."""
    if not allows(referral.state, act):
        raise ReferralInWrongStateError
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_template(template, referral=referral, form=form), status


def _back_to(referral: Referral, words: str) -> Any:
    flash(words)
    return redirect(url_for("referrals.show", referral_id=referral.id))


def _page_url(number: int) -> str:
    state, reference = request.args.get("state") or None, request.args.get("q") or None
    return url_for("referrals.index", page=number, state=state, q=reference)
