"""Pages of the intake: notice and consent first, then steps, check and sending."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.extensions import db
from stirrup.permissions import Permission
from stirrup.referrals import history, journal, services
from stirrup.referrals.answers import read_answers
from stirrup.referrals.forms import ConsentForm
from stirrup.referrals.lifecycle import ReferralInWrongStateError, allows
from stirrup.referrals.look_alikes import look_alikes
from stirrup.referrals.models import Referral
from stirrup.referrals.notice import NOTICE, NOTICE_VERSION
from stirrup.referrals.places import names_of
from stirrup.referrals.referral_page import sections, step_url
from stirrup.referrals.refusals import (
    AnswerRefusedError,
    ReferralChangedError,
    ReferralIncompleteError,
)
from stirrup.referrals.step_form import StepForm
from stirrup.referrals.step_forms import STEP_FORMS
from stirrup.referrals.steps import Step, find_step, may_change, missing_steps
from stirrup.referrals.task_page import number_of, task_page, url_after
from stirrup.ui.comparison import differences
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires

bp = Blueprint("referrals", __name__, url_prefix="/referrals")

TEMPLATES = {
    Step.COMMUNES: "referrals/communes.html",
    Step.ANCHORS: "referrals/anchors.html",
    Step.SAFETY: "referrals/safety.html",
    Step.CONSENT: "referrals/consent.html",
}
Answer = tuple[str, HTTPStatus]


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.REFERRAL_CREATE)
def new() -> Any:
    form = ConsentForm()
    if form.validate_on_submit():
        try:
            referral = services.start_referral(
                form.consent(), informed=form.informed.data, by=current_user
            )
        except AnswerRefusedError as refusal:
            form.refuse(refusal.answer, sentence_of(refusal))
        else:
            flash(_("The draft is open. Each step is kept as you go: you can stop and come back."))
            return redirect(url_for("referrals.tasks", referral_id=referral.id))
    page = render_template("referrals/new.html", form=form, notice=NOTICE, version=NOTICE_VERSION)
    return page, _status_of(form)


@bp.get("/<int:referral_id>/steps")
@requires(Permission.REFERRAL_EDIT, Referral)
def tasks(referral: Referral) -> str:
    journal.record_reading(referral, by=current_user)
    page, alike = task_page(referral), look_alikes(referral)
    return render_template("referrals/tasks.html", referral=referral, page=page, alike=alike)


@bp.get("/<int:referral_id>/steps/<string:step_name>")
@requires(Permission.REFERRAL_EDIT, Referral)
def step(referral: Referral, step_name: str) -> Answer:
    asked = _step_called(step_name)
    if not may_change(referral.state, asked):
        raise ReferralInWrongStateError
    journal.record_reading(referral, by=current_user)
    form = _stored(referral, asked)
    version = form.version.data or referral.version
    return _step_page(referral, asked, form, version=version)


@bp.post("/<int:referral_id>/steps/<string:step_name>")
@requires(Permission.REFERRAL_EDIT, Referral)
def save(referral: Referral, step_name: str) -> Any:
    asked = _step_called(step_name)
    form = STEP_FORMS[asked]()
    version = form.version.data or 0
    if not form.validate():
        return _step_page(referral, asked, form, version=version)
    answers = form.answers(read_answers(referral, asked))
    try:
        services.save_step(referral, asked, answers, version=version, by=current_user)
    except ReferralChangedError:
        return _conflict_page(referral, asked, form)
    except AnswerRefusedError as refusal:
        db.session.rollback()
        form.refuse(refusal.answer, sentence_of(refusal))
        return _step_page(referral, asked, form, version=version)
    here = form.stays_on_page
    return redirect(step_url(referral, asked) if here else url_after(referral, asked))


@bp.get("/<int:referral_id>/check")
@requires(Permission.REFERRAL_EDIT, Referral)
def check(referral: Referral) -> str:
    if not allows(referral.state, "submit"):
        raise ReferralInWrongStateError
    journal.record_reading(referral, by=current_user)
    return render_template(
        "referrals/check.html",
        referral=referral,
        sections=sections(referral, True),
        alike=look_alikes(referral),
        missing=[(_(step.label), step_url(referral, step)) for step in missing_steps(referral)],
    )


@bp.post("/<int:referral_id>/submit")
@requires(Permission.REFERRAL_EDIT, Referral)
def submit(referral: Referral) -> Any:
    try:
        services.submit_referral(referral, by=current_user)
    except ReferralIncompleteError as refusal:
        flash(sentence_of(refusal), "error")
        return redirect(url_for("referrals.tasks", referral_id=referral.id))
    except AnswerRefusedError as refusal:
        return to_correct(referral, refusal)
    return redirect(url_for("referrals.sent", referral_id=referral.id))


@bp.get("/<int:referral_id>/sent")
@requires(Permission.REFERRAL_EDIT, Referral)
def sent(referral: Referral) -> str:
    if referral.waiting_since is None:
        raise ReferralInWrongStateError
    return render_template("referrals/sent.html", referral=referral)


def to_correct(referral: Referral, refusal: AnswerRefusedError) -> Any:
    """Lead to the page of the answer that no longer holds."""
    flash(sentence_of(refusal), "error")
    if refusal.step is None:
        return redirect(url_for("referrals.show", referral_id=referral.id))
    return redirect(step_url(referral, refusal.step))


def _step_called(name: str) -> Step:
    return find_step(name) or abort(404)


def _stored(referral: Referral, asked: Step) -> StepForm:
    """The form of a step with what is recorded, whatever the request holds."""
    form = STEP_FORMS[asked]
    return form(formdata=None, data=form.data_from(read_answers(referral, asked)))


def _step_page(referral: Referral, asked: Step, form: StepForm, **details: Any) -> Answer:
    stored = read_answers(referral, asked)
    page = render_template(
        TEMPLATES.get(asked, "referrals/step.html"),
        referral=referral,
        step=asked,
        form=form,
        notice=NOTICE,
        number=number_of(asked),
        next_url=url_after(referral, asked),
        zones=len(referral.safety_zones) if asked == Step.SAFETY else 0,
        accepted=_named(stored.get("accepted", [])),
        refused=_named(stored.get("refused", [])),
        **details,
    )
    return page, _status_of(form)


def _conflict_page(referral: Referral, asked: Step, form: StepForm) -> Answer:
    """What was typed is kept; beside it, what somebody else recorded meanwhile (409)."""
    db.session.refresh(referral)
    page, _status = _step_page(
        referral,
        asked,
        form,
        version=referral.version,
        conflict=True,
        changed_by=history.changed_by(journal.last_change(referral)),
        differences=differences(_stored(referral, asked), form),
    )
    return page, HTTPStatus.CONFLICT


def _named(codes: list[str]) -> list[tuple[str, str]]:
    return list(zip(codes, names_of(codes), strict=True))


def _status_of(form: Any) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
