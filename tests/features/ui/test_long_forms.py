"""What was typed in a long form is never lost: a page left open overnight, an older token."""

import html
from datetime import timedelta
from http import HTTPStatus

import pytest

from stirrup.accounts.models import SignedInSession
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.ui.kept_forms import find_kept
from tests.client import TOKEN
from tests.features.ui.long_forms import LONG_FORMS, an_organisation, facts_of_a_stay

WORDS = "Une phrase d’essai, que personne ne retape."


@pytest.fixture(params=LONG_FORMS, ids=lambda make: make.__name__)
def form(app, client, request):
    """A long form, opened by the person who fills it."""
    made = request.param()
    client.sign_in(made.person)
    return made


def shown(client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == HTTPStatus.OK, page
    return html.unescape(answer.text)


def test_the_page_keeps_what_is_typed_and_offers_it(client, form):
    assert "data-keep" in shown(client, form.page)
    typed = {"kept_page": form.page, form.name: WORDS}

    kept = client.submit(form.page, typed, to="/kept-forms")

    assert kept.json["words"].startswith("Kept at ")
    assert "Take up what you had typed" in shown(client, form.page)
    assert WORDS in shown(client, form.taken_up)


def test_a_page_left_open_overnight_loses_nothing(client, form):
    token = TOKEN.search(client.get(form.page).text).group(1)
    night_passes()
    typed = {"csrf_token": token, "kept_page": form.page, form.name: WORDS}

    sent = client.post(form.target, data=typed)
    client.sign_in(form.person)

    assert sent.location.startswith("/sign-in?next=")
    assert WORDS in shown(client, form.taken_up)


@pytest.mark.parametrize("make", [an_organisation, facts_of_a_stay])
def test_a_token_of_an_older_session_costs_nothing_either(client, make):
    """As when one has signed in again in another window."""
    form = make()
    client.sign_in(form.person)

    answer = client.post(form.target, data={"kept_page": form.page, form.name: WORDS})

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert f'href="{form.taken_up}"' in answer.text
    assert WORDS in shown(client, form.taken_up)


def test_whoever_is_signed_out_signs_in_and_comes_back(client):
    form = an_organisation()

    answer = client.post(form.target, data={"kept_page": form.page, form.name: WORDS})

    assert answer.location == f"/sign-in?next={form.page}"


def test_the_cookie_outlives_the_session_but_opens_nothing(client):
    form = an_organisation()
    client.sign_in(form.person)
    night_passes()

    assert client.get(form.page).location.startswith("/sign-in")
    assert client.application.permanent_session_lifetime > timedelta(hours=24)


def test_what_was_sent_and_accepted_is_forgotten(client):
    form = facts_of_a_stay()
    client.sign_in(form.person)
    typed = {"kept_page": form.page, form.name: WORDS}
    client.submit(form.page, typed, to="/kept-forms")
    insured = form.page.replace("home", "insurance")

    client.submit(form.page, {"kept_page": form.page, **FACTS, form.name: WORDS})

    assert find_kept(form.person.id, form.page) is None
    assert "Take up" not in shown(client, insured)


FACTS = {
    "tax_number": "595120000000",
    "electricity_meter": "PDL 412",
    "gas_meter": "PCE 413",
    "water_meter": "Compteur 414",
    "keys_count": "3",
}


def night_passes() -> None:
    """Fifteen hours without a sign of life: more than any session lasts."""
    then = now() - timedelta(hours=15)
    db.session.query(SignedInSession).update({"last_seen_at": then, "created_at": then})
    db.session.commit()
