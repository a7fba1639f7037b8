"""What is written in the logs: numbers, never a password, an address, a name or a link."""

import logging

from tests.features.accounts.situations import (
    OTHER_PASSWORD,
    PASSWORD,
    a_landlord,
    mails_to,
    token_sent_to,
)

EMAIL = "canary@example.org"
REGISTRATION = {
    "display_name": "Ada Canari",
    "legal_form": "individual",
    "organisation_name": "",
    "email": EMAIL,
    "password": PASSWORD,
}


def test_no_secret_and_no_name_is_logged(client, caplog):
    caplog.set_level(logging.INFO)
    client.submit("/register", REGISTRATION)
    token = token_sent_to(EMAIL)
    client.submit(f"/confirm?token={token}", {"password": OTHER_PASSWORD})
    client.submit(f"/confirm?token={token}", {"password": PASSWORD})
    client.submit("/account/password", {"present": OTHER_PASSWORD, "chosen": "x" * 200})
    client.submit("/account", to="/sign-out")
    client.submit("/sign-in", {"email": EMAIL, "password": OTHER_PASSWORD})
    client.submit("/forgotten-password", {"email": EMAIL})
    reset = token_sent_to(EMAIL)

    said = caplog.text

    assert "sign-in refused: person" in said
    for secret in (PASSWORD, OTHER_PASSWORD, EMAIL, "Canari", token, reset):
        assert secret not in said


def test_coming_in_is_logged_by_number(client, caplog):
    caplog.set_level(logging.INFO)
    person = a_landlord()

    client.submit("/sign-in", {"email": person.email, "password": PASSWORD})

    assert f"signed in: person {person.id}" in caplog.text


def test_no_mail_subject_names_anybody(client):
    client.submit("/register", REGISTRATION)

    assert all("Canari" not in mail.subject for mail in mails_to(EMAIL))
