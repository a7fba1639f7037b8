"""What each step writes, reads back, refuses, and how two people on one referral are kept apart."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.referrals import services
from stirrup.referrals.answers import read_answers
from stirrup.referrals.enums import CommuneStance, ReferralState
from stirrup.referrals.home_needs import HomeNeed
from stirrup.referrals.journal import saved_steps
from stirrup.referrals.lifecycle import ReferralInWrongStateError
from stirrup.referrals.refusals import (
    CommitmentNeededError,
    EntryDatesPassedError,
    ReferralChangedError,
    TooManyPlacesError,
)
from stirrup.referrals.steps import Step
from tests.factories import a_referral
from tests.features.referrals.situations import (
    ANSWERS,
    CROIX,
    ROUBAIX,
    TOURCOING,
    a_draft,
    answered,
    answers,
)


@pytest.mark.parametrize("step", [step for step in ANSWERS if step != Step.SAFETY])
def test_the_answers_of_a_step_are_read_back_as_they_were_given(app, step):
    referral = a_draft()

    answered(referral, step)
    db.session.expire_all()

    stored = read_answers(referral, step)
    assert {name: value or "" for name, value in stored.items()} == {
        name: value or "" for name, value in answers(step).items()
    }


def test_people_are_rows_by_position_adults_first(app):
    referral = answered(a_draft(), Step.HOUSEHOLD, adults=2, minors=3)

    answered(referral, Step.HOUSEHOLD, adults=1, minors=1)

    members = [(one.position, one.is_adult) for one in referral.household.members]
    assert members == [(1, True), (2, False)]
    assert referral.people == 2


def test_needs_not_ticked_any_more_are_gone(app):
    referral = answered(a_draft(), Step.NEEDS, needs=[HomeNeed.QUIET, HomeNeed.LIFT])

    answered(referral, Step.NEEDS, needs=[HomeNeed.LIFT])

    assert (referral.needs_lift, referral.needs_quiet) == (True, False)


def test_communes_keep_their_order_and_may_change_sides(app):
    referral = answered(a_draft(), Step.COMMUNES, accepted=[ROUBAIX, CROIX], refused=[TOURCOING])

    answered(referral, Step.COMMUNES, accepted=[TOURCOING, ROUBAIX], refused=[CROIX])
    db.session.expire_all()

    told = [(one.commune_code, one.stance, one.rank) for one in referral.communes]
    assert sorted(told) == sorted(
        [
            (TOURCOING, CommuneStance.ACCEPTED, 1),
            (ROUBAIX, CommuneStance.ACCEPTED, 2),
            (CROIX, CommuneStance.REFUSED, 1),
        ]
    )


def test_a_safety_zone_is_added_without_reading_the_others(app):
    referral = answered(a_draft(), Step.SAFETY)

    answered(referral, Step.SAFETY, commune_code=ROUBAIX, km=None)

    areas = [(zone.area["commune_code"], zone.area["km"]) for zone in referral.safety_zones]
    assert areas == [(TOURCOING, 3), (ROUBAIX, 0)]
    assert read_answers(referral, Step.SAFETY) == {}


def test_three_safety_zones_are_the_most_and_all_can_be_forgotten(app):
    referral = a_draft()
    for _zone in range(3):
        answered(referral, Step.SAFETY)

    with pytest.raises(TooManyPlacesError):
        answered(referral, Step.SAFETY)
    answered(referral, Step.SAFETY, commune_code=None)

    assert referral.safety_zones == []


def test_dates_that_have_passed_are_refused(app):
    yesterday = today() - timedelta(days=1)

    with pytest.raises(EntryDatesPassedError):
        answered(a_draft(), Step.DATES, earliest_entry=yesterday, latest_entry=yesterday)


def test_a_sent_referral_keeps_the_promise_of_support(app):
    with pytest.raises(CommitmentNeededError):
        answered(a_referral(), Step.SUPPORT, referent_commits=False)


@pytest.mark.parametrize("state", [ReferralState.PROPOSED, ReferralState.HOUSED])
def test_needs_do_not_change_under_a_home_but_contacts_may(app, state):
    referral = a_referral(state=state)

    with pytest.raises(ReferralInWrongStateError):
        answered(referral, Step.NEEDS)
    answered(referral, Step.CONTACTS, phone="+33699999999")

    assert referral.household.phone == "+33699999999"


def test_nothing_changes_once_closed(app):
    referral = a_referral(state=ReferralState.CLOSED)

    for step in ANSWERS:
        with pytest.raises(ReferralInWrongStateError):
            answered(referral, step)


def test_a_change_is_dated_as_an_evaluation(app):
    referral = a_referral(evaluated_on=today() - timedelta(days=20))

    answered(referral, Step.NEEDS)

    assert referral.evaluated_on == today()


def test_the_second_of_two_people_is_told(app):
    referral = a_draft()
    version_of_the_page = referral.version
    answered(referral, Step.HOUSEHOLD, bedrooms_needed=3)

    with pytest.raises(ReferralChangedError):
        services.save_step(
            referral,
            Step.HOUSEHOLD,
            answers(Step.HOUSEHOLD, bedrooms_needed=1),
            version=version_of_the_page,
            by=referral.referent,
        )

    assert referral.bedrooms_needed == 3


def test_a_change_committed_between_reading_and_writing_is_seen(app):
    """The other process commits after the version was compared: the database still refuses."""
    referral = a_draft()
    version = referral.version
    db.session.execute(text("UPDATE referral SET version = version + 1"))

    with pytest.raises(ReferralChangedError):
        answered(referral, Step.NEEDS)

    assert referral.version == version


def test_only_saved_steps_count_as_answered(app):
    referral = answered(a_draft(), Step.COMMUNES)

    assert saved_steps(referral) == {"communes"}


def test_the_journal_never_says_that_a_safety_zone_was_written(app):
    referral = answered(a_draft(), Step.SAFETY)

    assert saved_steps(referral) == {"anchors"}
