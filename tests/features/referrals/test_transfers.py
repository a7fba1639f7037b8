"""A referral between two associations: nobody is lost, and exactly one of them has it."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.permissions import NotPermittedError, Role
from stirrup.referrals import services, transfers
from stirrup.referrals.enums import CloseReason, ReferralState, TransferState
from stirrup.referrals.lifecycle import ReferralInWrongStateError, after
from stirrup.referrals.links import link_referrals
from stirrup.referrals.models import Anchor, CommunePreference, Referral
from stirrup.referrals.reopening import reopen_referral
from stirrup.referrals.transfer_lifecycle import TransferAnsweredError
from stirrup.refusals import RefusedError
from tests.client import path_of
from tests.factories import a_case_worker, a_landlord, a_person, a_referral, an_association

NOTE = "Le ménage se rapproche de sa famille."


def offered(worker=None, to=None, **values):
    """A ready referral that another association is asked to take."""
    referral, other = a_referral(worker, **values), to or a_case_worker()
    transfer = transfers.ask_transfer(
        referral, other.organisation_id, household_agrees=True, note=NOTE, by=referral.referent
    )
    return transfer, other


def test_until_it_is_taken_the_first_association_keeps_it(app):
    transfer, _other = offered()

    assert transfer.referral.association_id == transfer.from_organisation_id
    assert transfer.referral.state == ReferralState.READY
    assert transfer.state == TransferState.ASKED


def test_who_takes_it_is_its_referent_and_the_wait_is_kept(app):
    transfer, other = offered()
    waiting_since = transfer.referral.waiting_since

    referral = transfers.take_transfer(transfer, commits=True, by=other)

    assert (referral.association_id, referral.referent_id) == (other.organisation_id, other.id)
    assert referral.waiting_since == waiting_since


def test_the_consent_holds_two_weeks_more_at_most(app):
    transfer, other = offered()

    referral = transfers.take_transfer(transfer, commits=True, by=other)

    assert referral.consent_expires_on == today() + timedelta(days=14)


def test_a_consent_that_ends_sooner_ends_then(app):
    sooner = today() + timedelta(days=3)
    transfer, other = offered(consent_expires_on=sooner)

    assert transfers.take_transfer(transfer, commits=True, by=other).consent_expires_on == sooner


def test_a_linked_household_that_leaves_frees_the_other(app):
    worker = a_case_worker()
    referral, linked = a_referral(worker), a_referral(worker)
    link_referrals(referral, linked.reference, 3, by=worker)
    other = a_case_worker()
    transfer = transfers.ask_transfer(
        referral, other.organisation_id, household_agrees=True, note="", by=worker
    )

    transfers.take_transfer(transfer, commits=True, by=other)

    assert (referral.link_group_id, linked.link_group_id) == (None, None)


def test_both_are_told_without_a_name(app):
    transfer, other = offered()
    transfers.take_transfer(transfer, commits=True, by=other)

    mails = {mail.recipient: mail for mail in db.session.scalars(select(OutboxMessage))}

    assert set(mails) == {other.email, transfer.asked_by.email}
    assert all(transfer.referral.reference in mail.subject for mail in mails.values())
    assert not any(NOTE in mail.body for mail in mails.values())


def test_managers_are_told_where_there_are_some(app):
    association = an_association()
    manager = a_person(Role.ASSOCIATION_MANAGER, association)
    offered(to=a_case_worker(association))

    assert [mail.recipient for mail in db.session.scalars(select(OutboxMessage))] == [manager.email]


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"household_agrees": False}, transfers.HouseholdNotAskedError),
        ({"note": "Suivi à l’hôpital"}, transfers.PrivateMatterError),
        ({"association": None}, transfers.NoSuchAssociationError),
    ],
)
def test_what_a_transfer_needs(app, values, refusal):
    referral, other = a_referral(), a_case_worker()
    asked = {"association": other.organisation_id, "household_agrees": True, "note": ""}

    with pytest.raises(refusal):
        transfers.ask_transfer(referral, **asked | values, by=referral.referent)


def test_one_offers_neither_to_oneself_nor_to_a_landlord_nor_to_who_is_not_verified(app):
    referral = a_referral()
    hidden = an_association(verified_at=None)
    numbers = (referral.association_id, a_landlord().organisation_id, hidden.id)

    assert [transfers.find_other_association(referral, number) for number in numbers] == [None] * 3


def test_it_is_offered_once_at_a_time(app):
    transfer, _other = offered()
    referral = transfer.referral

    with pytest.raises(transfers.AlreadyAskedError):
        transfers.ask_transfer(
            referral,
            a_case_worker().organisation_id,
            household_agrees=True,
            note="",
            by=referral.referent,
        )


@pytest.mark.parametrize("state", ["draft", "proposed", "housed", "closed"])
def test_nothing_moves_while_a_home_is_reserved_or_before_or_after(app, state):
    referral = a_referral(state=state)

    with pytest.raises(ReferralInWrongStateError):
        transfers.ask_transfer(referral, None, household_agrees=True, note="", by=referral.referent)


def test_a_home_reserved_meanwhile_keeps_it_where_it_is(app):
    transfer, other = offered()
    transfer.referral.state = ReferralState.PROPOSED
    db.session.commit()

    with pytest.raises(ReferralInWrongStateError):
        transfers.take_transfer(transfer, commits=True, by=other)


def test_the_second_answer_changes_nothing(app):
    transfer, other = offered()
    transfers.refuse_transfer(transfer, by=other)

    with pytest.raises(TransferAnsweredError):
        transfers.take_transfer(transfer, commits=True, by=other)


def test_only_the_association_it_is_offered_to_answers(app):
    transfer, _other = offered()

    for person in (a_case_worker(), transfer.asked_by):
        with pytest.raises(NotPermittedError):
            transfers.take_transfer(transfer, commits=True, by=person)


def test_before_taking_it_one_reads_the_home_needed_and_no_place(client):
    transfer, other = offered(needs_step_free=True)
    referral = transfer.referral
    referral.communes = [CommunePreference(commune_code="59599", stance="accepted", rank=1)]
    referral.anchors = [Anchor(label="Gare de Croix", latitude=50.7, longitude=3.1, max_km=3)]
    db.session.commit()
    client.get("/language/en")
    client.sign_in(other)

    page = client.get(path_of("referrals.offered", referral_transfer_id=transfer.id)).text

    assert "Step-free" in page
    assert NOTE in page
    for hidden in ("Tourcoing", "Croix", "Roubaix", referral.household.phone):
        assert hidden not in page


def test_once_refused_nothing_is_shown_any_more(client):
    transfer, other = offered(needs_step_free=True)
    transfers.refuse_transfer(transfer, by=other)
    client.get("/language/en")
    client.sign_in(other)

    page = client.get(path_of("referrals.offered", referral_transfer_id=transfer.id)).text

    assert "This offer is over" in page
    assert "Step-free" not in page


def test_reading_an_offer_is_written_down_on_the_referral(client):
    transfer, other = offered()
    client.sign_in(other)
    client.get(path_of("referrals.offered", referral_transfer_id=transfer.id))
    client.sign_in(transfer.asked_by)

    page = client.get(path_of("referrals.show", referral_id=transfer.referral_id)).text

    assert other.display_name in page


def test_pages_lead_from_the_offer_to_the_taking(client):
    referral, other = a_referral(), a_case_worker()
    client.sign_in(referral.referent)
    asked = {"association": str(other.organisation_id), "household_agrees": "y", "note": NOTE}
    client.submit(path_of("referrals.transfer", referral_id=referral.id), asked)
    transfer = transfers.asked_transfer(referral)
    client.sign_in(other)

    answer = client.submit(
        path_of("referrals.offered", referral_transfer_id=transfer.id),
        {"commits": "y"},
        to=path_of("referrals.take", referral_transfer_id=transfer.id),
    )

    assert answer.status_code == HTTPStatus.FOUND
    assert referral.association_id == other.organisation_id


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"association": "99999999999999999999", "household_agrees": "y"},
        {"association": "\x00", "household_agrees": "y"},
        {"association": "nan", "note": "\x00"},
    ],
)
def test_bad_answers_are_told_beside_the_question(client, typed):
    referral = a_referral()
    a_case_worker()
    client.sign_in(referral.referent)

    answer = client.submit(path_of("referrals.transfer", referral_id=referral.id), typed)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert transfers.asked_transfer(referral) is None


def test_taking_without_the_promise_is_told_beside_it(client):
    transfer, other = offered()
    client.sign_in(other)

    answer = client.submit(
        path_of("referrals.offered", referral_transfer_id=transfer.id),
        to=path_of("referrals.take", referral_transfer_id=transfer.id),
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_nobody_but_the_right_association_opens_an_offer(client):
    transfer, _other = offered()
    page = path_of("referrals.offered", referral_transfer_id=transfer.id)

    assert client.get(page).status_code == HTTPStatus.FOUND
    for person in (a_case_worker(), transfer.asked_by, a_landlord()):
        client.sign_in(person)
        assert client.get(page).status_code == HTTPStatus.NOT_FOUND


def ask(referral, workers):
    mine, other = sorted(workers, key=lambda one: one.organisation_id != referral.association_id)
    transfers.ask_transfer(referral, other.organisation_id, household_agrees=True, note="", by=mine)


def take(referral, workers):
    transfers.take_transfer(_asked(referral), commits=True, by=_other(referral, workers))


def refuse(referral, workers):
    transfers.refuse_transfer(_asked(referral), by=_other(referral, workers))


def take_back(referral, workers):
    transfers.take_back_transfer(referral, by=_mine(referral, workers))


def close(referral, workers):
    services.withdraw_referral(referral, CloseReason.OTHER, by=_mine(referral, workers))


def reopen(referral, workers):
    reopen_referral(referral, by=_mine(referral, workers))


def reserve(referral, _workers):
    referral.state = after(referral.state, "reserve")
    db.session.commit()


def release(referral, _workers):
    referral.state = after(referral.state, "release")
    db.session.commit()


def _asked(referral):
    found = transfers.asked_transfer(referral)
    if found is None:
        raise TransferAnsweredError
    return found


def _mine(referral, workers):
    return next(one for one in workers if one.organisation_id == referral.association_id)


def _other(referral, workers):
    return next(one for one in workers if one.organisation_id != referral.association_id)


STEPS = (ask, take, refuse, take_back, close, reopen, reserve, release)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=12))
def test_no_walk_loses_a_referral_or_gives_it_to_two(app, walk):
    workers = a_case_worker(), a_case_worker()
    associations = {one.organisation_id for one in workers}
    referral = a_referral(workers[0])
    waiting_since, number = referral.waiting_since, referral.id
    referrals = db.session.scalar(select(func.count(Referral.id)))

    for step in walk:
        try:
            step(referral, workers)
        except RefusedError:
            db.session.rollback()
        found = db.session.get_one(Referral, number, populate_existing=True)
        assert found.association_id in associations
        assert found.referent.organisation_id == found.association_id
        assert found.waiting_since == waiting_since

    assert db.session.scalar(select(func.count(Referral.id))) == referrals
