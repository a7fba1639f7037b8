"""The reserve list the same morning: who is next, by which rules, and when nobody is."""

import random
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update

from stirrup.audit import AuditEntry
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.matching.solver import solve
from stirrup.outbox.models import OutboxMessage
from stirrup.placements.answering.cancelling import cancel_placement
from stirrup.placements.declined_pairs import DeclinedPair
from stirrup.placements.lanes.enums import HomeAfter, HouseholdAfter, Side
from stirrup.placements.lanes.models import ReasonSetting
from stirrup.referrals.enums import ReferralState, Urgency
from stirrup.referrals.models import Referral
from stirrup.runs import services
from stirrup.runs.choices import choose_pair
from stirrup.runs.enums import AcceptReason, ChoiceKind, ProposalState, RunState
from stirrup.runs.loader import load
from stirrup.runs.models import Decision, Proposal
from stirrup.runs.nightly import start_manual_run
from stirrup.runs.promotion import propose_from_reserve
from stirrup.runs.stored_night import open_night_of
from stirrup.runs.undoing import undo_decision
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit
from tests.factories import (
    a_case_worker,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
    an_association,
    stored,
)
from tests.features.runs.situations import count, proposals_in, tonight


def waiting(days: int, worker=None, **values) -> Referral:
    """A ready household that has waited for so many days."""
    return a_referral(worker, waiting_since=today() - timedelta(days=days), **values)


def decline(proposal: Proposal, by=None, reason: str = "too_far") -> Proposal:
    return services.decline_proposal(
        proposal, by=by or an_administrator(), reason=reason, note="", version=proposal.version
    )


def accept(proposal: Proposal, by=None):
    return services.accept_proposal(
        proposal,
        by=by or an_administrator(),
        reason=AcceptReason.URGENCY,
        note="",
        version=proposal.version,
    )


@pytest.fixture
def one_home(app):
    """Three households for one home, the one that waits longest proposed for it."""
    worker = a_case_worker()
    households = [waiting(days, worker) for days in (90, 60, 30)]
    a_unit()
    tonight()
    (proposal,) = proposals_in(ProposalState.SUBMITTED)
    return proposal, households


def test_a_refusal_gives_the_home_to_the_next_household(one_home):
    proposal, (first, second, _third) = one_home

    decline(proposal)
    (promoted,) = propose_from_reserve()

    db.session.expire_all()
    line = db.session.scalars(select(AuditEntry).filter_by(action="proposal_from_reserve")).one()
    assert (proposal.referral_id, promoted.referral_id) == (first.id, second.id)
    assert (promoted.unit_id, promoted.place_id) == (proposal.unit_id, proposal.place_id)
    assert (promoted.state, promoted.reserve_of_id) == (ProposalState.SUBMITTED, proposal.id)
    assert (promoted.run_id, promoted.number) == (proposal.run_id, 2)
    assert line.details == {"reserve_of": proposal.id}
    assert {point["code"] for point in promoted.explanation["points"]} >= {"urgency"}


def test_who_may_decide_is_told_by_mail_but_for_who_freed_the_home(one_home):
    proposal, _households = one_home
    others = [an_administrator(), an_administrator()]
    an_administrator(deactivated_at=now())
    decline(proposal)

    (promoted,) = propose_from_reserve(by=others[0])

    mails = db.session.scalars(select(OutboxMessage)).all()
    told = [mail for mail in mails if promoted.reference in mail.subject]
    assert others[1].email in {mail.recipient for mail in told}
    assert others[0].email not in {mail.recipient for mail in told}
    assert f"/proposals/{promoted.id}" in told[0].body


def test_the_list_is_gone_through_one_by_one(one_home):
    proposal, (_first, second, third) = one_home
    found = []
    for _turn in range(3):
        decline(proposal)
        promoted = propose_from_reserve()
        found += [one.referral_id for one in promoted]
        proposal = promoted[0] if promoted else proposal
        if not promoted:
            break

    assert found == [second.id, third.id]
    assert proposals_in(ProposalState.SUBMITTED) == []


def test_a_stay_that_falls_through_gives_its_home_to_the_next_household(one_home):
    proposal, (_first, second, _third) = one_home
    stay = accept(proposal)

    cancel_placement(stay, "location", by=an_administrator())
    (promoted,) = propose_from_reserve()

    assert (promoted.referral_id, promoted.reserve_of_id) == (second.id, proposal.id)


def test_a_home_that_does_not_stay_open_is_proposed_to_nobody(one_home):
    proposal, _households = one_home
    stay = accept(proposal)

    cancel_placement(stay, "sold", by=an_administrator())

    assert proposal.unit.state == UnitState.WITHDRAWN
    assert propose_from_reserve() == []


def test_an_acceptance_that_is_undone_frees_nothing(one_home):
    proposal, _households = one_home
    reviewer = an_administrator()
    accept(proposal, reviewer)
    undo_decision(proposal, by=reviewer, version=proposal.version)

    assert propose_from_reserve() == []
    assert proposal.state == ProposalState.SUBMITTED


def test_an_undone_refusal_takes_the_home_back_from_the_next_household(one_home):
    proposal, _households = one_home
    reviewer = an_administrator()
    decline(proposal, reviewer)
    (promoted,) = propose_from_reserve()

    undo_decision(proposal, by=reviewer, version=proposal.version)

    assert (proposal.state, promoted.state) == (ProposalState.SUBMITTED, ProposalState.VOID)
    assert propose_from_reserve() == []


def test_asked_twice_the_list_is_used_once(one_home):
    decline(one_home[0])

    made = [len(propose_from_reserve()) for _time in range(2)]

    assert made == [1, 0]


def test_a_household_with_an_undecided_proposal_is_passed_over(app):
    worker = a_case_worker()
    waiting(90, worker), waiting(60, worker)
    third = waiting(30, worker)
    a_unit(), a_unit()
    tonight()
    first, second = proposals_in(ProposalState.SUBMITTED)

    decline(first)
    (promoted,) = propose_from_reserve()

    assert promoted.referral_id == third.id
    assert second.state == ProposalState.SUBMITTED


@pytest.mark.parametrize("change", ["parked", "larger", "ruled out"])
def test_rules_are_asked_again_on_the_data_of_today(one_home, change):
    proposal, (_first, second, third) = one_home
    if change == "parked":
        second.state = ReferralState.PARKED
    elif change == "larger":
        second.people = 9
    else:
        reviewer, until = an_administrator(), today() + timedelta(days=9)
        choose_pair(
            second,
            proposal.unit,
            ChoiceKind.BAN,
            by=reviewer,
            note="The lift is broken",
            expires_on=until,
        )
    db.session.commit()

    decline(proposal)
    (promoted,) = propose_from_reserve()

    assert promoted.referral_id == third.id


def test_an_association_that_supports_as_many_as_it_can_is_passed_over(app):
    full, other = a_case_worker(an_association(support_capacity=1)), a_case_worker()
    waiting(90, full), waiting(80, other), waiting(70, full)
    last = waiting(10, other)
    a_unit(), a_unit()
    tonight()
    held, freed = proposals_in(ProposalState.SUBMITTED)

    decline(freed)
    (promoted,) = propose_from_reserve()

    assert held.referral.association_id == full.organisation_id
    assert promoted.referral_id == last.id


def test_a_reason_that_forbids_nothing_does_not_bring_the_household_back_the_same_day(one_home):
    proposal, (_first, second, _third) = one_home
    ordinary = {"side": Side.TEAM, "label": {"fr": "Le toit"}, "forbids_days": 0}
    after = {"home": HomeAfter.OPEN, "household": HouseholdAfter.READY}
    flags = dict.fromkeys(("needs_note", "needs_review", "retired"), False)
    author = {"changed_by_id": an_administrator().id}
    stored(ReasonSetting(code="roof", **ordinary, **after, **flags, **author))

    decline(proposal, reason="roof")
    (promoted,) = propose_from_reserve()

    assert count(DeclinedPair) == 0
    assert promoted.referral_id == second.id


def test_what_was_freed_another_day_waits_for_the_night(one_home):
    proposal, _households = one_home
    decline(proposal)
    db.session.scalars(select(Decision)).one().decided_at = now() - timedelta(days=1)
    db.session.commit()

    assert propose_from_reserve() == []


def test_nothing_is_proposed_while_a_run_is_under_way(one_home):
    decline(one_home[0])
    a_run(kind="manual", number=1, state=RunState.CLAIMED, lease_until=now() + timedelta(minutes=1))

    assert propose_from_reserve() == []


def test_two_who_look_at_once_propose_one_household(app, one_home):
    decline(one_home[0])
    db.session.rollback()
    gate, made = Barrier(4), []

    def look() -> None:
        with app.app_context():
            gate.wait()
            made.extend(one.id for one in propose_from_reserve())

    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 1
    assert len(proposals_in(ProposalState.SUBMITTED)) == 1


@pytest.mark.parametrize("seed", range(12))
def test_who_is_proposed_is_whom_the_solver_alone_would_choose(app, seed):
    """Among households without a proposal, for this one home: the first eligible of the list."""
    draw = random.Random(seed)
    workers = [a_case_worker(an_association(support_capacity=draw.choice((2, 9)))) for _ in "ab"]
    for _ in range(8):
        waiting(
            draw.randrange(5, 200),
            draw.choice(workers),
            urgency=draw.choice(list(Urgency)),
            people=draw.randint(1, 4),
            bedrooms_needed=draw.randint(0, 2),
            needs_step_free=draw.random() < 0.3,
        )
    for _ in range(3):
        a_unit(max_people=draw.randint(2, 4), step_free=draw.random() < 0.6)
    tonight()
    freed = draw.choice(proposals_in(ProposalState.SUBMITTED))
    decline(freed)
    expected = chosen_by_the_solver(freed)

    promoted = propose_from_reserve()

    assert [one.referral_id for one in promoted] == expected


def chosen_by_the_solver(freed: Proposal) -> list[int]:
    """Close the other homes and put their proposals off: the night's own loader skips them."""
    others = [one for one in proposals_in(ProposalState.SUBMITTED) if one.id != freed.id]
    full = {}
    for one in others:
        one.state = ProposalState.POSTPONED
        association = one.referral.association
        full[association] = full.get(association, 0) + 1
    for association, used in full.items():
        association.support_capacity -= used
    other_homes = update(Unit).where(Unit.id != freed.unit_id)
    db.session.execute(other_homes.values(state=UnitState.PAUSED))
    problem = load(today(), seed=0, territory=None)
    pairs = [pair for pair in solve(problem).pairs if pair[1] == freed.unit_id]
    db.session.rollback()
    assert problem.units.id.tolist() == [freed.unit_id]
    return [referral for referral, _unit in pairs]


def test_the_page_of_a_promoted_proposal_says_where_it_comes_from(client, one_home):
    proposal, (first, second, third) = one_home
    client.sign_in(an_administrator(language="en"))
    decline(proposal)
    (promoted,) = propose_from_reserve()

    page, queue = client.get(f"/proposals/{promoted.id}").text, client.get("/review").text

    night = open_night_of(promoted)
    assert "From the reserve list." in page
    assert f"/proposals/{proposal.id}" in page
    assert "From the reserve list" in queue
    assert third.reference in page
    assert first.reference not in page
    assert night.solution.pairs == ((second.id, proposal.unit_id),)


def test_a_household_that_came_after_the_night_is_explained_too(client, app):
    client.sign_in(an_administrator(language="en"))
    waiting(90)
    a_unit()
    tonight()
    (proposal,) = proposals_in(ProposalState.SUBMITTED)
    waiting(10)
    decline(proposal)
    (promoted,) = propose_from_reserve()

    page = client.get(f"/proposals/{promoted.id}")

    assert page.status_code == 200
    assert "It is the next household that this home suits" in page.text


def test_the_night_that_comes_replaces_what_nobody_decided(one_home):
    proposal, _households = one_home
    decline(proposal)
    (promoted,) = propose_from_reserve()
    db.session.delete(db.session.scalars(select(DeclinedPair)).one())
    db.session.commit()

    start_manual_run(by=an_administrator())

    assert promoted.state == ProposalState.DISCARDED
    assert promoted.run.output_digest is not None
