"""Lists too long for one request: asked for on a page, done by the scheduler, followed."""

import pytest
from sqlalchemy import select

from scheduler.jobs import work_on_long_lists
from stirrup.extensions import db
from stirrup.spreadsheets import checking, lists, long_lists
from stirrup.spreadsheets.enums import TaskKind, UploadState
from stirrup.spreadsheets.models import ListTask
from stirrup.spreadsheets.refusals import ListChangedMeanwhileError
from stirrup.units.imports.importer import UnitImporter
from stirrup.units.models import Unit
from tests import factories
from tests.features.spreadsheets.situations import (
    REFERRALS,
    UNITS,
    checked,
    confirm,
    homes,
    send,
    the_list,
)


@pytest.fixture(autouse=True)
def three_rows_are_long(monkeypatch):
    monkeypatch.setattr(long_lists, "LONG", 2)
    monkeypatch.setattr(checking, "ROWS_BETWEEN_TELLING", 1)


@pytest.fixture
def browser(client):
    return client.sign_in(factories.a_landlord())


def three_homes(**first: str) -> bytes:
    others = [{"Votre référence": f"A-{number}"} for number in (2, 3)]
    return homes({"Votre référence": "A-1"} | first, *others)


def tasks() -> list[ListTask]:
    db.session.expire_all()
    return list(db.session.scalars(select(ListTask)))


def units() -> int:
    return db.session.query(Unit).count()


def page_of(browser, uploaded) -> str:
    return browser.get(f"{UNITS}/{uploaded.id}").text


def test_a_long_list_is_checked_by_the_scheduler(browser):
    uploaded = checked(browser, three_homes(Surface="grande"))
    assert "counts" not in uploaded.report
    assert [task.kind for task in tasks()] == [TaskKind.CHECK]

    work_on_long_lists()

    assert the_list().report["counts"] == {"new": 2, "changed": 0, "known": 0, "faulty": 1}
    assert tasks() == []


def test_its_page_follows_by_itself_with_and_without_script(browser):
    uploaded = checked(browser, three_homes())
    long_lists._tell(uploaded.id, 2)

    page = page_of(browser, uploaded)

    assert 'max="3" value="2"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "data-waits" in page and "/confirm" not in page


def test_a_page_that_has_nothing_to_wait_for_stands_still(browser):
    uploaded = checked(browser, three_homes())
    work_on_long_lists()

    page = page_of(browser, uploaded)

    assert "http-equiv" not in page and "data-waits" not in page and "/confirm" in page


def test_a_long_list_is_taken_over_by_the_scheduler_at_once(browser):
    uploaded = checked(browser, three_homes())
    work_on_long_lists()
    confirm(browser, uploaded)
    assert (units(), the_list().state) == (0, UploadState.UPLOADED)

    work_on_long_lists()

    assert (units(), the_list().state) == (3, UploadState.CONFIRMED)
    assert tasks() == []


def test_rows_are_counted_while_they_are_checked(browser, monkeypatch):
    heard = []
    monkeypatch.setattr(long_lists, "_tell", lambda _list, rows: heard.append(rows))
    checked(browser, three_homes())

    work_on_long_lists()

    assert heard == [0, 0, 1, 1, 2, 2, 3]


def test_what_works_on_a_list_dies_three_times_at_most_and_is_seen(browser, monkeypatch):
    def broken(*_about, **_more):
        raise MemoryError

    uploaded = checked(browser, three_homes())
    work_on_long_lists()
    confirm(browser, uploaded)
    monkeypatch.setattr(UnitImporter, "write", broken)

    for _attempt in range(3):
        with pytest.raises(MemoryError):
            work_on_long_lists()
    work_on_long_lists()

    assert (units(), the_list().state) == (0, UploadState.UPLOADED)
    assert the_list().report["counts"]["new"] == 3
    assert not long_lists.is_under_way(the_list())
    assert "/confirm" in page_of(browser, uploaded)


def test_what_broke_off_can_be_asked_for_again(browser):
    uploaded = checked(browser, three_homes())
    work_on_long_lists()
    db.session.add(ListTask(list_id=uploaded.id, kind=TaskKind.CHECK, asked_by=uploaded_by()))
    tasks()[0].attempts = long_lists.MOST_ATTEMPTS + 1
    db.session.commit()
    confirm(browser, uploaded)

    work_on_long_lists()

    assert units() == 3


def uploaded_by():
    return db.session.get_one(ListTask.asked_by.property.mapper.class_, the_list().uploaded_by_id)


def test_one_list_that_fails_holds_no_other_up(browser, app, monkeypatch):
    checked(browser, three_homes())
    other = app.test_client().sign_in(factories.a_landlord())
    checked(other, three_homes())
    first, second = sorted(task.list_id for task in tasks())
    choose = lists.choose_columns

    def one_breaks(importer, uploaded, *about, **more):
        if uploaded.id == first:
            raise ZeroDivisionError
        return choose(importer, uploaded, *about, **more)

    monkeypatch.setattr(lists, "choose_columns", one_breaks)
    with pytest.raises(ZeroDivisionError):
        work_on_long_lists()

    assert [task.list_id for task in tasks()] == [first]
    assert the_list().id == second and "counts" in the_list().report


def test_what_is_refused_in_the_background_is_told_on_the_page(browser, monkeypatch):
    uploaded = checked(browser, three_homes())
    work_on_long_lists()
    confirm(browser, uploaded)

    def changed(*_about, **_more):
        raise ListChangedMeanwhileError

    monkeypatch.setattr(lists, "confirm_list", changed)
    work_on_long_lists()

    assert the_list().report["refused"] in page_of(browser, uploaded).replace("&#39;", "'")
    assert tasks() == []


def test_a_list_given_up_meanwhile_stays_given_up(browser):
    first = checked(browser, three_homes())

    send(browser, three_homes())
    work_on_long_lists()

    db.session.refresh(first)
    assert (first.state, first.report) == (UploadState.DROPPED, None)


def test_asked_twice_it_is_done_once(browser):
    uploaded = checked(browser, three_homes())

    answer = browser.get(f"{UNITS}/{uploaded.id}/columns")

    assert answer.status_code == 303
    assert len(tasks()) == 1


def test_the_report_speaks_the_language_of_whoever_asked(client):
    reader = factories.a_landlord(language="en")
    checked(client.sign_in(reader), three_homes(Surface="grande"))

    work_on_long_lists()

    assert the_list().report["faults"][0]["message"] == "Enter a number in digits, such as 12,50."


@pytest.mark.parametrize("page", ["", "/report", "/corrections"])
def test_a_list_whose_columns_are_not_chosen_leads_to_its_columns(client, page):
    client.sign_in(factories.a_case_worker())
    columns = send(client, b"Dossier;Adultes\n2026-1;2\n", to=REFERRALS).location

    assert client.get(f"{REFERRALS}/{the_list().id}{page}").location == columns


def test_a_list_whose_columns_are_not_chosen_is_not_taken_over(client):
    client.sign_in(factories.a_case_worker())
    columns = send(client, b"Dossier;Adultes\n2026-1;2\n", to=REFERRALS).location

    answer = client.submit(columns, {"declared": "y"}, to=f"{REFERRALS}/{the_list().id}/confirm")

    assert answer.location == columns
