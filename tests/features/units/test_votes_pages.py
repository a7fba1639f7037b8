"""Pages of the voted rates: administrators alone, refusals beside the field, history kept."""

from decimal import Decimal
from http import HTTPStatus

import pytest
from sqlalchemy import event

from stirrup.extensions import db
from stirrup.units.vote_models import CommuneVote
from tests import factories

ANSWERS = {
    "commune": "59512",
    "tax_year": "2027",
    "first_rate": "20",
    "next_rate": "40,5",
    "voted_on-day": "24",
    "voted_on-month": "9",
    "voted_on-year": "2026",
    "source": "Délibération 2026-41",
}


@pytest.fixture
def administrator(client):
    client.sign_in(factories.an_administrator(language="en"))
    return client


def test_a_vote_is_entered_and_shown(administrator):
    answer = administrator.submit("/votes/new", ANSWERS, follow_redirects=True)

    assert "Délibération 2026-41" in answer.text
    assert "20%, then 40.5%" in answer.text
    assert "Roubaix" in administrator.get("/votes").text
    assert db.session.query(CommuneVote).one().next_rate == Decimal("0.405")


def test_a_correction_shows_both_lines(administrator):
    vote = factories.a_vote()
    page = f"/votes/{vote.id}/correction"

    answer = administrator.submit(page, ANSWERS | {"next_rate": "50"}, follow_redirects=True)

    assert "20%, then 50%" in answer.text
    assert "20%, then 40%" in answer.text
    assert "Roubaix for 2027" in answer.text


def test_a_vote_is_taken_out(administrator):
    vote = factories.a_vote()

    administrator.submit(f"/votes/{vote.id}", to=f"/votes/{vote.id}/end")

    assert vote.ended_at is not None
    assert "No longer in force" in administrator.get(f"/votes/{vote.id}").text
    assert "Roubaix" not in administrator.get("/votes").text


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"first_rate": "31"}, "first_rate", "17% to 30%"),
        ({"next_rate": "61"}, "next_rate", "34% to 60%"),
        ({"next_rate": ""}, "next_rate", "two rates"),
        ({"tax_year": "2026"}, "tax_year", "no vote exists"),
        ({"commune": "59017"}, "next_rate", "one rate"),
    ],
)
def test_what_the_law_does_not_allow_is_said_beside_its_field(
    administrator, changes, field, sentence
):
    answer = administrator.submit("/votes/new", ANSWERS | changes)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="{field}-error"' in answer.text
    assert sentence in answer.text
    assert "Délibération 2026-41" in answer.text
    assert db.session.query(CommuneVote).count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_rate": "NaN"}, "first_rate"),
        ({"first_rate": "99999999999999999999"}, "first_rate"),
        ({"first_rate": "-1"}, "first_rate"),
        ({"next_rate": "1e3"}, "next_rate"),
        ({"tax_year": "20270"}, "tax_year"),
        ({"tax_year": "2999"}, "tax_year"),
        ({"tax_year": "99999999999999999999"}, "tax_year"),
        ({"commune": "75056"}, "commune"),
        ({"commune": "\0"}, "commune"),
        ({"source": "\0 nothing"}, "source"),
        ({"source": "x"}, "source"),
        ({"source": "x" * 301}, "source"),
        ({"voted_on-year": "2999"}, "voted_on"),
        ({"voted_on-month": "13"}, "voted_on"),
    ],
)
def test_a_wrong_answer_is_refused_beside_its_field(administrator, changes, field):
    answer = administrator.submit("/votes/new", ANSWERS | changes)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="{field}-error"' in answer.text


def test_the_menu_leads_administrators_there(administrator):
    assert 'href="/votes"' in administrator.get("/votes").text


@pytest.mark.parametrize("person", [factories.a_landlord, factories.a_case_worker])
def test_nobody_else_opens_these_pages(client, person):
    vote = factories.a_vote()
    client.sign_in(person())

    assert client.get("/votes").status_code == HTTPStatus.FORBIDDEN
    assert client.get("/votes/new").status_code == HTTPStatus.FORBIDDEN
    assert client.get(f"/votes/{vote.id}").status_code == HTTPStatus.NOT_FOUND


def test_the_list_asks_few_questions_however_long_it_is(administrator):
    for year in (2027, 2028, 2029):
        factories.a_vote(tax_year=year)
    asked = []

    def note(*call):
        asked.append(call[2])

    event.listen(db.engine, "before_cursor_execute", note)
    administrator.get("/votes")
    event.remove(db.engine, "before_cursor_execute", note)

    assert 0 < len(asked) <= 10
