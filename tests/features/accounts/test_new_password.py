"""Forgotten passwords."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine

from stirrup.accounts import entry
from stirrup.accounts.enums import TokenPurpose
from stirrup.accounts.limits import Purpose, count_attempt
from stirrup.accounts.links import issue_token
from stirrup.accounts.refusals import (
    CommonPasswordError,
    LinkExpiredError,
    TooManyAttemptsError,
    WrongCredentialsError,
)
from stirrup.accounts.services import change_password
from stirrup.clock import now
from stirrup.extensions import db
from tests.features.accounts.situations import (
    HERE,
    OTHER_PASSWORD,
    PASSWORD,
    a_landlord,
    mails_to,
    registered,
    reread,
    token_sent_to,
    without_token,
)

PAGE = "/forgotten-password"


def ask(email):
    entry.request_reset(email, language="fr", address=HERE)


def sign_in(email, password):
    return entry.sign_in(email, password, address=HERE, demo_allowed=False)


def a_token(user) -> str:
    ask(user.email)
    return token_sent_to(user.email)


def test_the_new_password_opens_and_the_old_one_does_not(app):
    user = a_landlord()
    entry.reset_password(a_token(user), OTHER_PASSWORD)

    assert sign_in(user.email, OTHER_PASSWORD).id == user.id
    with pytest.raises(WrongCredentialsError):
        sign_in(user.email, PASSWORD)


def test_the_link_works_once(app):
    token = a_token(a_landlord())
    entry.reset_password(token, OTHER_PASSWORD)

    with pytest.raises(LinkExpiredError):
        entry.reset_password(token, PASSWORD)


def test_the_link_dies_after_an_hour(app):
    token = a_token(a_landlord())

    with time_machine.travel(now() + timedelta(hours=1)), pytest.raises(LinkExpiredError):
        entry.reset_password(token, OTHER_PASSWORD)


def test_a_second_link_kills_the_first(app):
    user = a_landlord()
    first = a_token(user)
    a_token(user)

    with pytest.raises(LinkExpiredError):
        entry.reset_password(first, OTHER_PASSWORD)


def test_a_link_dies_when_the_password_changes(app):
    user = a_landlord()
    token = a_token(user)
    change_password(by=user, present=PASSWORD, chosen=OTHER_PASSWORD, address=HERE)

    with pytest.raises(LinkExpiredError):
        entry.reset_password(token, PASSWORD)


def test_a_link_for_something_else_resets_nothing(app):
    user = a_landlord()
    token = issue_token(user, TokenPurpose.CONFIRM_EMAIL)
    db.session.commit()

    with pytest.raises(LinkExpiredError):
        entry.reset_password(token, OTHER_PASSWORD)


def test_a_link_changes_its_owner_s_password_only(app):
    user, other = a_landlord(), a_landlord()
    hash_before = other.password_hash

    entry.reset_password(a_token(user), OTHER_PASSWORD)

    assert reread(other).password_hash == hash_before


def test_ended_access_gets_no_link_and_uses_none(app):
    user = a_landlord()
    token = a_token(user)
    user.deactivated_at = now()
    db.session.commit()

    with pytest.raises(LinkExpiredError):
        entry.reset_password(token, OTHER_PASSWORD)
    ask(user.email)
    assert "token=" not in mails_to(user.email)[-1].body


def test_a_weak_password_leaves_the_link_alive(app):
    token = a_token(a_landlord())
    with pytest.raises(CommonPasswordError):
        entry.reset_password(token, "motdepasse2024")

    entry.reset_password(token, OTHER_PASSWORD)


def test_the_link_also_proves_the_address(app):
    user = registered()

    entry.reset_password(a_token(user), OTHER_PASSWORD)

    assert reread(user).email_confirmed_at is not None


def test_who_guessed_at_an_account_does_not_lock_its_owner_out(app):
    user = a_landlord()
    for _ in range(5):
        count_attempt(Purpose.SIGN_IN, user.email, "198.51.100.9")
    with pytest.raises(TooManyAttemptsError):
        sign_in(user.email, PASSWORD)

    entry.reset_password(a_token(user), OTHER_PASSWORD)

    assert sign_in(user.email, OTHER_PASSWORD).id == user.id


def test_requests_for_one_account_are_limited(app):
    for _ in range(5):
        ask("ada@example.org")

    with pytest.raises(TooManyAttemptsError):
        ask("ada@example.org")


def test_an_address_without_an_account_is_told_so_by_mail(app):
    ask("nobody@example.org")

    assert [mail.subject for mail in mails_to("nobody@example.org")] == [
        "Aucun compte Stirrup n’utilise cette adresse"
    ]


def test_the_page_answers_the_same_for_known_and_unknown_addresses(client):
    a_landlord(email="known@example.org")

    answers = [
        client.submit(PAGE, {"email": email}, follow_redirects=True)
        for email in ("known@example.org", "other@example.org")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert without_token(answers[0].text) == without_token(answers[1].text)


def test_a_new_password_signs_out_everywhere_and_in_here(client):
    user = a_landlord()
    elsewhere = client.application.test_client().sign_in(user)

    answer = client.submit(f"/reset-password?token={a_token(user)}", {"password": OTHER_PASSWORD})

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert elsewhere.get("/account").status_code == HTTPStatus.FOUND
    assert client.get("/account").status_code == 200
    assert mails_to(user.email)[-1].subject == "Votre mot de passe Stirrup a changé"


def test_a_dead_link_says_so_and_how_to_go_on(client):
    answer = client.get("/reset-password?token=unknown")

    assert answer.status_code == HTTPStatus.GONE
    assert PAGE in answer.text


def test_a_weak_password_is_refused_beside_the_field(client):
    user = a_landlord()

    answer = client.submit(f"/reset-password?token={a_token(user)}", {"password": "court"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="password-error"' in answer.text


def test_too_many_requests_are_told_and_the_address_kept(client):
    for _ in range(5):
        ask("ada@example.org")

    answer = client.submit(PAGE, {"email": "ada@example.org"})

    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert 'value="ada@example.org"' in answer.text
