"""The landlord's pages of tax summaries: own homes alone, kinds and certainties never added up."""

from datetime import date
from http import HTTPStatus

import pytest
from sqlalchemy import event

from stirrup.extensions import db
from stirrup.placements import yearly_page, yearly_views
from stirrup.placements.enums import PlacementState
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from tests import factories
from tests.features.placements.past_stays import a_stay

TODAY = date(2027, 9, 15)


@pytest.fixture(autouse=True)
def in_september_2027(monkeypatch):
    monkeypatch.setattr(yearly_views, "today", lambda: TODAY)


@pytest.fixture
def landlord(app):
    return factories.a_landlord(language="en")


@pytest.fixture
def browser(client, landlord):
    return client.sign_in(landlord)


def a_summary(stay, year: int, **values):
    """The yearly summary of that stay, produced."""
    ordinary = {"kind": DocumentKind.OWNER_SUMMARY, "slot": str(year)}
    return factories.a_paper(stay, **ordinary | values)


def test_each_year_lists_its_homes_with_their_stays(browser, landlord):
    a_stay(factories.a_unit(landlord), date(2026, 10, 1), date(2027, 4, 1))

    text = browser.get("/tax-summaries").text

    assert text.index("<h2>2027</h2>") < text.index("<h2>2026</h2>")
    assert "1 October 2026 to 31 March 2027" in text


def test_a_summary_that_exists_is_downloaded(browser, landlord):
    stay = a_stay(factories.a_unit(landlord), date(2027, 2, 1), date(2027, 8, 1))
    older = a_summary(stay, 2027, state=DocumentState.SUPERSEDED)
    paper = a_summary(stay, 2027)

    text = browser.get("/tax-summaries").text

    assert f"/papers/{paper.id}.pdf" in text
    assert f"/papers/{older.id}.pdf" not in text
    assert browser.get(f"/papers/{paper.id}.pdf").status_code == HTTPStatus.OK


def test_a_summary_to_come_says_from_when(browser, landlord):
    a_stay(factories.a_unit(landlord), date(2026, 2, 1), date(2026, 8, 1))
    a_stay(factories.a_unit(landlord), date(2027, 2, 1), date(2027, 8, 1))

    text = browser.get("/tax-summaries").text

    assert "Available on 15 January 2028" in text
    assert "Being prepared" in text


def test_a_home_whose_notice_is_not_described_says_so(browser, landlord):
    unit = factories.a_unit(landlord, property_tax_base=None)
    a_stay(unit, date(2027, 2, 1), date(2027, 8, 1))

    assert "Not possible yet" in browser.get("/tax-summaries").text
    assert "not known" in browser.get("/tax-summaries/2027").text


def test_without_a_stay_the_page_says_why_it_is_empty(browser, landlord):
    a_stay(
        factories.a_unit(landlord),
        date(2027, 9, 20),
        date(2028, 3, 20),
        PlacementState.SCHEDULED,
    )

    assert "No tax summary yet" in browser.get("/tax-summaries").text


def test_a_year_adds_up_each_certainty_alone(browser, landlord):
    # Each home: 34 % of 2,640 = 898 for 2028, to confirm (the new tax's rule is presumed).
    for _home in range(2):
        a_stay(factories.a_unit(landlord), date(2027, 2, 1), date(2027, 8, 1))

    text = browser.get("/tax-summaries/2027").text

    assert text.count("€898") == 2
    assert text.count("€1,796") == 1
    assert "to confirm" in text


def test_amounts_of_different_certainty_are_never_added_up(browser, landlord):
    # Lent from October 2025 to March 2026: the 2026 tax is estimated (TLV), the 2027 one is to
    # confirm, for no text read keeps the rule of the days in a row.
    unit = factories.a_unit(landlord, vacant_since=date(2020, 1, 1))
    a_stay(unit, date(2025, 10, 1), date(2026, 4, 1))

    table = yearly_page.table_of(landlord, 2026, TODAY)

    assert [line.tax_years for line in table.avoided] == ["2026", "2027"]
    assert len({line.certainty for line in table.avoided}) == len(table.totals) == 2


@pytest.mark.parametrize("year", ["2026", "2028", "1", "99999999999999999999"])
def test_a_year_without_a_stay_is_not_found(browser, landlord, year):
    a_stay(factories.a_unit(landlord), date(2027, 2, 1), date(2027, 8, 1))

    assert browser.get(f"/tax-summaries/{year}").status_code == HTTPStatus.NOT_FOUND


def test_another_landlord_s_homes_are_not_shown(browser):
    a_stay(factories.a_unit(), date(2027, 2, 1), date(2027, 8, 1))

    assert "No tax summary yet" in browser.get("/tax-summaries").text
    assert browser.get("/tax-summaries/2027").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "person", [factories.a_case_worker, factories.an_administrator, factories.a_local_authority]
)
@pytest.mark.parametrize("page", ["/tax-summaries", "/tax-summaries/2027"])
def test_these_pages_are_for_landlords(client, person, page):
    assert client.sign_in(person()).get(page).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("page", ["/tax-summaries", "/tax-summaries/2027"])
def test_nobody_is_sent_to_sign_in(client, page):
    assert client.get(page).status_code == HTTPStatus.FOUND


def test_the_list_asks_few_questions_however_long_it_is(browser, landlord):
    for _home in range(4):
        a_summary(a_stay(factories.a_unit(landlord), date(2027, 2, 1), date(2027, 8, 1)), 2027)
    asked = []

    def note(*call):
        asked.append(call[2])

    event.listen(db.engine, "before_cursor_execute", note)
    browser.get("/tax-summaries")
    event.remove(db.engine, "before_cursor_execute", note)

    assert 0 < len(asked) <= 10
    assert not any("placement_document.content" in statement for statement in asked)
