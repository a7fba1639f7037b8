"""Pages that link households and take them apart again."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.referrals import links
from stirrup.referrals.forms import LinkForm
from stirrup.referrals.intake_views import bp
from stirrup.referrals.lifecycle import ReferralInWrongStateError
from stirrup.referrals.models import Referral
from stirrup.referrals.refusals import AnswerRefusedError
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires


@bp.route("/<int:referral_id>/link", methods=["GET", "POST"])
@requires(Permission.REFERRAL_LINK, Referral)
def link(referral: Referral) -> Any:
    form = LinkForm()
    if form.validate_on_submit():
        try:
            links.link_referrals(
                referral, form.reference.data or "", form.max_km.data or 0, by=current_user
            )
        except AnswerRefusedError as refusal:
            form.refuse(refusal.answer, sentence_of(refusal))
        else:
            flash(_("Linked: a home for each of them, or for none."))
            return redirect(url_for("referrals.show", referral_id=referral.id))
    if referral.state not in links.WAITING_STATES:
        raise ReferralInWrongStateError
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_template("referrals/link.html", referral=referral, form=form), status


@bp.post("/<int:referral_id>/unlink")
@requires(Permission.REFERRAL_LINK, Referral)
def unlink(referral: Referral) -> Any:
    links.unlink_referral(referral, by=current_user)
    flash(_("Unlinked: each night looks for a home for this household alone."))
    return redirect(url_for("referrals.show", referral_id=referral.id))
