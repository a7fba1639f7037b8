"""The board: one column for each stage, the same referrals as a table, real verbs to move them."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from flask import current_app
from sqlalchemy import event, select

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.permissions import Role
from stirrup.placements.lanes.enums import StepCode
from stirrup.referrals.enums import ReferralState, Urgency
from stirrup.worklists.board_page import cards_of
from stirrup.worklists.board_queries import Filters, columns_of, page_of
from stirrup.worklists.stages import STAGE_OF, Stage
from tests.client import path_of
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_person,
    a_placement,
    a_proposal,
    a_referral,
    a_unit,
)

MOST_QUERIES = 10


def references(columns) -> dict[str, list[str]]:
    return {
        column.stage.value: [one.reference for one in column.referrals]
        for column in columns
        if column.referrals
    }


def card_of(referral):
    """The card that its referent sees; cards hold addresses, which need a request."""
    with current_app.test_request_context():
        return cards_of([referral], referral.referent, today())[referral.id]


def test_every_open_state_has_its_column():
    assert set(ReferralState) - set(STAGE_OF) == {ReferralState.CLOSED}


def test_a_referral_stands_in_the_column_of_its_stage(app):
    worker = a_case_worker()
    draft, asked = (a_referral(worker, state=state) for state in ("draft", "to_complete"))
    parked = a_referral(worker, state="parked")
    a_referral(worker, state="closed")
    a_referral()

    found = references(columns_of(worker, Filters()))

    assert set(found) == {"to_complete", "parked"}
    assert set(found["to_complete"]) == {draft.reference, asked.reference}
    assert found["parked"] == [parked.reference]


def test_the_most_urgent_then_the_longest_waiting_come_first(app):
    worker = a_case_worker()
    calm = a_referral(worker, urgency=Urgency.STABLE)
    late = a_referral(worker, urgency=Urgency.NO_SHELTER)
    long = a_referral(
        worker, urgency=Urgency.NO_SHELTER, waiting_since=today() - timedelta(days=200)
    )

    (column,) = [one for one in columns_of(worker, Filters()) if one.referrals]

    assert column.referrals == [long, late, calm]


def test_a_column_shows_the_first_and_counts_all(app):
    worker = a_case_worker()
    for _number in range(9):
        a_referral(worker)

    (column,) = columns_of(worker, Filters(stage=Stage.READY))

    assert (len(column.referrals), column.total) == (8, 9)


@pytest.mark.parametrize("view", ["columns", "table"])
def test_filters_hold_in_both_views(app, view):
    worker = a_case_worker()
    mine = a_referral(worker, urgency=Urgency.STABLE)
    a_referral(worker)
    a_referral(a_case_worker(worker.organisation), urgency=Urgency.STABLE)
    filters = Filters(referent=worker.id, urgency=Urgency.STABLE, reference=mine.reference)

    columns = columns_of(worker, filters)
    rows = page_of(worker, filters, 1).referrals

    found = [one for column in columns for one in column.referrals] if view == "columns" else rows
    assert found == [mine]


def test_a_card_tells_the_step_of_the_stay_and_its_last_day(app):
    worker, day = a_case_worker(), today() + timedelta(days=1)
    referral = a_referral(worker)
    proposal = a_proposal(a_unit(), referral, state="accepted")
    a_placement(proposal, step=StepCode.VISIT, step_due_on=day)

    card = card_of(referral)

    assert card.step in ("Visit", "Visite")
    assert card.due is not None
    assert card.due.tone == "warn"


@pytest.mark.parametrize("state", list(STAGE_OF))
def test_each_move_of_a_card_opens(client, state):
    referral = a_referral(state=state)
    client.sign_in(referral.referent)

    for move in card_of(referral).moves:
        if not move.posts:
            assert client.get(move.url).status_code == HTTPStatus.OK, move.url


def test_one_click_confirms_and_leads_back_to_the_board(client):
    referral = a_referral(state="to_confirm")
    client.sign_in(referral.referent)
    board = path_of("worklists.board")

    answer = client.submit(
        board, {"next": board}, to=path_of("referrals.confirm", referral_id=referral.id)
    )

    assert (answer.location, referral.state) == (board, ReferralState.READY)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "\\example"])
def test_one_click_leads_to_no_other_site(client, elsewhere):
    referral = a_referral(state="to_confirm")
    client.sign_in(referral.referent)
    page = path_of("referrals.confirm", referral_id=referral.id)

    answer = client.submit(path_of("worklists.board"), {"next": elsewhere}, to=page)

    assert answer.location == path_of("referrals.show", referral_id=referral.id)


def test_ticked_referrals_change_their_referent_with_one_line_each_and_one_mail(client):
    manager = a_person(Role.ASSOCIATION_MANAGER, (former := a_case_worker()).organisation)
    new = a_case_worker(former.organisation)
    moved, already = a_referral(former), a_referral(new)
    client.get("/language/en")
    client.sign_in(manager)

    page = client.submit(
        path_of("worklists.board_table"),
        {"to": str(new.id), "referrals": [str(moved.id), str(already.id)]},
        to=path_of("worklists.board_referent"),
    )

    assert moved.referent_id == new.id
    assert "1 of 2 changed." in page.text
    assert "the referent already" in page.text
    sent = [mail.recipient for mail in db.session.scalars(select(OutboxMessage))]
    assert sorted(sent) == sorted([former.email, new.email])


def test_a_case_worker_moves_only_their_own(client):
    worker = a_case_worker()
    colleague = a_case_worker(worker.organisation)
    theirs = a_referral(colleague)
    client.sign_in(worker)

    client.submit(
        path_of("worklists.board_table"),
        {"to": str(worker.id), "referrals": str(theirs.id)},
        to=path_of("worklists.board_referent"),
    )

    assert theirs.referent_id == colleague.id


@pytest.mark.parametrize(
    "typed",
    [{}, {"referrals": "99999999999999999999", "to": "1"}, {"referrals": "x\x00", "to": "nan"}],
)
def test_bad_ticks_are_told(client, typed):
    worker = a_case_worker()
    a_referral(worker)
    client.sign_in(worker)

    answer = client.submit(
        path_of("worklists.board_table"), typed, to=path_of("worklists.board_referent")
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_another_associations_referral_cannot_be_ticked(client):
    worker, alien = a_case_worker(), a_referral()
    a_referral(worker)
    client.sign_in(worker)

    answer = client.submit(
        path_of("worklists.board_table"),
        {"to": str(worker.id), "referrals": str(alien.id)},
        to=path_of("worklists.board_referent"),
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize(
    "query",
    ["?stage=nowhere", "?urgency=%00", "?referent=99999999999999999999", "?q=" + "x" * 30],
)
@pytest.mark.parametrize("view", ["board", "board_table"])
def test_bad_filters_are_told_and_ask_for_nothing(client, view, query):
    referral = a_referral()
    client.sign_in(referral.referent)

    answer = client.get(path_of(f"worklists.{view}") + query)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert referral.reference in answer.text


@pytest.mark.parametrize("view", ["board", "board_table"])
def test_a_full_board_asks_few_questions_to_the_database(client, view):
    worker = a_case_worker()
    for number in range(26):
        a_referral(worker, state=list(STAGE_OF)[number % len(STAGE_OF)])
    client.sign_in(worker)
    asked = []

    def count(*statement):
        asked.append(statement[2])

    event.listen(db.engine, "before_cursor_execute", count)
    answer = client.get(path_of(f"worklists.{view}"))
    event.remove(db.engine, "before_cursor_execute", count)

    assert answer.status_code == HTTPStatus.OK
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_the_board_is_for_associations(client):
    page = path_of("worklists.board")

    assert client.get(page).status_code == HTTPStatus.FOUND
    client.sign_in(a_landlord())
    assert client.get(page).status_code == HTTPStatus.FORBIDDEN
