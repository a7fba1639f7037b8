"""The clock of a stay on its way to the keys: reminded once, told once, fallen in time, or kept."""

from contextlib import contextmanager
from datetime import datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from stirrup.accounts.models import User
from stirrup.audit import AuditEntry
from stirrup.clock import PARIS, today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.placements.answering import answers, stalls
from stirrup.placements.answering.stalls import StallsFailedError, list_stalls, watch_stalls
from stirrup.placements.declined_pairs import DeclinedPair
from stirrup.placements.enums import EventKind, PlacementState
from stirrup.placements.lanes.enums import AnswerKind, Side, StepCode
from stirrup.placements.lanes.following import follow
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.lanes.stalling import Ring
from stirrup.placements.models import Placement, PlacementEvent
from stirrup.referrals.enums import ReferralState
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import MatchRun
from stirrup.units.enums import UnitState
from tests.factories import a_placement, a_proposal, a_run, an_administrator, stored

MONDAY = datetime(2027, 1, 11, 7, 30, tzinfo=PARIS)


@contextmanager
def days_later(number: int):
    with time_machine.travel(MONDAY + timedelta(days=number), tick=False):
        yield


def watch_on(number: int):
    """The clock of one morning, some days after the step began; what it did."""
    with days_later(number):
        return watch_stalls(today())


def asked(*, run: MatchRun | None = None, **values) -> Placement:
    """A stay whose first open step begins now."""
    proposal = a_proposal(run=run or a_run(), state=ProposalState.ACCEPTED)
    placement = a_placement(proposal, **values)
    follow(placement)
    return stored(placement)


@pytest.fixture
def stay(app) -> Placement:
    """Accepted on a Monday: its association is asked, two working days."""
    with days_later(0):
        return asked()


@pytest.fixture
def asked_household(app) -> Placement:
    """The household has five days from that Monday."""
    with days_later(0):
        return asked(association_yes_on=today())


@pytest.fixture
def asked_landlord(app) -> Placement:
    """The landlord has three days; the team decides afterwards."""
    with days_later(0):
        return asked(association_yes_on=today(), household_yes_on=today())


def owner_of(stay: Placement) -> User:
    return db.session.scalars(select(User).filter_by(id=stay.unit.created_by_id)).one()


def mails(word: str = "") -> list[OutboxMessage]:
    """Those whose subject holds a word."""
    found = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    return [mail for mail in found if word in mail.subject]


def told(stay: Placement) -> list[EventKind]:
    query = select(PlacementEvent.kind).where(PlacementEvent.placement_id == stay.id)
    return list(db.session.scalars(query.order_by(PlacementEvent.id)))


def journal(stay: Placement) -> list[str]:
    own = (AuditEntry.subject_kind == "placement", AuditEntry.subject_id == stay.id)
    return list(db.session.scalars(select(AuditEntry.action).where(*own).order_by(AuditEntry.id)))


def test_a_stay_without_a_step_begins_its_clock(app):
    stay = a_placement()

    watch_on(0)

    assert stay.step == StepCode.ASSOCIATION_ANSWER
    assert stay.step_due_on is not None


def test_the_referent_is_reminded_once_with_a_line_on_the_timeline(asked_household):
    done = [watch_on(3), watch_on(3)]

    assert [one[Ring.REMIND] for one in done] == [1, 0]
    reminders = mails("Rappel")
    assert [mail.recipient for mail in reminders] == [asked_household.referral.referent.email]
    assert told(asked_household) == [EventKind.REMINDED]
    assert journal(asked_household) == ["placement_reminded"]


def test_a_reminder_names_the_step_and_nobody(asked_household):
    referral = asked_household.referral

    watch_on(3)

    (mail,) = mails("Rappel")
    assert asked_household.reference in mail.subject
    assert "Réponse du ménage" in mail.body
    assert "http://127.0.0.1:5000/go/" in mail.body
    assert referral.reference not in mail.subject + mail.body
    assert asked_household.unit.street not in mail.body


def test_the_landlord_is_reminded_in_turn(asked_landlord):
    owner_of(asked_landlord).language = "en"
    db.session.commit()

    watch_on(1)

    (reminder,) = mails("Reminder")
    assert reminder.recipient == owner_of(asked_landlord).email
    assert mails("Rappel") == []


def test_each_administrator_gets_one_mail_for_all_that_stalls(app):
    administrators = [an_administrator(), an_administrator()]
    with days_later(0):
        run = a_run()
        stays = [asked(decided_by_id=administrators[0].id, run=run) for _stay in range(3)]

    for _run in range(2):
        watch_on(2)

    escalated = mails("bloqués")
    assert sorted(mail.recipient for mail in escalated) == sorted(p.email for p in administrators)
    assert all(stay.reference in mail.body for stay in stays for mail in escalated)


def test_what_a_killed_process_did_not_tell_the_team_is_told_the_next_day(stay, monkeypatch):
    an_administrator()
    with monkeypatch.context() as dies:
        dies.setattr(stalls, "tell_the_team", lambda _day: None)
        watch_on(2)

    watch_on(2)

    assert len(mails("bloqué")) == 2
    assert told(stay).count(EventKind.ESCALATED) == 1


def test_a_step_that_went_on_is_not_told_any_more(stay, monkeypatch):
    team = an_administrator()
    with monkeypatch.context() as dies:
        dies.setattr(stalls, "tell_the_team", lambda _day: None)
        watch_on(2)
    with days_later(2):
        answers.say_yes(stay, Side.ASSOCIATION, by=team)

    watch_on(2)

    assert mails("bloqué") == []


def test_a_household_that_does_not_answer_frees_both_sides_and_keeps_its_wait(asked_household):
    referral, unit = asked_household.referral, asked_household.unit
    waiting_since = referral.waiting_since
    watch_on(3)

    watch_on(6)

    assert asked_household.state == PlacementState.CANCELLED
    assert (referral.state, unit.state) == (ReferralState.READY, UnitState.OPEN)
    assert referral.waiting_since == waiting_since
    assert asked_household.cancel_reason == "deadline_passed"
    assert db.session.scalars(select(DeclinedPair.referral_id)).one() == referral.id


def test_the_answer_that_did_not_come_is_written_down_as_nobodys(asked_household):
    watch_on(3)

    watch_on(6)

    answer = db.session.scalars(select(StepAnswer)).one()
    assert (answer.kind, answer.side, answer.reason) == (
        AnswerKind.NO,
        Side.HOUSEHOLD,
        "deadline_passed",
    )
    assert answer.by_id is None


def test_both_sides_are_told_of_what_fell_through(asked_household):
    referent, owner = asked_household.referral.referent, owner_of(asked_household)
    watch_on(3)

    watch_on(6)

    fallen = {mail.recipient for mail in mails("n’aura pas lieu")}
    assert fallen == {referent.email, owner.email}


def test_a_step_of_the_landlord_never_falls_by_itself(asked_landlord):
    watch_on(2)

    done = watch_on(30)

    assert done[Ring.FLAG] == 1
    assert asked_landlord.state == PlacementState.SCHEDULED


def test_nothing_falls_on_the_day_of_its_first_reminder(asked_household):
    late = [watch_on(20), watch_on(20)]

    assert [one[Ring.RELEASE] for one in late] == [0, 0]
    assert watch_on(21)[Ring.RELEASE] == 1


def test_an_answer_stops_the_clock(asked_household):
    watch_on(3)
    with days_later(5):
        answers.say_yes(asked_household, Side.HOUSEHOLD, by=asked_household.referral.referent)

    done = watch_on(6)

    assert done[Ring.RELEASE] == 0
    assert asked_household.step == StepCode.LANDLORD_ANSWER


def test_a_stay_that_fails_stops_no_other_one(app, monkeypatch, caplog):
    with days_later(0):
        run = a_run()
        first, second = (asked(association_yes_on=today(), run=run) for _stay in range(2))
    numbers = (first.id, second.id)
    remind = stalls.ACTS[Ring.REMIND]

    def fail_for_the_first(placement, step, lanes):
        remind(placement, step, lanes)
        if placement.id == numbers[0]:
            raise RuntimeError("Samira Haddad")

    monkeypatch.setitem(stalls.ACTS, Ring.REMIND, fail_for_the_first)

    with pytest.raises(StallsFailedError):
        watch_on(3)

    db.session.expire_all()
    reminded = {number: db.session.get(Placement, number).step_reminded_at for number in numbers}
    assert reminded[numbers[0]] is None
    assert reminded[numbers[1]] is not None
    assert f"stall clock of stay {numbers[0]}: RuntimeError" in caplog.text
    assert "Samira" not in caplog.text


def test_a_run_that_only_looks_writes_nothing(asked_household):
    with days_later(3):
        (stall,) = list_stalls(today())

    assert (stall.reference, stall.asked) == (asked_household.reference, {Ring.REMIND})
    assert mails() == []
    assert db.session.scalar(select(func.count()).select_from(PlacementEvent)) == 0


def test_the_command_says_what_it_did_and_what_it_would_do(app, asked_household):
    run = app.test_cli_runner()
    with time_machine.travel(MONDAY + timedelta(days=3), tick=False):
        looked = run.invoke(args=["stalls", "--dry-run"]).output
        watched = run.invoke(args=["stalls"]).output

    assert looked.split() == [asked_household.reference, "household_answer", "remind"]
    assert watched == "remind: 1\n"


def test_a_step_that_begins_late_in_the_evening_counts_from_that_day_in_paris(app):
    with time_machine.travel(datetime.combine(MONDAY.date(), time(23, 30), PARIS), tick=False):
        stay = asked(association_yes_on=today())

    assert stay.step_due_on == MONDAY.date() + timedelta(days=5)
