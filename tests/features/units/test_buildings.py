"""Buildings of a landlord and how many homes are lent at once: step, organisation, night."""

from http import HTTPStatus

import pytest
from sqlalchemy import select

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.runs.loader import load
from stirrup.units import services
from stirrup.units.buildings import NoSuchBuildingError, list_buildings
from stirrup.units.enums import UnitState
from stirrup.units.models import Building
from stirrup.units.rules import (
    LimitWithoutBuildingError,
    RefusedCriterionError,
    TwoBuildingsError,
)
from stirrup.units.steps import BY_NAME
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_unit,
    an_administrator,
    stored,
)
from tests.features.units.situations import a_complete_draft

STEP = BY_NAME["building"]


def a_building(landlord, name="Résidence des Lilas", **values) -> Building:
    return stored(Building(organisation_id=landlord.organisation_id, name=name, **values))


def save(unit, landlord, **answers):
    ordinary = {"in_building": None, "new_building": "", "most_stays": None}
    return services.save_step(
        unit, STEP, ordinary | answers, version=unit.version, by=landlord
    ).building


def page_of(unit):
    return f"/units/{unit.id}/steps/building"


def answering(unit):
    """What the page posts whatever is typed."""
    return {"version": str(unit.version)}


def test_a_new_building_is_named_with_its_limit(app):
    landlord = a_landlord()

    building = save(a_unit(landlord), landlord, new_building="Cour Lilas", most_stays=2)

    assert (building.name, building.most_stays) == ("Cour Lilas", 2)
    assert building.organisation_id == landlord.organisation_id


def test_a_name_that_is_known_is_the_known_building(app):
    landlord = a_landlord()
    known = a_building(landlord, "Cour Lilas", most_stays=1)

    building = save(a_unit(landlord), landlord, new_building="cour lilas")

    assert building is known
    assert building.most_stays == 1
    assert list_buildings(landlord.organisation_id) == [known]


def test_joining_a_building_leaves_its_limit_unless_another_is_typed(app):
    landlord = a_landlord()
    known = a_building(landlord, most_stays=1)

    assert save(a_unit(landlord), landlord, in_building=known.id).most_stays == 1
    assert save(a_unit(landlord), landlord, in_building=known.id, most_stays=3).most_stays == 3


def test_an_emptied_limit_of_its_own_building_is_lifted(app):
    landlord = a_landlord()
    known = a_building(landlord, most_stays=1)
    unit = a_unit(landlord, building_id=known.id)

    assert save(unit, landlord, in_building=known.id).most_stays is None


def test_a_home_leaves_its_building(app):
    landlord = a_landlord()
    unit = a_unit(landlord, building_id=a_building(landlord).id)

    assert save(unit, landlord) is None


@pytest.mark.parametrize("number", ["theirs", "nobody's"])
def test_a_building_of_another_landlord_is_as_unknown_as_one_of_nobody(app, number):
    landlord = a_landlord()
    chosen = a_building(a_landlord()).id if number == "theirs" else 999_999

    with pytest.raises(NoSuchBuildingError):
        save(a_unit(landlord), landlord, in_building=chosen)


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"in_building": 1, "new_building": "Cour"}, TwoBuildingsError),
        ({"most_stays": 0}, LimitWithoutBuildingError),
        ({"new_building": "Immeuble sans enfants"}, RefusedCriterionError),
    ],
)
def test_answers_that_contradict_each_other_or_the_law_are_refused(app, answers, refusal):
    landlord = a_landlord()

    with pytest.raises(refusal):
        save(a_unit(landlord), landlord, **answers)


def test_the_step_is_optional_and_stays_open_while_the_home_is_offered(app):
    landlord = a_landlord()
    unit = a_complete_draft(landlord)

    services.submit_unit(unit, by=landlord)
    unit.state = UnitState.OPEN
    db.session.commit()

    assert save(unit, landlord, new_building="Cour Lilas").name == "Cour Lilas"


def test_limits_of_owner_and_building_reach_the_night(app):
    landlord = a_landlord()
    unit = a_unit(landlord)
    building = save(unit, landlord, new_building="Cour Lilas", most_stays=2)
    landlord.organisation.most_stays = 5
    db.session.commit()

    problem = load(today(), seed=1)

    assert problem.units.building.tolist() == [building.id]
    assert problem.building_capacities.id.tolist() == [building.id]
    assert problem.building_capacities.remaining.tolist() == [2]
    assert problem.owner_capacities.remaining.tolist() == [5]


def test_the_page_names_a_building_and_the_list_says_so(client):
    landlord = a_landlord()
    unit = a_unit(landlord)
    client.sign_in(landlord)

    typed = {"new_building": "Cour Lilas", "most_stays": "2", "go": "back"}
    answer = client.submit(page_of(unit), answering(unit) | typed)
    shown = [client.get(f"/units/{unit.id}{tail}").text for tail in ("/tasks", "")]

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert all("Cour Lilas" in page for page in shown)


def test_the_page_offers_the_buildings_of_the_landlord_alone(client):
    landlord = a_landlord()
    a_building(landlord, "Cour Lilas")
    a_building(a_landlord(), "Cour Rose")
    client.sign_in(landlord)

    page = client.get(page_of(a_unit(landlord))).text

    assert "Cour Lilas" in page
    assert "Cour Rose" not in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("new_building", "\x00"),
        ("new_building", "x" * 81),
        ("new_building", "Cour sans enfants"),
        ("most_stays", "-1"),
        ("most_stays", "NaN"),
        ("most_stays", "9" * 20),
        ("most_stays", "10001"),
        ("in_building", "999999"),
        ("in_building", "x"),
        ("in_building", "9" * 20),
    ],
)
def test_wrong_input_is_refused_beside_its_field_and_kept(client, field, typed):
    landlord = a_landlord()
    a_building(landlord)
    unit = a_unit(landlord)
    client.sign_in(landlord)
    values = {"new_building": "Cour Lilas", "most_stays": "7"} | {field: typed}

    answer = client.submit(page_of(unit), answering(unit) | values)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="{field}-error"' in answer.text
    assert ('value="7"' if field != "most_stays" else "Cour Lilas") in answer.text
    assert db.session.scalars(select(Building.name)).all() == ["Résidence des Lilas"]


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (a_landlord, HTTPStatus.NOT_FOUND),
        (a_case_worker, HTTPStatus.NOT_FOUND),
        (an_administrator, HTTPStatus.FORBIDDEN),
        (None, HTTPStatus.FOUND),
    ],
)
def test_the_step_is_of_its_landlord_alone(client, person, status):
    unit = a_unit()
    if person:
        client.sign_in(person())

    assert client.get(page_of(unit)).status_code == status


def edit_page(person):
    return f"/organisations/{person.organisation_id}/edit"


@pytest.mark.parametrize(("typed", "kept"), [("3", 3), ("0", 0), ("", None)])
def test_a_landlord_says_how_many_homes_at_once(client, typed, kept):
    landlord = a_landlord()
    client.sign_in(landlord)

    answer = client.submit(edit_page(landlord), {"postal_address": "1 rue", "most_stays": typed})

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert landlord.organisation.most_stays == kept


@pytest.mark.parametrize("typed", ["-1", "NaN", "1.5", "9" * 20, "10001", "\x00"])
def test_a_wrong_number_of_homes_is_refused_beside_its_field(client, typed):
    landlord = a_landlord()
    client.sign_in(landlord)

    answer = client.submit(edit_page(landlord), {"postal_address": "1 rue", "most_stays": typed})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="most_stays-error"' in answer.text
    assert "1 rue" in answer.text


def test_an_association_is_not_asked_about_homes(client):
    worker = a_case_worker()
    client.sign_in(worker)

    assert "most_stays" not in client.get(edit_page(worker)).text
