"""Opening an account: a landlord registers and confirms, an invited professional accepts."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from stirrup.accounts import invitations, registration
from stirrup.accounts.arrival import client_address, let_in, link_expired, token_of_the_link
from stirrup.accounts.blueprint import bp
from stirrup.accounts.enums import TokenPurpose
from stirrup.accounts.forms import AcceptanceForm, ConfirmationForm, RegistrationForm
from stirrup.accounts.links import find_owner
from stirrup.accounts.refusals import (
    LinkExpiredError,
    TooManyAttemptsError,
    WeakPasswordError,
    WrongPasswordError,
)
from stirrup.accounts.refused_form import show_again, show_refused
from stirrup.ui.guard import public


@bp.route("/register", methods=["GET", "POST"])
@public
def register() -> Any:
    form: Any = RegistrationForm()
    if request.method == "GET":
        return render_template("accounts/register.html", form=form)
    if not form.validate_on_submit():
        return show_again("accounts/register.html", form)
    asked = registration.Registration(
        email=form.email.data,
        password=form.password.data,
        display_name=form.display_name.data,
        legal_form=form.legal_form.data,
        organisation_name=form.organisation_name.data,
        language=str(get_locale()),
    )
    try:
        registration.register_landlord(asked, address=client_address())
    except WeakPasswordError as refusal:
        return show_refused("accounts/register.html", form, refusal, field="password")
    except TooManyAttemptsError as refusal:
        return show_refused("accounts/register.html", form, refusal)
    return redirect(url_for("accounts.registered"), 303)


@bp.get("/register/sent")
@public
def registered() -> str:
    return render_template("accounts/registered.html")


@bp.route("/confirm", methods=["GET", "POST"])
@public
def confirm() -> Any:
    token = token_of_the_link()
    form: Any = ConfirmationForm()
    try:
        find_owner(token, TokenPurpose.CONFIRM_EMAIL)
        if request.method == "GET":
            return render_template("accounts/confirm.html", form=form)
        if not form.validate_on_submit():
            return show_again("accounts/confirm.html", form)
        user = registration.confirm_email(token, form.password.data, address=client_address())
    except LinkExpiredError:
        return link_expired(url_for("accounts.sign_in"), _("Sign in to receive another link"))
    except (WrongPasswordError, TooManyAttemptsError) as refusal:
        return show_refused("accounts/confirm.html", form, refusal, field="password")
    return let_in(user, _("Your address is confirmed."))


@bp.route("/invitation", methods=["GET", "POST"])
@public
def accept_invitation() -> Any:
    token = token_of_the_link()
    form: Any = AcceptanceForm()
    page = "accounts/accept_invitation.html"
    try:
        invitation = invitations.find_invitation(token)
        if request.method == "GET":
            return render_template(page, form=form, invitation=invitation)
        if not form.validate_on_submit():
            return show_again(page, form, invitation=invitation)
        user = invitations.accept_invitation(token, form.display_name.data, form.password.data)
    except LinkExpiredError:
        return link_expired(url_for("public.help_page"), _("Ask for another invitation"))
    except WeakPasswordError as refusal:
        return show_refused(page, form, refusal, field="password", invitation=invitation)
    return let_in(user, _("Your account is open."))
