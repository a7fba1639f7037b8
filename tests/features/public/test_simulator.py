"""The simulator: an honest estimate from three facts, nothing kept."""

from datetime import date
from decimal import Decimal
from http import HTTPStatus

import pytest

from stirrup.clock import today
from stirrup.geography import get_commune
from stirrup.public.simulator import estimate, last_notice_year, ordinary_example

ROUBAIX, OUTSIDE_THE_ZONES = "59512", "59017"
TODAY = date(2026, 11, 21)
ANSWERS = {
    "commune": ROUBAIX,
    "vacant_since-day": "10",
    "vacant_since-month": "5",
    "vacant_since-year": "2024",
    "base": "1320",
}


def ask(client, **changes):
    client.get("/language/en")
    return client.get("/simulator", query_string=ANSWERS | changes)


def test_two_years_and_a_half_in_roubaix_cost_a_third_of_the_rental_value():
    found = estimate(get_commune(ROUBAIX), date(2024, 5, 10), 1320, TODAY)

    assert found.first_day == date(2026, 12, 5)
    assert found.last_day == date(2027, 6, 4)
    assert found.at_least == sum((line.least for line in found.lines), Decimal(0))
    assert found.at_least == Decimal(898)


def test_nothing_is_promised_where_no_tax_is_known():
    found = estimate(get_commune(OUTSIDE_THE_ZONES), date(2024, 5, 10), 1320, TODAY)

    assert found.at_least == 0


@pytest.mark.parametrize(("day", "year"), [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026)])
def test_the_latest_notice_is_that_of_the_year_from_september_on(day, year):
    assert last_notice_year(day) == year


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2027, 1, 1), date(2028, 2, 29)])
def test_the_example_of_the_home_page_holds_on_other_days(day):
    assert ordinary_example(day).estimate.at_least >= 0


def test_the_page_shows_the_amount_with_its_articles(client):
    text = ask(client).text

    assert "1406 bis" in text
    assert "Figures checked on" in text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"commune": "75056"}, "commune"),
        ({"commune": "\0"}, "commune"),
        ({"base": "-1"}, "base"),
        ({"base": "NaN"}, "base"),
        ({"base": "99999999999999999999"}, "base"),
        ({"base": ""}, "base"),
        ({"vacant_since-year": "20240"}, "vacant_since"),
        ({"vacant_since-year": "2999"}, "vacant_since"),
        ({"vacant_since-month": "13"}, "vacant_since"),
    ],
)
def test_a_wrong_answer_is_refused_beside_its_field(client, changes, field):
    answer = ask(client, **changes)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="{field}-error"' in answer.text
    assert "Figures checked on" not in answer.text


def test_a_home_empty_since_today_is_estimated_too(client, today_parts):
    assert ask(client, **today_parts).status_code == HTTPStatus.OK


@pytest.fixture
def today_parts(app):
    day = today()
    return {
        "vacant_since-day": str(day.day),
        "vacant_since-month": str(day.month),
        "vacant_since-year": str(day.year),
    }
