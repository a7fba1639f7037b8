"""Hostile input: refused beside its field with 422, what was typed kept; never a fault."""

from http import HTTPStatus

import pytest

from tests import factories
from tests.client import TOKEN
from tests.features.accounts.situations import PASSWORD, a_landlord, an_administrator

HOSTILE = [
    "\0",
    "a\0b@example.org",
    "ada@example.org\r\nBcc: victim@example.org",
    "\u202eada@example.org",
    "99999999999999999999",
    "x" * 5000,
    "'; DROP TABLE user; --",
    "{{7*7}}",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("page", ["/sign-in", "/forgotten-password", "/register"])
def test_no_page_takes_it_for_an_address(client, page, typed):
    answer = client.submit(page, {"email": typed, "password": PASSWORD})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="email-error"' in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("typed", ["\0" * 12, "x" * 129, "y" * 100_000])
def test_no_page_takes_it_for_a_password(client, typed):
    answer = client.submit("/sign-in", {"email": "ada@example.org", "password": typed})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'value="ada@example.org"' in answer.text


def test_half_a_character_is_no_address(client):
    person = a_landlord()
    token = TOKEN.search(client.sign_in(person).get("/account").text).group(1)
    body = f"csrf_token={token}&display_name=%ED%A0%80&language=%FF".encode()

    answer = client.post("/account", data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_profile_shows_it_again_or_refuses_it(client, typed):
    client.sign_in(a_landlord())

    answer = client.submit("/account", {"display_name": typed, "phone": typed, "language": typed})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("typed", [*HOSTILE, "-1", "10001", "NaN", "1e3", "١٢", "1_0"])
def test_an_organisation_refuses_it(client, typed):
    worker = factories.a_case_worker()
    client.sign_in(worker)

    answer = client.submit(
        f"/organisations/{worker.organisation_id}/edit",
        {
            "postal_address": typed,
            "registration_number": typed,
            "duty_phone": typed,
            "support_capacity": typed,
        },
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="support_capacity-error"' in answer.text


@pytest.mark.parametrize("typed", HOSTILE)
def test_an_invitation_refuses_it(client, typed):
    client.sign_in(an_administrator())

    answer = client.submit(
        "/people/invite",
        {"email": typed, "role": typed, "organisation_name": typed, "language": typed},
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("token", ["", "x" * 5000, "%00", "%ED%A0%80", "'"])
@pytest.mark.parametrize("page", ["/confirm", "/reset-password", "/invitation"])
def test_no_page_takes_it_for_a_link(client, page, token):
    assert client.get(f"{page}?token={token}").status_code == HTTPStatus.GONE


@pytest.mark.parametrize(
    "page", ["/sign-in", "/register", "/forgotten-password", "/confirm", "/reset-password"]
)
def test_a_post_without_its_token_is_refused(client, page):
    assert client.post(page, data={}).status_code == HTTPStatus.BAD_REQUEST
