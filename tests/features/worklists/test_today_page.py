"""The page of the day: one thing first, the rest by kind, dates to come, and few queries."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import event

from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.placements.answering.answers import say_yes
from stirrup.placements.lanes.enums import Side, StepCode
from stirrup.referrals.enums import ReferralState
from tests.client import path_of
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_local_authority,
    a_placement,
    a_proposal,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
)

MOST_QUERIES = 10
LAMP = 'class="nextbar"'


def opened(client, person) -> str:
    client.get("/language/en")
    client.sign_in(person)
    answer = client.get(path_of("worklists.today"))
    assert answer.status_code == HTTPStatus.OK
    return answer.text


def test_an_empty_day_says_so_and_where_to_go_on(client):
    landlord = a_landlord()
    a_unit(landlord)
    for person, way in ((landlord, "Offer a home"), (a_case_worker(), "Refer a household")):
        page = opened(client, person)

        assert "Nothing waits for you" in page
        assert way in page
        assert LAMP not in page


def test_a_new_landlord_is_led_to_the_first_home(client):
    page = opened(client, a_landlord())

    assert "Describe your first home" in page
    assert page.count(LAMP) == 1
    assert 'href="/units/new"' in page


def test_a_proposal_is_told_from_the_next_by_its_home_and_its_urgency(client):
    referral = a_referral(urgency="no_shelter", waiting_since=today() - timedelta(days=96))
    a_proposal(a_unit(commune_code="59512"), referral)

    page = opened(client, an_administrator(language="en"))

    assert "Roubaix, 96 days of wait, no shelter tonight" in page


def test_one_thing_is_lit(client):
    worker = a_case_worker()
    a_referral(worker, state="to_confirm")
    a_referral(worker, state="to_complete")

    assert opened(client, worker).count(LAMP) == 1


def test_one_click_confirms_and_comes_back_to_the_day(client):
    referral = a_referral(state="to_confirm")
    client.sign_in(referral.referent)
    day = path_of("worklists.today")

    answer = client.submit(
        day, {"next": day}, to=path_of("referrals.confirm", referral_id=referral.id)
    )

    assert (answer.location, referral.state) == (day, ReferralState.READY)


def test_a_landlord_sees_each_home_and_the_days_until_a_stay_starts(client):
    landlord = a_landlord()
    home = a_unit(landlord)
    proposal = a_proposal(home, a_referral(), state="accepted")
    a_placement(proposal, first_day=today() + timedelta(days=7))

    page = opened(client, landlord)

    assert home.reference in page
    assert "Starts in 7 days" in page


def test_a_visit_stands_among_the_dates_to_come_without_a_place(client):
    worker = a_case_worker()
    home = a_unit()
    visit = now() + timedelta(days=2)
    a_placement(a_proposal(home, a_referral(worker), state="accepted"), visit_at=visit)

    page = opened(client, worker)

    assert "Visit of the home" in page
    assert home.street not in page


@pytest.mark.parametrize("person", [a_landlord, a_case_worker, an_administrator])
def test_a_full_day_asks_few_questions_to_the_database(client, person):
    reader, run = person(), a_run()
    landlord = reader if reader.role == "landlord" else a_landlord()
    worker = reader if reader.role == "case_worker" else a_case_worker()
    for step in StepCode:
        proposal = a_proposal(a_unit(landlord), a_referral(worker), run=run, state="accepted")
        a_placement(proposal, step=step, step_due_on=today())
        a_referral(worker, state="to_complete")
        a_unit(landlord, state="draft")
    client.sign_in(reader)
    asked = []

    def count(*statement):
        asked.append(statement[2])

    event.listen(db.engine, "before_cursor_execute", count)
    answer = client.get(path_of("worklists.today"))
    event.remove(db.engine, "before_cursor_execute", count)

    assert answer.status_code == HTTPStatus.OK
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_an_authority_has_no_day(client):
    client.sign_in(a_local_authority())

    assert client.get(path_of("worklists.today")).status_code == HTTPStatus.FORBIDDEN


def test_the_page_of_a_referral_tells_the_steps_of_its_stay(client):
    worker = a_case_worker()
    referral = a_referral(worker)
    proposal = a_proposal(a_unit(), referral, state="accepted")
    stay = a_placement(proposal, step=StepCode.ASSOCIATION_ANSWER)
    say_yes(stay, Side.ASSOCIATION, by=worker)
    client.get("/language/en")
    client.sign_in(worker)

    page = client.get(path_of("referrals.show", referral_id=referral.id)).text

    assert "The association said yes" in page
    assert path_of("placements.show", placement_id=stay.id) in page
