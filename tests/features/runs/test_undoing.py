"""Undoing a decision: in its window, by a named person, and everything is as it was before."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from stirrup.audit import AuditEntry
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.outbox.services import enqueue
from stirrup.permissions import NotPermittedError
from stirrup.placements.declined_pairs import DeclinedPair
from stirrup.placements.enums import PlacementState
from stirrup.placements.models import Placement
from stirrup.referrals.enums import ReferralState
from stirrup.runs import queue, services
from stirrup.runs.enums import AcceptReason, PostponeReason, ProposalState
from stirrup.runs.models import Decision, Proposal
from stirrup.runs.oversight import oversight_of
from stirrup.runs.refusals import (
    AlreadyUndoneError,
    NoLongerFreeToUndoError,
    NothingToUndoError,
    TooLateToUndoError,
)
from stirrup.runs.undoing import undo_decision, undo_until
from stirrup.ui.filters import time
from stirrup.units.enums import UnitState
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_proposal,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
)
from tests.features.runs.situations import a_hold, count
from tests.features.runs.test_races import CONTENDERS, WON, contest


def accept(proposal, by):
    return services.accept_proposal(
        proposal, by=by, reason=AcceptReason.URGENCY, note="", version=proposal.version
    )


def decline(proposal, by, reason="too_far"):
    return services.decline_proposal(
        proposal, by=by, reason=reason, note="", version=proposal.version
    )


def postpone(proposal, by):
    return services.postpone_proposal(
        proposal, by=by, reason=PostponeReason.OTHER, note="", version=proposal.version
    )


def undo(proposal, by):
    return undo_decision(proposal, by=by, version=proposal.version)


def grow_old(proposal: Proposal, minutes: int) -> None:
    """Let the decision have been taken so long ago."""
    proposal.standing_decision.decided_at = now() - timedelta(minutes=minutes)
    db.session.commit()


@pytest.fixture
def administrator(app):
    return an_administrator(display_name="Claire Morel", language="en")


@pytest.mark.parametrize("decide", [accept, decline, postpone])
def test_an_undone_decision_leaves_everything_as_it_was_but_its_row(app, administrator, decide):
    proposal = a_proposal()
    decide(proposal, administrator)

    undo(proposal, administrator)

    db.session.expire_all()
    decision = db.session.scalars(select(Decision)).one()
    line = db.session.scalars(select(AuditEntry).filter_by(action="decision_undone")).one()
    assert proposal.state == ProposalState.SUBMITTED
    assert proposal.unit.state == UnitState.OPEN
    assert proposal.referral.state == ReferralState.READY
    assert (decision.undone_by_id, decision.undone_at is not None) == (administrator.id, True)
    assert (line.actor_id, line.details) == (administrator.id, {"kind": decision.kind.value})
    assert count(DeclinedPair) == 0


def test_the_stay_of_an_undone_acceptance_is_cancelled_and_no_mail_leaves(app, administrator):
    proposal = a_proposal()
    stay = accept(proposal, administrator)
    of_another = f"stay-{stay.id}1-news"
    for key in (f"stay-{stay.id}-news", of_another):
        enqueue("paul@example.org", "en", "accounts/password_changed", key=key)
    db.session.commit()

    undo(proposal, administrator)

    db.session.expire_all()
    written = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    withdrawn = [mail.withdrawn_at is not None for mail in written if mail.key != of_another]
    assert (stay.state, stay.cancel_reason) == (PlacementState.CANCELLED, "undone")
    assert withdrawn
    assert all(withdrawn)
    assert len(written) == len(withdrawn) + 1


def test_a_proposal_may_be_accepted_again_after_an_undo(app, administrator):
    proposal = a_proposal()
    first = accept(proposal, administrator)
    undo(proposal, administrator)

    second = accept(proposal, administrator)

    assert (first.state, second.state) == (PlacementState.CANCELLED, PlacementState.SCHEDULED)
    assert count(Placement) == 2


def test_what_was_postponed_before_it_was_accepted_is_postponed_again(app, administrator):
    proposal = a_proposal()
    postpone(proposal, administrator)
    accept(proposal, administrator)

    undo(proposal, administrator)

    assert proposal.state == ProposalState.POSTPONED


def test_an_undone_refusal_brings_back_what_had_set_the_pair_aside_before(app, administrator):
    first = a_proposal()
    decline(first, administrator)
    before = db.session.scalars(select(DeclinedPair)).one()
    before.expires_on = today() - timedelta(days=1)
    second = a_proposal(first.unit, first.referral, run=first.run)
    decline(second, administrator)

    undo(second, administrator)

    db.session.expire_all()
    pair = db.session.scalars(select(DeclinedPair)).one()
    assert (pair.proposal_id, pair.expires_on) == (first.id, today() - timedelta(days=1))


def test_a_home_kept_for_some_households_is_kept_for_them_again(app, administrator):
    hold = a_hold()
    proposal = a_proposal(hold.unit, a_referral(needs_step_free=True))
    accept(proposal, administrator)

    undo(proposal, administrator)

    assert hold.unit.state == UnitState.HELD


def test_after_its_window_a_decision_stands(app, administrator):
    proposal = a_proposal()
    accept(proposal, administrator)
    grow_old(proposal, minutes=11)

    with pytest.raises(TooLateToUndoError):
        undo(proposal, administrator)

    db.session.rollback()
    assert proposal.state == ProposalState.ACCEPTED


def test_the_window_is_a_setting(app, administrator, monkeypatch):
    monkeypatch.setitem(app.config, "UNDO_MINUTES", 30)
    proposal = a_proposal()
    accept(proposal, administrator)
    grow_old(proposal, minutes=11)

    undo(proposal, administrator)

    assert proposal.state == ProposalState.SUBMITTED


def test_another_administrator_may_undo_and_is_named(app, administrator):
    other, proposal = an_administrator(display_name="Nadia Benali"), a_proposal()
    decline(proposal, administrator)
    undo(proposal, other)

    with pytest.raises(AlreadyUndoneError) as refused:
        undo_decision(proposal, by=administrator, version=2)

    assert str(refused.value).startswith("Nadia Benali undid the decision on ")
    assert proposal.decisions[0].decided_by == administrator


def test_an_undo_sent_twice_counts_once(app, administrator):
    proposal = a_proposal()
    accept(proposal, administrator)
    version = proposal.version
    undo_decision(proposal, by=administrator, version=version)

    undo_decision(proposal, by=administrator, version=version)

    undone = select(AuditEntry).filter_by(action="decision_undone")
    assert len(db.session.scalars(undone).all()) == 1


def test_a_decision_sent_again_after_its_undo_is_not_taken_for_the_first_one(app, administrator):
    proposal = a_proposal()
    accept(proposal, administrator)
    undo(proposal, administrator)

    with pytest.raises(AlreadyUndoneError):
        services.accept_proposal(
            proposal, by=administrator, reason=AcceptReason.URGENCY, note="", version=1
        )


def test_nothing_is_undone_where_nobody_decided(app, administrator):
    with pytest.raises(NothingToUndoError):
        undo(a_proposal(), administrator)


def test_a_stay_that_ended_otherwise_is_not_undone(app, administrator):
    proposal = a_proposal()
    stay = accept(proposal, administrator)
    stay.state = PlacementState.ACTIVE
    db.session.commit()

    with pytest.raises(NothingToUndoError):
        undo(proposal, administrator)


def test_a_refusal_stands_once_the_household_has_another_proposal(app, administrator):
    proposal = a_proposal()
    decline(proposal, administrator)
    a_proposal(referral=proposal.referral, run=proposal.run)

    with pytest.raises(NoLongerFreeToUndoError):
        undo(proposal, administrator)

    db.session.rollback()
    assert (proposal.state, count(DeclinedPair)) == (ProposalState.DECLINED, 1)


def test_only_administrators_undo(app, administrator):
    proposal = a_proposal()
    decline(proposal, administrator)

    for person in (a_landlord(), a_case_worker()):
        with pytest.raises(NotPermittedError):
            undo(proposal, person)


def test_what_was_undone_counts_neither_as_decided_nor_in_the_rates(app, administrator):
    kept = a_proposal()
    undone = a_proposal(run=kept.run)
    decline(kept, administrator)
    accept(undone, administrator)
    undo(undone, administrator)

    figures = oversight_of(administrator)

    assert (figures.decided, figures.declined_share) == (1, 1)
    assert queue.read_queue(queue.Filters()).counts[queue.Show.DECIDED] == 1


def test_of_eight_who_undo_at_once_exactly_one_succeeds(app):
    people = [an_administrator() for _ in range(CONTENDERS)]
    run = a_run()
    decided = [a_proposal(run=run) for _ in range(4)]
    for proposal in decided[:2]:
        accept(proposal, people[0])
    for proposal in decided[2:]:
        decline(proposal, people[0])

    outcomes = [contest(app, each, people, [by_version] * CONTENDERS) for each in decided]

    assert [outcome[WON] for outcome in outcomes] == [1] * len(decided)
    assert {name for outcome in outcomes for name in outcome} == {WON, "AlreadyUndoneError"}
    assert {each.state for each in decided} == {ProposalState.SUBMITTED}


def test_an_undo_and_a_new_decision_at_once_leave_one_state_and_its_rows(app):
    people = [an_administrator() for _ in range(CONTENDERS)]
    proposal = a_proposal()
    postpone(proposal, people[0])

    outcome = contest(app, proposal, people, [by_version, accept_it] * (CONTENDERS // 2))

    assert outcome[WON] == 1
    stands = proposal.standing_decision
    assert proposal.state in (ProposalState.SUBMITTED, ProposalState.ACCEPTED)
    assert (stands is None) == (proposal.state == ProposalState.SUBMITTED)
    assert count(Placement) == (proposal.state == ProposalState.ACCEPTED)


def by_version(proposal, by, version):
    undo_decision(proposal, by=by, version=version)


def accept_it(proposal, by, version):
    services.accept_proposal(proposal, by=by, reason=AcceptReason.URGENCY, note="", version=version)


def test_the_review_shows_until_when_ones_last_decision_may_be_undone(client, administrator):
    client.sign_in(administrator)
    first = a_proposal(number=71)
    a_proposal(run=first.run)
    decline(first, administrator)

    page = client.get("/review").text

    assert f"{first.reference} declined by you" in page
    assert f'action="/proposals/{first.id}/undo"' in page
    assert time(undo_until(first.standing_decision)) in page


def test_the_button_undoes_and_opens_the_proposal_again(client, administrator):
    client.sign_in(administrator)
    proposal = a_proposal(a_unit(commune_code="59350"))
    accept(proposal, administrator)
    fields = {"version": str(proposal.version)}

    answer = client.submit("/review", fields, to=f"/proposals/{proposal.id}/undo?commune=59350")

    db.session.expire_all()
    assert answer.location == f"/proposals/{proposal.id}?commune=59350"
    assert proposal.state == ProposalState.SUBMITTED
    page = client.get(answer.location).text
    assert 'id="accept"' in page
    assert "Claire Morel" in page


def test_an_undo_after_its_window_is_refused_clearly(client, administrator):
    client.sign_in(administrator)
    proposal = a_proposal()
    decline(proposal, administrator)
    client.get("/review")
    fields = {"version": str(proposal.version)}
    grow_old(proposal, minutes=9)
    page = client.get("/review").text
    grow_old(proposal, minutes=11)

    answer = client.submit("/runs", fields, to=f"/proposals/{proposal.id}/undo")

    assert "/undo" in page
    assert "/undo" not in client.get("/review").text
    assert answer.status_code == 409
    assert proposal.state == ProposalState.DECLINED


@pytest.mark.parametrize("typed", ["", "a\x00b", "9" * 20, "NaN"])
def test_an_undo_without_a_sound_version_changes_nothing(client, administrator, typed):
    client.sign_in(administrator)
    proposal = a_proposal()
    decline(proposal, administrator)

    answer = client.submit("/runs", {"version": typed}, to=f"/proposals/{proposal.id}/undo")

    db.session.expire_all()
    assert answer.status_code == 409
    assert proposal.state == ProposalState.DECLINED
