"""The landlord's listing from the first address to the sending, as a browser without scripts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.units.enums import PetsAllowed, UnitState
from stirrup.units.models import Unit
from stirrup.units.steps import NOTICE_VERSION
from tests.client import path_of
from tests.factories import a_case_worker, a_draft_unit, a_landlord, a_unit, an_administrator
from tests.features.units.situations import a_complete_draft

ADDRESS = {"street": "12 rue de Lannoy", "address_complement": "", "postcode": "59100"}
KIND = {
    "kind": "t2",
    "surface_m2": "46,5",
    "main_rooms": "2",
    "bedrooms": "1",
    "max_people": "3",
    "min_people": "1",
    "places_count": "1",
}
ACCESS = {
    "floor": "2",
    "features": ["lift", "quiet"],
    "kitchen": "full",
    "furnishing": "full",
    "heating": "gas",
    "equipment": ["beds", "fridge"],
}
VACANCY = {
    "vacant_since-day": "10",
    "vacant_since-month": "5",
    "vacant_since-year": "2024",
    "vacancy_cause": "succession",
    "owner_since-day": "1",
    "owner_since-month": "3",
    "owner_since-year": "2012",
}
TAX = {
    "property_tax_base": "1 320",
    "property_tax_base_year": "2026",
    "tax_number": "59 1234567890",
}


def dates(first=None, last=None) -> dict[str, str]:
    first, last = first or today(), last or today() + timedelta(days=400)
    return {
        f"{name}-{part}": str(getattr(day, part))
        for name, day in (("available_from", first), ("available_until", last))
        for part in ("day", "month", "year")
    }


@pytest.fixture
def landlord(app):
    return a_landlord()


@pytest.fixture
def browser(client, landlord):
    return client.sign_in(landlord)


def send(browser, unit, step, fields, **options):
    """Open a step and send it as its page would."""
    page = path_of("units.step", unit_id=unit.id, step=step)
    version = {"version": str(unit.version)}
    return browser.submit(page, version | {"go": "on"} | fields, **options)


def test_an_address_starts_a_draft(browser, landlord):
    answer = browser.submit("/units/new", ADDRESS)

    unit = db.session.scalars(select(Unit)).one()
    assert answer.status_code == 303
    assert answer.location == f"/units/{unit.id}/tasks"
    assert (unit.commune_code, unit.organisation_id) == ("59512", landlord.organisation_id)


def test_a_postcode_of_several_communes_asks_which_one(browser):
    shared = ADDRESS | {"postcode": "59260"}

    asked = browser.submit("/units/new", shared)
    chosen = browser.submit("/units/new", shared | {"commune_code": "59350"})

    assert asked.status_code == 422
    assert "Lezennes" in asked.text
    assert chosen.status_code == 303


def test_a_postcode_that_nobody_uses_is_a_mistake(browser):
    answer = browser.submit("/units/new", ADDRESS | {"postcode": "59999"})

    assert answer.status_code == 422
    assert 'href="#postcode"' in answer.text
    assert 'href="#commune_code"' not in answer.text
    assert "12 rue de Lannoy" in answer.text


def test_the_whole_listing_is_filled_and_sent(browser, landlord):
    browser.submit("/units/new", ADDRESS)
    unit = db.session.scalars(select(Unit)).one()
    pages = {
        "kind": KIND,
        "access": ACCESS,
        "vacancy": VACANCY,
        "dates": dates(),
        "rules": {"pets_allowed": "small"},
        "tax": TAX,
        "notice": {"read": "y"},
    }
    for step, fields in pages.items():
        answer = send(browser, unit, step, fields)
        assert answer.status_code == 303, (step, answer.text)
        db.session.refresh(unit)

    sent = browser.submit(f"/units/{unit.id}/answers", to=f"/units/{unit.id}/submit")
    db.session.refresh(unit)

    assert sent.location == f"/units/{unit.id}"
    assert unit.state == UnitState.SUBMITTED
    assert (unit.surface_m2, unit.floor, unit.lift, unit.quiet) == (46.5, 2, True, True)
    assert (unit.parking, unit.equipment) == (False, ["beds", "fridge"])
    assert (unit.property_tax_base, unit.tax_number) == (1320, "591234567890")


def test_steps_are_done_in_any_order_and_lead_to_the_next_unfinished_one(browser, landlord):
    unit = a_draft_unit(landlord, kind=None, vacant_since=None)

    on = send(browser, unit, "rules", {"pets_allowed": "any"})
    db.session.refresh(unit)
    back = send(browser, unit, "rules", {"pets_allowed": "any", "go": "back"})

    assert on.location == f"/units/{unit.id}/steps/energy"
    assert back.location == f"/units/{unit.id}/tasks"


def test_a_correction_from_the_answers_goes_back_there(browser, landlord):
    unit = a_complete_draft(landlord)
    page = path_of("units.step", unit_id=unit.id, step="rules", then="answers")

    answer = browser.submit(page, {"version": str(unit.version), "pets_allowed": "any"})

    assert answer.location == f"/units/{unit.id}/answers"


def test_the_task_list_tells_what_is_done_next_and_blocked(browser, landlord):
    unit = a_draft_unit(landlord, kind=None)

    page = browser.get(f"/units/{unit.id}/tasks")

    assert page.status_code == 200
    assert page.text.count('<li class="next">') == 1
    assert f'href="/units/{unit.id}/answers"' not in page.text


def test_a_complete_listing_offers_to_be_checked_and_sent(browser, landlord):
    unit = a_complete_draft(landlord)

    assert f'href="/units/{unit.id}/answers"' in browser.get(f"/units/{unit.id}/tasks").text
    assert browser.get(f"/units/{unit.id}/answers").status_code == 200


def test_the_answers_of_an_unfinished_listing_lead_to_its_tasks(browser, landlord):
    unit = a_draft_unit(landlord, kind=None)

    assert browser.get(f"/units/{unit.id}/answers").location == f"/units/{unit.id}/tasks"


def test_a_draft_shown_is_its_task_list(browser, landlord):
    unit = a_draft_unit(landlord)

    assert browser.get(f"/units/{unit.id}").location == f"/units/{unit.id}/tasks"


def test_two_people_on_one_listing_lose_nothing(client, app, landlord):
    colleague = a_landlord(landlord.organisation, display_name="Paul Delattre")
    unit = a_draft_unit(landlord)
    opened_at = unit.version
    other = client.application.test_client().sign_in(colleague)
    send(other, unit, "rules", {"pets_allowed": "none"})
    browser = client.sign_in(landlord)
    page = f"/units/{unit.id}/steps/rules"

    conflict = browser.submit(page, {"version": str(opened_at), "pets_allowed": "any"})
    db.session.refresh(unit)
    kept = unit.pets_allowed
    again = browser.submit(page, {"version": str(unit.version), "pets_allowed": "any"})
    db.session.refresh(unit)

    assert conflict.status_code == 409
    assert "Paul Delattre" in conflict.text
    assert f'name="version" value="{unit.version - 1}"' in conflict.text
    assert 'value="any" checked' in conflict.text
    assert kept == PetsAllowed.NONE
    assert again.status_code == 303
    assert unit.pets_allowed == PetsAllowed.ANY


def test_too_many_people_is_said_beside_the_field(browser, landlord):
    unit = a_draft_unit(landlord)

    answer = send(browser, unit, "kind", KIND | {"max_people": "9"})

    assert answer.status_code == 422
    assert 'href="#max_people"' in answer.text
    assert 'value="9"' in answer.text


def test_a_refused_criterion_is_explained_beside_the_field(browser):
    answer = browser.submit("/units/new", ADDRESS | {"address_complement": "pas d’enfants"})

    assert answer.status_code == 422
    assert 'href="#address_complement"' in answer.text
    assert "pas d’enfants" in answer.text
    assert db.session.scalars(select(Unit)).all() == []


def test_dates_too_short_for_six_months_are_said_beside_the_field(browser, landlord):
    unit = a_draft_unit(landlord)

    answer = send(browser, unit, "dates", dates(last=today() + timedelta(days=100)))

    assert answer.status_code == 422
    assert 'href="#available_until-day"' in answer.text


def test_dates_that_became_too_short_lead_back_to_them(browser, landlord):
    late = today() + timedelta(days=60)
    unit = a_complete_draft(landlord, available_until=late)

    answer = browser.submit(f"/units/{unit.id}/answers", to=f"/units/{unit.id}/submit")

    assert answer.location == f"/units/{unit.id}/steps/dates"


def test_the_notice_has_to_be_ticked(browser, landlord):
    unit = a_draft_unit(landlord)

    refused = send(browser, unit, "notice", {})
    ticked = send(browser, unit, "notice", {"read": "y"})
    db.session.refresh(unit)

    assert (refused.status_code, ticked.status_code) == (422, 303)
    assert unit.truce_notice_version == NOTICE_VERSION


def test_a_step_that_does_not_exist_is_not_found(browser, landlord):
    unit = a_draft_unit(landlord)

    assert browser.get(f"/units/{unit.id}/steps/horoscope").status_code == 404


def test_a_closed_step_answers_409(browser, landlord):
    unit = a_unit(landlord)

    assert browser.get(f"/units/{unit.id}/steps/kind").status_code == 409


def test_a_form_changes_only_its_own_columns(browser, landlord):
    unit = a_draft_unit(landlord)
    extra = {"state": "open", "organisation_id": "1", "latitude": "0", "surface_m2": "400"}

    send(browser, unit, "rules", {"pets_allowed": "any"} | extra)
    db.session.refresh(unit)

    assert unit.state == UnitState.DRAFT
    assert unit.surface_m2 == 58
    assert unit.latitude > 50


@pytest.mark.parametrize("page", ["tasks", "answers", "photos", "pause", "withdraw", "steps/kind"])
def test_a_listing_is_seen_by_its_landlord_alone(client, landlord, page):
    unit = a_complete_draft(landlord)
    address = f"/units/{unit.id}/{page}"

    def status(person):
        browser = client.application.test_client()
        if person:
            browser.sign_in(person)
        return browser.get(address).status_code

    assert status(a_landlord()) == 404
    assert status(a_case_worker()) == 404
    assert status(an_administrator()) == 404, "a draft is not for administrators either"
    assert status(None) == 302


def test_an_administrator_changes_nothing_of_a_sent_listing(client, landlord):
    unit = a_complete_draft(landlord, state=UnitState.SUBMITTED)
    browser = client.sign_in(an_administrator())

    assert browser.get(f"/units/{unit.id}").status_code == 200
    assert browser.get(f"/units/{unit.id}/steps/kind").status_code == 403


def test_only_landlords_offer_homes(client):
    assert client.sign_in(a_case_worker()).get("/units/new").status_code == 403
