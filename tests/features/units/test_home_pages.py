"""The list of homes, the page of one, its pauses, and what administrators see and check."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.units import services
from stirrup.units.enums import EnergyClass, PauseReason, ReadinessPoint, UnitState
from stirrup.units.steps import NOTICE_VERSION
from tests.factories import (
    a_case_worker,
    a_draft_unit,
    a_landlord,
    a_landlord_organisation,
    a_photo,
    a_unit,
    an_administrator,
)
from tests.features.units.situations import a_complete_draft


@pytest.fixture
def landlord(app):
    return a_landlord()


@pytest.fixture
def browser(client, landlord):
    return client.sign_in(landlord)


@contextmanager
def counted_queries():
    """The statements sent to the database meanwhile."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def a_sent_unit(landlord=None, **values):
    return a_complete_draft(landlord, **{"state": UnitState.SUBMITTED} | values)


def check(browser, unit, outcome, **fields):
    day = today()
    everything = {f"readiness_{point.value}": "ok" for point in ReadinessPoint}
    visited = {
        "visited_on-day": str(day.day),
        "visited_on-month": str(day.month),
        "visited_on-year": str(day.year),
    }
    form = everything | visited | {"version": str(unit.version), "outcome": outcome} | fields
    answer = browser.submit(f"/units/{unit.id}/check", form)
    db.session.refresh(unit)
    return answer


def test_a_landlord_lists_their_own_homes_only(browser, landlord):
    mine, colleague = a_unit(landlord), a_landlord(landlord.organisation)
    ours, theirs = a_draft_unit(colleague), a_unit()

    page = browser.get("/units").text

    assert mine.reference in page
    assert ours.reference in page
    assert theirs.reference not in page


def test_an_empty_list_says_what_to_do(browser):
    page = browser.get("/units")

    assert page.status_code == 200
    assert 'href="/units/new"' in page.text


def test_a_case_worker_lists_no_homes(client):
    assert client.sign_in(a_case_worker()).get("/units").status_code == 403


def test_a_page_of_the_list_asks_few_questions_to_the_database(client, landlord):
    for _number in range(30):
        a_photo(a_unit(landlord))
    browser = client.sign_in(landlord)

    with counted_queries() as statements:
        page = browser.get("/units")

    assert page.text.count("card home") == 25
    assert len(statements) <= 8


def test_an_administrator_filters_homes_by_state(client):
    sent, opened, draft = a_sent_unit(), a_unit(), a_draft_unit()
    browser = client.sign_in(an_administrator())

    everything = browser.get("/units").text
    waiting = browser.get("/units?state=submitted").text

    assert sent.reference in everything
    assert opened.reference in everything
    assert draft.reference not in everything
    assert sent.reference in waiting
    assert opened.reference not in waiting


def test_a_state_that_does_not_exist_is_not_found(client):
    assert client.sign_in(an_administrator()).get("/units?state=haunted").status_code == 404


def test_the_administrators_list_asks_few_questions_to_the_database(client):
    for _number in range(30):
        a_unit()
    browser = client.sign_in(an_administrator())

    with counted_queries() as statements:
        page = browser.get("/units?page=2")

    assert page.status_code == 200
    assert len(statements) <= 8


def test_the_page_of_a_home_tells_its_thread(browser, landlord):
    unit = a_complete_draft(landlord)
    services.submit_unit(unit, by=landlord)
    services.pause_unit(unit, PauseReason.SALE, None, by=landlord)

    page = browser.get(f"/units/{unit.id}").text

    assert page.count('<li class="done">') == 2


def test_the_address_is_for_its_landlord_and_administrators(client, landlord):
    unit = a_unit(landlord)
    browser = client.application.test_client()

    assert unit.street in client.sign_in(landlord).get(f"/units/{unit.id}").text
    assert unit.street in browser.sign_in(an_administrator()).get(f"/units/{unit.id}").text
    for stranger in (a_landlord(), a_case_worker()):
        answer = client.application.test_client().sign_in(stranger).get(f"/units/{unit.id}")
        assert answer.status_code == 404


def test_the_title_of_a_page_names_no_street(browser, landlord):
    unit = a_unit(landlord)

    page = browser.get(f"/units/{unit.id}").text

    assert unit.street not in page.partition("</title>")[0]


def test_a_home_is_paused_then_resumed(browser, landlord):
    unit = a_unit(landlord, truce_notice_version=NOTICE_VERSION)

    paused = browser.submit(f"/units/{unit.id}/pause", {"reason": "works"})
    db.session.refresh(unit)
    state = unit.state
    resumed = browser.submit(f"/units/{unit.id}", to=f"/units/{unit.id}/resume")
    db.session.refresh(unit)

    assert (paused.status_code, state) == (303, UnitState.PAUSED)
    assert (resumed.status_code, unit.state) == (303, UnitState.SUBMITTED)


def test_a_home_whose_dates_became_too_short_is_not_resumed(browser, landlord):
    late = today() + timedelta(days=60)
    unit = a_unit(landlord, state=UnitState.PAUSED, truce_notice_version=NOTICE_VERSION)
    unit.available_until = late
    db.session.commit()

    answer = browser.submit(f"/units/{unit.id}", to=f"/units/{unit.id}/resume")
    db.session.refresh(unit)

    assert answer.location == f"/units/{unit.id}/steps/dates"
    assert unit.state == UnitState.PAUSED


def test_a_pause_tells_its_last_day_on_the_list(browser, landlord):
    a_unit(landlord, state=UnitState.PAUSED, paused_until=date(2031, 7, 14))

    assert "14 juillet 2031" in browser.get("/units").text


def test_a_draft_left_days_ago_tells_when_it_was_saved(browser, landlord):
    left_on = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    unit = a_draft_unit(landlord, changed_at=left_on)

    page = browser.get(f"/units/{unit.id}/tasks").text

    assert "2 mars 2026" in page
    assert "10\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30" in page


def test_a_lent_home_takes_no_more_photos(browser, landlord):
    unit = a_unit(landlord, state=UnitState.OCCUPIED)

    assert browser.get(f"/units/{unit.id}/photos").status_code == 409


def test_a_pause_needs_a_reason_and_a_later_day(browser, landlord):
    unit = a_unit(landlord)
    page, yesterday = f"/units/{unit.id}/pause", today() - timedelta(days=1)
    past = {
        "paused_until-day": str(yesterday.day),
        "paused_until-month": str(yesterday.month),
        "paused_until-year": str(yesterday.year),
    }

    assert 'href="#reason"' in browser.submit(page, {}).text
    assert 'href="#paused_until-day"' in browser.submit(page, {"reason": "works"} | past).text


def test_a_home_is_withdrawn_with_a_reason(browser, landlord):
    unit = a_unit(landlord)

    refused = browser.submit(f"/units/{unit.id}/withdraw", {})
    done = browser.submit(f"/units/{unit.id}/withdraw", {"reason": "sold"})
    db.session.refresh(unit)

    assert (refused.status_code, done.status_code) == (422, 303)
    assert unit.state == UnitState.WITHDRAWN


def test_a_lent_home_cannot_be_withdrawn(browser, landlord):
    unit = a_unit(landlord, state=UnitState.OCCUPIED)

    assert browser.get(f"/units/{unit.id}/withdraw").status_code == 409


def test_an_administrator_opens_a_home_in_order(client):
    unit = a_sent_unit()

    answer = check(client.sign_in(an_administrator()), unit, "open")

    assert answer.status_code == 303
    assert unit.state == UnitState.OPEN
    assert unit.visited_on == today()


def test_a_blocking_point_is_said_beside_it(client):
    unit = a_sent_unit()

    answer = check(client.sign_in(an_administrator()), unit, "open", readiness_window="blocking")

    assert answer.status_code == 422
    assert 'href="#readiness_window"' in answer.text
    assert unit.state == UnitState.SUBMITTED
    assert unit.readiness == {}


def test_class_g_asks_for_a_reason_beside_the_field(client):
    unit = a_sent_unit(energy_class=EnergyClass.G)
    browser = client.sign_in(an_administrator())

    refused = check(browser, unit, "open")
    opened = check(browser, unit, "open", energy_exception="Rénovation finie en octobre.")

    assert 'href="#energy_exception"' in refused.text
    assert opened.status_code == 303
    assert unit.state == UnitState.OPEN


def test_an_unverified_landlord_is_said(client):
    unit = a_sent_unit(a_landlord(a_landlord_organisation(verified_at=None)))

    answer = check(client.sign_in(an_administrator()), unit, "open")

    assert answer.status_code == 422
    assert 'href="#outcome"' in answer.text


def test_a_check_kept_for_later_shows_what_was_found(client):
    unit = a_sent_unit()
    browser = client.sign_in(an_administrator())

    check(browser, unit, "later", readiness_gas="minor", readiness_damp="")
    page = browser.get(f"/units/{unit.id}/check").text

    assert unit.state == UnitState.CHECKING
    assert '<option value="minor" selected>' in page
    assert "damp" not in unit.readiness


def test_works_are_asked_for_with_words(client, landlord):
    unit = a_sent_unit(landlord)
    browser = client.sign_in(an_administrator())

    refused = check(browser, unit, "works")
    asked = check(browser, unit, "works", note="Poser un détecteur de fumée.")
    told = client.application.test_client().sign_in(landlord).get(f"/units/{unit.id}").text

    assert 'href="#note"' in refused.text
    assert asked.status_code == 303
    assert unit.state == UnitState.WORKS_NEEDED
    assert "détecteur de fumée" in told


def test_two_administrators_do_not_overwrite_each_other(client):
    unit = a_sent_unit()
    browser = client.sign_in(an_administrator())

    answer = check(browser, unit, "open", version="999", note="Kept words")

    assert answer.status_code == 409
    assert "Kept words" in answer.text
    assert unit.state == UnitState.SUBMITTED


def test_odd_answers_to_the_check_are_refused(client):
    unit = a_sent_unit()
    browser = client.sign_in(an_administrator())
    odd = {"readiness_gas": "maybe", "note": "a\x00b", "visited_on-year": "20266"}

    assert check(browser, unit, "open", **odd).status_code == 422
    assert check(browser, unit, "sell").status_code == 422


def test_nobody_but_administrators_checks_a_home(client, landlord):
    unit = a_sent_unit(landlord)

    def status(person):
        browser = client.application.test_client()
        return (browser.sign_in(person) if person else browser).get(f"/units/{unit.id}/check")

    assert status(landlord).status_code == 403
    assert status(a_landlord()).status_code == 404
    assert status(a_case_worker()).status_code == 404
    assert status(None).status_code == 302


def test_an_open_home_has_nothing_to_check(client):
    unit = a_unit()

    assert client.sign_in(an_administrator()).get(f"/units/{unit.id}/check").status_code == 409
