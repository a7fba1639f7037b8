"""Many administrators at one proposal in the same instant: one succeeds, nothing is doubled."""

from collections import Counter
from threading import Barrier, Thread

import pytest

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.placements.models import Placement
from stirrup.refusals import RefusedError
from stirrup.runs import services
from stirrup.runs.enums import AcceptReason, PostponeReason, ProposalState
from stirrup.runs.models import Decision, Proposal
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_proposal,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
    an_association,
)
from tests.features.runs.situations import count

CONTENDERS = 8
CONTESTS = 24
WON = "won"


def contest(app, proposal: Proposal, people: list[User], acts: list) -> Counter:
    """Let everybody act at once, each in a session of their own; count who won and who was told."""
    gate, outcomes = Barrier(len(people)), Counter()

    def contend(person_id: int, act) -> None:
        with app.app_context():
            mine, me = db.session.get(Proposal, proposal_id), db.session.get(User, person_id)
            version = mine.version
            gate.wait()
            try:
                act(mine, me, version)
                outcomes[WON] += 1
            except RefusedError as refusal:
                outcomes[type(refusal).__name__] += 1

    proposal_id = proposal.id
    threads = [
        Thread(target=contend, args=(person.id, act))
        for person, act in zip(people, acts, strict=True)
    ]
    db.session.rollback()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def accept(proposal, by, version):
    services.accept_proposal(
        proposal, by=by, reason=AcceptReason.BEST_ANSWER, note="", version=version
    )


def decline(proposal, by, version):
    services.decline_proposal(proposal, by=by, reason="too_far", note="", version=version)


def postpone(proposal, by, version):
    services.postpone_proposal(
        proposal, by=by, reason=PostponeReason.OTHER, note="", version=version
    )


@pytest.fixture
def people(app):
    return [an_administrator() for _ in range(CONTENDERS)]


@pytest.fixture
def proposals(app):
    worker = a_case_worker(an_association(support_capacity=CONTESTS))
    run, landlord = a_run(), a_landlord()
    return [a_proposal(a_unit(landlord), a_referral(worker), run=run) for _ in range(CONTESTS)]


def test_of_eight_who_accept_at_once_exactly_one_succeeds(app, people, proposals):
    outcomes = [contest(app, proposal, people, [accept] * CONTENDERS) for proposal in proposals]

    assert [outcome[WON] for outcome in outcomes] == [1] * CONTESTS
    assert {name for outcome in outcomes for name in outcome} == {WON, "AlreadyAcceptedError"}
    assert (count(Placement), count(Decision)) == (CONTESTS, CONTESTS)


def test_contrary_decisions_at_once_leave_one_of_them(app, people, proposals):
    acts = [accept, decline, postpone, accept, decline, accept, decline, accept]
    contested = proposals[:CONTENDERS]

    outcomes = [contest(app, proposal, people, acts) for proposal in contested]

    accepted = [one for one in contested if one.state == ProposalState.ACCEPTED]
    assert [outcome[WON] for outcome in outcomes] == [1] * CONTENDERS
    assert count(Decision) == CONTENDERS
    assert count(Placement) == len(accepted)
