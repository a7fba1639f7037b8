"""People, for administrators."""

from http import HTTPStatus

import pytest

from stirrup.accounts import departures, services
from stirrup.accounts.refusals import AccessEndedError, AlreadyVerifiedError, OneselfError
from stirrup.clock import now
from stirrup.permissions import NotPermittedError, Role
from tests import factories
from tests.features.accounts.situations import (
    a_landlord,
    an_administrator,
    mails_to,
    reread,
)

NOT_ADMINISTRATORS = [
    a_landlord,
    factories.a_case_worker,
    factories.a_local_authority,
    lambda: factories.a_person(Role.ASSOCIATION_MANAGER, factories.an_association()),
]


def test_ending_access_ends_every_session_at_once(client):
    person = a_landlord()
    elsewhere = client.application.test_client().sign_in(person)
    client.sign_in(an_administrator())

    client.submit("/people", to=f"/people/{person.id}/deactivate")

    assert elsewhere.get("/account").status_code == HTTPStatus.FOUND
    assert not reread(person).is_active


def test_opening_access_again_does_not_revive_the_sessions(client):
    person, administrator = a_landlord(), an_administrator()
    elsewhere = client.application.test_client().sign_in(person)
    departures.deactivate(person, by=administrator)

    services.reactivate(person, by=administrator)

    assert elsewhere.get("/account").status_code == HTTPStatus.FOUND
    assert reread(person).is_active


def test_the_page_opens_access_again(client):
    person = a_landlord(deactivated_at=now())
    client.sign_in(an_administrator())

    client.submit("/people", to=f"/people/{person.id}/reactivate")

    assert reread(person).is_active


def test_the_page_withdraws_an_invitation(client):
    invitation = factories.an_invitation()
    client.sign_in(an_administrator())

    email = invitation.email
    before = client.get("/people").text

    client.submit("/people", to=f"/invitations/{invitation.id}/withdraw")

    assert email in before
    assert email not in client.get("/people").text


def test_nobody_ends_their_own_access(app):
    administrator = an_administrator()

    with pytest.raises(OneselfError):
        departures.deactivate(administrator, by=administrator)


def test_ended_access_cannot_end_twice_nor_open_access_reopen(app):
    administrator, person = an_administrator(), a_landlord()

    with pytest.raises(AccessEndedError):
        services.reactivate(person, by=administrator)
    departures.deactivate(person, by=administrator)
    with pytest.raises(AccessEndedError):
        departures.deactivate(person, by=administrator)


@pytest.mark.parametrize("person", NOT_ADMINISTRATORS)
def test_only_administrators_end_access(app, person):
    with pytest.raises(NotPermittedError):
        departures.deactivate(a_landlord(), by=person())


@pytest.mark.parametrize("person", NOT_ADMINISTRATORS)
def test_only_administrators_verify(app, person):
    with pytest.raises(NotPermittedError):
        services.verify_organisation(factories.an_association(), by=person())


def test_a_verified_organisation_is_told_once(app):
    landlord = a_landlord(organisation=factories.a_landlord_organisation(verified_at=None))
    administrator = an_administrator()

    services.verify_organisation(landlord.organisation, by=administrator)

    assert reread(landlord.organisation).is_verified
    assert [mail.subject for mail in mails_to(landlord.email)] == ["Votre structure est vérifiée"]
    with pytest.raises(AlreadyVerifiedError):
        services.verify_organisation(landlord.organisation, by=administrator)


def test_people_without_access_are_not_told(app):
    organisation = factories.a_landlord_organisation(verified_at=None)
    gone = a_landlord(organisation=organisation, deactivated_at=now())

    services.verify_organisation(organisation, by=an_administrator())

    assert mails_to(gone.email) == []


def test_the_page_verifies(client):
    organisation = factories.a_landlord_organisation(verified_at=None)
    client.sign_in(an_administrator())
    page = f"/organisations/{organisation.id}"

    client.submit(page, to=f"{page}/verify")

    assert reread(organisation).is_verified


def test_what_waits_for_verification_comes_first(client):
    factories.an_association(name="Abri")
    factories.a_landlord_organisation(name="Zoé", verified_at=None)
    client.sign_in(an_administrator())

    page = client.get("/people").text

    assert page.index("Zoé") < page.index("Abri")


@pytest.mark.parametrize(
    ("shown", "visible", "hidden"),
    [("to_verify", "Zoé", "Abri"), ("association", "Abri", "Zoé"), ("landlord", "Zoé", "Abri")],
)
def test_the_list_can_be_narrowed(client, shown, visible, hidden):
    factories.an_association(name="Abri")
    factories.a_landlord_organisation(name="Zoé", verified_at=None)
    client.sign_in(an_administrator())

    page = client.get(f"/people?shown={shown}").text

    assert visible in page
    assert hidden not in page


@pytest.mark.parametrize("query", ["shown=x", "page=0", "page=-1", "page=999", "page=x"])
def test_a_strange_address_shows_a_page_all_the_same(client, query):
    client.sign_in(an_administrator())

    assert client.get(f"/people?{query}").status_code == 200


def test_a_long_list_is_cut_into_pages(client):
    for number in range(26):
        factories.an_association(name=f"Association n{number:02}")
    client.sign_in(an_administrator())

    first, second = client.get("/people").text, client.get("/people?page=2").text

    assert "Association n24" in first
    assert "Association n25" not in first
    assert "Association n25" in second


def test_the_page_of_an_organisation_names_its_members(client):
    worker = factories.a_case_worker()
    client.sign_in(an_administrator())

    page = client.get(f"/organisations/{worker.organisation_id}").text

    assert worker.display_name in page
    assert worker.email in page


@pytest.mark.parametrize("person", NOT_ADMINISTRATORS)
@pytest.mark.parametrize("page", ["/people", "/people/invite"])
def test_the_pages_are_closed_to_others(client, person, page):
    client.sign_in(person())

    assert client.get(page).status_code == HTTPStatus.FORBIDDEN


def test_a_member_does_not_administer_their_own_organisation(client):
    worker = factories.a_case_worker()
    client.sign_in(worker)

    answer = client.get(f"/organisations/{worker.organisation_id}")

    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_an_organisation_that_is_not_there_is_not_found(client):
    client.sign_in(an_administrator())

    assert client.get("/organisations/99999999999999999999").status_code == HTTPStatus.NOT_FOUND


def test_the_list_asks_few_questions_however_long_it_is(client, count_queries):
    for _ in range(12):
        factories.a_case_worker()
    client.sign_in(an_administrator())

    with count_queries() as queries:
        client.get("/people")

    assert len(queries) <= 10
