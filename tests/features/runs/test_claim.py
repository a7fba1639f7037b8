"""One run for a date: the lease, its end, and the fence in front of a late first holder."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.matching.solver import solve
from stirrup.runs import claim
from stirrup.runs.claim import Claim, RunUnderWayError, claim_manual, claim_night
from stirrup.runs.enums import RunState
from stirrup.runs.explanations import explain_all
from stirrup.runs.loader import load
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.publication import LeaseLostError, Night, publish
from tests.features.runs.situations import a_town, count, let_the_lease_end
from tests.patience import awaited


def take(owner: str) -> Claim:
    return claim_night(today(), owner=owner, seed=1)


def computed() -> Night:
    problem = load(today(), seed=1)
    solution = solve(problem)
    return Night(problem, solution, explain_all(problem, solution), {})


def publish_for(holder: Claim) -> int:
    return publish(holder, computed(), territory=None, by=None)


def test_a_held_night_is_not_taken_twice(app):
    take("first")

    with pytest.raises(RunUnderWayError):
        take("second")


def test_a_night_left_behind_is_taken_over_when_its_lease_ends(app):
    first = take("first")
    let_the_lease_end()

    second = take("second")

    assert second.run_id == first.run_id
    assert (second.owner, second.attempt) == ("second", 2)


def test_a_late_first_holder_publishes_nothing(app):
    a_town()
    first = take("first")
    let_the_lease_end()
    take("second")

    with pytest.raises(LeaseLostError):
        publish_for(first)

    db.session.rollback()
    assert count(Proposal) == 0


def test_the_second_holder_publishes_even_when_the_first_one_tried(app):
    a_town()
    first = take("first")
    let_the_lease_end()
    second = take("second")
    with pytest.raises(LeaseLostError):
        publish_for(first)
    db.session.rollback()

    publish_for(second)

    run = db.session.scalars(select(MatchRun)).one()
    assert (run.state, run.owner, count(Proposal)) == (RunState.PUBLISHED, "second", 4)


def test_a_published_run_is_not_published_again_by_its_holder(app):
    a_town()
    holder = take("first")
    publish_for(holder)

    with pytest.raises(LeaseLostError):
        publish_for(holder)


def test_the_lease_is_renewed_while_the_holder_computes(app, monkeypatch):
    monkeypatch.setattr(claim, "RENEWED_EVERY", timedelta(milliseconds=10))
    holder = take("first")
    let_the_lease_end()

    with claim.kept(holder):
        renewed = awaited(lambda: is_held(holder))

    assert renewed


def is_held(holder: Claim) -> bool:
    """Whether the lease runs, as the database knows it."""
    db.session.rollback()
    return db.session.get(MatchRun, holder.run_id).lease_until > now()


def test_a_run_that_hangs_is_not_renewed_for_ever(app, monkeypatch):
    monkeypatch.setattr(claim, "RENEWED_EVERY", timedelta(milliseconds=1))
    monkeypatch.setattr(claim, "LONGEST_RUN", timedelta(0))
    holder = take("first")
    let_the_lease_end()

    with claim.kept(holder):
        db.session.rollback()

    assert take("second").attempt == 2


def test_a_run_by_hand_waits_for_the_one_under_way(app):
    take("first")

    with pytest.raises(RunUnderWayError):
        claim_manual(today(), owner="second", seed=1, territory=None, by=None)


def test_a_run_by_hand_does_not_wait_for_one_that_died(app):
    take("first")
    let_the_lease_end()

    taken = claim_manual(today(), owner="second", seed=1, territory=None, by=None)

    assert db.session.get(MatchRun, taken.run_id).number == 1
