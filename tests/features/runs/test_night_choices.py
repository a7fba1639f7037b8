"""What named people decided before the night: the night obeys, stores it, and holds homes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.matching import solver
from stirrup.matching.over_time.holds import RARE_NEEDS, HoldPolicy
from stirrup.matching.tables import FOR_NOBODY, KEPT_FOR
from stirrup.matching.weights import Weights
from stirrup.referrals.enums import ReferralState, Urgency
from stirrup.referrals.models import LinkGroup
from stirrup.runs import nightly
from stirrup.runs.choice_models import UnitHold
from stirrup.runs.enums import ChoiceKind, HoldReason, ProposalState, RunKind
from stirrup.runs.models import MatchRun
from stirrup.runs.nightly import RunFailedError
from stirrup.runs.policy_holds import release_passed
from stirrup.units.enums import UnitState
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_landlord_organisation,
    a_referral,
    a_unit,
    stored,
)
from tests.features.runs.situations import a_choice, a_hold, in_force, proposals_in, tonight
from tests.features.runs.test_night import break_the_night

STEP_FREE = 1 << KEPT_FOR.index("needs_step_free")
KEEP_STEP_FREE = HoldPolicy(name=RARE_NEEDS, nights=14, needs=("needs_step_free",))
LILLE = "59350"


def an_old_home(**values):
    """Not step-free: no policy keeps it."""
    return a_unit(step_free=False, **values)


def pairs() -> set[tuple[int, int]]:
    submitted = proposals_in(ProposalState.SUBMITTED)
    return {(proposal.referral_id, proposal.unit_id) for proposal in submitted}


def the_run() -> MatchRun:
    return db.session.scalars(select(MatchRun).order_by(MatchRun.id.desc()).limit(1)).one()


def holds() -> list[UnitHold]:
    db.session.expire_all()
    return list(db.session.scalars(select(UnitHold).order_by(UnitHold.id)))


def let_a_night_pass() -> None:
    """As if tonight's run had been yesterday's."""
    for run in db.session.scalars(select(MatchRun)):
        run.business_date -= timedelta(days=1)
    db.session.commit()


def meanwhile(monkeypatch, happens) -> None:
    """Let something happen between reading the database and publishing."""

    def slow(problem):
        solution = solver.solve(problem)
        happens()
        db.session.commit()
        return solution

    monkeypatch.setattr(nightly, "solve", slow)


def test_a_pair_asked_for_comes_before_urgency(app):
    unit = a_unit()
    a_referral(urgency=Urgency.NO_SHELTER)
    asked_for = a_referral(urgency=Urgency.STABLE)
    a_choice(ChoiceKind.PIN, asked_for, unit)

    tonight()

    assert pairs() == {(asked_for.id, unit.id)}
    assert the_run().unmet_pins == []


def test_a_pair_ruled_out_is_not_proposed(app):
    unit, referral = a_unit(), a_referral()
    a_choice(ChoiceKind.BAN, referral, unit)

    tonight()

    assert pairs() == set()


def test_a_pair_that_cannot_be_met_is_named_by_the_run(app):
    unit, referral = a_unit(max_people=1), a_referral()
    a_choice(ChoiceKind.PIN, referral, unit)

    report = tonight()

    assert report.unmet_pins == [[referral.id, unit.id]]
    assert the_run().unmet_pins == [[referral.id, unit.id]]


def test_of_two_pairs_asked_for_that_contradict_each_other_one_is_met_and_one_named(app):
    unit, one, other = a_unit(), a_referral(), a_referral()
    a_choice(ChoiceKind.PIN, one, unit)
    a_choice(ChoiceKind.PIN, other, unit)

    tonight()

    asked_for = {(one.id, unit.id), (other.id, unit.id)}
    unmet = {tuple(pair) for pair in the_run().unmet_pins}
    assert len(pairs()) == 1
    assert pairs() | unmet == asked_for


def test_a_home_held_back_altogether_is_proposed_to_nobody(app):
    a_hold(kept_for=FOR_NOBODY)
    a_referral(needs_step_free=True)

    tonight()

    assert pairs() == set()


def test_a_home_held_for_a_need_is_proposed_to_those_who_have_it(app):
    hold = a_hold(kept_for=STEP_FREE)
    a_referral(urgency=Urgency.NO_SHELTER)
    in_need = a_referral(needs_step_free=True, urgency=Urgency.STABLE)

    tonight()

    assert pairs() == {(in_need.id, hold.unit_id)}


def test_a_hold_whose_last_night_has_passed_is_written_down_and_the_home_is_proposed(app):
    hold = a_hold(kept_for=FOR_NOBODY, until_date=today())
    referral = a_referral()

    tonight()

    assert pairs() == {(referral.id, hold.unit_id)}
    assert holds()[0].released_at is not None
    assert hold.unit.state == UnitState.OPEN


def test_a_landlord_who_wants_no_stay_is_proposed_nobody(app):
    a_unit(a_landlord(a_landlord_organisation(most_stays=0)))
    a_referral()

    assert tonight().proposals_count == 0
    assert the_run().is_proved


def test_a_landlord_is_proposed_no_more_stays_than_wanted(app):
    landlord = a_landlord(a_landlord_organisation(most_stays=1))
    for _ in range(3):
        a_unit(landlord)
        a_referral()

    assert tonight().proposals_count == 1


def test_windows_of_the_past_give_no_pair_and_no_fault(app):
    a_unit(available_from=today() - timedelta(400), available_until=today() - timedelta(30))
    a_referral(earliest_entry=today() - timedelta(90), latest_entry=today() - timedelta(1))

    report = tonight()

    assert (report.eligible_pairs, report.proposals_count) == (0, 0)


def test_the_run_names_the_parameters_it_used(app):
    adopted = in_force(weights=Weights(waiting=80))

    tonight()

    run = the_run()
    assert (run.parameters, run.weights_version) == (adopted, adopted.version)


def test_a_run_before_any_adoption_names_the_weights_of_the_program(app):
    tonight()

    run = the_run()
    assert (run.parameters_id, run.weights_version) == (None, Weights().version)


def test_without_a_policy_no_home_is_held(app):
    a_unit(opened_on=today())

    tonight()

    assert holds() == []


def test_the_policy_holds_a_rare_home_that_nobody_needs_tonight(app):
    in_force(policy=KEEP_STEP_FREE)
    rare = a_unit(opened_on=today() - timedelta(days=4))
    ordinary, referral = an_old_home(), a_referral()

    tonight()

    hold = holds()[0]
    assert pairs() == {(referral.id, ordinary.id)}
    assert (hold.unit, hold.kept_for, hold.reason) == (rare, STEP_FREE, HoldReason.SCARCE)
    assert (hold.from_date, hold.until_date) == (today(), today() + timedelta(days=10))
    assert rare.state == UnitState.HELD
    line = db.session.scalars(select(AuditEntry).filter_by(action="unit_held")).one()
    assert (line.actor_id, line.subject_id) == (None, rare.id)


def test_the_policy_holds_no_home_that_opened_long_ago(app):
    in_force(policy=KEEP_STEP_FREE)
    a_unit(opened_on=today() - timedelta(days=14))
    a_referral()

    tonight()

    assert holds() == []
    assert len(pairs()) == 1


def test_the_policy_never_holds_a_home_from_those_without_shelter(app):
    in_force(policy=KEEP_STEP_FREE)
    unit = a_unit(opened_on=today())
    referral = a_referral(urgency=Urgency.NO_SHELTER)

    tonight()

    assert pairs() == {(referral.id, unit.id)}
    assert holds() == []


def test_the_next_night_lets_the_same_hold_stand(app):
    in_force(policy=KEEP_STEP_FREE)
    a_unit(opened_on=today() - timedelta(days=1))
    tonight()
    first = [(hold.id, hold.from_date, hold.released_at) for hold in holds()]
    let_a_night_pass()

    tonight()

    assert [(hold.id, hold.from_date, hold.released_at) for hold in holds()] == first


def test_a_policy_that_is_given_up_releases_its_homes_the_next_night(app):
    in_force(policy=KEEP_STEP_FREE)
    unit = a_unit(opened_on=today())
    tonight()
    let_a_night_pass()
    in_force()

    tonight()

    assert holds()[0].released_at is not None
    assert unit.state == UnitState.OPEN
    assert db.session.scalars(select(AuditEntry).filter_by(action="unit_hold_released")).one()


def test_a_hold_of_the_team_outlives_the_policy(app):
    in_force(policy=KEEP_STEP_FREE)
    kept = a_hold(a_unit(opened_on=today()), kept_for=FOR_NOBODY)

    tonight()

    assert [(hold.id, hold.released_at) for hold in holds()] == [(kept.id, None)]


def test_a_run_of_a_town_leaves_the_holds_of_others_alone(app):
    in_force(policy=KEEP_STEP_FREE)
    a_unit(opened_on=today())
    tonight()
    in_force()

    tonight(territory=[LILLE], kind=RunKind.MANUAL)

    assert [hold.released_at for hold in holds()] == [None]


def test_a_dry_run_holds_nothing(app):
    in_force(policy=KEEP_STEP_FREE)
    unit = a_unit(opened_on=today())

    tonight(dry_run=True)

    assert holds() == []
    assert unit.state == UnitState.OPEN


def test_a_night_that_fails_leaves_holds_and_choices_of_yesterday(app):
    in_force(policy=KEEP_STEP_FREE)
    unit, referral = a_unit(opened_on=today()), a_referral(state=ReferralState.PARKED)
    pin = a_choice(ChoiceKind.PIN, referral, unit)
    tonight()
    before = [(hold.id, hold.released_at) for hold in holds()]
    let_a_night_pass()
    in_force()
    break_the_night()

    with pytest.raises(RunFailedError):
        tonight()

    assert [(hold.id, hold.released_at) for hold in holds()] == before
    assert unit.state == UnitState.HELD
    assert pin.ended_at is None


def test_a_fault_while_publishing_holds_nothing(app, monkeypatch):
    in_force(policy=KEEP_STEP_FREE)
    unit = a_unit(opened_on=today())

    def fail(*_arguments):
        raise RuntimeError("a fault of the world")

    monkeypatch.setattr("stirrup.runs.publication._finish", fail)
    with pytest.raises(RunFailedError):
        tonight()

    assert holds() == []
    assert unit.state == UnitState.OPEN


def test_a_home_paused_while_the_night_computed_is_not_held(app, monkeypatch):
    in_force(policy=KEEP_STEP_FREE)
    unit = a_unit(opened_on=today())
    meanwhile(monkeypatch, lambda: setattr(unit, "state", UnitState.PAUSED))

    tonight()

    assert holds() == []
    assert unit.state == UnitState.PAUSED


def test_a_home_held_by_somebody_while_the_night_computed_is_not_proposed(app, monkeypatch):
    unit = a_unit()
    a_referral()
    meanwhile(monkeypatch, lambda: a_hold(unit, kept_for=FOR_NOBODY))

    tonight()

    assert pairs() == set()


def test_a_pair_ruled_out_while_the_night_computed_is_not_proposed(app, monkeypatch):
    unit, referral = a_unit(), a_referral()
    meanwhile(monkeypatch, lambda: a_choice(ChoiceKind.BAN, referral, unit))

    tonight()

    assert pairs() == set()


def test_a_group_that_loses_one_while_the_night_computed_is_not_proposed(app, monkeypatch):
    worker = a_case_worker()
    group = stored(
        LinkGroup(association_id=worker.organisation_id, max_km=5, created_by_id=worker.id)
    )
    one, other = (a_referral(worker, link_group=group) for _ in range(2))
    alone = a_referral(worker)
    for _ in range(3):
        a_unit()
    meanwhile(monkeypatch, lambda: setattr(one, "state", ReferralState.PARKED))

    tonight()

    assert {referral for referral, _unit in pairs()} == {alone.id}
    assert other.state == ReferralState.READY


def test_a_hold_is_released_by_its_day_when_no_night_runs(app):
    hold = a_hold(until_date=today())

    assert release_passed(today()) == 1

    assert holds()[0].released_at is not None
    assert hold.unit.state == UnitState.OPEN


def test_a_hold_that_still_binds_is_not_released(app):
    hold = a_hold(until_date=today() + timedelta(days=1))

    assert release_passed(today()) == 0

    assert hold.unit.state == UnitState.HELD


def test_a_home_that_left_the_nights_keeps_its_state_when_its_hold_ends(app):
    hold = a_hold()
    hold.unit.state = UnitState.RESERVED
    db.session.commit()

    release_passed(today())

    assert holds()[0].released_at is not None
    assert hold.unit.state == UnitState.RESERVED
