"""The team of an association, for who manages it: work, capacity, handing over."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from stirrup.accounts.leave_words import leave_words
from stirrup.permissions import Permission
from stirrup.referrals.handing_over import hand_over_all
from stirrup.referrals.refusals import AnswerRefusedError
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires
from stirrup.worklists.blueprint import bp
from stirrup.worklists.team import change_capacity, team_of
from stirrup.worklists.team_forms import CapacityForm, HandOverForm


@bp.get("/team")
@requires(Permission.TEAM_MANAGE)
def team() -> Any:
    return _page()


@bp.post("/team/capacity")
@requires(Permission.TEAM_MANAGE)
def team_capacity() -> Any:
    form: Any = CapacityForm()
    if not form.validate_on_submit():
        return _page(capacity=form)
    change_capacity(form.capacity.data, by=current_user)
    flash(_("The capacity is changed, from the next night on."))
    return redirect(url_for("worklists.team"))


@bp.post("/team/hand-over")
@requires(Permission.TEAM_MANAGE)
def team_hand_over() -> Any:
    form: Any = HandOverForm()
    form.offer(team_of(current_user))
    if not form.validate_on_submit():
        return _page(hand_over=form)
    try:
        count = hand_over_all(form.leaving.data, form.to.data, by=current_user)
    except AnswerRefusedError as refusal:
        form.to.errors = [sentence_of(refusal)]
        return _page(hand_over=form)
    flash(ngettext("%(num)s referral handed over.", "%(num)s referrals handed over.", count))
    return redirect(url_for("worklists.team"))


def _page(*, capacity: Any = None, hand_over: Any = None) -> tuple[str, HTTPStatus]:
    """The page with both forms; the one that was sent keeps what was typed."""
    team = team_of(current_user)
    sent = capacity or hand_over
    capacity = capacity or CapacityForm(formdata=None, data={"capacity": team.capacity})
    if hand_over is None:
        hand_over = HandOverForm(formdata=None)
        hand_over.offer(team)
    page = render_template(
        "worklists/team.html",
        team=team,
        leave_words=leave_words,
        organisation=current_user.organisation,
        form=sent,
        capacity=capacity,
        hand_over=hand_over,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
