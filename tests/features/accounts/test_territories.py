"""Administrators choose an authority's communes, end sessions, and see what an organisation has."""

from http import HTTPStatus

import pytest

from stirrup.accounts.refusals import NoTerritoryError
from stirrup.accounts.territories import add_to_territory, take_from_territory, territory_of
from stirrup.extensions import db
from stirrup.geography import LILLE_METROPOLE, communes_of
from stirrup.permissions import NotPermittedError
from tests import factories

LILLE, ROUBAIX = "59350", "59512"


@pytest.fixture
def team(app):
    return factories.an_administrator(language="en")


@pytest.fixture
def town(app):
    return factories.a_local_authority().organisation


def page_of(town) -> str:
    return f"/organisations/{town.id}/territory"


def names(town) -> list[str]:
    db.session.refresh(town)
    return [commune.name for commune in territory_of(town)]


def test_communes_are_added_one_by_one_and_taken_away(client, team, town):
    client.sign_in(team)

    client.submit(page_of(town), {"commune": ROUBAIX})
    client.submit(page_of(town), {"commune": LILLE})
    assert names(town) == ["Lille", "Roubaix"]

    client.submit(page_of(town), {"act": f"remove:{LILLE}"})
    assert names(town) == ["Roubaix"]


def test_the_whole_metropole_is_added_at_once(client, team, town):
    client.sign_in(team)

    client.submit(page_of(town), {"act": "metropole"})

    assert len(names(town)) == len(communes_of(LILLE_METROPOLE))


@pytest.mark.parametrize("commune", ["", "75056", "\x00", "9" * 20])
def test_another_commune_is_refused_beside_its_field(client, team, town, commune):
    client.sign_in(team)

    answer = client.submit(page_of(town), {"commune": commune})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "govuk-error-message" in answer.text


def test_only_an_authority_has_a_territory(client, team):
    association = factories.an_association()
    client.sign_in(team)

    assert client.get(page_of(association)).status_code == HTTPStatus.NOT_FOUND
    with pytest.raises(NoTerritoryError):
        add_to_territory(association, [LILLE], by=team)


def test_only_communes_that_exist_are_kept(team, town):
    with pytest.raises(NoTerritoryError):
        add_to_territory(town, ["00000"], by=team)


def test_only_administrators_choose(client, town):
    person = factories.a_person(factories.Role.LOCAL_AUTHORITY, town)

    with pytest.raises(NotPermittedError):
        take_from_territory(town, LILLE, by=person)
    client.sign_in(person)
    assert client.get(page_of(town)).status_code == HTTPStatus.FORBIDDEN


def test_sessions_end_while_the_access_stays_open(client, team):
    person = factories.a_landlord()
    elsewhere = client.application.test_client().sign_in(person)
    client.sign_in(team)

    client.submit("/people", to=f"/people/{person.id}/end-sessions")

    assert elsewhere.get("/account").status_code == HTTPStatus.FOUND
    db.session.refresh(person)
    assert person.is_active


def test_the_page_of_an_organisation_counts_what_it_has(client, team):
    client.sign_in(team)
    client.get("/language/en")
    landlord = factories.a_landlord()
    factories.a_unit(landlord)
    factories.a_unit(landlord)

    text = client.get(f"/organisations/{landlord.organisation_id}").text

    assert "<dt>Homes</dt><dd>2</dd>" in text
    assert "Never signed in." in text
