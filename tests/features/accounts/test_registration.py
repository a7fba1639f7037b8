"""A landlord opens an account and proves the address."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from sqlalchemy import func, select

from stirrup.accounts.enums import LegalForm, OrganisationKind
from stirrup.accounts.models import Organisation, User
from stirrup.accounts.refusals import (
    LinkExpiredError,
    PasswordTooShortError,
    TooManyAttemptsError,
    WrongPasswordError,
)
from stirrup.accounts.registration import confirm_email, register_landlord
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.permissions import Role
from tests.features.accounts.situations import (
    HERE,
    OTHER_PASSWORD,
    PASSWORD,
    a_landlord,
    a_registration,
    mails_to,
    registered,
    reread,
    token_sent_to,
    without_token,
)

ANSWERS = {
    "display_name": "Ada Dumont",
    "legal_form": "individual",
    "organisation_name": "",
    "email": "ada@example.org",
    "password": PASSWORD,
}


def count_people() -> int:
    return db.session.scalar(select(func.count(User.id)))


def test_a_new_landlord_waits_for_the_address_and_for_verification(app):
    user = registered()

    assert user.role == Role.LANDLORD
    assert user.email_confirmed_at is None
    assert user.organisation.kind == OrganisationKind.LANDLORD
    assert not user.organisation.is_verified


def test_one_person_gives_their_name_to_the_owner(app):
    assert registered().organisation.name == "Ada Dumont"


def test_a_company_gives_its_own(app):
    user = registered(legal_form=LegalForm.SCI, organisation_name="SCI du Lys")

    assert user.organisation.name == "SCI du Lys"
    assert user.organisation.legal_form == LegalForm.SCI


def test_a_weak_password_opens_nothing(app):
    with pytest.raises(PasswordTooShortError):
        register_landlord(a_registration(password="court"), address=HERE)

    assert count_people() == 0


def test_confirming_with_the_password_opens_the_account(app):
    user = registered()

    confirm_email(token_sent_to(user.email), PASSWORD, address=HERE)

    assert reread(user).email_confirmed_at is not None


def test_the_link_without_the_password_opens_nothing(app):
    user = registered()

    with pytest.raises(WrongPasswordError):
        confirm_email(token_sent_to(user.email), OTHER_PASSWORD, address=HERE)

    assert reread(user).email_confirmed_at is None


def test_the_link_works_once(app):
    user = registered()
    token = token_sent_to(user.email)
    confirm_email(token, PASSWORD, address=HERE)

    with pytest.raises(LinkExpiredError):
        confirm_email(token, PASSWORD, address=HERE)


def test_the_link_dies_after_three_days(app):
    token = token_sent_to(registered().email)

    with time_machine.travel(now() + timedelta(hours=72)), pytest.raises(LinkExpiredError):
        confirm_email(token, PASSWORD, address=HERE)


def test_who_is_known_gets_a_mail_and_keeps_everything(app):
    user = a_landlord(email="ada@example.org")

    register_landlord(a_registration(password=OTHER_PASSWORD), address=HERE)

    assert [mail.subject for mail in mails_to(user.email)] == ["Vous avez déjà un compte Stirrup"]
    assert reread(user).display_name != "Ada Dumont"
    assert count_people() == 1


def test_an_address_never_confirmed_can_be_registered_again_by_its_owner(app):
    stolen = registered(password=OTHER_PASSWORD, display_name="Quelqu’un d’autre")
    first_token = token_sent_to(stolen.email)

    user = registered(password=PASSWORD)

    assert user.id == stolen.id
    assert user.display_name == "Ada Dumont"
    assert db.session.scalar(select(func.count(Organisation.id))) == 1
    with pytest.raises(LinkExpiredError):
        confirm_email(first_token, OTHER_PASSWORD, address=HERE)


def test_registrations_of_one_address_are_limited(app):
    for _ in range(5):
        registered()

    with pytest.raises(TooManyAttemptsError):
        registered()


def test_the_page_answers_the_same_for_known_and_unknown_addresses(client):
    a_landlord(email="known@example.org")

    answers = [
        client.submit("/register", ANSWERS | {"email": email}, follow_redirects=True)
        for email in ("known@example.org", "other@example.org")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert without_token(answers[0].text) == without_token(answers[1].text)


def test_a_whole_registration_ends_inside(client):
    client.submit("/register", ANSWERS)
    page = f"/confirm?token={token_sent_to('ada@example.org')}"

    answer = client.submit(page, {"password": PASSWORD})

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert client.get("/account").status_code == 200


def test_opening_the_link_uses_nothing_up(client):
    client.submit("/register", ANSWERS)
    page = f"/confirm?token={token_sent_to('ada@example.org')}"

    assert [client.get(page).status_code for _ in range(2)] == [200, 200]


def test_a_dead_link_says_so_and_how_to_go_on(client):
    answer = client.get("/confirm?token=unknown")

    assert answer.status_code == HTTPStatus.GONE
    assert "/sign-in" in answer.text


def test_a_company_without_its_name_is_asked_for_it(client):
    answer = client.submit("/register", ANSWERS | {"legal_form": "sci"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="organisation_name-error"' in answer.text


def test_a_weak_password_is_refused_beside_the_field_and_the_rest_is_kept(client):
    answer = client.submit("/register", ANSWERS | {"password": "motdepasse2024"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="password-error"' in answer.text
    assert 'value="ada@example.org"' in answer.text
    assert "motdepasse2024" not in answer.text


def test_too_many_registrations_are_told_and_the_answers_kept(client):
    for _ in range(5):
        registered()

    answer = client.submit("/register", ANSWERS)

    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert 'value="Ada Dumont"' in answer.text


@pytest.mark.parametrize("password", ["", OTHER_PASSWORD])
def test_a_wrong_password_is_refused_beside_the_field(client, password):
    token = token_sent_to(registered().email)

    answer = client.submit(f"/confirm?token={token}", {"password": password})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="password-error"' in answer.text
