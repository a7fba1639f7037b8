"""Links that were used or are too old: one page, in the language of the mail, with what to do."""

import html
from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import update

from stirrup.accounts.enums import TokenPurpose
from stirrup.accounts.links import issue_token, spend_token
from stirrup.accounts.models import AccountToken, Invitation
from stirrup.accounts.sessions import hash_token
from stirrup.clock import now
from stirrup.extensions import db
from tests import factories
from tests.features.accounts.situations import a_landlord

PAGES = {
    TokenPurpose.RESET_PASSWORD: ("/reset-password", "/forgotten-password"),
    TokenPurpose.CONFIRM_EMAIL: ("/confirm", "/sign-in"),
}
LANGUAGES = {"en": "This link no longer works", "fr": "Ce lien ne fonctionne plus"}


@pytest.mark.parametrize("purpose", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("end", ["used", "too old", "another one was sent"])
def test_a_link_that_no_longer_works_says_what_to_do(client, purpose, language, end):
    person = a_landlord(language=language)
    token = issue_token(person, purpose)
    if end == "used":
        spend_token(token, purpose)
    elif end == "too old":
        db.session.execute(update(AccountToken).values(expires_at=now() - timedelta(hours=1)))
    else:
        issue_token(person, purpose)
    db.session.commit()
    page, way_on = PAGES[purpose]

    answer = client.get(f"{page}?token={token}")

    assert answer.status_code == HTTPStatus.GONE
    assert f'<html lang="{language}">' in answer.text
    assert LANGUAGES[language] in html.unescape(answer.text)
    assert f'href="{way_on}"' in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_that_ended_speaks_the_language_of_its_mail(client, language):
    ended = {"expires_at": now() - timedelta(hours=1), "token_hash": hash_token("secret")}
    factories.an_invitation(language=language, **ended)

    answer = client.get("/invitation?token=secret")

    assert answer.status_code == HTTPStatus.GONE
    assert f'<html lang="{language}">' in answer.text
    assert 'href="/help"' in answer.text


def test_an_invitation_accepted_twice_opens_one_account(client):
    factories.an_invitation(language="en", token_hash=hash_token("secret"))
    answers = {"display_name": "Ada", "password": "quatre chats dorment ici"}
    page = "/invitation?token=secret"
    opened = client.application.test_client()

    first = opened.submit(page, answers)
    second = client.get(page)

    assert first.status_code == HTTPStatus.SEE_OTHER
    assert second.status_code == HTTPStatus.GONE
    assert db.session.query(Invitation).one().accepted_at is not None


def test_whoever_chose_a_language_here_keeps_it(client):
    token = issue_token(a_landlord(language="en"), TokenPurpose.RESET_PASSWORD)
    db.session.commit()
    client.get("/language/fr")

    assert '<html lang="fr">' in client.get(f"/reset-password?token={token}").text
