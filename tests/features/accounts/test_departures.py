"""When somebody's access ends: every way in is closed, no referral is left alone."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import func, select

from stirrup.accounts.action_links import action_url
from stirrup.accounts.departures import deactivate
from stirrup.accounts.models import ActionLink
from stirrup.accounts.refusals import NoSuccessorError
from stirrup.accounts.standing_in import leaves_ahead
from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.notices.preferences import open_calendar
from stirrup.permissions import NotPermittedError, Role
from stirrup.referrals.letters import people_for
from stirrup.referrals.models import Referral
from stirrup.referrals.transfers import ask_transfer, take_transfer
from tests.client import path_of
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_leave,
    a_local_authority,
    a_person,
    a_placement,
    a_proposal,
    a_referral,
    an_administrator,
    an_association,
)
from tests.features.accounts.situations import mails_to, reread


def a_stay_of(referral):
    return a_placement(a_proposal(referral=referral, state="accepted"))


def referents() -> dict[int, int]:
    db.session.expire_all()
    return dict(db.session.execute(select(Referral.id, Referral.referent_id)).all())


def test_open_referrals_go_to_the_colleague_who_is_chosen(app):
    worker, team = a_case_worker(), an_administrator()
    colleague = a_case_worker(worker.organisation)
    taken = [a_referral(worker), a_referral(worker, state="to_confirm")]
    closed = a_referral(worker, state="closed")

    deactivate(worker, colleague.id, by=team)

    assert [referents()[one.id] for one in taken] == [colleague.id] * 2
    assert referents()[closed.id] == worker.id
    assert len(mails_to(colleague.email)) == 1
    changed = AuditEntry.action == "referral_referent_changed"
    assert db.session.scalar(select(func.count(AuditEntry.id)).where(changed)) == 2


def test_nothing_is_ended_as_long_as_nobody_takes_over(app):
    worker, team = a_case_worker(), an_administrator()
    a_case_worker(worker.organisation)
    a_referral(worker)
    gone = a_case_worker(worker.organisation)
    deactivate(gone, by=team)

    for number in (None, worker.id, gone.id, a_case_worker().id, 10**9):
        with pytest.raises(NoSuccessorError):
            deactivate(worker, number, by=team)
    db.session.rollback()
    assert reread(worker).is_active


def test_where_nobody_is_left_the_team_receives_what_is_expected(app):
    worker, team = a_case_worker(), an_administrator()
    referral = a_referral(worker)

    deactivate(worker, by=team)

    assert people_for(referral) == [team]


def test_a_stay_that_is_being_prepared_follows_its_referral(app):
    worker, team = a_case_worker(), an_administrator()
    colleague = a_case_worker(worker.organisation)
    placement = a_stay_of(a_referral(worker))

    deactivate(worker, colleague.id, by=team)

    assert people_for(placement.referral) == [colleague]


def test_every_way_in_is_closed(client):
    worker, team = a_case_worker(), an_administrator()
    browser = client.application.test_client().sign_in(worker)
    calendar = path_of("notices.feed", token=open_calendar(by=worker))
    action_url(worker, a_stay_of(a_referral(a_case_worker(worker.organisation))))
    db.session.commit()

    deactivate(worker, by=team)

    assert browser.get("/account").status_code == HTTPStatus.FOUND
    assert client.get(calendar).status_code == HTTPStatus.NOT_FOUND
    assert db.session.scalars(select(ActionLink.used_at)).one() is not None
    assert worker.calendar_hash is None


def test_their_leaves_end_and_so_do_those_that_counted_on_them(app):
    worker, team = a_case_worker(), an_administrator()
    manager = a_person(Role.ASSOCIATION_MANAGER, worker.organisation)
    colleague = a_case_worker(worker.organisation)
    a_leave(worker, manager, first_day=today() + timedelta(days=20), last_day=date_in(30))
    a_leave(colleague, worker)

    deactivate(worker, by=team)

    assert leaves_ahead([worker.id, colleague.id], today()) == []
    assert [len(mails_to(one.email)) for one in (worker, colleague, manager)] == [0, 1, 2]


def date_in(days: int):
    return today() + timedelta(days=days)


def test_who_answers_for_the_association_hears_of_an_offer_that_somebody_gone_made(app):
    worker, team = a_case_worker(), an_administrator()
    colleague, other = a_case_worker(worker.organisation), a_case_worker()
    referral = a_referral(worker)
    transfer = ask_transfer(
        referral, other.organisation_id, household_agrees=True, note="", by=worker
    )
    deactivate(worker, colleague.id, by=team)
    before = len(mails_to(colleague.email))

    take_transfer(transfer, commits=True, by=other)

    assert mails_to(worker.email) == []
    assert len(mails_to(colleague.email)) == before + 1


def test_the_page_says_what_follows_and_asks_who_takes_over(client):
    worker, team = a_case_worker(), an_administrator(language="en")
    colleague = a_case_worker(worker.organisation)
    referral = a_referral(worker)
    page = path_of("accounts.end_access", user_id=worker.id)
    client.sign_in(team)

    refused = client.submit(page)
    ended = client.submit(page, {"to": str(colleague.id)})

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "1 open referral goes to a colleague." in refused.text
    assert ended.status_code == HTTPStatus.SEE_OTHER
    assert referents()[referral.id] == colleague.id


@pytest.mark.parametrize("sent", ["a\x00b", "9" * 20, "NaN", "-1", "", "<script>"])
def test_bad_input_ends_nothing(client, sent):
    worker = a_case_worker()
    a_case_worker(worker.organisation)
    a_referral(worker)
    client.sign_in(an_administrator())

    answer = client.submit(path_of("accounts.end_access", user_id=worker.id), {"to": sent})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert reread(worker).is_active


def test_only_administrators_end_an_access(client):
    worker = a_case_worker()
    manager = a_person(Role.ASSOCIATION_MANAGER, worker.organisation)
    elsewhere = a_person(Role.ASSOCIATION_MANAGER, an_association())
    page = path_of("accounts.end_access", user_id=worker.id)

    answers = {None: client.get(page).status_code}
    for person in (manager, elsewhere, a_landlord(), a_local_authority()):
        answers[person] = client.application.test_client().sign_in(person).get(page).status_code
        with pytest.raises(NotPermittedError):
            deactivate(worker, by=person)

    assert list(answers.values()) == [
        HTTPStatus.FOUND,
        HTTPStatus.FORBIDDEN,
        *[HTTPStatus.NOT_FOUND] * 3,
    ]


def test_nobody_ends_their_own_access_and_none_ends_twice(client):
    team, gone = an_administrator(), a_case_worker()
    deactivate(gone, by=team)
    client.sign_in(team)

    answers = [client.get(path_of("accounts.end_access", user_id=one.id)) for one in (team, gone)]

    assert [one.status_code for one in answers] == [HTTPStatus.CONFLICT] * 2
