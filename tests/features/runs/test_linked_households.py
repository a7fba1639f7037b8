"""Linked households: loaded together, proposed together, and never parted by a decision."""

from datetime import timedelta

import pytest

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.referrals.enums import CloseReason, ReferralState
from stirrup.referrals.models import LinkGroup
from stirrup.runs import services
from stirrup.runs.enums import AcceptReason, PostponeReason, ProposalState
from stirrup.runs.loader import load
from stirrup.runs.refusals import (
    DecisionRefusedError,
    LinkedApartError,
    LinkedStayPreparedError,
    SupportExhaustedError,
)
from stirrup.units.enums import UnitState
from tests.factories import (
    a_case_worker,
    a_proposal,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
    an_association,
    stored,
)
from tests.features.runs.situations import proposals_in, tonight

LILLE = "59350"


def a_group(*, size: int = 2, worker=None, max_km: int = 5, **values) -> list:
    worker = worker or a_case_worker()
    group = stored(
        LinkGroup(association_id=worker.organisation_id, max_km=max_km, created_by_id=worker.id)
    )
    return [a_referral(worker, link_group=group, **values) for _ in range(size)]


def a_proposed_pair(**values) -> list:
    """Two linked households, each with a proposal of tonight."""
    run = a_run()
    return [a_proposal(a_unit(), one, run=run) for one in a_group(**values)]


def accept(proposal, by=None, *, version=1):
    return services.accept_proposal(
        proposal, by=by or an_administrator(), reason=AcceptReason.URGENCY, note="", version=version
    )


def decline(proposal, by=None, *, version=1):
    reason = "too_far"
    return services.decline_proposal(
        proposal, by=by or an_administrator(), reason=reason, note="", version=version
    )


def postpone(proposal):
    reason = PostponeReason.VISIT_FIRST
    return services.postpone_proposal(
        proposal, by=an_administrator(), reason=reason, note="", version=1
    )


def loaded() -> list[int]:
    return load(today(), seed=1).households.id.tolist()


def test_a_group_reaches_the_matcher_with_its_distance(app):
    one, other = a_group(max_km=7)
    a_referral()

    households = load(today(), seed=1).households

    group = one.link_group_id
    assert other.link_group_id == group
    assert households.link_group.tolist() == [group, group, 0]
    assert households.link_km.tolist() == [7.0, 7.0, 0.0]


@pytest.mark.parametrize(
    "missing",
    [
        {"state": ReferralState.PARKED},
        {"state": ReferralState.DRAFT, "consent_given_on": None},
        {"state": ReferralState.HOUSED},
        {"consent_expires_on": today() - timedelta(days=1)},
        {"last_confirmed_on": None},
    ],
    ids=["parked", "draft", "housed", "consent over", "never confirmed"],
)
def test_a_group_of_which_somebody_is_not_ready_stays_out_whole(app, missing):
    _one, other = a_group()
    for name, value in missing.items():
        setattr(other, name, value)
    db.session.commit()
    alone = a_referral()

    assert loaded() == [alone.id]


def test_a_closed_referral_has_left_its_group(app):
    one, other = a_group()
    other.state, other.close_reason = ReferralState.CLOSED, CloseReason.MOVED_AWAY
    db.session.commit()

    assert loaded() == [one.id]


def test_the_night_proposes_a_group_as_a_whole(app):
    one, other = a_group()
    a_unit()
    a_unit()

    tonight()

    assert {p.referral_id for p in proposals_in(ProposalState.SUBMITTED)} == {one.id, other.id}


def test_the_night_proposes_nothing_to_half_a_group(app):
    a_group()
    a_unit()

    tonight()

    assert proposals_in(ProposalState.SUBMITTED) == []


def test_the_night_keeps_a_group_together(app):
    a_group(max_km=3)
    a_unit()
    a_unit(commune_code=LILLE)

    tonight()

    assert proposals_in(ProposalState.SUBMITTED) == []


def test_a_postponed_member_keeps_the_proposals_of_the_others(app):
    one, other = a_proposed_pair()
    postpone(one)
    one.run.business_date = other.run.business_date = today() - timedelta(days=1)
    db.session.commit()

    tonight()

    assert (one.state, other.state) == (ProposalState.POSTPONED, ProposalState.SUBMITTED)
    assert loaded() == []


def test_an_accepted_member_keeps_the_proposals_of_the_others(app):
    one, other = a_proposed_pair()
    accept(one)
    one.run.business_date = today() - timedelta(days=1)
    db.session.commit()

    tonight()

    db.session.expire_all()
    assert other.state == ProposalState.SUBMITTED
    assert accept(other, version=other.version).referral_id == other.referral_id


def test_a_run_of_another_town_keeps_the_whole_group(app):
    here, there = a_proposed_pair()
    there.unit.commune_code = LILLE
    here.run.business_date = today() - timedelta(days=1)
    db.session.commit()

    tonight(territory=[LILLE], kind="manual")

    db.session.expire_all()
    assert (here.state, there.state) == (ProposalState.SUBMITTED, ProposalState.SUBMITTED)


def test_both_of_a_group_are_accepted_one_after_the_other(app):
    one, other = a_proposed_pair()

    accept(one)
    accept(other, version=other.version)

    assert (one.state, other.state) == (ProposalState.ACCEPTED, ProposalState.ACCEPTED)


def test_accepting_one_makes_the_page_of_the_other_stale(app):
    one, other = a_proposed_pair()
    accept(one)

    with pytest.raises(DecisionRefusedError):
        accept(other, version=1)


def test_accepting_twice_counts_once_in_a_group_too(app):
    one, _other = a_proposed_pair()
    administrator = an_administrator()

    first = accept(one, administrator)

    assert accept(one, administrator) is first


def test_one_is_not_accepted_after_the_other_was_declined(app):
    one, other = a_proposed_pair()
    decline(one)

    with pytest.raises(LinkedApartError):
        accept(other, version=other.version)

    assert other.state == ProposalState.VOID
    assert other.referral.state == ReferralState.READY


def test_declining_one_decides_nothing_about_the_other(app):
    one, other = a_proposed_pair()

    decline(one)

    assert other.state == ProposalState.SUBMITTED


def test_one_is_not_declined_once_the_other_has_its_home(app):
    one, other = a_proposed_pair()
    accept(one)

    with pytest.raises(LinkedStayPreparedError) as refusal:
        decline(other, version=other.version)

    assert one.referral.reference in str(refusal.value)
    assert other.state == ProposalState.SUBMITTED


def test_one_is_not_accepted_when_the_home_of_the_other_has_closed(app):
    one, other = a_proposed_pair()
    other.unit.state = UnitState.PAUSED
    db.session.commit()

    with pytest.raises(LinkedApartError):
        accept(one)

    assert (one.state, other.state) == (ProposalState.VOID, ProposalState.SUBMITTED)


def test_one_is_not_accepted_when_the_group_has_grown(app):
    one, _other = a_proposed_pair()
    a_referral(link_group=one.referral.link_group)

    with pytest.raises(LinkedApartError):
        accept(one)


def test_one_is_not_accepted_when_the_homes_are_too_far_apart_for_the_group(app):
    one, other = a_proposed_pair(max_km=5)
    other.unit.latitude += 0.1
    db.session.commit()

    with pytest.raises(LinkedApartError):
        accept(one)


def test_support_must_reach_for_the_whole_group(app):
    worker = a_case_worker(an_association(support_capacity=1))
    one, _other = a_proposed_pair(worker=worker)

    with pytest.raises(LinkedApartError) as refusal:
        accept(one)

    assert isinstance(refusal.value.__cause__, SupportExhaustedError)


def test_the_page_of_a_proposal_names_the_linked_ones(app, client):
    client.sign_in(an_administrator(language="en"))
    one, other = a_proposed_pair()

    page = client.get(f"/proposals/{one.id}").text

    assert "they move in together or not at all" in page
    assert f"/proposals/{other.id}" in page


def test_accepting_one_says_that_the_other_waits(app, client):
    client.sign_in(an_administrator(language="en"))
    one, other = a_proposed_pair()
    page = f"/proposals/{one.id}"
    answers = {"accept-reason": "urgency", "accept-note": "", "accept-version": "1"}

    answer = client.submit(page, answers, to=f"{page}/accept", follow_redirects=True)

    waits = f"The linked household waits for your decision too: {other.reference}."
    assert waits in answer.text


def test_declining_one_whose_companion_has_its_home_is_explained(app, client):
    administrator = an_administrator(language="en")
    client.sign_in(administrator)
    one, other = a_proposed_pair()
    accept(one, administrator)
    page = f"/proposals/{other.id}"
    version = str(other.version)
    answers = {"decline-reason": "too_far", "decline-note": "", "decline-version": version}

    answer = client.submit(page, answers, to=f"{page}/decline")

    assert answer.status_code == 409
    assert one.referral.reference in answer.text
