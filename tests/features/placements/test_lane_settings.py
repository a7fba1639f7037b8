"""Steps and reasons changed without code: checked, journalled, taken back, and never lost."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import NotPermittedError
from stirrup.placements.answering import answers, stalls
from stirrup.placements.answering.refusals import UnknownReasonError
from stirrup.placements.lanes import reason_settings
from stirrup.placements.lanes import settings as step_settings
from stirrup.placements.lanes.catalogue import lanes_in_force, lanes_of_the_program
from stirrup.placements.lanes.enums import (
    DelayUnit,
    HomeAfter,
    HouseholdAfter,
    Side,
    StepCode,
    Timeout,
)
from stirrup.placements.lanes.following import follow
from stirrup.placements.lanes.models import ReasonSetting, StepSetting
from stirrup.placements.lanes.reason_settings import ReasonTerms
from stirrup.placements.lanes.setting_refusals import (
    EscalationTooLateError,
    NeverReleasedError,
    ReasonNeededError,
    ReminderTooLateError,
    SameWordsError,
    SettingChangedError,
    StepNeededError,
)
from stirrup.placements.lanes.setting_values import stamp, values_of_reason, values_of_step
from stirrup.placements.lanes.settings import StepTerms
from stirrup.refusals import RefusedError
from tests.factories import a_case_worker, a_landlord, a_placement, an_administrator

VISIT, KEYS = StepCode.VISIT, StepCode.KEYS


def terms(**values) -> StepTerms:
    ordinary = {
        "name": {"fr": "Visite", "en": "Visit"},
        "text": {"fr": "Le ménage voit le logement."},
        "delay": 10,
        "unit": DelayUnit.DAYS,
        "remind_after": 4,
        "escalate_after": 8,
        "timeout": Timeout.FLAG,
        "enabled": True,
    }
    return StepTerms(**ordinary | values)


def reason_terms(**values) -> ReasonTerms:
    ordinary = {
        "label": {"fr": "Trop près de l’école", "en": "Too near the school"},
        "forbids_days": 45,
        "home": HomeAfter.OPEN,
        "household": HouseholdAfter.READY,
        "needs_note": False,
        "needs_review": False,
    }
    return ReasonTerms(**ordinary | values)


def seen_step(code: StepCode) -> str:
    return stamp(values_of_step(lanes_in_force().step(code)))


def seen(code: str) -> str:
    return stamp(values_of_reason(lanes_in_force().reasons[code]))


def change(code: StepCode = VISIT, by=None, **values) -> None:
    person = by or an_administrator()
    step_settings.change_step(code, terms(**values), seen=seen_step(code), by=person)


def journal() -> list[AuditEntry]:
    kinds = AuditEntry.subject_kind.in_(("step_setting", "reason_setting"))
    return list(db.session.scalars(select(AuditEntry).where(kinds).order_by(AuditEntry.id)))


def test_a_changed_step_is_in_force_at_once(app):
    change(delay=10, remind_after=4, escalate_after=8)

    step = lanes_in_force().step(VISIT)
    assert (step.delay, step.remind_after, step.escalate_after) == (10, 4, 8)


def test_the_journal_holds_what_was_and_what_is(app):
    change(text=lanes_in_force().step(VISIT).text, delay=10, remind_after=5, escalate_after=7)

    (line,) = journal()
    assert (line.action, line.details["code"]) == ("step_changed", "visit")
    assert (line.details["before"], line.details["after"]) == ({"delay": 7}, {"delay": 10})


@pytest.mark.parametrize(
    ("code", "values", "refusal"),
    [
        (VISIT, {"remind_after": 9}, ReminderTooLateError),
        (VISIT, {"escalate_after": 11}, EscalationTooLateError),
        (KEYS, {"enabled": False}, StepNeededError),
        (KEYS, {"timeout": Timeout.RELEASE}, NeverReleasedError),
        (StepCode.SIGNATURES, {"timeout": Timeout.RELEASE}, NeverReleasedError),
    ],
)
def test_what_contradicts_itself_is_refused_and_nothing_is_stored(app, code, values, refusal):
    with pytest.raises(refusal):
        change(code, **values)

    assert lanes_in_force() == lanes_of_the_program()
    assert journal() == []


@pytest.mark.parametrize("a_person", [a_landlord, a_case_worker])
def test_only_administrators_change_them(app, a_person):
    person = a_person()
    attempts = (
        lambda: change(by=person),
        lambda: step_settings.restore_step(VISIT, seen=seen_step(VISIT), by=person),
        lambda: reason_settings.add_reason(Side.TEAM, reason_terms(), by=person),
        lambda: reason_settings.change_reason("size", reason_terms(), seen="", by=person),
        lambda: reason_settings.retire_reason("size", seen=seen("size"), by=person),
        lambda: reason_settings.bring_back_reason("size", seen=seen("size"), by=person),
        lambda: reason_settings.restore_reason("size", seen=seen("size"), by=person),
    )

    for attempt in attempts:
        with pytest.raises(NotPermittedError):
            attempt()
    assert journal() == []


def test_somebody_who_looked_at_older_values_is_told(app):
    old = seen_step(VISIT)
    change(delay=20)

    with pytest.raises(SettingChangedError):
        step_settings.change_step(VISIT, terms(delay=30), seen=old, by=an_administrator())

    assert lanes_in_force().step(VISIT).delay == 20


def test_a_step_goes_back_to_what_comes_with_the_program(app):
    change(delay=20)

    step_settings.restore_step(VISIT, seen=seen_step(VISIT), by=an_administrator())

    assert lanes_in_force() == lanes_of_the_program()
    assert [line.action for line in journal()] == ["step_changed", "step_restored"]
    assert journal()[-1].details["after"]["delay"] == 7


def test_going_back_when_nothing_was_changed_leaves_no_line(app):
    step_settings.restore_step(VISIT, seen=seen_step(VISIT), by=an_administrator())

    assert journal() == []


def test_a_step_that_is_left_out_is_passed_over_by_stays_under_way(app):
    stay = a_placement(
        association_yes_on=today(), household_yes_on=today(), landlord_yes_on=today()
    )
    follow(stay)
    db.session.commit()
    before = stay.step
    change(StepCode.VISIT_BOOKING, enabled=False)

    stalls.watch_stalls(today())

    assert (before, stay.step) == (StepCode.VISIT_BOOKING, StepCode.VISIT)


def test_an_open_step_keeps_the_day_it_was_promised(app):
    stay = a_placement(association_yes_on=today())
    follow(stay)
    db.session.commit()
    promised = stay.step_due_on
    change(StepCode.HOUSEHOLD_ANSWER, delay=9, timeout=Timeout.RELEASE)

    follow(stay)

    assert stay.step_due_on == promised == today() + timedelta(days=5)


def test_an_added_reason_is_offered_to_its_side_under_a_code_of_its_words(app):
    code = reason_settings.add_reason(Side.HOUSEHOLD, reason_terms(), by=an_administrator())

    assert code == "trop_pres_de_l_ecole"
    offered = lanes_in_force().reasons_of(Side.HOUSEHOLD)
    assert (offered[-1].code, offered[-1].forbids_days) == (code, 45)


def test_two_reasons_never_share_a_code(app):
    team = an_administrator()

    codes = [
        reason_settings.add_reason(side, reason_terms(), by=team)
        for side in (Side.HOUSEHOLD, Side.ASSOCIATION, Side.LANDLORD)
    ]

    assert codes == [
        "trop_pres_de_l_ecole",
        "trop_pres_de_l_ecole_2",
        "trop_pres_de_l_ecole_3",
    ]


def test_the_same_reason_sent_twice_is_added_once(app):
    team = an_administrator()
    reason_settings.add_reason(Side.HOUSEHOLD, reason_terms(), by=team)

    with pytest.raises(SameWordsError):
        reason_settings.add_reason(Side.HOUSEHOLD, reason_terms(), by=team)


def test_words_that_hold_no_letter_still_have_a_code(app):
    label = {"fr": "!!! ???"}

    code = reason_settings.add_reason(Side.TEAM, reason_terms(label=label), by=an_administrator())

    assert code == "reason"


def test_a_changed_reason_keeps_its_code_and_its_side(app):
    reason_settings.change_reason(
        "size", reason_terms(forbids_days=None), seen=seen("size"), by=an_administrator()
    )

    reason = lanes_in_force().reasons["size"]
    assert (reason.code, reason.side, reason.forbids_days) == ("size", Side.HOUSEHOLD, None)
    assert len(lanes_in_force().reasons) == len(lanes_of_the_program().reasons)


def test_a_retired_reason_is_told_and_not_offered(app):
    reason_settings.retire_reason("size", seen=seen("size"), by=an_administrator())
    stay = a_placement(association_yes_on=today())
    follow(stay)

    with pytest.raises(UnknownReasonError):
        answers.say_no(stay, Side.HOUSEHOLD, "size", by=stay.referral.referent)

    assert lanes_in_force().reasons["size"].label["en"] == "The kind or the size does not suit"


def test_a_retired_reason_can_be_offered_again(app):
    team = an_administrator()
    reason_settings.retire_reason("size", seen=seen("size"), by=team)

    reason_settings.bring_back_reason("size", seen=seen("size"), by=team)

    assert not lanes_in_force().reasons["size"].retired


@pytest.mark.parametrize("code", ["deadline_passed", "undone"])
def test_a_reason_that_the_platform_gives_is_not_retired(app, code):
    with pytest.raises(ReasonNeededError):
        reason_settings.retire_reason(code, seen=seen(code), by=an_administrator())


def test_a_reason_goes_back_to_what_comes_with_the_program(app):
    team = an_administrator()
    reason_settings.change_reason("size", reason_terms(), seen=seen("size"), by=team)

    reason_settings.restore_reason("size", seen=seen("size"), by=team)

    assert lanes_in_force() == lanes_of_the_program()


def test_an_added_reason_has_nothing_to_go_back_to_and_stays(app):
    team = an_administrator()
    code = reason_settings.add_reason(Side.TEAM, reason_terms(), by=team)

    reason_settings.restore_reason(code, seen=seen(code), by=team)

    assert code in lanes_in_force().reasons


def walk_step(team, draw):
    code = draw(st.sampled_from(StepCode))
    delays = draw(st.tuples(*[st.integers(0, 60)] * 3))
    values = terms(
        delay=max(delays[0], 1),
        remind_after=delays[1],
        escalate_after=delays[2],
        timeout=draw(st.sampled_from(Timeout)),
        enabled=draw(st.booleans()),
    )
    step_settings.change_step(code, values, seen=seen_step(code), by=team)


def walk_back(team, draw):
    code = draw(st.sampled_from(StepCode))
    step_settings.restore_step(code, seen=seen_step(code), by=team)


def walk_add(team, draw):
    label = {"fr": draw(st.text(min_size=3, max_size=40).filter(str.strip).filter(safe))}
    side = draw(st.sampled_from(Side))
    reason_settings.add_reason(side, reason_terms(label=label), by=team)


def walk_reason(team, draw):
    codes = sorted(lanes_in_force().reasons)
    code = codes[draw(st.integers(0, 999)) % len(codes)]
    act = draw(st.sampled_from(("retire_reason", "bring_back_reason", "restore_reason")))
    getattr(reason_settings, act)(code, seen=seen(code), by=team)


def safe(words: str) -> bool:
    """What the form lets through: no NUL, no lone surrogate."""
    return "\x00" not in words and words.isprintable()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from((walk_step, walk_back, walk_add, walk_reason)), max_size=8), st.data()
)
def test_whatever_is_changed_the_lanes_hold_together(app, walk, data):
    for table in (StepSetting, ReasonSetting, AuditEntry):
        db.session.execute(delete(table))
    team = an_administrator()
    codes = set(lanes_in_force().reasons)

    for act in walk:
        before, lines = lanes_in_force(), len(journal())
        try:
            act(team, data.draw)
        except RefusedError:
            db.session.rollback()
            assert lanes_in_force() == before
        now_in_force = lanes_in_force()
        assert [s.code for s in now_in_force.steps] == list(StepCode)
        assert all(s.remind_after <= s.escalate_after <= s.delay for s in now_in_force.steps)
        assert all(s.enabled or s.optional for s in now_in_force.steps)
        assert codes <= set(now_in_force.reasons)
        assert now_in_force == before or len(journal()) == lines + 1
        codes |= set(now_in_force.reasons)
