"""What was typed and not sent is kept for its person alone, and offered again."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from werkzeug.datastructures import MultiDict

from stirrup.accounts.models import SignedInSession
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.ui.kept_forms import KeptForm, find_kept, keep
from tests.client import TOKEN
from tests.factories import a_case_worker, a_draft_unit, a_landlord, a_referral

STREET = "14 rue du Vieil-Abreuvoir"


@pytest.fixture
def landlord(app):
    return a_landlord(language="en")


@pytest.fixture
def page(landlord):
    unit = a_draft_unit(landlord)
    return f"/units/{unit.id}/steps/address"


@pytest.fixture
def browser(client, landlord):
    client.sign_in(landlord)
    client.get("/language/en")
    return client


def kept_values(person, page) -> dict | None:
    db.session.rollback()
    kept = find_kept(person.id, page)
    return kept and kept.values


def type_in(browser, page, **answers):
    """What autosave.js posts while somebody types."""
    return browser.submit(page, {"kept_page": page, **answers}, to="/kept-forms")


def test_what_is_typed_is_kept_and_the_hour_is_told(browser, landlord, page):
    answer = type_in(browser, page, street=STREET)

    assert answer.json["words"].startswith("Kept at ")
    assert kept_values(landlord, page) == {"street": [STREET]}


def test_tokens_and_passwords_are_never_kept(browser, landlord, page):
    type_in(browser, page, street=STREET, password="secret", present_password="x", go="on")

    assert kept_values(landlord, page) == {"street": [STREET]}


def test_the_latest_answers_take_the_place_of_the_former(browser, landlord, page):
    type_in(browser, page, street="1 rue")
    type_in(browser, page, street=STREET)

    assert db.session.query(KeptForm).count() == 1
    assert kept_values(landlord, page) == {"street": [STREET]}


def test_the_page_offers_what_was_kept_and_shows_it_when_asked(browser, page):
    type_in(browser, page, street=STREET, version="1")

    offered = browser.get(page).text
    taken_up = browser.get(f"{page}?kept=1").text

    assert "Take up what you had typed" in offered
    assert STREET not in offered
    assert f'value="{STREET}"' in taken_up


def test_the_version_seen_is_kept_so_that_nothing_is_overwritten_unseen(browser, page):
    type_in(browser, page, street=STREET, version="7")

    text = browser.get(f"{page}?kept=1").text

    assert 'name="version" value="7"' in text


def test_a_form_that_is_sent_is_forgotten(browser, landlord, page):
    type_in(browser, page, street=STREET)
    answers = {"street": STREET, "postcode": "59100", "commune_code": "59512", "version": "1"}

    sent = browser.submit(page, {"kept_page": page, **answers})

    assert sent.status_code == HTTPStatus.SEE_OTHER
    assert kept_values(landlord, page) is None


def test_a_form_that_is_refused_stays_kept(browser, landlord, page):
    type_in(browser, page, street=STREET)

    sent = browser.submit(page, {"kept_page": page, "street": "", "version": "1"})

    assert sent.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert kept_values(landlord, page) == {"street": [STREET]}


def test_what_was_kept_can_be_forgotten(browser, landlord, page):
    type_in(browser, page, street=STREET)

    answer = browser.submit(page, {"kept_page": page}, to="/kept-forms/forget")

    assert answer.location == page
    assert kept_values(landlord, page) is None


@pytest.mark.parametrize("told", ["//elsewhere.example", "https://elsewhere.example", "", "\\"])
def test_forgetting_leads_to_no_other_site(browser, page, told):
    answer = browser.submit(page, {"kept_page": told}, to="/kept-forms/forget")

    assert answer.location == "/"


def test_nobody_reads_what_another_kept(client, landlord, page):
    keep(landlord.id, page, MultiDict({"street": STREET}))
    colleague = a_landlord(landlord.organisation)
    client.sign_in(colleague)

    assert STREET not in client.get(f"{page}?kept=1").text


@pytest.mark.parametrize(
    "typed",
    [
        {"kept_page": "not a path"},
        {"kept_page": "/" + "x" * 300},
        {"kept_page": "/units/1", "street": "x" * 20_001},
        {"kept_page": "/units/1", **{f"answer{number}": "" for number in range(201)}},
    ],
)
def test_too_much_is_not_kept_and_said_so(browser, page, typed):
    answer = browser.submit(page, typed, to="/kept-forms")

    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert answer.json["words"]


def test_keeping_needs_the_token_of_the_page(browser, page):
    answer = browser.post("/kept-forms", data={"kept_page": page, "street": STREET})

    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_after_a_week_nothing_is_left(browser, landlord, page):
    type_in(browser, page, street=STREET)
    db.session.query(KeptForm).update({"kept_at": now() - timedelta(days=8)})
    db.session.commit()

    assert kept_values(landlord, page) is None
    type_in(browser, "/units/new", street="1 rue")
    assert db.session.query(KeptForm).count() == 1


def test_a_form_sent_after_the_session_fell_asleep_is_kept_and_comes_back(browser, landlord, page):
    token = TOKEN.search(browser.get(page).text).group(1)
    fall_asleep()

    answer = browser.post(page, data={"csrf_token": token, "kept_page": page, "street": STREET})

    assert answer.location == f"/sign-in?next={page}?kept%3D1"
    assert kept_values(landlord, page) == {"street": [STREET]}
    browser.sign_in(landlord)
    assert f'value="{STREET}"' in browser.get(f"{page}?kept=1").text


def test_a_session_that_was_ended_keeps_nothing(browser, landlord, page):
    token = TOKEN.search(browser.get(page).text).group(1)
    db.session.query(SignedInSession).update({"ended_at": now()})
    db.session.commit()

    answer = browser.post(page, data={"csrf_token": token, "kept_page": page, "street": STREET})

    assert answer.location == f"/sign-in?next={page}"
    assert db.session.query(KeptForm).count() == 0


def test_places_to_stay_away_from_are_never_kept(client, app):
    worker = a_case_worker()
    client.sign_in(worker)
    referral = a_referral(worker)

    assert "data-keep" not in client.get(f"/referrals/{referral.id}/steps/safety").text
    assert "data-keep" in client.get(f"/referrals/{referral.id}/steps/household").text


def fall_asleep() -> None:
    db.session.query(SignedInSession).update({"last_seen_at": now() - timedelta(hours=9)})
    db.session.commit()


@pytest.mark.parametrize(("person", "seconds"), [(a_landlord, 7200), (a_case_worker, 1800)])
def test_a_page_knows_when_to_warn_that_the_session_ends(client, person, seconds):
    client.sign_in(person())

    assert f'data-idle-seconds="{seconds}"' in client.get("/account").text


def test_nobody_is_warned_of_a_session_that_is_not_there(client):
    assert "data-idle-seconds" not in client.get("/help").text
