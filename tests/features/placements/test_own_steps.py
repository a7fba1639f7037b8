"""Steps that administrators add: their place, who answers, what stays under way do, retiring."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from stirrup.audit import AuditEntry
from stirrup.clock import pretending, today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.permissions import NotPermittedError
from stirrup.placements import starting
from stirrup.placements.answering import answers, cancelling, own_steps, refusals, stalls
from stirrup.placements.enums import EventKind, PlacementState
from stirrup.placements.lanes import own_steps as setting
from stirrup.placements.lanes import settings
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import AnswerKind, DelayUnit, Side, StepCode, Timeout
from stirrup.placements.lanes.following import left_out
from stirrup.placements.lanes.models import StepAnswer, StepSetting
from stirrup.placements.lanes.order import places, put_after
from stirrup.placements.lanes.setting_refusals import (
    EscalationTooLateError,
    LandlordAskedTooEarlyError,
    NeverReleasedError,
    NoSuchPlaceError,
    ReminderTooLateError,
    SameNameError,
    SettingChangedError,
    StepUsedError,
)
from stirrup.placements.lanes.stalling import Ring
from stirrup.units.rules import RefusedCriterionError
from tests import factories
from tests.features.placements.own_steps import an_own_step, order, seen, switch, terms
from tests.features.placements.test_lane_walks import Scene, book, go_on, visit

PROGRAM = [code.value for code in StepCode]
SIDES = (Side.ASSOCIATION, Side.LANDLORD, Side.TEAM)


@pytest.fixture
def scene(app) -> Scene:
    return Scene()


def come_to(scene: Scene, step: str) -> None:
    """Everybody does what is asked until this step is open."""
    while scene.stay.step != step:
        go_on(scene)


def done(scene: Scene, code: str, by=None, note=None) -> None:
    step = lanes_in_force().step(code)
    own_steps.say_done(scene.stay, step, by=by or scene.worker, note=note)


def mails() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_step_stands_where_it_was_put(app):
    first = an_own_step(after=None, name={"fr": "Avant tout"})
    second = an_own_step(after="visit", name={"fr": "Passage de la mairie"})
    third = an_own_step(after="visit", name={"fr": "Accord du syndic"})
    fourth = an_own_step(after=second, name={"fr": "État des lieux préparé"})

    place = PROGRAM.index("visit") + 1
    assert order() == [first, *PROGRAM[:place], third, second, fourth, *PROGRAM[place:]]


def test_a_moved_step_stands_in_its_new_place_and_the_others_stay(app):
    first, second = an_own_step(name={"fr": "Une"}), an_own_step(name={"fr": "Deux"})

    setting.change_own_step(
        second,
        terms(name={"fr": "Deux"}),
        first,
        seen=seen(second),
        by=factories.an_administrator(),
    )

    place = PROGRAM.index("landlord_answer") + 1
    assert order() == [*PROGRAM[:place], first, second, *PROGRAM[place:]]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 12)), max_size=12))
def test_whatever_is_moved_the_programs_steps_keep_their_order(moves):
    codes, own = list(PROGRAM), [f"own_{number}" for number in range(8)]
    for number, place in moves:
        others = [code for code in codes if code != own[number]]
        after = [None, *others][place % len(others)]
        codes = put_after(codes, own[number], after)
    at = dict(places(codes))
    rebuilt = sorted(
        at,
        key=lambda code: (-1 if at[code][0] is None else PROGRAM.index(at[code][0]), at[code][1]),
    )

    assert [code for code in codes if code in PROGRAM] == PROGRAM
    assert codes[-1] == StepCode.KEYS
    assert [code for code in codes if code not in PROGRAM] == rebuilt


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"after": "keys"}, NoSuchPlaceError),
        ({"after": "own_none"}, NoSuchPlaceError),
        ({"side": Side.HOUSEHOLD}, NoSuchPlaceError),
        ({"side": Side.NOBODY}, NoSuchPlaceError),
        ({"side": Side.LANDLORD, "after": None}, LandlordAskedTooEarlyError),
        ({"side": Side.LANDLORD, "after": "association_answer"}, LandlordAskedTooEarlyError),
        ({"name": {"fr": "visite"}}, SameNameError),
        ({"remind_after": 3}, ReminderTooLateError),
        ({"escalate_after": 4}, EscalationTooLateError),
        ({"after": "agreement", "timeout": Timeout.RELEASE}, NeverReleasedError),
        ({"side": Side.TEAM, "timeout": Timeout.RELEASE}, NeverReleasedError),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(app, wrong, refusal):
    with pytest.raises(refusal):
        an_own_step(**wrong)

    db.session.rollback()
    assert order() == PROGRAM


@pytest.mark.parametrize(
    "person",
    [factories.a_landlord, factories.a_case_worker, factories.a_local_authority],
)
def test_administrators_alone_change_the_steps(app, person):
    code, other = an_own_step(), person()
    for act in (
        lambda: setting.add_step(Side.TEAM, terms(name={"fr": "Une autre"}), None, by=other),
        lambda: setting.change_own_step(code, terms(), None, seen=seen(code), by=other),
        lambda: setting.retire_step(code, seen=seen(code), by=other),
        lambda: setting.bring_back_step(code, seen=seen(code), by=other),
        lambda: setting.delete_step(code, seen=seen(code), by=other),
    ):
        with pytest.raises(NotPermittedError):
            act()


def test_a_stay_waits_at_an_added_step_like_at_any_other(scene):
    code = an_own_step()
    come_to(scene, code)

    assert scene.stay.step_due_on == today() + timedelta(days=3)
    asked = [mail for mail in mails() if mail.key and f"-{code}-" in mail.key]
    assert [mail.recipient for mail in asked] == [scene.worker.email]


@pytest.mark.parametrize("side", SIDES)
def test_the_side_that_is_expected_says_that_it_is_done(scene, side):
    code = an_own_step(side)
    come_to(scene, code)
    by = {Side.ASSOCIATION: scene.worker, Side.LANDLORD: scene.landlord, Side.TEAM: scene.team}

    done(scene, code, by=by[side], note="Reçue ce matin.")

    answer = scene.stay.answers[-1]
    assert scene.stay.step == StepCode.VISIT_BOOKING
    assert (answer.step, answer.side, answer.kind) == (code, side, AnswerKind.YES)
    assert (answer.note, answer.on_behalf) == ("Reçue ce matin.", False)
    assert scene.stay.events[-1].kind == EventKind.STEP_DONE


def test_done_twice_counts_once(scene):
    code = an_own_step()
    come_to(scene, code)

    done(scene, code)
    done(scene, code)

    assert sum(answer.step == code for answer in scene.stay.answers) == 1


@pytest.mark.parametrize(
    ("side", "wrong"),
    [(Side.ASSOCIATION, "landlord"), (Side.LANDLORD, "worker"), (Side.TEAM, "worker")],
)
def test_another_side_does_not_answer_for_it(scene, side, wrong):
    code = an_own_step(side)
    come_to(scene, code)

    with pytest.raises(NotPermittedError):
        done(scene, code, by=getattr(scene, wrong))


def test_it_is_not_answered_before_its_turn_even_by_the_team(scene):
    code = an_own_step()

    with pytest.raises(refusals.NotAskedYetError):
        done(scene, code, by=scene.team)


def test_the_side_is_told_when_the_team_answers_for_it(scene):
    code = an_own_step(Side.LANDLORD)
    come_to(scene, code)

    done(scene, code, by=scene.team)

    assert scene.stay.answers[-1].on_behalf
    assert scene.landlord.email in [
        mail.recipient for mail in mails() if "Attestation" in mail.body and "a noté" in mail.body
    ]


def test_a_landlords_note_chooses_no_people(scene):
    code = an_own_step(Side.LANDLORD)
    come_to(scene, code)

    with pytest.raises(RefusedCriterionError):
        done(scene, code, by=scene.landlord, note="Pas d’étrangers.")


@pytest.mark.parametrize(
    ("side", "code", "after"),
    [
        (Side.ASSOCIATION, "documents_missing", "landlord_answer"),
        (Side.ASSOCIATION, "documents_missing", "signatures"),
        (Side.LANDLORD, "works", "landlord_answer"),
        (Side.LANDLORD, "works", "agreement"),
    ],
)
def test_its_side_may_say_no_with_a_reason(scene, side, code, after):
    own = an_own_step(side, after)
    come_to(scene, own)

    answers.say_no(scene.stay, side, code, by=scene.speaker(side))

    assert scene.stay.state == PlacementState.CANCELLED
    assert scene.stay.step is None
    assert (scene.stay.answers[-1].step, scene.stay.answers[-1].reason) == (own, code)


def test_it_may_be_left_out_and_taken_back(scene):
    code = an_own_step()
    come_to(scene, code)

    answers.leave_out(scene.stay, code, by=scene.team, note="Déjà vue.")
    after = scene.stay.step
    cancelling.take_back(scene.stay, code, by=scene.team, note="Pas encore.")

    assert (after, scene.stay.step) == (StepCode.VISIT_BOOKING, code)
    assert left_out(scene.stay) == set()


def test_a_step_behind_the_agreement_is_taken_back_without_its_papers(scene):
    code = an_own_step(after="signatures")
    come_to(scene, code)
    papers = [paper.state for paper in scene.stay.documents]

    done(scene, code)
    cancelling.take_back(scene.stay, code, by=scene.team, note="Pas encore.")

    assert scene.stay.step == code
    assert [paper.state for paper in scene.stay.documents] == papers
    with pytest.raises(refusals.NothingToTakeBackError):
        cancelling.take_back(scene.stay, code, by=scene.team, note="Encore.")


def test_the_keys_wait_for_it(scene):
    code = an_own_step(after="signatures", side=Side.TEAM)
    come_to(scene, code)

    with pretending(scene.stay.first_day):
        assert starting.start_lacks(scene.stay) == {starting.StartPoint.STEPS}
        with pytest.raises(starting.NotReadyToStartError):
            starting.start_stay(scene.stay, by=scene.worker)
        done(scene, code, by=scene.team)
        starting.start_stay(scene.stay, by=scene.worker)

    assert scene.stay.state == PlacementState.ACTIVE


def test_a_new_step_binds_the_stays_that_have_not_come_to_its_place(scene):
    come_to(scene, StepCode.HOUSEHOLD_ANSWER)

    code = an_own_step()
    come_to(scene, code)

    assert left_out(scene.stay) == set()


@pytest.mark.parametrize(
    "step", [StepCode.VISIT_BOOKING, StepCode.VISIT, StepCode.AGREEMENT, StepCode.KEYS]
)
def test_a_new_step_calls_no_stay_back(scene, step):
    come_to(scene, step)
    since, team = scene.stay.step_since, factories.an_administrator()

    code = an_own_step(by=team)

    assert (scene.stay.step, scene.stay.step_since) == (step, since)
    assert left_out(scene.stay) == {code}
    assert scene.stay.answers[-1].by_id == team.id


def test_a_step_that_moves_behind_a_stay_calls_it_back_no_more(scene):
    code = an_own_step(after="visit")
    come_to(scene, StepCode.VISIT)

    setting.change_own_step(code, terms(), "association_answer", seen=seen(code), by=scene.team)

    assert scene.stay.step == StepCode.VISIT
    assert left_out(scene.stay) == {code}


def test_an_optional_step_of_the_program_that_is_taken_again_calls_no_stay_back(scene):
    switch("visit_booking", on=False)
    switch("visit", on=False)
    come_to(scene, StepCode.AGREEMENT)

    switch("visit", on=True)

    assert scene.stay.step == StepCode.AGREEMENT
    assert left_out(scene.stay) == {"visit"}


@pytest.mark.parametrize("way", ["switched off", "retired", "moved on"])
def test_the_stays_that_wait_at_it_go_on_at_once(scene, way):
    code = an_own_step()
    come_to(scene, code)

    if way == "switched off":
        switch(code, on=False)
    elif way == "retired":
        setting.retire_step(code, seen=seen(code), by=scene.team)
    else:
        setting.change_own_step(code, terms(), "visit", seen=seen(code), by=scene.team)

    assert scene.stay.step == StepCode.VISIT_BOOKING
    go_on(scene)
    assert scene.stay.step == StepCode.VISIT


def test_a_step_that_was_answered_is_retired_and_keeps_its_words(scene):
    code = an_own_step()
    come_to(scene, code)
    done(scene, code)

    setting.retire_step(code, seen=seen(code), by=scene.team)

    assert code not in order()
    assert lanes_in_force().step(code).name["en"] == "Insurance certificate received"
    with pytest.raises(StepUsedError):
        setting.delete_step(code, seen=seen(code), by=scene.team)


def test_a_step_that_nobody_was_asked_is_retired_then_deleted(app):
    code, team = an_own_step(), factories.an_administrator()
    with pytest.raises(StepUsedError):
        setting.delete_step(code, seen=seen(code), by=team)

    setting.retire_step(code, seen=seen(code), by=team)
    setting.delete_step(code, seen=seen(code), by=team)

    assert db.session.query(StepSetting).count() == 0
    actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions[-3:] == ["step_added", "step_retired", "step_deleted"]


def test_a_step_brought_back_is_asked_again(scene):
    code = an_own_step()
    setting.retire_step(code, seen=seen(code), by=scene.team)

    setting.bring_back_step(code, seen=seen(code), by=scene.team)
    come_to(scene, code)

    assert scene.stay.step == code


def test_of_two_who_change_it_the_second_is_told(app):
    code = an_own_step()
    old, team = seen(code), factories.an_administrator()
    switch(code, on=False)

    with pytest.raises(SettingChangedError):
        setting.change_own_step(code, terms(delay=9), "visit", seen=old, by=team)


def test_restoring_is_for_the_steps_of_the_program(app):
    code = an_own_step()

    settings.restore_step(code, seen=seen(code), by=factories.an_administrator())

    assert code in order()


@pytest.mark.parametrize(
    ("timeout", "state"),
    [(Timeout.FLAG, PlacementState.SCHEDULED), (Timeout.RELEASE, PlacementState.CANCELLED)],
)
def test_the_clock_reminds_tells_the_team_and_ends_what_may_end(scene, timeout, state):
    code = an_own_step(Side.LANDLORD, timeout=timeout, unit=DelayUnit.DAYS)
    come_to(scene, code)
    begun, told = today(), []

    for number in range(6):
        with pretending(begun + timedelta(days=number)):
            told.append(set(stalls.watch_stalls(today())))

    assert {Ring.REMIND} <= told[1] and {Ring.ESCALATE} <= told[2]
    assert scene.stay.state == state
    reminded = [mail.recipient for mail in mails() if "-reminder-" in mail.key]
    assert scene.landlord.email in reminded
    if timeout == Timeout.RELEASE:
        last = db.session.scalars(select(StepAnswer).order_by(StepAnswer.id.desc())).first()
        assert (last.step, last.reason) == (code, "deadline_passed")


def test_what_the_team_records_out_of_turn_passes_no_added_step_over(scene):
    code = an_own_step(after="landlord_answer")
    come_to(scene, code)

    book(scene)
    visit(scene)

    assert scene.stay.step == code
    done(scene, code)
    assert scene.stay.step == StepCode.AGREEMENT
