"""What a referral's page says: where it stands, what is expected, what happened, who looked."""

from datetime import timedelta

import pytest
from flask import session

from stirrup.clock import today
from stirrup.referrals import history, journal, plain_words, services, standing
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.referral_page import referral_page
from stirrup.referrals.step_forms import STEP_FORMS
from stirrup.referrals.steps import LISTED, Step
from tests.factories import a_case_worker, a_referral, an_administrator
from tests.features.referrals.situations import a_complete_draft, a_draft, answered

ONE_DAY = timedelta(days=1)
FORBIDDEN = (
    "sex", "gender", "age", "birth", "nationality", "origin", "language", "religion", "health",
    "diagnosis", "family", "marital", "income", "nir", "name",
)  # fmt: skip


@pytest.fixture(autouse=True)
def in_english(app):
    with app.test_request_context("/"):
        session["language"] = "en"
        yield


@pytest.mark.parametrize(
    ("dates", "act"),
    [
        ({}, None),
        ({"last_confirmed_on": 22}, None),
        ({"last_confirmed_on": 23}, "confirm"),
        ({"latest_entry": 1, "earliest_entry": 1}, "dates"),
        ({"consent_expires_on": 1}, "consent"),
    ],
)
def test_what_is_expected_of_the_referent_is_said_in_time(app, dates, act):
    referral = a_referral(**{name: today() - days * ONE_DAY for name, days in dates.items()})

    expected = standing.expected(referral, today())

    assert (expected.act if expected else None) == act


@pytest.mark.parametrize(("state", "days"), [("ready", 60), ("housed", None), ("closed", None)])
def test_the_wait_is_counted_until_the_household_is_housed(app, state, days):
    referral = a_referral(state=state)

    assert standing.waiting_days(referral, today()) == days


def test_the_changes_of_one_day_by_one_person_are_one_event(app):
    referral = a_complete_draft()
    services.submit_referral(referral, by=referral.referent)
    answered(referral, Step.NEEDS)

    titles = [event["title"] for event in history.timeline(referral)]

    assert titles == [
        "Changed: What the home must have",
        "Sent, ready for the night",
        "4 steps changed",
        "Draft started, the person informed",
    ]


def test_the_night_signs_what_it_does_by_itself(app):
    referral = a_referral(last_confirmed_on=today() - 31 * ONE_DAY)
    services.expire_unconfirmed(today())

    event = history.timeline(referral)[0]

    assert event["title"] == "Confirmation asked"
    assert event["by"].endswith("Stirrup, automatically")


def test_who_opened_the_file_is_told_apart_from_what_happened(app):
    referral, reader = a_referral(), an_administrator()

    journal.record_reading(referral, by=reader)

    assert reader.display_name in history.readers(referral)[0]
    assert history.timeline(referral) == []


def test_every_listed_step_has_words_and_safety_has_none(app):
    referral = a_complete_draft()
    for step in LISTED:
        answered(referral, step)

    assert all(plain_words.lines_of(referral, step) for step in LISTED)
    assert plain_words.lines_of(referral, Step.SAFETY) == []


def test_the_team_sees_how_many_they_are_but_not_who(app):
    referral = a_referral()

    page = referral_page(referral, an_administrator())

    rows = {row["key"]: row["value"] for section in page.sections for row in section.rows}
    assert rows["People"] == "3"
    assert rows.keys().isdisjoint({"Phone", "E-mail", "Address kept secret", "Consent given on"})
    assert page.acts == {"ask"}


def test_a_colleague_may_act_on_a_referral_of_the_association(app):
    referral = a_referral()

    page = referral_page(referral, a_case_worker(referral.association))

    assert page.acts == {"confirm", "park", "withdraw"}


def test_nothing_may_be_done_once_a_home_is_reserved(app):
    referral = a_referral(state=ReferralState.PROPOSED)

    assert referral_page(referral, referral.referent).acts == set()


@pytest.mark.parametrize("step", list(Step))
def test_no_question_asks_who_the_persons_are(app, step):
    asked = STEP_FORMS[step](meta={"csrf": False}).questions

    words = {word for question in asked for word in question.name.split("_")}
    assert words.isdisjoint(FORBIDDEN)


def test_a_draft_has_everything_to_do(app):
    assert plain_words.brief(a_draft(), Step.DATES) == ""
