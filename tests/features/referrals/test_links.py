"""Linked households: who may link whom, what a page says, what closing and parking do to a link."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import func, select

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import NotPermittedError
from stirrup.referrals import services
from stirrup.referrals.enums import CloseReason, ParkReason, ReferralState
from stirrup.referrals.lifecycle import ReferralInWrongStateError
from stirrup.referrals.links import (
    AlreadyLinkedError,
    LinkedElsewhereError,
    NoSuchReferralError,
    NotLinkedError,
    NotWaitingError,
    SameReferralError,
    TooManyLinkedError,
    link_referrals,
    unlink_referral,
)
from stirrup.referrals.models import LinkGroup
from stirrup.runs.loader import load
from tests.factories import a_case_worker, a_landlord, a_referral, an_administrator

NOT_WAITING = [ReferralState.DRAFT, ReferralState.PROPOSED, ReferralState.HOUSED]


def linked(worker, number: int = 2, km: int = 5):
    """So many referrals of one association, all linked."""
    first, *others = [a_referral(worker) for _ in range(number)]
    for other in others:
        link_referrals(first, other.reference, km, by=worker)
    return [first, *others]


def groups(*referrals):
    return [referral.link_group_id for referral in referrals]


def ready_tonight():
    return load(today(), seed=1).households.id.tolist()


@pytest.mark.parametrize("typed", ["{0.reference}", " m-{0.id} ", "{0.id}"])
def test_two_referrals_of_one_association_are_linked_by_reference(app, typed):
    worker = a_case_worker()
    one, other = a_referral(worker), a_referral(worker)

    group = link_referrals(one, typed.format(other), 7, by=worker)

    assert groups(one, other) == [group.id, group.id]
    assert (group.max_km, group.association_id) == (7, worker.organisation_id)


def test_a_link_is_written_down_for_both(app):
    worker = a_case_worker()

    one, other = linked(worker)

    entries = db.session.scalars(select(AuditEntry).filter_by(action="referral_linked"))
    assert {(entry.subject_id, entry.actor_id) for entry in entries} == {
        (one.id, worker.id),
        (other.id, worker.id),
    }


def test_a_third_joins_and_the_shorter_distance_holds(app):
    worker = a_case_worker()
    one, other = linked(worker, km=9)
    third = a_referral(worker)

    group = link_referrals(third, one.reference, 4, by=worker)

    assert groups(one, other, third) == [group.id] * 3
    assert group.max_km == 4


@pytest.mark.parametrize("reference", ["M-999999", "M-0", "", "x", "M-12 OR 1=1", "9" * 20])
def test_a_reference_of_nobody_is_refused(app, reference):
    worker = a_case_worker()

    with pytest.raises(NoSuchReferralError):
        link_referrals(a_referral(worker), reference, 5, by=worker)


@pytest.mark.parametrize("state", [ReferralState.READY, ReferralState.HOUSED])
def test_a_reference_of_another_association_is_refused_in_the_same_words(app, state):
    worker, foreign = a_case_worker(), a_referral(state=state)

    with pytest.raises(NoSuchReferralError):
        link_referrals(a_referral(worker), foreign.reference, 5, by=worker)


def test_a_referral_is_not_linked_with_itself(app):
    worker = a_case_worker()
    referral = a_referral(worker)

    with pytest.raises(SameReferralError):
        link_referrals(referral, referral.reference, 5, by=worker)


@pytest.mark.parametrize("state", [*NOT_WAITING, ReferralState.CLOSED])
def test_only_referrals_that_wait_are_linked(app, state):
    worker = a_case_worker()
    waiting, other = a_referral(worker), a_referral(worker, state=state)

    with pytest.raises(NotWaitingError):
        link_referrals(waiting, other.reference, 5, by=worker)
    with pytest.raises(ReferralInWrongStateError):
        link_referrals(other, waiting.reference, 5, by=worker)


def test_two_that_are_linked_are_not_linked_again(app):
    worker = a_case_worker()
    one, other = linked(worker)

    with pytest.raises(AlreadyLinkedError):
        link_referrals(other, one.reference, 5, by=worker)


def test_two_groups_do_not_become_one(app):
    worker = a_case_worker()
    one, _ = linked(worker)
    third, _ = linked(worker)

    with pytest.raises(LinkedElsewhereError):
        link_referrals(one, third.reference, 5, by=worker)


def test_four_households_are_the_most(app):
    worker = a_case_worker()
    one, *_others = linked(worker, 4)

    with pytest.raises(TooManyLinkedError):
        link_referrals(a_referral(worker), one.reference, 5, by=worker)


def test_a_group_of_one_is_none(app):
    worker = a_case_worker()
    one, other = linked(worker)

    unlink_referral(one, by=worker)

    assert groups(one, other) == [None, None]
    assert db.session.scalar(select(func.count()).select_from(LinkGroup)) == 0


def test_three_less_one_stay_linked(app):
    worker = a_case_worker()
    one, other, third = linked(worker, 3)

    unlink_referral(one, by=worker)

    assert one.link_group_id is None
    assert other.link_group_id == third.link_group_id is not None


def test_what_is_linked_no_more_is_not_unlinked(app):
    worker = a_case_worker()

    with pytest.raises(NotLinkedError):
        unlink_referral(a_referral(worker), by=worker)


@pytest.mark.parametrize("person", [a_landlord, an_administrator, a_case_worker])
def test_others_neither_link_nor_unlink(app, person):
    worker, stranger = a_case_worker(), person()
    one, other = linked(worker)

    with pytest.raises(NotPermittedError):
        link_referrals(one, a_referral(worker).reference, 5, by=stranger)
    with pytest.raises(NotPermittedError):
        unlink_referral(other, by=stranger)


def test_a_closed_referral_leaves_its_group(app):
    worker = a_case_worker()
    one, other, third = linked(worker, 3)

    services.withdraw_referral(one, CloseReason.MOVED_AWAY, by=worker)

    assert one.link_group_id is None
    assert sorted(ready_tonight()) == [other.id, third.id]


def test_a_parked_referral_keeps_its_group_out_of_the_night(app):
    worker = a_case_worker()
    one, other = linked(worker)
    alone = a_referral(worker)

    until = today() + timedelta(days=9)
    services.park_referral(one, ParkReason.PERSON_ASKS, until, by=worker)

    assert ready_tonight() == [alone.id]
    assert one.link_group_id == other.link_group_id is not None


def test_unlinking_from_a_parked_one_frees_the_other(app):
    worker = a_case_worker()
    one, other = linked(worker)
    until = today() + timedelta(days=9)
    services.park_referral(one, ParkReason.PERSON_ASKS, until, by=worker)

    unlink_referral(other, by=worker)

    assert ready_tonight() == [other.id]


def page_of(referral, tail=""):
    return f"/referrals/{referral.id}{tail}"


def test_a_case_worker_links_and_unlinks_on_the_pages(client):
    worker = a_case_worker()
    one, other = a_referral(worker), a_referral(worker)
    client.sign_in(worker)

    answer = client.submit(page_of(one, "/link"), {"reference": other.reference, "max_km": "3"})
    shown = client.get(page_of(other)).text
    undone = client.submit(page_of(one), to=page_of(one, "/unlink"))

    assert answer.location == page_of(one)
    assert one.reference in shown
    assert undone.location == page_of(one)
    assert groups(one, other) == [None, None]


def test_both_pages_say_who_keeps_the_group_waiting(client):
    worker = a_case_worker()
    one, other = linked(worker)
    until = today() + timedelta(days=9)
    services.park_referral(one, ParkReason.PERSON_ASKS, until, by=worker)
    client.sign_in(worker)

    pages = [client.get(page_of(each)).text for each in (one, other)]

    assert all("note warn" in page and one.reference in page for page in pages)
    assert "Each night, the program looks" not in pages[1]


def test_the_stirrup_team_reads_links_and_changes_none(client):
    one, other = linked(a_case_worker())
    client.sign_in(an_administrator())

    page = client.get(page_of(one)).text

    assert other.reference in page
    assert "/link" not in page
    assert "/unlink" not in page


def test_an_unknown_and_a_foreign_reference_get_the_same_page(client):
    worker, foreign = a_case_worker(), a_referral()
    referral = a_referral(worker)
    client.sign_in(worker)

    answers = [
        client.submit(page_of(referral, "/link"), {"reference": reference, "max_km": "5"})
        for reference in (foreign.reference, "M-9999")
    ]

    assert [answer.status_code for answer in answers] == [HTTPStatus.UNPROCESSABLE_ENTITY] * 2
    errors = [answer.text.split('id="reference-error"')[1][:200] for answer in answers]
    assert errors[0] == errors[1]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("reference", "\x00"),
        ("reference", ""),
        ("reference", "M" * 21),
        ("reference", "9" * 20),
        ("max_km", ""),
        ("max_km", "0"),
        ("max_km", "101"),
        ("max_km", "NaN"),
        ("max_km", "9" * 20),
        ("max_km", "2.5"),
    ],
)
def test_wrong_input_is_refused_beside_its_field_and_kept(client, field, typed):
    worker = a_case_worker()
    one, other = a_referral(worker), a_referral(worker)
    client.sign_in(worker)
    values = {"reference": other.reference, "max_km": "44"} | {field: typed}

    answer = client.submit(page_of(one, "/link"), values)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="{field}-error"' in answer.text
    assert ("44" if field == "reference" else other.reference) in answer.text
    assert one.link_group_id is None


@pytest.mark.parametrize("state", NOT_WAITING)
def test_no_page_links_what_does_not_wait(client, state):
    worker = a_case_worker()
    referral = a_referral(worker, state=state)
    client.sign_in(worker)

    assert client.get(page_of(referral, "/link")).status_code == HTTPStatus.CONFLICT


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (a_case_worker, HTTPStatus.NOT_FOUND),
        (a_landlord, HTTPStatus.NOT_FOUND),
        (an_administrator, HTTPStatus.FORBIDDEN),
        (None, HTTPStatus.FOUND),
    ],
)
def test_the_pages_are_of_the_association_alone(client, person, status):
    referral, _ = linked(a_case_worker())
    if person:
        client.sign_in(person())

    assert client.get(page_of(referral, "/link")).status_code == status
    assert client.post(page_of(referral, "/unlink")).status_code in (status, 400)
    assert referral.link_group_id is not None
