"""People, for administrators: organisations, their members, the Stirrup team, invitations."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.accounts import invitations, services
from stirrup.accounts.blueprint import bp
from stirrup.accounts.departure_views import page_of
from stirrup.accounts.enums import OrganisationKind
from stirrup.accounts.figures import figures_of
from stirrup.accounts.invitations import KIND_OF_ROLE, NewOrganisation
from stirrup.accounts.models import Invitation, Organisation
from stirrup.accounts.organisation_forms import InvitationForm, MemberForm
from stirrup.accounts.queries import (
    Shown,
    count_members,
    count_to_verify,
    last_seen,
    list_members,
    list_organisations,
    list_pending_invitations,
)
from stirrup.accounts.refusals import AlreadyHasAccountError
from stirrup.accounts.refused_form import show_again, show_refused
from stirrup.accounts.territories import territory_of
from stirrup.permissions import Permission, Role
from stirrup.ui import filters
from stirrup.ui.guard import requires
from stirrup.wording import N_

TABS = (
    (Shown.ALL, N_("All")),
    (Shown.TO_VERIFY, N_("To verify")),
    (Shown.LANDLORD, N_("Landlords")),
    (Shown.ASSOCIATION, N_("Associations")),
    (Shown.LOCAL_AUTHORITY, N_("Local authorities")),
)


@bp.get("/people")
@requires(Permission.PEOPLE_LIST)
def people() -> str:
    """Organisations with their state; beside them the team and the pending invitations."""
    wanted = request.args.get("shown", "")
    shown = Shown(wanted) if wanted in set(Shown) else Shown.ALL
    pages, team = list_organisations(current_user, shown), list_members(current_user, None)
    return render_template(
        "accounts/people.html",
        pages=pages,
        tabs_shown=_tabs(shown),
        page_url=lambda number: url_for("accounts.people", page=number, **_filter(shown)),
        members=count_members(pages.items),
        to_verify=count_to_verify(current_user),
        team=team,
        last_seen=last_seen(team),
        pending=list_pending_invitations(current_user),
    )


@bp.route("/people/invite", methods=["GET", "POST"])
@requires(Permission.PERSON_INVITE)
def invite() -> Any:
    """Somebody of the team, or the first member of a new organisation."""
    form: Any = InvitationForm()
    page = "accounts/invite.html"
    if request.method == "GET":
        return render_template(page, form=form)
    if not form.validate_on_submit():
        return show_again(page, form)
    role: Role = form.role.data
    joined = (
        NewOrganisation(form.organisation_name.data, form.legal_form.data)
        if KIND_OF_ROLE[role]
        else None
    )
    return _send(form, page, joined, url_for("accounts.people"))


@bp.get("/organisations/<int:organisation_id>")
@requires(Permission.ORGANISATION_VERIFY, Organisation)
def organisation(organisation: Organisation) -> str:
    """What is known of one organisation, and who belongs to it."""
    members = list_members(current_user, organisation)
    return render_template(
        "accounts/organisation.html",
        organisation=organisation,
        known=_known(organisation),
        figures=_figures(organisation),
        towns=territory_of(organisation),
        members=members,
        last_seen=last_seen(members),
        pending=list_pending_invitations(
            current_user, Invitation.organisation_id == organisation.id
        ),
    )


@bp.route("/organisations/<int:organisation_id>/invite", methods=["GET", "POST"])
@requires(Permission.PERSON_INVITE, Organisation)
def invite_member(organisation: Organisation) -> Any:
    roles = [role for role, kind in KIND_OF_ROLE.items() if kind == organisation.kind]
    form: Any = MemberForm(roles)
    page = "accounts/invite_member.html"
    if request.method == "GET":
        return render_template(page, form=form, organisation=organisation)
    if not form.validate_on_submit():
        return show_again(page, form, organisation=organisation)
    return _send(form, page, organisation, page_of(organisation), organisation=organisation)


@bp.post("/organisations/<int:organisation_id>/verify")
@requires(Permission.ORGANISATION_VERIFY, Organisation)
def verify_organisation(organisation: Organisation) -> Any:
    services.verify_organisation(organisation, by=current_user)
    flash(_("The organisation is verified. Its members are told by e-mail."))
    return redirect(page_of(organisation), 303)


@bp.post("/invitations/<int:invitation_id>/withdraw")
@requires(Permission.PERSON_INVITE, Invitation)
def withdraw_invitation(invitation: Invitation) -> Any:
    where = page_of(invitation.organisation)
    invitations.withdraw_invitation(invitation, by=current_user)
    flash(_("The invitation is withdrawn: its link no longer works."))
    return redirect(where, 303)


def _send(
    form: Any, page: str, joined: Organisation | NewOrganisation | None, where: str, **values: Any
) -> Any:
    try:
        invitations.invite(
            form.email.data, form.role.data, joined, by=current_user, language=form.language.data
        )
    except AlreadyHasAccountError as refusal:
        return show_refused(page, form, refusal, field="email", **values)
    flash(_("The invitation has left. Its link works for three days."))
    return redirect(where, 303)


def _known(organisation: Organisation) -> list[tuple[str, str]]:
    """Terms and values; what was not given is not shown."""
    association, most = organisation.kind == OrganisationKind.ASSOCIATION, organisation.most_stays
    facts = (
        (_("Legal form"), organisation.legal_form and _(organisation.legal_form.label)),
        (_("Registration number"), organisation.registration_number),
        (_("Postal address"), organisation.postal_address),
        (_("Phone"), organisation.phone and filters.phone(organisation.phone)),
        (
            _("Phone for emergencies"),
            organisation.duty_phone and filters.phone(organisation.duty_phone),
        ),
        (_("Who signs the agreements"), organisation.signatory_name),
        (_("In what capacity"), organisation.signatory_quality),
        (_("Names of all the owners"), ", ".join(organisation.co_owners or [])),
        (_("Stays supported at once"), association and str(organisation.support_capacity)),
        (_("Households in its homes at once, at most"), "" if most is None else str(most)),
    )
    return [(term, value) for term, value in facts if value]


def _figures(organisation: Organisation) -> list[tuple[str, int]]:
    """What it has here, in counts."""
    figures = figures_of(organisation)
    counts = (
        (_("Homes"), figures.homes),
        (_("Referrals"), figures.referrals),
        (_("Stays now"), figures.stays),
    )
    return [(term, count) for term, count in counts if count is not None]


def _filter(shown: Shown) -> dict[str, Any]:
    return {} if shown == Shown.ALL else {"shown": shown.value}


def _tabs(shown: Shown) -> list[dict[str, Any]]:
    return [
        {
            "words": _(words),
            "url": url_for("accounts.people", **_filter(tab)),
            "current": tab == shown,
        }
        for tab, words in TABS
    ]
