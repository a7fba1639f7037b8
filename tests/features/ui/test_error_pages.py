"""Pages of failure: what happened, what was kept, what to do, and the way back."""

from http import HTTPStatus

import pytest
from flask import render_template

from tests.factories import a_landlord

STATUSES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)


@pytest.mark.parametrize("status", STATUSES)
def test_each_page_says_what_to_do(app, status):
    with app.test_request_context("/"):
        page = render_template(f"errors/{status}.html", incident="abcd", most_megabytes=12)

    assert page.count("<h1") == 1
    assert "<title>" in page
    assert 'href="/help"' in page


def test_an_absent_page_leads_back_to_the_one_before(client):
    client.sign_in(a_landlord())

    answer = client.get("/nowhere", headers={"Referer": "http://localhost/units?page=2"})

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert 'href="/units?page=2"' in answer.text


@pytest.mark.parametrize(
    "referrer",
    ["https://elsewhere.example/units", "http://localhost/nowhere", "javascript:alert(1)", ""],
)
def test_no_page_of_failure_leads_to_another_site_or_to_itself(client, referrer):
    answer = client.get("/nowhere", headers={"Referer": referrer})

    assert "elsewhere" not in answer.text
    assert "javascript" not in answer.text
    assert 'href="/nowhere"' not in answer.text


def test_what_is_too_large_is_told_with_the_limit(client):
    client.get("/language/en")
    client.sign_in(a_landlord())

    answer = client.post("/units/new", data={"street": "x" * 13 * 1024 * 1024})

    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "12 MB" in answer.text
