"""The page of a home tells its stays to its landlord: dates, open step, papers; nobody's name."""

from datetime import timedelta

import pytest

from stirrup.clock import today
from stirrup.placements.enums import EventKind, PlacementState
from stirrup.placements.events import tell
from stirrup.placements.home_stays import free_on, stays_of
from stirrup.placements.lifecycle import latest_first_day
from stirrup.units.availability import availability_of
from tests import factories


@pytest.fixture
def landlord(app):
    return factories.a_landlord(language="en")


@pytest.fixture
def home(landlord):
    return factories.a_unit(landlord)


def a_stay_in(home, **values):
    return factories.a_placement(factories.a_proposal(home), **values)


def told(app, home, reader):
    with app.test_request_context():
        return stays_of(home, reader)


def test_a_home_without_a_stay_is_free_from_its_first_day(app, home, landlord):
    stays = told(app, home, landlord)

    assert stays.live == ()
    assert stays.free_on == home.available_from
    assert stays.latest_start == latest_first_day(home.available_until)
    assert stays.keys_back_on is None


def test_a_home_is_free_again_on_the_day_after_its_stay(app, home, landlord):
    stay = a_stay_in(home, state=PlacementState.ACTIVE)

    stays = told(app, home, landlord)

    assert stays.free_on == stay.end_day
    assert stays.keys_back_on == stay.last_day
    assert stays.live[0].reference == stay.reference


def test_a_stay_that_fell_through_takes_no_day(app, home, landlord):
    a_stay_in(home, state=PlacementState.CANCELLED)

    assert told(app, home, landlord).free_on == home.available_from


def test_a_shared_home_is_free_as_soon_as_one_place_is(app, landlord):
    home = factories.a_unit(landlord, places=2)
    stay = a_stay_in(home, state=PlacementState.ACTIVE)

    assert free_on(home, [stay], today()) == home.available_from


def test_availability_says_when_six_months_no_longer_fit(app, landlord):
    home = factories.a_unit(landlord, available_until=today() + timedelta(days=200))
    a_stay_in(home, state=PlacementState.ACTIVE)

    with app.test_request_context():
        availability = availability_of(home, stays_of(home, landlord), mine=True)

    assert availability is not None
    assert availability.too_late


def test_the_page_shows_the_stay_and_hides_the_household(client, home, landlord):
    stay = a_stay_in(home, state=PlacementState.ACTIVE)
    tell(stay, EventKind.STARTED, stay.referral.referent)
    factories.stored(stay)
    client.sign_in(landlord)
    client.get("/language/en")

    text = client.get(f"/units/{home.id}").text

    assert stay.reference in text
    assert "Keys handed over" in text
    assert "You get the keys back" in text
    assert stay.referral.reference not in text
    assert stay.referral.referent.display_name not in text


def test_the_answer_awaited_from_the_landlord_is_the_next_thing(client, home, landlord):
    stay = a_stay_in(home)
    stay.association_yes_on = stay.household_yes_on = today()
    tell(stay, EventKind.HOUSEHOLD_YES, stay.referral.referent)
    factories.stored(stay)
    client.sign_in(landlord)
    client.get("/language/en")

    text = client.get(f"/units/{home.id}").text

    assert "nextbar" in text
    assert "Answer of the landlord" in text
