"""Everybody with an account: filters in the address, pages, a file without a secret."""

from http import HTTPStatus

import pytest
from sqlalchemy import event, select

from stirrup.audit import AuditEntry
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.notices.preferences import open_calendar
from stirrup.permissions import Role
from tests.client import path_of
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_local_authority,
    a_person,
    an_administrator,
    an_association,
)

LIST, FILE = "accounts.everybody", "accounts.export_people"


def found(client, team, **filters) -> set[str]:
    """The addresses on the page."""
    page = client.application.test_client().sign_in(team)
    answer = page.get(path_of(LIST), query_string=filters)
    assert answer.status_code == HTTPStatus.OK
    cells = answer.text.split('<th scope="row">')[1:]
    return {cell.split('soft">')[1].split("<")[0] for cell in cells}


def lines(client, **filters) -> list[list[str]]:
    file = client.get(path_of(FILE), query_string={"as": "csv", **filters})
    assert file.status_code == HTTPStatus.OK
    return [line.split(";") for line in file.data.decode("utf-8-sig").splitlines()]


def test_each_filter_keeps_what_it_says(client):
    team, worker = an_administrator(), a_case_worker()
    gone = a_case_worker(worker.organisation, deactivated_at=now())
    landlord = a_landlord(email_confirmed_at=None)

    assert found(client, team) == {one.email for one in (team, worker, gone, landlord)}
    assert found(client, team, role="landlord") == {landlord.email}
    assert found(client, team, organisation=worker.organisation_id) == {worker.email, gone.email}
    assert found(client, team, access="ended") == {gone.email}
    assert found(client, team, access="unproved") == {landlord.email}
    assert found(client, team, access="open", role="case_worker") == {worker.email}
    assert found(client, team, access="ended", role="landlord") == set()


def test_a_page_of_25_keeps_its_filters_and_asks_few_questions(client):
    team, association = an_administrator(language="en"), an_association()
    for _number in range(27):
        a_case_worker(association)
    client.sign_in(team)
    client.get(path_of(LIST))
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    page = client.get(path_of(LIST), query_string={"role": "case_worker"}).text

    assert len(asked) <= 6, asked
    assert "27 people" in page
    assert "role=case_worker" in page and "page=2" in page
    assert len(found(client, team, role="case_worker", page=2)) == 2


def test_the_file_holds_who_is_listed_and_is_written_down(client):
    worker = a_case_worker()
    a_landlord()
    client.sign_in(an_administrator(language="en"))

    heading, *rows = lines(client, role="case_worker")

    assert heading[0] == "Name"
    assert [row[1] for row in rows] == [worker.email]
    told = db.session.scalars(select(AuditEntry).filter_by(action="list_exported")).one()
    assert told.details == {"kind": "people", "rows": 1, "filters": {"role": "case_worker"}}


def test_a_name_that_begins_like_a_formula_is_no_formula(client):
    a_case_worker(display_name='=HYPERLINK("http://x")')
    client.sign_in(an_administrator())

    _heading, row = lines(client, role="case_worker")

    assert not row[0].strip('"').startswith("=")


def test_no_secret_is_in_the_file(client):
    worker = a_case_worker(password_hash="$argon2id$secret")
    open_calendar(by=worker)
    client.sign_in(an_administrator())

    for file_format in ("csv", "xlsx"):
        file = client.get(path_of(FILE), query_string={"as": file_format})
        assert b"argon2" not in file.data
        assert worker.calendar_hash.encode() not in file.data


@pytest.mark.parametrize("field", ["organisation", "role", "access"])
@pytest.mark.parametrize("value", ["a\x00b", "9" * 20, "NaN", "-1", "<script>"])
def test_bad_filters_are_told_and_filter_nothing(client, field, value):
    team = an_administrator()
    client.sign_in(team)

    page = client.get(path_of(LIST), query_string={field: value})

    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert team.email in page.text


def test_only_administrators_read_the_list_and_its_file(client):
    manager = a_person(Role.ASSOCIATION_MANAGER, an_association())
    readers = [manager, a_case_worker(), a_landlord(), a_local_authority()]

    for page in (path_of(LIST), path_of(FILE)):
        assert client.get(page).status_code == HTTPStatus.FOUND
        for reader in readers:
            browser = client.application.test_client().sign_in(reader)
            assert browser.get(page).status_code == HTTPStatus.FORBIDDEN
    team = client.application.test_client().sign_in(an_administrator())
    assert team.get(path_of(LIST)).status_code == HTTPStatus.OK


def test_the_last_sign_of_life_is_told(client):
    worker = a_case_worker()
    client.application.test_client().sign_in(worker)
    client.sign_in(an_administrator())

    _heading, row = lines(client, role="case_worker")

    assert row[-1].strip('"')
