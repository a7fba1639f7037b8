"""In and out: sign in, sign out, forgotten password.

A link sent by e-mail opens a page with a form: fetching it, as mail scanners do, uses nothing up.
"""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.accounts import entry
from stirrup.accounts.arrival import (
    client_address,
    let_in,
    link_expired,
    next_page,
    token_of_the_link,
)
from stirrup.accounts.blueprint import bp
from stirrup.accounts.demo_sign_in import DEMO_PASSWORD, list_demo_people
from stirrup.accounts.enums import TokenPurpose
from stirrup.accounts.forms import ForgottenPasswordForm, NewPasswordForm, SignInForm
from stirrup.accounts.links import find_owner
from stirrup.accounts.refusals import (
    EmailNotConfirmedError,
    LinkExpiredError,
    TooManyAttemptsError,
    WeakPasswordError,
    WrongCredentialsError,
)
from stirrup.accounts.refused_form import show_again, show_refused
from stirrup.accounts.sessions import close_session
from stirrup.permissions import Permission
from stirrup.ui.guard import public, requires

SIGN_IN_PAGE = "accounts/sign_in.html"


@bp.get("/sign-in")
@public
def sign_in() -> Any:
    if current_user.is_authenticated:
        return redirect(next_page())
    return render_template(SIGN_IN_PAGE, form=SignInForm(), **_demo())


@bp.post("/sign-in")
@public
def sign_in_with_password() -> Any:
    form: Any = SignInForm()
    if not form.validate_on_submit():
        return show_again(SIGN_IN_PAGE, form, **_demo())
    allowed = current_app.config["DEMO_ACCOUNTS_ALLOWED"]
    try:
        user = entry.sign_in(
            form.email.data, form.password.data, address=client_address(), demo_allowed=allowed
        )
    except (WrongCredentialsError, TooManyAttemptsError, EmailNotConfirmedError) as refusal:
        return show_refused(SIGN_IN_PAGE, form, refusal, **_demo())
    return let_in(user)


@bp.post("/sign-out")
@requires(Permission.ACCOUNT_USE)
def sign_out() -> Any:
    close_session()
    flash(_("You are signed out."))
    return redirect(url_for("public.home"), 303)


@bp.route("/forgotten-password", methods=["GET", "POST"])
@public
def forgotten_password() -> Any:
    form: Any = ForgottenPasswordForm()
    if request.method == "GET":
        return render_template("accounts/forgotten_password.html", form=form)
    if not form.validate_on_submit():
        return show_again("accounts/forgotten_password.html", form)
    try:
        entry.request_reset(form.email.data, language=str(get_locale()), address=client_address())
    except TooManyAttemptsError as refusal:
        return show_refused("accounts/forgotten_password.html", form, refusal)
    return redirect(url_for("accounts.reset_sent"), 303)


@bp.get("/forgotten-password/sent")
@public
def reset_sent() -> str:
    return render_template("accounts/reset_sent.html")


@bp.route("/reset-password", methods=["GET", "POST"])
@public
def reset_password() -> Any:
    token = token_of_the_link()
    form: Any = NewPasswordForm()
    try:
        find_owner(token, TokenPurpose.RESET_PASSWORD)
        if request.method == "GET":
            return render_template("accounts/reset_password.html", form=form)
        if not form.validate_on_submit():
            return show_again("accounts/reset_password.html", form)
        user = entry.reset_password(token, form.password.data)
    except LinkExpiredError:
        return link_expired(url_for("accounts.forgotten_password"), _("Ask for another link"))
    except WeakPasswordError as refusal:
        return show_refused("accounts/reset_password.html", form, refusal, field="password")
    return let_in(user, _("Your password is changed."))


def _demo() -> dict[str, Any]:
    allowed = current_app.config["DEMO_ACCOUNTS_ALLOWED"]
    return {"demo_people": list_demo_people() if allowed else [], "demo_password": DEMO_PASSWORD}
