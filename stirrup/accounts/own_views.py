"""One's own account: profile, password, open sessions, organisation."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.accounts import services
from stirrup.accounts.blueprint import bp
from stirrup.accounts.forms import PasswordForm, ProfileForm
from stirrup.accounts.models import Organisation
from stirrup.accounts.organisation_forms import OrganisationForm, lines_of
from stirrup.accounts.refusals import TooManyAttemptsError, WeakPasswordError, WrongPasswordError
from stirrup.accounts.refused_form import show_again, show_refused
from stirrup.accounts.sessions import hash_token, list_sessions, open_session
from stirrup.permissions import Permission, permits
from stirrup.ui.guard import requires
from stirrup.ui.locale import remember_language


@bp.route("/account", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_USE)
def profile() -> Any:
    form: Any = ProfileForm(obj=current_user)
    if request.method == "GET":
        return render_template("accounts/profile.html", form=form, **_around_the_profile())
    if not form.validate_on_submit():
        return show_again("accounts/profile.html", form, **_around_the_profile())
    services.change_profile(
        by=current_user,
        display_name=form.display_name.data,
        phone=form.phone.data or None,
        language=form.language.data,
    )
    remember_language(form.language.data)
    flash(_("Your account is saved."))
    return redirect(url_for("accounts.profile"), 303)


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_USE)
def password() -> Any:
    form: Any = PasswordForm()
    if request.method == "GET":
        return render_template("accounts/password.html", form=form)
    if not form.validate_on_submit():
        return show_again("accounts/password.html", form)
    try:
        services.change_password(
            by=current_user,
            present=form.present.data,
            chosen=form.chosen.data,
            address=request.remote_addr or "",
        )
    except (WrongPasswordError, TooManyAttemptsError) as refusal:
        return show_refused("accounts/password.html", form, refusal, field="present")
    except WeakPasswordError as refusal:
        return show_refused("accounts/password.html", form, refusal, field="chosen")
    return _back_in(_("Your password is changed. You are signed out everywhere else."))


@bp.post("/account/sessions/end")
@requires(Permission.ACCOUNT_USE)
def end_sessions() -> Any:
    services.end_other_sessions(by=current_user)
    return _back_in(_("You are signed out everywhere else."))


@bp.route("/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT, Organisation)
def edit_organisation(organisation: Organisation) -> Any:
    form: Any = OrganisationForm(organisation, data=_answers(organisation))
    page, origin = "accounts/edit_organisation.html", _page_of(organisation)
    if request.method == "GET":
        return render_template(page, form=form, organisation=organisation, origin=origin)
    if not form.validate_on_submit():
        return show_again(page, form, organisation=organisation, origin=origin)
    services.complete_organisation(organisation, _facts(form), by=current_user)
    flash(_("The organisation is saved."))
    return redirect(origin, 303)


def _around_the_profile() -> dict[str, Any]:
    organisation = current_user.organisation
    return {
        "organisation": organisation,
        "may_leave": permits(current_user, Permission.LEAVE_ENTER, current_user),
        "may_edit": permits(current_user, Permission.ORGANISATION_EDIT, organisation),
        "sessions": list_sessions(current_user),
        "this_session": hash_token(current_user.session_token),
    }


def _back_in(words: str) -> Any:
    """Every session ended: this browser gets a new one."""
    open_session(current_user._get_current_object())
    flash(words)
    return redirect(url_for("accounts.profile"), 303)


def _answers(organisation: Organisation) -> dict[str, Any]:
    return {
        "postal_address": organisation.postal_address,
        "registration_number": organisation.registration_number,
        "signatory_name": organisation.signatory_name,
        "signatory_quality": organisation.signatory_quality,
        "co_owners": "\n".join(organisation.co_owners or []),
        "phone": organisation.phone,
        "duty_phone": organisation.duty_phone,
        "support_capacity": organisation.support_capacity,
        "most_stays": organisation.most_stays,
    }


def _facts(form: OrganisationForm) -> services.OrganisationFacts:
    """What was typed; a question that was not asked has no answer."""
    answers = form.data
    return services.OrganisationFacts(
        postal_address=answers["postal_address"],
        registration_number=answers.get("registration_number"),
        phone=answers["phone"] or None,
        signatory_name=answers.get("signatory_name"),
        signatory_quality=answers.get("signatory_quality"),
        co_owners=lines_of(answers.get("co_owners", "")),
        duty_phone=answers.get("duty_phone"),
        support_capacity=answers.get("support_capacity", 0),
        most_stays=answers.get("most_stays"),
    )


def _page_of(organisation: Organisation) -> str:
    if permits(current_user, Permission.ORGANISATION_VERIFY, organisation):
        return url_for("accounts.organisation", organisation_id=organisation.id)
    return url_for("accounts.profile")
