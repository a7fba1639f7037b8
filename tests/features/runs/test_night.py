"""A whole night: what it publishes, what it leaves alone, what it does when something fails."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.matching import solver
from stirrup.matching.checker import check
from stirrup.matching.problem import Problem
from stirrup.outbox.models import OutboxMessage
from stirrup.permissions import NotPermittedError
from stirrup.referrals.enums import CommuneStance, ReferralState, Urgency
from stirrup.referrals.models import CommunePreference, SafetyZone
from stirrup.runs import nightly
from stirrup.runs.claim import BusinessDateRefusedError, NightAlreadyDoneError
from stirrup.runs.criteria import READERS
from stirrup.runs.enums import ProposalState, RunKind, RunState
from stirrup.runs.loader import load
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.nightly import RunFailedError, run_night, seed_of, start_manual_run
from stirrup.runs.publication import digest_of
from stirrup.units.enums import UnitKind, UnitState
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
from tests.features.runs.situations import a_town, count, proposals_in, tonight

UNREADABLE = "bm8ga2V5IG9wZW5zIHRoaXMgdmFsdWUsIHdoaWNoIG5vYm9keSB3cm90ZQ=="


def the_run() -> MatchRun:
    return db.session.scalars(select(MatchRun)).one()


def pairs() -> set[tuple[int, int]]:
    submitted = proposals_in(ProposalState.SUBMITTED)
    return {(proposal.referral_id, proposal.unit_id) for proposal in submitted}


def break_the_night() -> None:
    """A fault of the world: a stored value that no key opens."""
    referral = a_referral()
    referral.safety_zones = [SafetyZone(area={"commune_code": "59350", "km": 0})]
    db.session.commit()
    table = SafetyZone.__table__
    db.session.connection().exec_driver_sql(f"UPDATE {table.name} SET area = '{UNREADABLE}'")
    db.session.commit()


def test_a_ready_household_is_proposed_an_open_home_that_suits(app):
    unit, referral = a_unit(), a_referral()

    tonight()

    proposal = proposals_in(ProposalState.SUBMITTED)[0]
    assert (proposal.unit_id, proposal.referral_id) == (unit.id, referral.id)
    assert proposal.place_id == unit.places[0].id
    assert proposal.first_day == today()
    assert proposal.version == 1


def test_every_home_is_proposed_to_one_household_when_households_are_many(app):
    a_town(households=6, homes=4)

    report = tonight()

    proposals = proposals_in(ProposalState.SUBMITTED)
    assert report.proposals_count == len(proposals) == 4
    assert len({proposal.place_id for proposal in proposals}) == 4
    assert len({proposal.referral_id for proposal in proposals}) == 4


def test_a_shared_home_receives_as_many_households_as_it_has_places(app):
    a_unit(kind=UnitKind.SHARED_ROOM, places=2, places_count=2, surface_m2=90, max_people=4)
    for _ in range(3):
        a_referral(accepts_shared=True, bedrooms_needed=1)

    tonight()

    assert len({proposal.place_id for proposal in proposals_in(ProposalState.SUBMITTED)}) == 2


def test_an_association_without_support_left_is_proposed_nothing(app):
    a_unit()
    a_referral(a_case_worker(an_association(support_capacity=0)))

    assert tonight().proposals_count == 0


def test_the_most_urgent_household_is_housed_and_numbered_first(app):
    a_unit()
    a_unit()
    worker = a_case_worker()
    waited = today() - timedelta(days=300)
    stable = a_referral(worker, urgency=Urgency.STABLE, waiting_since=waited)
    urgent = a_referral(worker, urgency=Urgency.NO_SHELTER, waiting_since=today())

    tonight()

    numbered = [proposal.referral_id for proposal in proposals_in(ProposalState.SUBMITTED)]
    assert numbered == [urgent.id, stable.id]


def test_a_refused_commune_is_respected(app):
    a_unit()
    referral = a_referral()
    refused = CommunePreference(commune_code="59512", stance=CommuneStance.REFUSED)
    referral.communes = [refused]
    db.session.commit()

    assert tonight().proposals_count == 0


def test_the_run_keeps_what_a_replay_needs(app):
    a_town()

    report = tonight()

    run = the_run()
    problem = Problem.from_bytes(run.input_snapshot)
    replayed = solver.solve(problem)
    assert run.state == RunState.PUBLISHED
    assert run.input_digest == problem.digest()
    assert run.output_digest == digest_of(replayed)
    assert set(replayed.pairs) == pairs()
    assert run.seed == seed_of(today())
    assert (run.status, run.gap, run.value) == ("optimal", 0.0, run.bound)
    assert run.weights_version == problem.weights.version
    assert set(run.versions) == {"matcher", "numpy", "ortools", "python"}
    assert set(run.durations) == {"load", "hold", "solve", "check", "explain"}
    assert (run.households_count, run.units_count, run.proposals_count) == (6, 4, 4)
    assert run.eligible_pairs == report.eligible_pairs == 24
    assert run.price_of_urgency == 0


def test_the_same_day_and_data_give_the_same_proposals(app):
    a_town(households=8, homes=5)

    first, second = (solver.solve(load(today(), seed=seed_of(today()))) for _ in range(2))

    assert first.pairs == second.pairs
    assert check(load(today(), seed=seed_of(today())), first) == ()


def test_the_seed_says_its_date(app):
    assert seed_of(today()) == int(today().isoformat().replace("-", ""))


def test_the_stored_explanation_tells_every_criterion_and_every_part(app):
    a_unit()
    a_referral()

    tonight()

    explanation = proposals_in(ProposalState.SUBMITTED)[0].explanation
    codes = [criterion["code"] for criterion in explanation["criteria"]]
    people = explanation["criteria"][0]
    points = {part["code"]: part["points"] for part in explanation["points"]}
    assert codes == [*READERS, "support", "other_conditions"]
    assert (people["asked"], people["offered"]) == (3, [1, 4])
    assert points["waiting"] == 20
    assert points["urgency"] == 2000


def test_the_snapshot_is_encrypted(app):
    a_town(households=1, homes=1)

    tonight()

    stored = db.session.connection().exec_driver_sql("SELECT input_snapshot FROM match_run")
    assert bytes(stored.scalar_one()) != the_run().input_snapshot


def test_the_journal_is_told_without_a_name(app):
    a_town()

    tonight()

    line = db.session.scalars(select(AuditEntry).filter_by(action="run_published")).one()
    assert (line.actor_id, line.subject_id) == (None, the_run().id)
    assert line.details == {"proposals": 4, "status": "optimal"}


def test_a_night_writes_to_nobody_the_morning_does(app):
    an_administrator()
    a_town()

    tonight()

    assert count(OutboxMessage) == 0


def test_a_dry_run_writes_nothing(app):
    an_administrator()
    a_town()

    report = tonight(dry_run=True)

    assert report.proposals_count == 4
    assert report.run_id is None
    assert [count(model) for model in (MatchRun, Proposal, OutboxMessage, AuditEntry)] == [0] * 4


def test_a_date_has_one_night(app):
    a_town()
    tonight()

    with pytest.raises(NightAlreadyDoneError):
        tonight()

    assert count(Proposal) == 4


@pytest.mark.parametrize("days", [-1, 2])
def test_a_wrong_clock_is_refused(app, days):
    a_run()

    with pytest.raises(BusinessDateRefusedError):
        run_night(today() + timedelta(days=days), owner="test")


def test_the_next_night_replaces_what_nobody_decided(app):
    earlier = a_proposal(run=a_run(business_date=today() - timedelta(days=1)))

    tonight()

    db.session.refresh(earlier)
    replacing = proposals_in(ProposalState.SUBMITTED)[0]
    assert earlier.state == ProposalState.DISCARDED
    assert earlier.version == 2
    assert replacing.referral_id == earlier.referral_id


def test_the_next_night_leaves_what_was_postponed(app):
    run = a_run(business_date=today() - timedelta(days=1))
    postponed = a_proposal(run=run, state=ProposalState.POSTPONED)
    a_referral()

    tonight()

    db.session.refresh(postponed)
    assert postponed.state == ProposalState.POSTPONED
    assert proposals_in(ProposalState.SUBMITTED) == []


def test_a_night_that_fails_keeps_the_proposals_of_yesterday(app, caplog):
    yesterday = a_proposal(run=a_run(business_date=today() - timedelta(days=1)))
    break_the_night()

    with pytest.raises(RunFailedError):
        tonight()

    db.session.refresh(yesterday)
    run = db.session.scalars(select(MatchRun).filter_by(business_date=today())).one()
    assert yesterday.state == ProposalState.SUBMITTED
    assert (run.state, run.failure) == (RunState.FAILED, "UnreadableFieldError")
    assert run.finished_at is not None
    assert "failed: UnreadableFieldError" in caplog.text


def test_a_failed_night_may_be_run_again(app):
    break_the_night()
    with pytest.raises(RunFailedError):
        tonight()
    db.session.execute(SafetyZone.__table__.delete())
    db.session.commit()

    tonight()

    assert (the_run().state, the_run().attempt, the_run().failure) == (RunState.PUBLISHED, 2, None)


def test_a_solution_that_breaks_a_rule_is_not_published(app, monkeypatch):
    a_town(households=2, homes=2)

    def two_homes_for_one(problem):
        solution = solver.solve(problem)
        referral = solution.pairs[0][0]
        doubled = tuple((referral, unit) for unit in problem.units.id.tolist())
        return replace(solution, pairs=doubled)

    monkeypatch.setattr(nightly, "solve", two_homes_for_one)
    with pytest.raises(RunFailedError):
        tonight()

    assert count(Proposal) == 0
    assert the_run().failure.startswith("UnsoundSolutionError: referral ")


def test_what_was_taken_while_the_night_computed_is_not_proposed(app, monkeypatch):
    """A decision made between reading and publishing stands: the night gives way."""
    a_town(households=2, homes=2)
    taken = a_unit()

    def slow(problem):
        solution = solver.solve(problem)
        withdrawn = update(type(taken)).where(type(taken).id == taken.id)
        db.session.execute(withdrawn.values(state=UnitState.WITHDRAWN))
        db.session.execute(update(Proposal).values(state=ProposalState.POSTPONED))
        db.session.commit()
        return solution

    monkeypatch.setattr(nightly, "solve", slow)
    postponed = a_proposal(a_unit(), a_referral(), run=a_run(business_date=today() - timedelta(1)))

    tonight()

    submitted = proposals_in(ProposalState.SUBMITTED)
    assert taken.id not in {proposal.unit_id for proposal in submitted}
    assert postponed.referral_id not in {proposal.referral_id for proposal in submitted}
    assert postponed.place_id not in {proposal.place_id for proposal in submitted}


def test_runs_by_hand_are_numbered_and_continue_the_references(app):
    administrator = an_administrator()
    a_town()
    tonight()

    start_manual_run(by=administrator)
    start_manual_run(by=administrator)

    runs = db.session.scalars(select(MatchRun).order_by(MatchRun.number)).all()
    numbers = db.session.scalars(select(Proposal.number).order_by(Proposal.id)).all()
    assert [(run.number, run.kind) for run in runs] == [
        (0, RunKind.NIGHTLY),
        (1, RunKind.MANUAL),
        (2, RunKind.MANUAL),
    ]
    assert runs[1].started_by == administrator
    assert numbers == list(range(1, 13))
    assert len(proposals_in(ProposalState.SUBMITTED)) == 4


def test_a_run_by_hand_of_a_commune_replaces_its_proposals_only(app):
    administrator = an_administrator()
    elsewhere = a_proposal(a_unit(commune_code="59350"))
    here = a_proposal(run=elsewhere.run)

    start_manual_run(by=administrator, territory=["59512"])

    db.session.refresh(elsewhere)
    db.session.refresh(here)
    latest = db.session.scalars(select(MatchRun).filter_by(kind=RunKind.MANUAL)).one()
    assert elsewhere.state == ProposalState.SUBMITTED
    assert here.state == ProposalState.DISCARDED
    assert latest.territory == "59512"


def test_only_an_administrator_starts_a_run(app):
    for person in (a_landlord(), a_case_worker()):
        with pytest.raises(NotPermittedError):
            start_manual_run(by=person)

    assert count(MatchRun) == 0


def test_a_household_proposed_for_stays_ready_until_somebody_decides(app):
    a_unit()
    referral = a_referral()

    tonight()

    db.session.refresh(referral)
    assert referral.state == ReferralState.READY
