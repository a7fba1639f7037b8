"""The doors of the demonstration."""

from stirrup.accounts.demo_sign_in import DEMO_PASSWORD, list_demo_people
from stirrup.accounts.passwords import check_password
from stirrup.clock import now
from tests.features.accounts.situations import a_landlord, an_administrator


def test_one_demo_person_per_role_is_listed(app):
    first = a_landlord(is_demo=True)
    a_landlord(is_demo=True)
    team = an_administrator(is_demo=True)
    an_administrator()

    assert [person.id for person in list_demo_people()] == [first.id, team.id]


def test_people_without_access_are_not_listed(app):
    a_landlord(is_demo=True, deactivated_at=now())

    assert list_demo_people() == []


def test_the_page_lists_them_with_their_password(client):
    person = a_landlord(is_demo=True)

    page = client.get("/sign-in").text

    assert person.email in page
    assert DEMO_PASSWORD in page


def test_the_page_is_silent_without_demo_people(client):
    a_landlord()

    assert DEMO_PASSWORD not in client.get("/sign-in").text


def test_the_page_is_silent_where_they_are_refused(client):
    person = a_landlord(is_demo=True)
    client.application.config["DEMO_ACCOUNTS_ALLOWED"] = False
    try:
        page = client.get("/sign-in").text
    finally:
        client.application.config["DEMO_ACCOUNTS_ALLOWED"] = True

    assert person.email not in page


def test_the_demo_password_would_be_accepted():
    check_password(DEMO_PASSWORD)
