"""How professionals come in."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from sqlalchemy import func, select

from stirrup.accounts import invitations
from stirrup.accounts.commands import create_admin
from stirrup.accounts.enums import LegalForm, OrganisationKind
from stirrup.accounts.invitations import NewOrganisation
from stirrup.accounts.models import Invitation, Organisation, User
from stirrup.accounts.refusals import (
    AdministratorExistsError,
    AlreadyHasAccountError,
    CommonPasswordError,
    LinkExpiredError,
    NotAnAddressError,
    WrongOrganisationKindError,
)
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.permissions import NotPermittedError, Role
from tests import factories
from tests.features.accounts.situations import (
    OTHER_PASSWORD,
    PASSWORD,
    a_landlord,
    an_administrator,
    mails_to,
    token_sent_to,
)

ADDRESS = "nora@example.org"
NOT_ADMINISTRATORS = [
    a_landlord,
    factories.a_case_worker,
    factories.a_local_authority,
    lambda: factories.a_person(Role.ASSOCIATION_MANAGER, factories.an_association()),
]


def invite(role=Role.CASE_WORKER, organisation=None, *, by=None, email=ADDRESS):
    joined = organisation or factories.an_association()
    return invitations.invite(email, role, joined, by=by or an_administrator())


def test_an_invited_case_worker_joins_the_association_confirmed(app):
    association = factories.an_association()
    invite(organisation=association)

    user = invitations.accept_invitation(token_sent_to(ADDRESS), "Nora Salhi", PASSWORD)

    assert user.organisation_id == association.id
    assert user.role == Role.CASE_WORKER
    assert user.email_confirmed_at is not None


def test_a_new_association_comes_unverified_with_its_first_member(app):
    invite(organisation=NewOrganisation("Un toit"))

    user = invitations.accept_invitation(token_sent_to(ADDRESS), "Nora Salhi", PASSWORD)

    assert user.organisation.kind == OrganisationKind.ASSOCIATION
    assert not user.organisation.is_verified


def test_a_new_landlord_comes_with_its_legal_form(app):
    invite(Role.LANDLORD, NewOrganisation("SCI du Lys", LegalForm.SCI))

    organisation = db.session.scalars(select(Organisation)).one()

    assert (organisation.kind, organisation.legal_form) == (
        OrganisationKind.LANDLORD,
        LegalForm.SCI,
    )


def test_an_administrator_joins_no_organisation(app):
    invitations.invite(ADDRESS, Role.ADMINISTRATOR, None, by=an_administrator())

    user = invitations.accept_invitation(token_sent_to(ADDRESS), "Nora Salhi", PASSWORD)

    assert user.organisation_id is None


@pytest.mark.parametrize(
    ("role", "organisation"),
    [
        (Role.LANDLORD, factories.an_association),
        (Role.CASE_WORKER, factories.a_landlord_organisation),
        (Role.ADMINISTRATOR, factories.an_association),
        (Role.CASE_WORKER, lambda: None),
    ],
)
def test_a_role_joins_its_own_kind_of_organisation(app, role, organisation):
    with pytest.raises(WrongOrganisationKindError):
        invitations.invite(ADDRESS, role, organisation(), by=an_administrator())


@pytest.mark.parametrize("person", NOT_ADMINISTRATORS)
def test_only_administrators_invite(app, person):
    with pytest.raises(NotPermittedError):
        invite(by=person())


def test_somebody_known_is_not_invited(app):
    known = a_landlord()

    with pytest.raises(AlreadyHasAccountError):
        invite(email=known.email)


def test_the_link_works_once(app):
    invite()
    token = token_sent_to(ADDRESS)
    invitations.accept_invitation(token, "Nora Salhi", PASSWORD)

    with pytest.raises(LinkExpiredError):
        invitations.accept_invitation(token, "Somebody Else", OTHER_PASSWORD)


def test_the_link_dies_after_three_days(app):
    invite()
    token = token_sent_to(ADDRESS)

    with time_machine.travel(now() + timedelta(hours=72)), pytest.raises(LinkExpiredError):
        invitations.accept_invitation(token, "Nora Salhi", PASSWORD)


def test_a_second_invitation_kills_the_first(app):
    invite()
    first = token_sent_to(ADDRESS)
    invite()

    with pytest.raises(LinkExpiredError):
        invitations.find_invitation(first)


def test_a_withdrawn_invitation_opens_nothing(app):
    by = an_administrator()
    invitation = invite(by=by)
    token = token_sent_to(ADDRESS)

    invitations.withdraw_invitation(invitation, by=by)

    with pytest.raises(LinkExpiredError):
        invitations.accept_invitation(token, "Nora Salhi", PASSWORD)


def test_an_address_that_opened_an_account_meanwhile_opens_no_second_one(app):
    invite()
    a_landlord(email=ADDRESS)

    with pytest.raises(LinkExpiredError):
        invitations.accept_invitation(token_sent_to(ADDRESS), "Nora Salhi", PASSWORD)

    assert db.session.scalar(select(func.count(User.id)).where(User.email == ADDRESS)) == 1


def test_a_weak_password_leaves_the_link_alive(app):
    invite()
    token = token_sent_to(ADDRESS)
    with pytest.raises(CommonPasswordError):
        invitations.accept_invitation(token, "Nora Salhi", "motdepasse2024")

    assert invitations.find_invitation(token).email == ADDRESS


def test_only_the_hash_of_the_token_is_stored(app):
    invitation = invite()

    assert token_sent_to(ADDRESS) not in invitation.token_hash


def test_the_mail_is_in_the_language_asked(app):
    invitations.invite(ADDRESS, Role.ADMINISTRATOR, None, by=an_administrator(), language="en")

    assert mails_to(ADDRESS)[0].subject == "Your invitation to join Stirrup"


def test_the_page_of_the_link_opens_the_account_and_the_session(client):
    invite()

    answer = client.submit(
        f"/invitation?token={token_sent_to(ADDRESS)}",
        {"display_name": "Nora Salhi", "password": PASSWORD},
    )

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert "Nora Salhi" in client.get("/account").text


def test_a_dead_link_says_so(client):
    assert client.get("/invitation?token=unknown").status_code == HTTPStatus.GONE


def test_what_was_typed_is_kept_when_the_password_is_weak(client):
    invite()

    answer = client.submit(
        f"/invitation?token={token_sent_to(ADDRESS)}",
        {"display_name": "Nora Salhi", "password": "court"},
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'value="Nora Salhi"' in answer.text


def test_the_form_invites_the_first_member_of_an_association(client):
    client.sign_in(an_administrator())

    client.submit(
        "/people/invite",
        {
            "email": ADDRESS,
            "role": "case_worker",
            "organisation_name": "Un toit",
            "language": "fr",
        },
    )

    assert db.session.scalars(select(Invitation)).one().organisation.name == "Un toit"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"role": "case_worker"}, "organisation_name"),
        ({"role": "landlord", "organisation_name": "SCI du Lys"}, "legal_form"),
        ({"role": "king"}, "role"),
    ],
)
def test_the_form_asks_for_what_the_role_needs(client, answers, field):
    client.sign_in(an_administrator())

    answer = client.submit("/people/invite", {"email": ADDRESS, "language": "fr", **answers})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="{field}-error"' in answer.text
    assert f'value="{ADDRESS}"' in answer.text


def test_a_known_address_is_refused_beside_the_field(client):
    known = a_landlord()
    client.sign_in(an_administrator())

    answer = client.submit(
        "/people/invite", {"email": known.email, "role": "administrator", "language": "fr"}
    )

    assert answer.status_code == HTTPStatus.CONFLICT
    assert 'id="email-error"' in answer.text


def test_a_member_joins_from_the_page_of_the_association(client):
    association = factories.an_association()
    client.sign_in(an_administrator())

    client.submit(
        f"/organisations/{association.id}/invite",
        {"email": ADDRESS, "role": "association_manager", "language": "fr"},
    )

    assert db.session.scalars(select(Invitation)).one().organisation_id == association.id


def test_an_association_offers_its_own_roles_only(client):
    association = factories.an_association()
    client.sign_in(an_administrator())

    answer = client.submit(
        f"/organisations/{association.id}/invite",
        {"email": ADDRESS, "role": "administrator", "language": "fr"},
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_the_first_administrator_gets_a_link_that_works_once(app):
    link = invitations.create_first_administrator("Claire@Example.org")

    token = link.partition("token=")[2]
    user = invitations.accept_invitation(token, "Claire Morel", PASSWORD)

    assert (user.email, user.role) == ("claire@example.org", Role.ADMINISTRATOR)
    assert link.startswith("http://127.0.0.1:5000/invitation?token=")


def test_the_first_administrator_may_come_with_a_password(app):
    link = invitations.create_first_administrator(
        "claire@example.org", display_name="Claire Morel", password=PASSWORD
    )

    assert link is None
    assert db.session.scalars(select(User)).one().display_name == "Claire Morel"


def test_a_second_first_administrator_is_refused_unless_forced(app):
    an_administrator()

    with pytest.raises(AdministratorExistsError):
        invitations.create_first_administrator("claire@example.org")
    assert invitations.create_first_administrator("claire@example.org", force=True)


def test_an_administrator_without_access_does_not_count(app):
    an_administrator(deactivated_at=now())

    assert invitations.create_first_administrator("claire@example.org")


@pytest.mark.parametrize("typed", ["claire", "", "claire@", "a@b.org\r\nBcc: c@d.org"])
def test_what_is_no_address_opens_nothing(app, typed):
    with pytest.raises(NotAnAddressError):
        invitations.create_first_administrator(typed)


def test_the_command_prints_the_link(app):
    answer = app.test_cli_runner().invoke(create_admin, ["claire@example.org"])

    assert answer.exit_code == 0
    assert "/invitation?token=" in answer.output
