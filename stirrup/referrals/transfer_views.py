"""Pages that hand a referral over, inside the association or to another one, and reopen it."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.accounts.colleagues import colleagues_of
from stirrup.accounts.standing_in import covered_by
from stirrup.clock import today
from stirrup.permissions import Permission
from stirrup.referrals import handing_over, reopening, transfers
from stirrup.referrals.forms import ReferralForm
from stirrup.referrals.intake_views import bp
from stirrup.referrals.journal import note_reading
from stirrup.referrals.lifecycle import ReferralInWrongStateError
from stirrup.referrals.models import Referral
from stirrup.referrals.refusals import AnswerRefusedError
from stirrup.referrals.transfer_forms import ReferentForm, TakeForm, TransferForm
from stirrup.referrals.transfer_models import ReferralTransfer
from stirrup.referrals.transfer_page import transfer_page
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires


@bp.route("/<int:referral_id>/referent", methods=["GET", "POST"])
@requires(Permission.REFERRAL_EDIT, Referral)
def referent(referral: Referral) -> Any:
    covered = covered_by(current_user, today())
    if not handing_over.may_hand_over(referral, current_user, covered):
        raise handing_over.NotTheReferentError
    form = ReferentForm()
    form.offer(colleagues_of(referral.association_id), but=referral.referent_id)
    if form.validate_on_submit():
        try:
            handing_over.change_referent(referral, form.to.data, by=current_user)
        except AnswerRefusedError as refusal:
            form.refuse(refusal.answer, sentence_of(refusal))
        else:
            words = _("%(name)s is the referent from now on.", name=referral.referent.display_name)
            return _back_to(referral, words)
    return _form_page("referrals/referent.html", form, referral=referral)


@bp.route("/<int:referral_id>/transfer", methods=["GET", "POST"])
@requires(Permission.REFERRAL_TRANSFER, Referral)
def transfer(referral: Referral) -> Any:
    if not transfers.is_movable(referral):
        raise ReferralInWrongStateError
    form = TransferForm()
    form.offer(transfers.other_associations(referral))
    if form.validate_on_submit():
        asked = form.asked()
        try:
            transfers.ask_transfer(referral, form.association.data, **asked, by=current_user)
        except AnswerRefusedError as refusal:
            form.refuse(refusal.answer, sentence_of(refusal))
        else:
            return _back_to(referral, _("Offered. Until it is taken over, nothing changes."))
    return _form_page("referrals/transfer.html", form, referral=referral)


@bp.post("/<int:referral_id>/transfer/take-back")
@requires(Permission.REFERRAL_TRANSFER, Referral)
def take_back_transfer(referral: Referral) -> Any:
    transfers.take_back_transfer(referral, by=current_user)
    return _back_to(referral, _("Taken back: the referral stays with your association."))


@bp.get("/transfers/<int:referral_transfer_id>")
@requires(Permission.TRANSFER_ANSWER, ReferralTransfer)
def offered(referral_transfer: ReferralTransfer) -> Any:
    note_reading(referral_transfer.referral, by=current_user)
    return _offered_page(referral_transfer, TakeForm())


@bp.post("/transfers/<int:referral_transfer_id>/take")
@requires(Permission.TRANSFER_ANSWER, ReferralTransfer)
def take(referral_transfer: ReferralTransfer) -> Any:
    form: Any = TakeForm()
    if not form.validate():
        return _offered_page(referral_transfer, form)
    referral = transfers.take_transfer(
        referral_transfer, commits=form.commits.data, by=current_user
    )
    return _back_to(referral, _("You are the referent. The waiting date was kept."))


@bp.post("/transfers/<int:referral_transfer_id>/refuse")
@requires(Permission.TRANSFER_ANSWER, ReferralTransfer)
def refuse_transfer(referral_transfer: ReferralTransfer) -> Any:
    transfers.refuse_transfer(referral_transfer, by=current_user)
    flash(_("Refused: the referral stays where it is. Who asked is told."))
    return redirect(url_for("referrals.index"))


@bp.route("/<int:referral_id>/reopen", methods=["GET", "POST"])
@requires(Permission.REFERRAL_EDIT, Referral)
def reopen(referral: Referral) -> Any:
    form = ReferralForm()
    if form.validate_on_submit():
        reopening.reopen_referral(referral, by=current_user)
        flash(_("Open again as a draft. Tell the person again, then send it."))
        return redirect(url_for("referrals.tasks", referral_id=referral.id))
    if not reopening.may_reopen(referral):
        raise ReferralInWrongStateError
    keeps = reopening.keeps_its_wait(referral, today())
    return _form_page("referrals/reopen.html", form, referral=referral, keeps_its_wait=keeps)


def _offered_page(offer: ReferralTransfer, form: TakeForm) -> tuple[str, HTTPStatus]:
    return _form_page("referrals/offered.html", form, transfer=offer, page=transfer_page(offer))


def _form_page(template: str, form: Any, **values: Any) -> tuple[str, HTTPStatus]:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_template(template, form=form, **values), status


def _back_to(referral: Referral, words: str) -> Any:
    flash(words)
    return redirect(url_for("referrals.show", referral_id=referral.id))
