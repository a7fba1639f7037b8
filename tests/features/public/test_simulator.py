"""The simulator: an honest estimate from six answers, nothing kept, the address may be shared."""

from datetime import date, timedelta
from decimal import Decimal
from http import HTTPStatus

import pytest
from flask_babel import force_locale

from stirrup.benefits.dwelling import OwnerKind
from stirrup.clock import today
from stirrup.geography import get_commune
from stirrup.public.simulator import (
    Answers,
    Standing,
    estimate,
    last_notice_year,
    ordinary_example,
)
from tests import factories

ROUBAIX, OUTSIDE_THE_ZONES = "59512", "59017"
TODAY = date(2026, 11, 21)
ANSWERS = {
    "commune": ROUBAIX,
    "vacant_since-day": "10",
    "vacant_since-month": "5",
    "vacant_since-year": "2024",
    "base": "1320",
}


def parts(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def answers(**changes) -> Answers:
    """A person's home in Roubaix, empty since May 2024, base 1,320 on the notice of 2026."""
    ordinary = {
        "commune": get_commune(ROUBAIX),
        "vacant_since": date(2024, 5, 10),
        "owner_since": date(2024, 5, 10),
        "owner_kind": OwnerKind.PERSON,
        "notice_base": 1320,
        "notice_year": 2026,
        "standing": Standing.EMPTY,
        "first_day": date(2026, 12, 5),
    }
    return Answers(**ordinary | changes)


def digits(written: str) -> str:
    return "".join(sign for sign in written if sign.isdigit())


@pytest.fixture
def in_english(app):
    with app.test_request_context(), force_locale("en"):
        yield


def ask(client, **changes):
    client.get("/language/en")
    return client.get("/simulator", query_string=ANSWERS | changes)


def test_a_home_of_roubaix_avoids_a_third_of_its_rental_value(in_english):
    # Rental value 2 x 1,320 = 2,640. Lent from 5 December 2026 to 4 June 2027: the 2028 tax, taxed
    # year number 3, 34 %: 898 (897.6). The 2027 tax rests on 1 January 2027 alone: 0 to 898.
    found = estimate(answers(), TODAY)

    assert (found.gain.first_day, found.gain.last_day) == (date(2026, 12, 5), date(2027, 6, 4))
    assert digits(found.gain.at_least) == "898"
    assert digits(found.gain.at_most) == "1796"


def test_a_voted_rate_narrows_the_range(in_english):
    before = estimate(answers(first_day=date(2027, 1, 10)), TODAY).gain
    for year in (2027, 2028, 2029):
        factories.a_vote(tax_year=year, next_rate=Decimal("0.6"))

    after = estimate(answers(first_day=date(2027, 1, 10)), TODAY).gain

    assert any("may have voted" in note for note in before.notes)
    assert not any("may have voted" in note for note in after.notes)
    assert digits(after.at_least) == "1584"


def test_nothing_is_promised_where_no_tax_is_known_and_the_aids_are_told(in_english):
    found = estimate(answers(commune=get_commune(OUTSIDE_THE_ZONES)), TODAY)

    assert not found.has_tax
    assert digits(found.gain.at_least) == "0"
    assert found.gain.aids


def test_without_the_notice_the_taxes_are_told_and_no_amount(in_english):
    gain = estimate(answers(notice_base=None), TODAY).gain

    assert gain.at_least is None
    assert gain.chart is None
    assert gain.tax_years == (2027, 2028)
    assert {line.amount for line in (*gain.direct, *gain.conditional)} == {None}
    assert not any(line.formulas for line in gain.direct)


@pytest.mark.parametrize("standing", [Standing.FURNISHED, Standing.UNINHABITABLE])
def test_a_home_outside_the_tax_avoids_nothing(in_english, standing):
    assert digits(estimate(answers(standing=standing), TODAY).gain.at_least) == "0"


def test_an_involuntary_vacancy_may_lose_a_relief(in_english):
    gain = estimate(answers(standing=Standing.AGAINST_MY_WILL), TODAY).gain

    assert digits(gain.at_least) == "0"
    assert {loss.amount for loss in gain.lost} == {None}
    assert all("1389" in loss.article for loss in gain.lost)


@pytest.mark.parametrize(("day", "year"), [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026)])
def test_the_latest_notice_is_that_of_the_year_from_september_on(day, year):
    assert last_notice_year(day) == year


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2027, 1, 1), date(2028, 2, 29)])
def test_the_example_of_the_home_page_holds_on_other_days(in_english, day):
    assert ordinary_example(day).gain.at_least


def test_the_page_shows_each_figure_with_its_article_its_day_and_its_certainty(client):
    text = ask(client).text

    assert "CGI art. 1406 bis. Checked on" in text
    assert "to confirm: a text or a vote is missing" in text
    assert "Figures of the law checked on" in text
    assert "Amount: " in text


def test_the_page_says_what_cannot_be_worked_out_without_the_notice(client):
    answer = ask(client, base="")

    assert answer.status_code == HTTPStatus.OK
    assert "no amount can be worked out" in answer.text


def test_a_commune_outside_the_zones_is_told_and_the_aids_listed(client):
    text = ask(client, commune=OUTSIDE_THE_ZONES).text

    assert "outside the vacancy zones" in text
    assert "Aids that exist" in text


def test_the_answers_stand_in_the_address_and_in_the_form(client):
    text = ask(client, standing="furnished", base_year="2025").text

    assert 'value="1320"' in text
    assert 'value="furnished" checked' in text
    assert 'value="2025"' in text


def test_no_cookie_is_needed(client):
    answer = client.get("/simulator", query_string=ANSWERS)

    assert "Set-Cookie" not in answer.headers


def test_a_guest_is_led_to_an_account_and_a_landlord_to_the_listing(client, path_to):
    listing = path_to("units.new", postcode="59100")
    assert path_to("accounts.register") in ask(client).text

    client.sign_in(factories.a_landlord(language="en"))

    assert listing in ask(client).text
    assert 'value="59100"' in client.get(listing).text
    assert client.get(path_to("units.new", postcode='\0"')).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"commune": "75056"}, "commune"),
        ({"commune": ""}, "commune"),
        ({"commune": "\0"}, "commune"),
        ({"base": "-1"}, "base"),
        ({"base": "NaN"}, "base"),
        ({"base": "99999999999999999999"}, "base"),
        ({"base_year": "2999"}, "base_year"),
        ({"base_year": "1999"}, "base_year"),
        ({"owner": "emperor"}, "owner"),
        ({"standing": "\0"}, "standing"),
        ({"vacant_since-year": "20240"}, "vacant_since"),
        ({"vacant_since-year": "2999"}, "vacant_since"),
        ({"vacant_since-month": "13"}, "vacant_since"),
        (parts("owner_since", date(2999, 1, 1)), "owner_since"),
        (parts("lent_from", date(2020, 1, 1)), "lent_from"),
        (parts("lent_from", date(2999, 1, 1)), "lent_from"),
    ],
)
def test_a_wrong_answer_is_refused_beside_its_field(client, changes, field):
    answer = ask(client, **changes)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="{field}-error"' in answer.text
    assert "Figures of the law checked on" not in answer.text


def test_an_unknown_commune_is_told_where_the_simulator_works(client):
    assert "metropole of Lille" in ask(client, commune="75056").text


def test_a_home_empty_since_today_and_lent_from_tomorrow_is_estimated_too(client):
    tomorrow = today() + timedelta(days=1)
    changes = parts("vacant_since", today()) | parts("lent_from", tomorrow)

    assert ask(client, **changes).status_code == HTTPStatus.OK
