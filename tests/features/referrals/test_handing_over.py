"""Another referent: chosen by the referent or a manager, among colleagues; both are told."""

from http import HTTPStatus

import pytest
from sqlalchemy import select

from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.permissions import NotPermittedError, Role
from stirrup.referrals import handing_over
from stirrup.referrals.lifecycle import ReferralInWrongStateError
from tests.client import path_of
from tests.factories import a_case_worker, a_person, a_referral


def a_manager(worker):
    return a_person(Role.ASSOCIATION_MANAGER, worker.organisation)


def recipients() -> set[str]:
    return {mail.recipient for mail in db.session.scalars(select(OutboxMessage))}


def test_a_manager_chooses_another_referent_and_both_are_told(app):
    referral = a_referral()
    former, new = referral.referent, a_case_worker(referral.association)

    handing_over.change_referent(referral, new.id, by=a_manager(former))

    assert referral.referent_id == new.id
    assert recipients() == {former.email, new.email}


def test_a_referent_hands_over_their_own(app):
    referral = a_referral()
    former, new = referral.referent, a_case_worker(referral.association)

    handing_over.change_referent(referral, new.id, by=former)

    assert recipients() == {new.email}


def test_a_colleague_takes_nobodys_referral(app):
    referral = a_referral()
    colleague = a_case_worker(referral.association)

    with pytest.raises(handing_over.NotTheReferentError):
        handing_over.change_referent(referral, colleague.id, by=colleague)


def test_a_referent_is_of_the_association_and_has_access(app):
    referral = a_referral()
    gone = a_case_worker(referral.association, deactivated_at=now())

    for number in (a_case_worker().id, gone.id, 10**9, None):
        with pytest.raises(handing_over.NoSuchColleagueError):
            handing_over.change_referent(referral, number, by=referral.referent)


def test_a_closed_referral_has_no_other_referent(app):
    referral = a_referral(state="closed")
    colleague = a_case_worker(referral.association)

    with pytest.raises(ReferralInWrongStateError):
        handing_over.change_referent(referral, colleague.id, by=referral.referent)


def test_all_open_referrals_of_who_leaves_go_to_a_colleague(app):
    leaving = a_case_worker()
    mine = [a_referral(leaving), a_referral(leaving, state="housed")]
    closed, new = a_referral(leaving, state="closed"), a_case_worker(leaving.organisation)

    count = handing_over.hand_over_all(leaving.id, new.id, by=a_manager(leaving))

    assert (count, {one.referent_id for one in mine}) == (2, {new.id})
    assert closed.referent_id == leaving.id
    assert len(recipients()) == 1


def test_nobody_hands_over_the_referrals_of_another_association(app):
    elsewhere = a_referral()
    manager = a_manager(a_case_worker())
    new = a_case_worker(manager.organisation)

    assert handing_over.hand_over_all(elsewhere.referent_id, new.id, by=manager) == 0


def test_only_a_manager_hands_over_all(app):
    worker = a_case_worker()

    with pytest.raises(NotPermittedError):
        handing_over.hand_over_all(worker.id, worker.id, by=worker)


def test_the_page_asks_who_and_keeps_a_bad_answer_beside_it(client):
    referral = a_referral()
    colleague = a_case_worker(referral.association)
    page = path_of("referrals.referent", referral_id=referral.id)
    client.sign_in(referral.referent)

    refused = client.submit(page, {"to": "99999999999999999999"})
    accepted = client.submit(page, {"to": str(colleague.id)})

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert accepted.status_code == HTTPStatus.FOUND
    assert referral.referent_id == colleague.id
