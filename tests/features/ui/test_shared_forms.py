"""Two people on one dossier: the second one sees both versions, nothing is overwritten unseen."""

import html
from datetime import timedelta
from http import HTTPStatus

import pytest

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements.models import Placement
from tests import factories
from tests.features.placements.situations import complete
from tests.features.referrals.situations import date_fields
from tests.strange.pages import Form, forms_of

FIRST, SECOND = "Chaudière bruyante", "Volet cassé"


@pytest.fixture
def team(app):
    return factories.an_administrator(language="en")


@pytest.fixture
def browser(client, team):
    client.sign_in(team)
    return client


@pytest.fixture
def stay(team) -> Placement:
    return complete(factories.a_placement(agreed=True), team)


def opened(browser, page: str) -> dict[str, list[str]]:
    """The form of a page as it is filled, ready to be changed and sent."""
    return the_form(browser.get(page)).sent()


def the_form(answer) -> Form:
    """The longest one of the page: beside it stand buttons."""
    return max(forms_of(answer.text, answer.request.path), key=lambda one: len(one.inputs))


def stored(stay: Placement) -> Placement:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Placement, stay.id)


def test_the_second_of_two_people_sees_both_versions(browser, stay):
    page = f"/stays/{stay.id}/facts/home"
    mine, theirs = opened(browser, page), opened(browser, page)
    browser.post(page, data=theirs | {"known_defects": FIRST})

    answer = browser.post(page, data=mine | {"known_defects": SECOND, "keys_count": "5"})

    said = html.unescape(answer.text)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Someone else saved something else here" in said
    assert FIRST in said and SECOND in said
    assert stored(stay).facts.known_defects == FIRST


def test_sending_it_again_replaces_it_knowingly(browser, stay):
    page = f"/stays/{stay.id}/facts/home"
    mine, theirs = opened(browser, page), opened(browser, page)
    browser.post(page, data=theirs | {"known_defects": FIRST})
    conflict = browser.post(page, data=mine | {"known_defects": SECOND})

    answer = browser.post(page, data=the_form(conflict).sent())

    assert answer.status_code == HTTPStatus.FOUND
    assert stored(stay).facts.known_defects == SECOND


def test_the_same_answers_sent_twice_are_no_conflict(browser, stay):
    page = f"/stays/{stay.id}/facts/home"
    mine = opened(browser, page) | {"known_defects": FIRST}

    first, second = browser.post(page, data=mine), browser.post(page, data=mine)

    assert (first.status_code, second.status_code) == (HTTPStatus.FOUND, HTTPStatus.FOUND)


def test_what_was_kept_still_answers_the_page_it_was_typed_on(browser, stay):
    page = f"/stays/{stay.id}/facts/home"
    mine, theirs = opened(browser, page), opened(browser, page)
    browser.post("/kept-forms", data=mine | {"known_defects": SECOND})
    browser.post(page, data=theirs | {"known_defects": FIRST, "kept_page": "/elsewhere"})

    taken_up = opened(browser, f"{page}?kept=1")
    answer = browser.post(page, data=taken_up)

    assert taken_up["known_defects"] == [SECOND]
    assert answer.status_code == HTTPStatus.CONFLICT
    assert stored(stay).facts.known_defects == FIRST


def test_two_people_on_one_organisation(browser):
    landlord = factories.a_landlord()
    page = f"/organisations/{landlord.organisation_id}/edit"
    mine, theirs = opened(browser, page), opened(browser, page)
    browser.post(page, data=theirs | {"postal_address": FIRST})

    answer = browser.post(page, data=mine | {"postal_address": SECOND})

    assert answer.status_code == HTTPStatus.CONFLICT
    assert FIRST in answer.text and SECOND in answer.text
    db.session.expire_all()
    assert landlord.organisation.postal_address == FIRST


def test_two_people_on_the_dates_of_a_stay(browser, team):
    stay = factories.a_placement()
    page = f"/stays/{stay.id}/first-day"
    mine, theirs = opened(browser, page), opened(browser, page)
    soon, later = today() + timedelta(days=9), today() + timedelta(days=12)
    browser.post(page, data=theirs | date_fields("first_day", soon))

    answer = browser.post(page, data=mine | date_fields("first_day", later))

    assert answer.status_code == HTTPStatus.CONFLICT
    assert stored(stay).first_day == soon


def test_two_people_on_one_inventory(browser, stay):
    page = f"/stays/{stay.id}/inventories/entry"
    mine, theirs = opened(browser, page), opened(browser, page)
    browser.post(page, data=theirs | {"present": FIRST})

    answer = browser.post(page, data=mine | {"present": SECOND})

    assert answer.status_code == HTTPStatus.CONFLICT
    assert FIRST in answer.text and SECOND in answer.text


def test_two_people_check_one_home(browser):
    unit = factories.a_unit(state="submitted")
    page = f"/units/{unit.id}/check"
    mine, theirs = opened(browser, page), opened(browser, page)
    later = {"outcome": "later"}
    browser.post(page, data=theirs | later | {"note": FIRST})

    answer = browser.post(page, data=mine | later | {"note": SECOND})

    assert answer.status_code == HTTPStatus.CONFLICT
    assert FIRST in answer.text and SECOND in answer.text


def test_two_people_on_one_step_of_the_lanes(browser):
    page = "/lanes/steps/association_answer"
    mine, theirs = opened(browser, page), opened(browser, page)
    browser.post(page, data=theirs | {"text_fr": f"{FIRST} partout"})

    answer = browser.post(page, data=mine | {"text_fr": f"{SECOND} partout"})

    assert answer.status_code == HTTPStatus.CONFLICT
    assert FIRST in answer.text and SECOND in answer.text
