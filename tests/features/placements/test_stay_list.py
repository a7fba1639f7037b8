"""The list of stays: filters in its address, pages, its file; nobody finds the stays of others."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import event, select

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements.lanes.enums import StepCode
from stirrup.runs.models import MatchRun
from tests.client import path_of
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_local_authority,
    a_placement,
    a_proposal,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
)

DAY = timedelta(days=1)
MOST_QUESTIONS = 6


def a_stay(worker=None, landlord=None, **values):
    run = db.session.scalars(select(MatchRun)).first() or a_run()
    proposal = a_proposal(a_unit(landlord), a_referral(worker), state="accepted", run=run)
    return a_placement(proposal, **values)


def listed(client, person, **filters) -> set[str]:
    """References in the rows of the page of this person."""
    page = client.application.test_client().sign_in(person)
    answer = page.get(path_of("placements.index"), query_string=filters)
    assert answer.status_code == HTTPStatus.OK
    return {word.split("<")[0] for word in answer.text.split(">") if word.startswith("S-")}


def test_each_filter_keeps_what_it_says(client):
    team, on_time, late = an_administrator(), today() + DAY, today() - DAY
    asked = a_stay(step=StepCode.LANDLORD_ANSWER, step_due_on=on_time)
    stalled = a_stay(step=StepCode.VISIT, step_due_on=late)
    active = a_stay(state="active", first_day=today())

    found = {
        "all": listed(client, team),
        "state": listed(client, team, state="active"),
        "step": listed(client, team, step="landlord_answer"),
        "late": listed(client, team, late="y"),
        "stay": listed(client, team, q=asked.reference),
        "number": listed(client, team, q=str(active.id)),
        "home": listed(client, team, q=stalled.unit.reference.lower()),
        "referral": listed(client, team, q=asked.referral.reference),
        "association": listed(client, team, association=asked.referral.association_id),
        "landlord": listed(client, team, landlord=stalled.unit.organisation_id),
        "both": listed(client, team, late="y", state="active"),
    }

    assert found == {
        "all": {asked.reference, stalled.reference, active.reference},
        "state": {active.reference},
        "step": {asked.reference},
        "late": {stalled.reference},
        "stay": {asked.reference},
        "number": {active.reference},
        "home": {stalled.reference},
        "referral": {asked.reference},
        "association": {asked.reference},
        "landlord": {stalled.reference},
        "both": set(),
    }


def test_filters_never_show_the_stays_of_others(client):
    mine, other = a_stay(), a_stay()
    worker, landlord = mine.referral.referent, a_landlord(mine.unit.organisation)

    for person in (worker, landlord):
        assert listed(client, person) == {mine.reference}
        assert listed(client, person, q=other.reference) == set()
        assert listed(client, person, association=other.referral.association_id) == {mine.reference}


def test_a_landlord_finds_nothing_by_the_number_of_a_referral(client):
    stay = a_stay()

    assert listed(client, a_landlord(stay.unit.organisation), q=stay.referral.reference) == set()


def test_the_list_has_pages_that_keep_the_filters(client):
    team, worker, landlord = an_administrator(language="en"), a_case_worker(), a_landlord()
    for _number in range(27):
        a_stay(worker, landlord, step=StepCode.VISIT, step_due_on=today() - DAY)
    client.sign_in(team)

    first = client.get(path_of("placements.index"), query_string={"late": "y"}).text
    second = listed(client, team, late="y", page=2)

    assert "27 stays" in first
    assert "late=y" in first and "page=2" in first
    assert len(second) == 2
    assert len(listed(client, team, page=99)) == 25


def test_a_page_of_25_asks_few_questions(client):
    team, worker = an_administrator(), a_case_worker()
    for _number in range(26):
        a_stay(worker, step=StepCode.VISIT, step_due_on=today())
    client.sign_in(team)
    client.get(path_of("placements.index"))
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    page = client.get(path_of("placements.index"))

    assert page.status_code == HTTPStatus.OK
    assert len(asked) <= MOST_QUESTIONS, asked


def test_the_file_holds_what_the_page_shows(client):
    team = an_administrator(language="en")
    late = a_stay(step=StepCode.VISIT, step_due_on=today() - DAY)
    a_stay()
    client.sign_in(team)

    file = client.get(path_of("placements.export"), query_string={"as": "csv", "late": "y"})

    lines = file.data.decode("utf-8-sig").splitlines()
    assert [line.split(";")[0].strip('"') for line in lines] == ["Stay", late.reference]
    told = db.session.scalars(select(AuditEntry).filter_by(action="list_exported")).one()
    assert told.details == {"kind": "stays", "rows": 1, "filters": {"late": "y"}}


@pytest.mark.parametrize("field", ["state", "step", "association", "landlord", "q"])
@pytest.mark.parametrize("value", ["a\x00b", "9" * 25, "NaN'; --" * 5, "-1" * 12])
def test_bad_filters_are_told_and_filter_nothing(client, field, value):
    stay = a_stay()
    client.sign_in(an_administrator())

    page = client.get(path_of("placements.index"), query_string={field: value})

    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert stay.reference in page.text


@pytest.mark.parametrize("page", ["a", "-1", "0", "9" * 30, "²", ""])
def test_a_number_of_no_page_is_the_first_page(client, page):
    stay = a_stay()

    assert listed(client, an_administrator(), page=page) == {stay.reference}


def test_an_empty_list_says_why(client):
    client.sign_in(an_administrator(language="en"))

    nothing = client.get(path_of("placements.index")).text
    filtered = client.get(path_of("placements.index"), query_string={"late": "y"}).text

    assert "No stay yet" in nothing
    assert "No stay matches these filters" in filtered


def test_who_may_see_the_list(client):
    pages = path_of("placements.index"), path_of("placements.export")
    signed_out = [client.get(page).status_code for page in pages]
    town = client.sign_in(a_local_authority())

    assert signed_out == [HTTPStatus.FOUND] * 2
    assert [town.get(page).status_code for page in pages] == [HTTPStatus.FORBIDDEN] * 2
