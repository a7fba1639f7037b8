"""The team of an association: work, capacity, and what somebody who leaves hands over."""

from http import HTTPStatus

import pytest
from sqlalchemy import event, select

from stirrup.audit import AuditEntry
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.permissions import NotPermittedError, Role
from stirrup.worklists.team import change_capacity, team_of
from tests.client import path_of
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_person,
    a_placement,
    a_proposal,
    a_referral,
    a_unit,
    an_administrator,
    an_association,
)

MOST_QUERIES = 10


def a_manager(association=None):
    return a_person(Role.ASSOCIATION_MANAGER, association or an_association())


def test_each_person_has_their_referrals_and_stays(app):
    manager = a_manager()
    worker = a_case_worker(manager.organisation)
    referral = a_referral(worker)
    a_referral(worker, state="closed")
    a_referral()
    a_placement(a_proposal(a_unit(), referral, state="accepted"))

    team = team_of(manager)

    work = {one.person.id: (one.referrals, one.stays) for one in team.members}
    assert work == {manager.id: (0, 0), worker.id: (1, 1)}
    assert (team.capacity, team.used, team.left) == (20, 1, 19)


def test_a_person_without_access_is_shown_as_long_as_they_have_referrals(app):
    manager = a_manager()
    gone = a_case_worker(manager.organisation, deactivated_at=now())
    a_case_worker(manager.organisation, deactivated_at=now())
    a_referral(gone)

    team = team_of(manager)

    assert {one.person.id for one in team.members} == {manager.id, gone.id}
    assert team.active == [manager]


def test_changing_the_capacity_leaves_one_line_in_the_journal(app):
    manager = a_manager()

    change_capacity(3, by=manager)

    entries = select(AuditEntry).where(AuditEntry.action == "organisation_capacity_changed")
    (entry,) = db.session.scalars(entries)
    assert manager.organisation.support_capacity == 3
    assert entry.details == {"former": 20, "now": 3}


def test_only_a_manager_sees_the_team(client):
    page = path_of("worklists.team")

    assert client.get(page).status_code == HTTPStatus.FOUND
    for person in (a_case_worker(), a_landlord(), an_administrator()):
        client.sign_in(person)
        assert client.get(page).status_code == HTTPStatus.FORBIDDEN
    with pytest.raises(NotPermittedError):
        change_capacity(1, by=a_case_worker())


@pytest.mark.parametrize("typed", ["", "-1", "10001", "99999999999999999999", "NaN", "\x00"])
def test_a_bad_capacity_is_told_beside_it(client, typed):
    manager = a_manager()
    client.sign_in(manager)

    answer = client.submit(
        path_of("worklists.team"), {"capacity": typed}, to=path_of("worklists.team_capacity")
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert manager.organisation.support_capacity == 20


def test_all_referrals_of_who_leaves_are_handed_over(client):
    manager = a_manager()
    leaving, new = (a_case_worker(manager.organisation) for _number in range(2))
    referral = a_referral(leaving)
    client.sign_in(manager)

    answer = client.submit(
        path_of("worklists.team"),
        {"leaving": str(leaving.id), "to": str(new.id)},
        to=path_of("worklists.team_hand_over"),
    )

    assert answer.status_code == HTTPStatus.FOUND
    assert referral.referent_id == new.id


def test_to_the_same_person_is_told_beside_the_question(client):
    manager = a_manager()
    a_referral(manager)
    client.sign_in(manager)

    answer = client.submit(
        path_of("worklists.team"),
        {"leaving": str(manager.id), "to": str(manager.id)},
        to=path_of("worklists.team_hand_over"),
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_few_queries_for_a_large_team(client):
    manager = a_manager()
    for _number in range(12):
        a_referral(a_case_worker(manager.organisation))
    client.sign_in(manager)
    asked = []

    def count(*statement):
        asked.append(statement[2])

    event.listen(db.engine, "before_cursor_execute", count)
    answer = client.get(path_of("worklists.team"))
    event.remove(db.engine, "before_cursor_execute", count)

    assert answer.status_code == HTTPStatus.OK
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)
