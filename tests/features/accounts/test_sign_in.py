"""Signing in and out."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import func, select

from stirrup.accounts import entry
from stirrup.accounts.models import SignedInSession, SignInAttempt
from stirrup.accounts.refusals import (
    EmailNotConfirmedError,
    TooManyAttemptsError,
    WrongCredentialsError,
)
from stirrup.clock import now
from stirrup.extensions import db
from tests.features.accounts.situations import (
    HERE,
    OTHER_PASSWORD,
    PASSWORD,
    a_landlord,
    an_administrator,
    mails_to,
    registered,
    reread,
    without_token,
)

PAGE = "/sign-in"


def sign_in(email, password=PASSWORD, *, demo_allowed=False):
    return entry.sign_in(email, password, address=HERE, demo_allowed=demo_allowed)


def come_in(client, person, **options):
    return client.submit(PAGE, {"email": person.email, "password": PASSWORD}, **options)


def session_cookie(client) -> str:
    return client.get_cookie("stirrup").value


def test_the_right_password_lets_in(app):
    user = a_landlord()

    assert sign_in(user.email).id == user.id


@pytest.mark.parametrize("values", [{}, {"deactivated_at": now()}])
def test_a_wrong_password_does_not(app, values):
    user = a_landlord(**values)

    with pytest.raises(WrongCredentialsError):
        sign_in(user.email, OTHER_PASSWORD)


def test_nobody_is_refused_in_the_same_words(app):
    with pytest.raises(WrongCredentialsError):
        sign_in("nobody@example.org")


def test_ended_access_stays_ended_with_the_right_password(app):
    user = a_landlord(deactivated_at=now())

    with pytest.raises(WrongCredentialsError):
        sign_in(user.email)


def test_an_address_not_confirmed_gets_a_new_link(app):
    user = registered()

    with pytest.raises(EmailNotConfirmedError):
        sign_in(user.email)

    assert len(mails_to(user.email)) == 2


def test_an_address_not_confirmed_stays_unknown_to_who_has_no_password(app):
    user = registered()

    with pytest.raises(WrongCredentialsError):
        sign_in(user.email, OTHER_PASSWORD)


def test_the_limit_stands_before_the_hash(app):
    user = a_landlord()
    for _ in range(5):
        with pytest.raises(WrongCredentialsError):
            sign_in(user.email, OTHER_PASSWORD)

    with pytest.raises(TooManyAttemptsError):
        sign_in(user.email)


def test_the_limit_is_the_same_for_nobody(app):
    for _ in range(5):
        with pytest.raises(WrongCredentialsError):
            sign_in("nobody@example.org")

    with pytest.raises(TooManyAttemptsError):
        sign_in("nobody@example.org")


def test_coming_in_clears_the_account_s_failures(app):
    user = a_landlord()
    with pytest.raises(WrongCredentialsError):
        sign_in(user.email, OTHER_PASSWORD)

    sign_in(user.email)

    assert db.session.scalar(select(func.count(SignInAttempt.id))) == 0


def test_demo_people_come_in_where_they_are_allowed(app):
    user = a_landlord(is_demo=True)

    assert sign_in(user.email, demo_allowed=True).id == user.id


def test_demo_people_are_refused_elsewhere(app):
    user = a_landlord(is_demo=True)

    with pytest.raises(WrongCredentialsError):
        sign_in(user.email, demo_allowed=False)


def test_the_page_goes_on_to_the_wanted_page(client):
    answer = come_in(client, a_landlord(), to="/sign-in?next=/account")

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer.location == "/account"


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_page_never_sends_to_another_site(client, wanted):
    answer = come_in(client, a_landlord(), to=f"/sign-in?next={wanted}")

    assert answer.location == "/"


def test_a_closed_page_asks_to_sign_in_and_comes_back(client):
    answer = client.get("/account?from=mail")

    assert answer.location == "/sign-in?next=/account?from%3Dmail"


def test_known_and_unknown_addresses_get_the_same_page(client):
    a_landlord(email="known@example.org")

    answers = [
        client.submit(PAGE, {"email": email, "password": OTHER_PASSWORD})
        for email in ("known@example.org", "other@example.org")
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert without_token(answers[0].text) == without_token(
        answers[1].text.replace("other@", "known@")
    )


def test_the_address_typed_is_kept_and_the_password_is_not(client):
    answer = client.submit(PAGE, {"email": "ada@example.org", "password": OTHER_PASSWORD})

    assert 'value="ada@example.org"' in answer.text
    assert OTHER_PASSWORD not in answer.text


def test_too_many_attempts_are_told_with_what_to_do(client):
    for _ in range(5):
        client.submit(PAGE, {"email": "ada@example.org", "password": OTHER_PASSWORD})

    answer = client.submit(PAGE, {"email": "ada@example.org", "password": PASSWORD})

    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "/forgotten-password" in answer.text
    assert 'value="ada@example.org"' in answer.text


def test_a_form_without_its_token_is_refused(client):
    person = a_landlord()

    answer = client.post(PAGE, data={"email": person.email, "password": PASSWORD})

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert db.session.scalar(select(func.count(SignedInSession.id))) == 0


def test_a_cookie_set_before_is_worthless_afterwards(client):
    person = a_landlord()
    client.get(PAGE)
    before = session_cookie(client)
    come_in(client, person)

    client.set_cookie("stirrup", before)

    assert client.get("/account").status_code == HTTPStatus.FOUND


def test_a_replayed_cookie_answers_as_nobody_after_signing_out(client):
    come_in(client, a_landlord())
    stolen = session_cookie(client)
    client.submit("/account", to="/sign-out")

    client.set_cookie("stirrup", stolen)

    assert client.get("/account").status_code == HTTPStatus.FOUND


def test_signing_out_needs_the_token(client):
    come_in(client, a_landlord())

    assert client.post("/sign-out").status_code == HTTPStatus.BAD_REQUEST
    assert client.get("/account").status_code == 200


def test_signing_out_cannot_be_done_by_a_link(client):
    come_in(client, a_landlord())

    assert client.get("/sign-out").status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize(
    ("person", "minutes"), [(a_landlord, 120), (an_administrator, 30)], ids=["landlord", "team"]
)
def test_a_silent_session_ends(client, person, minutes):
    with time_machine.travel(now(), tick=False) as clock:
        come_in(client, person())
        clock.shift(timedelta(minutes=minutes, seconds=-1))
        alive = client.get("/account").status_code
        clock.shift(timedelta(minutes=minutes))
        ended = client.get("/account").status_code

    assert (alive, ended) == (200, 302)


def test_a_busy_session_ends_after_twelve_hours(client):
    with time_machine.travel(now(), tick=False) as clock:
        come_in(client, a_landlord())
        for _ in range(12):
            clock.shift(timedelta(hours=1))
            last = client.get("/account").status_code

    assert last == HTTPStatus.FOUND


def test_a_person_already_inside_is_sent_on(client):
    client.sign_in(a_landlord())

    assert client.get(PAGE).location == "/"


def test_the_hash_is_renewed_when_its_cost_has_risen(app):
    cheap = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    user = a_landlord()
    user.password_hash = cheap
    db.session.commit()

    sign_in(user.email)

    assert reread(user).password_hash != cheap
