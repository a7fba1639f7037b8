"""The pages: from the notice to the night, two people on one referral, wrong input."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import select

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.referrals.enums import CommuneStance, ReferralState
from stirrup.referrals.models import Referral
from stirrup.referrals.steps import LISTED, Step
from tests.factories import a_case_worker, a_landlord, a_referral, an_administrator
from tests.features.referrals.situations import (
    CROIX,
    POSTED,
    ROUBAIX,
    a_complete_draft,
    a_draft,
    a_parked_referral,
    answered,
    consent_fields,
    date_fields,
    posted,
)

YESTERDAY = timedelta(days=-1)
WRONG_TEXTS = ["\x00", "99999999999999999999", "NaN", "1e9", "-1", "\u202e12"]


def page_of(referral, tail: str = "") -> str:
    return f"/referrals/{referral.id}{tail}"


def step_page(referral, step: Step) -> str:
    return page_of(referral, f"/steps/{step.value}")


def save(client, referral, step: Step, **values):
    return client.submit(step_page(referral, step), posted(referral, step, **values))


def test_a_household_is_referred_from_the_notice_to_the_night(client):
    client.sign_in(a_case_worker())
    client.submit("/referrals/new", consent_fields())
    referral = db.session.scalars(select(Referral)).one()

    for step in LISTED:
        answer = save(client, referral, step)
        assert answer.status_code == HTTPStatus.FOUND, (step, answer.text)
    answer = client.submit(page_of(referral, "/check"), to=page_of(referral, "/submit"))

    assert answer.location == page_of(referral, "/sent")
    assert referral.state == ReferralState.READY
    assert client.get(page_of(referral, "/sent")).status_code == HTTPStatus.OK
    assert client.get(page_of(referral)).status_code == HTTPStatus.OK


def test_nothing_exists_until_the_box_is_ticked(client):
    client.sign_in(a_case_worker())

    answer = client.submit("/referrals/new", consent_fields(informed=""))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert db.session.scalar(select(Referral.id)) is None


def test_a_consent_of_tomorrow_is_refused_beside_its_date(client):
    client.sign_in(a_case_worker())
    tomorrow = date_fields("consent_given_on", today() - YESTERDAY)

    answer = client.submit("/referrals/new", consent_fields(**tomorrow))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="consent_given_on-error"' in answer.text


def test_the_steps_follow_one_another_then_lead_to_the_check(client):
    referral = a_draft()
    client.sign_in(referral.referent)

    on = save(client, referral, Step.HOUSEHOLD).location
    for step in LISTED:
        values = {"act": "continue", "commune": ""} if step == Step.COMMUNES else {}
        last = save(client, referral, step, **values).location

    assert on == step_page(referral, Step.NEEDS)
    assert last == page_of(referral, "/check")


def test_staying_near_leads_to_the_page_apart_of_what_to_stay_away_from(client):
    referral = a_draft()
    client.sign_in(referral.referent)

    answer = save(client, referral, Step.ANCHORS)

    assert answer.location == step_page(referral, Step.SAFETY)


def test_a_change_after_sending_leads_back_to_the_referral(client):
    referral = a_referral()
    client.sign_in(referral.referent)

    answer = save(client, referral, Step.NEEDS)

    assert answer.location == page_of(referral)
    assert referral.needs_quiet


def test_communes_are_added_moved_and_taken_away_one_by_one(client):
    referral = a_draft()
    client.sign_in(referral.referent)

    for fields in (
        {"act": "accept", "commune": ROUBAIX},
        {"act": "accept", "commune": CROIX},
        {"act": f"prefer:{CROIX}", "commune": ""},
        {"act": f"remove:{ROUBAIX}", "commune": ""},
    ):
        answer = save(client, referral, Step.COMMUNES, **fields)
        assert answer.location == step_page(referral, Step.COMMUNES)

    told = [(one.commune_code, one.stance) for one in referral.communes]
    assert told == [(CROIX, CommuneStance.ACCEPTED)]


def test_a_commune_may_come_with_those_around(client):
    referral = a_draft()
    client.sign_in(referral.referent)

    save(client, referral, Step.COMMUNES, within_km="5")

    assert len(referral.communes) > 3
    assert referral.communes[0].commune_code == ROUBAIX


def test_a_commune_chosen_but_neither_accepted_nor_refused_is_not_forgotten(client):
    referral = a_draft()
    client.sign_in(referral.referent)

    answer = save(client, referral, Step.COMMUNES, act="continue")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="commune-error"' in answer.text


def test_a_distance_without_a_place_is_refused_beside_the_place(client):
    referral = a_draft()
    client.sign_in(referral.referent)

    answer = save(client, referral, Step.ANCHORS, place_1="", km_1="5")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="place_1-error"' in answer.text


def test_both_versions_are_shown_to_the_second_of_two_people(client):
    referral = a_draft()
    client.sign_in(referral.referent)
    page_of_the_second = posted(referral, Step.HOUSEHOLD, bedrooms_needed="5")
    answered(referral, Step.HOUSEHOLD, bedrooms_needed=3)
    colleague = referral.referent.display_name

    answer = client.submit(step_page(referral, Step.HOUSEHOLD), page_of_the_second)

    assert answer.status_code == HTTPStatus.CONFLICT
    assert 'value="5"' in answer.text
    assert ">3</td>" in answer.text
    assert ">5</td>" in answer.text
    assert colleague in answer.text
    assert referral.bedrooms_needed == 3


@pytest.mark.parametrize("step", [step for step in Step if step != Step.HOUSEHOLD])
def test_every_step_tells_the_second_of_two_people(client, step):
    referral = a_draft()
    client.sign_in(referral.referent)
    stale = posted(referral, step)
    answered(referral, Step.HOUSEHOLD)

    answer = client.submit(step_page(referral, step), stale)

    assert answer.status_code == HTTPStatus.CONFLICT
    assert f'name="version" value="{referral.version}"' in answer.text
    assert referral.safety_zones == []


def test_saving_again_after_comparing_replaces_what_was_recorded(client):
    referral = a_draft()
    client.sign_in(referral.referent)
    stale = posted(referral, Step.HOUSEHOLD, bedrooms_needed="5")
    answered(referral, Step.HOUSEHOLD, bedrooms_needed=3)
    page = client.submit(step_page(referral, Step.HOUSEHOLD), stale).text

    assert f'name="version" value="{referral.version}"' in page
    save(client, referral, Step.HOUSEHOLD, bedrooms_needed="5")

    assert referral.bedrooms_needed == 5


def test_a_wrong_answer_keeps_the_version_of_its_page(client):
    """Otherwise correcting it would silently replace what somebody else saved meanwhile."""
    referral = a_draft()
    client.sign_in(referral.referent)
    stale = posted(referral, Step.HOUSEHOLD, bedrooms_needed="many")
    answered(referral, Step.HOUSEHOLD)

    answer = client.submit(step_page(referral, Step.HOUSEHOLD), stale)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'name="version" value="{stale["version"]}"' in answer.text


@pytest.mark.parametrize("step", list(POSTED))
@pytest.mark.parametrize("wrong", WRONG_TEXTS)
def test_no_answer_breaks_a_step(client, step, wrong):
    referral = a_draft()
    client.sign_in(referral.referent)
    fields = {name: wrong for name in POSTED[step] if name != "act"}

    answer = save(client, referral, step, **fields)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "-error" in answer.text


@pytest.mark.parametrize("wrong", [*WRONG_TEXTS, "", "0"])
def test_a_version_that_is_none_saves_nothing(client, wrong):
    referral = a_draft()
    client.sign_in(referral.referent)

    answer = save(client, referral, Step.HOUSEHOLD, version=wrong)

    assert answer.status_code in {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT}
    assert referral.people is None


@pytest.mark.parametrize(
    "wrong", [("31", "2", "2027"), ("1", "1", "99999"), ("", "", "2027"), ("\x00", "1", "2027")]
)
def test_a_date_that_is_none_is_refused_beside_itself(client, wrong):
    referral = a_draft()
    client.sign_in(referral.referent)
    parts = dict(zip(("day", "month", "year"), wrong, strict=True))
    fields = {f"latest_entry-{part}": typed for part, typed in parts.items()}

    answer = save(client, referral, Step.DATES, **fields)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="latest_entry-error"' in answer.text


def test_dates_in_the_wrong_order_are_refused(client):
    referral = a_draft()
    client.sign_in(referral.referent)
    window = date_fields("latest_entry", today())
    window |= date_fields("earliest_entry", today() - YESTERDAY)

    answer = save(client, referral, Step.DATES, **window)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_dates_that_passed_are_refused_beside_themselves(client):
    referral = a_draft()
    client.sign_in(referral.referent)
    yesterday = today() + YESTERDAY
    window = date_fields("latest_entry", yesterday) | date_fields("earliest_entry", yesterday)

    answer = save(client, referral, Step.DATES, **window)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="latest_entry-error"' in answer.text


def test_columns_that_no_question_asks_for_cannot_be_written(client):
    referral = a_draft()
    client.sign_in(referral.referent)
    forged = {"state": "ready", "waiting_since": "2020-01-01", "association_id": "1", "people": "9"}

    save(client, referral, Step.NEEDS, **forged)

    assert referral.state == ReferralState.DRAFT
    assert (referral.waiting_since, referral.people) == (None, None)


def test_a_step_that_does_not_exist_is_not_found(client):
    referral = a_draft()
    client.sign_in(referral.referent)

    assert client.get(page_of(referral, "/steps/nationality")).status_code == HTTPStatus.NOT_FOUND


def test_sending_without_all_the_answers_leads_back_to_the_steps(client):
    referral = a_draft()
    client.sign_in(referral.referent)

    answer = client.submit(step_page(referral, Step.NEEDS), to=page_of(referral, "/submit"))

    assert answer.location == page_of(referral, "/steps")
    assert referral.state == ReferralState.DRAFT


def test_confirming_takes_one_click(client):
    referral = a_referral(
        state=ReferralState.TO_CONFIRM, last_confirmed_on=today() + 40 * YESTERDAY
    )
    client.sign_in(referral.referent)

    client.submit(page_of(referral), to=page_of(referral, "/confirm"))

    assert referral.state == ReferralState.READY


def test_an_ended_consent_leads_to_asking_the_person_again(client):
    referral = a_referral(consent_expires_on=today() + YESTERDAY)
    client.sign_in(referral.referent)

    confirming = client.submit(page_of(referral), to=page_of(referral, "/confirm"))
    save(client, referral, Step.CONSENT)

    assert confirming.location == step_page(referral, Step.CONSENT)
    assert referral.consent_expires_on > today()


def test_a_referral_is_parked_and_brought_back(client):
    referral = a_referral()
    client.sign_in(referral.referent)
    until = date_fields("until", today() + timedelta(days=10))

    client.submit(page_of(referral, "/park"), {"reason": "person_asks"} | until)
    parked = referral.state
    client.submit(page_of(referral), to=page_of(referral, "/resume"))

    assert (parked, referral.state) == (ReferralState.PARKED, ReferralState.READY)


@pytest.mark.parametrize("days", [0, 400])
def test_a_pause_of_a_wrong_length_is_refused_beside_its_day(client, days):
    referral = a_referral()
    client.sign_in(referral.referent)
    until = date_fields("until", today() + timedelta(days=days))

    answer = client.submit(page_of(referral, "/park"), {"reason": "person_asks"} | until)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="until-error"' in answer.text


def test_a_referral_is_closed_with_its_reason(client):
    referral = a_referral()
    client.sign_in(referral.referent)

    client.submit(page_of(referral, "/withdraw"), {"reason": "moved_away"})

    assert referral.state == ReferralState.CLOSED


def test_an_act_that_is_no_longer_possible_answers_409(client):
    referral = a_referral(state=ReferralState.CLOSED)
    client.sign_in(referral.referent)

    for tail in ("/park", "/withdraw", "/check", "/steps/needs"):
        assert client.get(page_of(referral, tail)).status_code == HTTPStatus.CONFLICT


def test_the_team_asks_and_the_referent_answers(client):
    referral = a_complete_draft()
    client.sign_in(referral.referent)
    client.submit(page_of(referral, "/check"), to=page_of(referral, "/submit"))
    team = client.application.test_client()
    team.sign_in(an_administrator())

    team.submit(page_of(referral, "/ask"), {"question": "Une entrée en janvier convient-elle ?"})
    asked = client.get(page_of(referral)).text
    client.submit(page_of(referral, "/check"), to=page_of(referral, "/submit"))

    assert "Une entrée en janvier convient-elle" in asked
    assert referral.state == ReferralState.READY


def test_a_question_with_a_phone_number_is_refused(client):
    referral = a_referral()
    client.sign_in(an_administrator())

    answer = client.submit(page_of(referral, "/ask"), {"question": "Est-ce le 06 11 22 33 44 ?"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert referral.state == ReferralState.READY


def test_opening_a_file_is_noted_once_an_hour_for_each_person(client):
    referral = a_referral()
    for reader in (referral.referent, an_administrator()):
        browser = client.application.test_client()
        browser.sign_in(reader)
        for _time in range(3):
            browser.get(page_of(referral))

    readings = db.session.scalars(
        select(AuditEntry.actor_id).where(AuditEntry.action == "referral_read")
    )
    assert len(list(readings)) == 2


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (lambda referral: referral.referent, HTTPStatus.OK),
        (lambda referral: a_case_worker(referral.association), HTTPStatus.OK),
        (lambda _referral: a_case_worker(), HTTPStatus.NOT_FOUND),
        (lambda _referral: a_landlord(), HTTPStatus.NOT_FOUND),
        (lambda _referral: an_administrator(), HTTPStatus.FORBIDDEN),
        (lambda _referral: None, HTTPStatus.FOUND),
    ],
)
def test_steps_belong_to_the_association(client, person, status):
    referral = a_referral()
    reader = person(referral)
    if reader:
        client.sign_in(reader)

    assert client.get(step_page(referral, Step.CONTACTS)).status_code == status


def test_a_draft_does_not_exist_for_the_team(client):
    referral = a_draft()
    client.sign_in(an_administrator())

    assert client.get(page_of(referral)).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("state", list(ReferralState))
def test_every_state_has_its_sentence_on_its_page(client, state):
    referral = a_referral(state=state, question="Quelle date ?", parked_until=today())
    client.sign_in(referral.referent)

    answer = client.get(page_of(referral), follow_redirects=True)

    assert answer.status_code == HTTPStatus.OK
    assert "%(" not in answer.text


def test_a_parked_referral_says_until_when(client):
    referral = a_parked_referral()
    client.sign_in(referral.referent)

    assert str(referral.parked_until.year) in client.get(page_of(referral)).text
