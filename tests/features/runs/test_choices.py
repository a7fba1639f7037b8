"""Asking for a pair, ruling one out: what is stored, and what contradicts what stands."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from stirrup.audit import AuditEntry
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.permissions import NotPermittedError
from stirrup.referrals.enums import ReferralState
from stirrup.runs import choices
from stirrup.runs.choice_models import PairChoice
from stirrup.runs.choices import (
    AlreadyChosenError,
    ChoiceAlreadyEndedError,
    HomeAlreadyPinnedError,
    HomeNotOpenError,
    HouseholdAlreadyPinnedError,
    ReferralNotReadyError,
)
from stirrup.runs.enums import ChoiceKind
from stirrup.runs.nights_ahead import AbsentNoteError, DayRefusedError
from stirrup.units.enums import UnitKind, UnitState
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_referral,
    a_unit,
    an_administrator,
)
from tests.features.runs.situations import count

IN_A_WEEK = timedelta(days=7)


def choose(referral=None, unit=None, kind=ChoiceKind.PIN, *, by=None, **values):
    ordinary = {"note": "Near the school", "expires_on": today() + IN_A_WEEK}
    return choices.choose_pair(
        referral or a_referral(),
        unit or a_unit(),
        kind,
        by=by or an_administrator(),
        **ordinary | values,
    )


def test_a_choice_keeps_its_author_its_reason_and_its_day(app):
    administrator, referral, unit = an_administrator(), a_referral(), a_unit()

    choice = choose(referral, unit, by=administrator, note="  Near the school ")

    db.session.expire_all()
    assert (choice.kind, choice.referral, choice.unit) == (ChoiceKind.PIN, referral, unit)
    assert (choice.made_by, choice.note) == (administrator, "Near the school")
    assert (choice.expires_on, choice.ended_at) == (today() + IN_A_WEEK, None)
    assert choices.choices_in_force(today()) == [choice]


def test_the_journal_names_the_sides_and_never_the_reason(app):
    choice = choose(kind=ChoiceKind.BAN)

    line = db.session.scalars(select(AuditEntry).filter_by(action="pair_ban_made")).one()
    assert line.details == {
        "referral": choice.referral_id,
        "unit": choice.unit_id,
        "until": choice.expires_on.isoformat(),
    }


def test_a_choice_ends_with_its_day(app):
    choice = choose()

    last = choice.expires_on - timedelta(days=1)
    assert choices.choices_in_force(last) == [choice]
    assert choices.choices_in_force(choice.expires_on) == []


def test_a_choice_can_be_ended_before_its_day(app):
    administrator, choice = an_administrator(), choose()

    choices.end_choice(choice, by=administrator)

    assert choices.choices_in_force(today()) == []
    assert db.session.scalars(select(AuditEntry).filter_by(action="pair_pin_ended")).one()


@pytest.mark.parametrize(
    "over", [{"ended_at": now()}, {"expires_on": today()}], ids=["by somebody", "by its day"]
)
def test_what_has_ended_does_not_end_twice(app, over):
    choice = choose()
    for name, value in over.items():
        setattr(choice, name, value)

    with pytest.raises(ChoiceAlreadyEndedError):
        choices.end_choice(choice, by=an_administrator())


@pytest.mark.parametrize("days", [-1, 0, 366], ids=["yesterday", "today", "over a year"])
def test_a_choice_ends_after_today_and_within_a_year(app, days):
    with pytest.raises(DayRefusedError):
        choose(expires_on=today() + timedelta(days=days))

    assert count(PairChoice) == 0


@pytest.mark.parametrize("note", [None, "", "   ", "x" * 501])
def test_a_choice_says_why_in_a_few_words(app, note):
    with pytest.raises(AbsentNoteError):
        choose(note=note)

    assert count(PairChoice) == 0


@pytest.mark.parametrize("state", set(UnitState) - {UnitState.OPEN, UnitState.HELD})
def test_nothing_is_asked_of_a_home_that_is_not_open(app, state):
    with pytest.raises(HomeNotOpenError):
        choose(unit=a_unit(state=state))


def test_a_home_held_for_a_need_may_be_asked_for(app):
    assert choose(unit=a_unit(state=UnitState.HELD)).id


@pytest.mark.parametrize("state", set(ReferralState) - {ReferralState.READY})
def test_nothing_is_asked_for_a_household_that_is_not_ready(app, state):
    with pytest.raises(ReferralNotReadyError):
        choose(a_referral(state=state))


@pytest.mark.parametrize("first", ChoiceKind)
@pytest.mark.parametrize("second", ChoiceKind)
def test_one_word_about_a_pair_at_a_time(app, first, second):
    referral, unit = a_referral(), a_unit()
    choose(referral, unit, first)

    with pytest.raises(AlreadyChosenError):
        choose(referral, unit, second)

    assert count(PairChoice) == 1


@pytest.mark.parametrize("how", ["ended", "expired"])
def test_what_has_ended_makes_room(app, how):
    referral, unit = a_referral(), a_unit()
    earlier = choose(referral, unit)
    if how == "ended":
        choices.end_choice(earlier, by=an_administrator())
    else:
        earlier.expires_on = today()
        db.session.commit()

    choice = choose(referral, unit, ChoiceKind.BAN)

    assert choices.choices_in_force(today()) == [choice]


def test_a_household_is_asked_into_one_home(app):
    referral = a_referral()
    choose(referral)

    with pytest.raises(HouseholdAlreadyPinnedError):
        choose(referral)


def test_a_household_may_be_ruled_out_of_several_homes(app):
    referral = a_referral()

    made = [choose(referral, kind=ChoiceKind.BAN) for _ in range(2)]

    assert choices.choices_in_force(today()) == made


def test_a_home_is_asked_for_no_more_households_than_it_has_places(app):
    shared = a_unit(kind=UnitKind.SHARED_ROOM, places=2)
    made = [choose(unit=shared) for _ in range(2)]

    with pytest.raises(HomeAlreadyPinnedError):
        choose(unit=shared)

    assert choices.choices_in_force(today()) == made


@pytest.mark.parametrize("outsider", [a_case_worker, a_landlord])
def test_only_the_team_chooses(app, outsider):
    choice = choose()

    with pytest.raises(NotPermittedError):
        choose(by=outsider())
    with pytest.raises(NotPermittedError):
        choices.end_choice(choice, by=outsider())
