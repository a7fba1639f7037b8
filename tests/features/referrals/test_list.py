"""The list: one's own association, filters in the address, a bounded number of queries."""

from http import HTTPStatus

import pytest
from sqlalchemy import event

from stirrup.extensions import db
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.queries import list_referrals
from tests.factories import a_case_worker, a_landlord, a_referral, an_administrator
from tests.features.referrals.situations import a_draft

MOST_QUERIES = 10


def test_a_list_holds_the_referrals_of_ones_association_only(app):
    worker = a_case_worker()
    mine, colleagues = a_referral(worker), a_referral(a_case_worker(worker.organisation))
    a_referral()

    listing = list_referrals(worker)

    assert {one.id for one in listing.referrals} == {mine.id, colleagues.id}


def test_the_team_sees_what_was_sent_by_all(app):
    sent = a_referral()
    a_draft()

    assert [one.id for one in list_referrals(an_administrator()).referrals] == [sent.id]


def test_what_waits_for_its_referent_comes_first(app):
    worker = a_case_worker()
    for state in ("ready", "parked", "to_confirm", "to_complete"):
        a_referral(worker, state=state)

    states = [one.state.value for one in list_referrals(worker).referrals]

    assert states == ["to_complete", "to_confirm", "ready", "parked"]


def test_closed_ones_appear_only_when_asked_for(app):
    worker = a_case_worker()
    closed = a_referral(worker, state=ReferralState.CLOSED)

    assert list_referrals(worker).total == 0
    assert list_referrals(worker, state=ReferralState.CLOSED).referrals == [closed]


@pytest.mark.parametrize("form", ["M-{:04d}", "m-{}", "{}", " M{:04d} "])
def test_a_reference_is_found_however_it_is_typed(app, form):
    worker = a_case_worker()
    wanted, _other = a_referral(worker), a_referral(worker)

    listing = list_referrals(worker, reference=form.format(wanted.id))

    assert [one.id for one in listing.referrals] == [wanted.id]


def test_another_associations_reference_finds_nothing(app):
    alien = a_referral()

    assert list_referrals(a_case_worker(), reference=alien.reference).total == 0


def test_twenty_five_are_shown_on_a_page(app):
    worker = a_case_worker()
    for _number in range(26):
        a_referral(worker)

    first, second = list_referrals(worker, page=1), list_referrals(worker, page=2)

    assert (len(first.referrals), len(second.referrals)) == (25, 1)
    assert (first.total, first.page_count) == (26, 2)


def test_the_page_asks_few_questions_to_the_database(client):
    worker = a_case_worker()
    for _number in range(12):
        a_referral(a_case_worker(worker.organisation))
    client.sign_in(worker)
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *details: statements.append(details[2]))

    client.get("/referrals/")

    assert 0 < len(statements) <= MOST_QUERIES


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x", "²", "\x00"])
def test_a_page_that_does_not_exist_is_another_page_of_the_list(client, page):
    client.sign_in(a_case_worker())

    assert client.get("/referrals/", query_string={"page": page}).status_code == HTTPStatus.OK


def test_a_filter_that_is_none_is_said_beside_it(client):
    client.sign_in(a_case_worker())

    wrong = client.get("/referrals/", query_string={"state": "x", "q": "\x00"})
    right = client.get("/referrals/", query_string={"state": "parked", "q": "M-0001"})

    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert right.status_code == HTTPStatus.OK
    assert 'value="M-0001"' in right.text


def test_an_empty_list_says_what_to_do(client):
    client.sign_in(a_case_worker())

    assert 'href="/referrals/new"' in client.get("/referrals/").text


def test_a_landlord_has_no_list_of_households(client):
    client.sign_in(a_landlord())

    assert client.get("/referrals/").status_code == HTTPStatus.FORBIDDEN
