"""What case workers and their managers do, with the keys alone."""

from datetime import timedelta

import pytest

from stirrup.accounts.leave_models import Leave
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import Role
from stirrup.placements.enums import ExtensionState, PlacementState
from stirrup.placements.lanes.enums import StepCode
from stirrup.placements.lanes.following import follow
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import SignatureState, SigningParty
from stirrup.referrals.enums import ReferralState, TransferState
from stirrup.referrals.models import Referral
from stirrup.referrals.transfer_models import ReferralTransfer
from stirrup.runs.enums import ProposalState
from tests.factories import (
    a_case_worker,
    a_person,
    a_placement,
    a_proposal,
    a_referral,
    a_run,
    a_unit,
    an_association,
    stored,
)
from tests.features.placements.signing import a_round
from tests.features.placements.stages import a_stay_ready_to_start, a_stay_under_way
from tests.features.spreadsheets.situations import households
from tests.journeys import answering, referring, signing

pytestmark = pytest.mark.browser

CONTACTS = {"phone": "06 98 76 54 32", "email": "menage@example.org"}


def reread(row):
    """A row as the database has it now."""
    db.session.rollback()
    return db.session.get_one(type(row), row.id)


def test_a_household_is_referred(sit_down):
    worker = sit_down(a_case_worker())

    worker.open("/referrals/new")
    worker.send_wrong()
    worker.open("/today")
    referring.refer_household(worker, safety="59098", near="commune-59646", **CONTACTS)

    db.session.rollback()
    referral = db.session.query(Referral).one()
    assert (referral.state, len(referral.safety_zones)) == (ReferralState.READY, 1)
    assert worker.faults == []


def test_the_household_is_asked_and_the_home_is_seen(sit_down):
    worker = a_case_worker()
    run = a_run()
    going_on, refused = (proposed(worker, run) for _number in range(2))
    visitor = sit_down(worker)

    visitor.open("/today")
    answering.say_yes(visitor, going_on.id, "association")
    answering.say_yes(visitor, going_on.id, "household")
    answered_by_the_landlord(going_on)
    visitor.open(f"/stays/{going_on.id}/visit")
    visitor.answer(day=today() + timedelta(days=3), hour="10:30")
    visitor.send_filled()
    answering.record_visit(visitor, going_on.id)
    answering.say_yes(visitor, refused.id, "association")
    visitor.open(f"/stays/{refused.id}/answers/household/no")
    visitor.send_wrong()
    visitor.answer(reason="location")
    visitor.send_filled()

    assert reread(going_on).step == StepCode.AGREEMENT
    assert reread(going_on).visit_done_on == today()
    assert reread(refused).state == PlacementState.CANCELLED
    assert visitor.faults == []


def proposed(worker, run) -> Placement:
    """A stay that waits for the association."""
    accepted = {"state": ProposalState.ACCEPTED, "run": run}
    stay = a_placement(a_proposal(a_unit(), a_referral(worker), **accepted))
    follow(stay)
    db.session.commit()
    return stay


def answered_by_the_landlord(stay: Placement) -> None:
    fresh = reread(stay)
    fresh.landlord_yes_on = today()
    follow(fresh)
    db.session.commit()


def test_a_referral_waits_comes_back_is_confirmed_closed_and_reopened(sit_down):
    worker = a_case_worker()
    referral = a_referral(worker, situation="hosted", support_level="medium")
    page = f"/referrals/{referral.id}"
    visitor = sit_down(worker)

    visitor.open(page)
    visitor.follow("/park")
    visitor.send_wrong()
    visitor.answer(reason="person_asks", until=today() + timedelta(days=7))
    visitor.send_filled()
    visitor.open(page)
    visitor.send(to="/resume")
    visitor.open(page)
    visitor.send(to="/confirm")
    visitor.open(page)
    visitor.follow("/withdraw")
    visitor.answer(reason="moved_away")
    visitor.send_filled()
    visitor.open(page)
    visitor.follow("/reopen")
    visitor.send_filled()

    assert reread(referral).state == ReferralState.DRAFT
    assert visitor.faults == []


def test_households_are_linked_and_a_referral_changes_hands(sit_down):
    worker = a_case_worker()
    colleague, neighbour = a_case_worker(worker.organisation), a_case_worker(an_association())
    first, second = a_referral(worker), a_referral(worker)
    page = f"/referrals/{first.id}"
    visitor = sit_down(worker)

    visitor.open(page)
    visitor.follow("/link")
    visitor.answer(reference=second.reference, max_km=3)
    visitor.send_filled()
    visitor.open(page)
    visitor.send(to="/unlink")
    for last_act in ("/transfer/take-back", None):
        visitor.open(f"{page}/transfer")
        visitor.send_wrong()
        visitor.answer(association=neighbour.organisation_id, household_agrees=True)
        visitor.send_filled()
        visitor.open(page)
        if last_act:
            visitor.send(to=last_act)
    visitor.open(f"{page}/referent")
    visitor.answer(to=colleague.id)
    visitor.send_filled()

    assert reread(first).referent_id == colleague.id
    states = [one.state for one in db.session.query(ReferralTransfer).order_by("id")]
    assert states == [TransferState.TAKEN_BACK, TransferState.ASKED]
    assert visitor.faults == []


def test_offered_referrals_are_taken_or_refused(sit_down):
    worker, other = a_case_worker(), a_case_worker()
    taken, refused = (offered(worker, other) for _number in range(2))
    visitor = sit_down(worker)

    visitor.open(f"/referrals/transfers/{taken.id}")
    visitor.send_wrong(to="/take")
    visitor.answer(commits=True)
    visitor.send(to="/take")
    visitor.open(f"/referrals/transfers/{refused.id}")
    visitor.send(to="/refuse")

    assert reread(taken).state == TransferState.TAKEN
    assert reread(refused).state == TransferState.REFUSED
    assert visitor.faults == []


def offered(worker, other) -> ReferralTransfer:
    return stored(
        ReferralTransfer(
            referral=a_referral(other),
            from_organisation=other.organisation,
            to_organisation=worker.organisation,
            asked_by=other,
        )
    )


def test_a_list_of_households_is_taken_over(sit_down, tmp_path):
    visitor = sit_down(a_case_worker())
    file = tmp_path / "orientations.csv"
    file.write_bytes(households({}))

    for last_act in ("/drop", "/confirm"):
        visitor.open("/referrals/imports")
        visitor.answer(file=file)
        visitor.send_filled()
        visitor.send_filled()
        if last_act == "/confirm":
            visitor.answer(declared=True)
        visitor.send(to=last_act)

    db.session.rollback()
    assert db.session.query(Referral).one().state == ReferralState.DRAFT
    assert visitor.faults == []


def test_a_resident_signs_before_a_witness(sit_down):
    opened = a_round()
    signature = opened.of(SigningParty.RESIDENTS)
    visitor = sit_down(opened.worker)

    signing.witness(visitor, opened.worker, signature)

    assert reread(signature).state == SignatureState.SIGNED
    assert visitor.faults == []


def test_a_stay_begins(sit_down):
    stay, _team = a_stay_ready_to_start()
    worker = stay.referral.referent
    visitor = sit_down(worker)

    signing.see_the_entry(visitor, stay.id, present=worker.display_name)
    signing.hand_over_the_keys(visitor, stay.id)

    assert reread(stay).state == PlacementState.ACTIVE
    assert visitor.faults == []


def test_a_prolongation_is_asked_for_and_withdrawn(sit_down):
    stay, _team = a_stay_under_way()
    visitor = sit_down(stay.referral.referent)
    longer = stay.end_day + timedelta(days=30)

    visitor.open(f"/stays/{stay.id}/prolongation")
    visitor.answer(last_day=longer, reason="support_in_progress")
    visitor.send_filled()
    visitor.open(f"/stays/{stay.id}")
    visitor.send(to="/prolongation/withdraw")

    states = [one.state for one in reread(stay).extensions]
    assert states == [ExtensionState.WITHDRAWN]
    assert visitor.faults == []


def test_a_stay_ends(sit_down):
    stay, _team = a_stay_under_way()
    visitor = sit_down(stay.referral.referent)

    visitor.open(f"/stays/{stay.id}/end")
    visitor.answer(ground="residents_leave", announced_on=today(), delivery="hand")
    visitor.send_filled()
    visitor.open(f"/stays/{stay.id}/end/record")
    visitor.answer(left_on=today(), keys_returned=3, outcome="social_housing")
    visitor.send_filled()

    assert reread(stay).state == PlacementState.ENDED_EARLY
    assert visitor.faults == []


def test_a_leave_is_written_down_and_ended(sit_down):
    worker = a_case_worker()
    deputy = a_case_worker(worker.organisation)
    visitor = sit_down(worker)
    page = f"/people/{worker.id}/leave"

    visitor.open(page)
    visitor.send_wrong()
    visitor.answer(first_day=today() + timedelta(days=3), last_day=today() + timedelta(days=9))
    visitor.answer(deputy=deputy.id)
    visitor.send_filled()
    visitor.open(page)
    db.session.rollback()
    leave = db.session.query(Leave).one()
    visitor.send(to=f"/leaves/{leave.id}/end")

    assert reread(leave).ended_at
    assert visitor.faults == []


def test_a_manager_shares_the_work_out(sit_down):
    manager = a_person(Role.ASSOCIATION_MANAGER, an_association())
    leaving, going_on = (a_case_worker(manager.organisation) for _number in range(2))
    referral, handed_over = a_referral(manager), a_referral(leaving)
    visitor = sit_down(manager)

    visitor.open("/board")
    visitor.follow("/board/table")
    visitor.answer(q=referral.reference)
    visitor.ask()
    visitor.open("/board/table")
    visitor.answer(referrals=[referral.id], to=leaving.id)
    visitor.send(to="/board/referent")
    visitor.open("/team")
    visitor.answer(capacity="")
    visitor.send_wrong(to="/capacity")
    visitor.answer(capacity=7)
    visitor.send(to="/capacity")
    visitor.answer(leaving=leaving.id, to=going_on.id)
    visitor.send(to="/hand-over")

    assert reread(handed_over).referent_id == going_on.id
    assert reread(referral).referent_id == going_on.id
    assert reread(manager).organisation.support_capacity == 7
    assert visitor.faults == []
