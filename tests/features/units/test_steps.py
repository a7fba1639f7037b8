"""The steps of a listing: done, missing, open to change."""

from stirrup.units.enums import UnitState
from stirrup.units.models import Unit
from stirrup.units.steps import (
    BY_NAME,
    NOTICE_VERSION,
    STEPS,
    done_steps,
    following,
    is_done,
    may_change,
    minutes_left,
    missing_steps,
)


def a_bare_unit(**values) -> Unit:
    return Unit(state=UnitState.DRAFT, street="12 rue de Lannoy", commune_code="59512", **values)


def test_a_new_draft_has_its_address_and_nothing_else():
    assert [step.name for step in done_steps(a_bare_unit())] == ["address"]


def test_optional_steps_are_never_missing():
    missing = {step.name for step in missing_steps(a_bare_unit())}

    assert missing == {"kind", "access", "vacancy", "dates", "rules", "notice"}


def test_a_ground_floor_is_an_answer():
    unit = a_bare_unit(floor=0, kitchen="full", furnishing="full", heating="gas")

    assert is_done(unit, BY_NAME["access"])


def test_an_older_notice_has_to_be_read_again():
    notice = BY_NAME["notice"]

    assert is_done(a_bare_unit(truce_notice_version=NOTICE_VERSION), notice)
    assert not is_done(a_bare_unit(truce_notice_version="2020-01"), notice)
    assert not is_done(a_bare_unit(), notice)


def test_the_following_step_is_the_next_unfinished_one_then_a_required_one_before():
    unit = a_bare_unit(truce_notice_version=NOTICE_VERSION)
    described = a_bare_unit(
        kind="t2", surface_m2=40, main_rooms=2, bedrooms=1, min_people=1, max_people=2
    )

    assert following(unit, BY_NAME["address"]) is BY_NAME["kind"]
    assert following(unit, BY_NAME["vacancy"]) is BY_NAME["photos"]
    assert following(unit, BY_NAME["notice"]) is BY_NAME["kind"]
    assert following(described, BY_NAME["notice"]) is BY_NAME["access"]


def test_an_open_home_keeps_what_was_checked():
    unit = a_bare_unit()
    unit.state = UnitState.OPEN

    changeable = {step.name for step in STEPS if may_change(unit, step)}

    assert changeable == {"vacancy", "photos", "dates", "rules", "building", "tax", "notice"}


def test_nothing_of_a_withdrawn_home_changes():
    unit = a_bare_unit()
    unit.state = UnitState.WITHDRAWN

    assert not any(may_change(unit, step) for step in STEPS)


def test_the_time_left_is_that_of_the_unfinished_steps_that_are_needed():
    ahead = [step for step in STEPS[1:] if step.required]

    assert minutes_left(a_bare_unit()) == sum(step.minutes for step in ahead)


def test_going_on_passes_by_what_few_landlords_need():
    assert [step.name for step in STEPS if not step.on_the_way] == ["building"]
