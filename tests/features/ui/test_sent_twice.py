"""A form sent twice, by a double click or the way back, does the thing once."""

from http import HTTPStatus

import pytest

from stirrup.accounts.models import Invitation, Organisation
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.placements.models import PlacementEvent
from stirrup.units.models import Unit
from stirrup.units.vote_models import CommuneVote
from tests import factories
from tests.strange.pages import forms_of

ADDRESS = {"street": "12 rue de Lannoy", "postcode": "59100", "commune_code": "59512"}
INVITED = {
    "email": "ada@example.org",
    "role": "case_worker",
    "organisation_name": "Un toit",
    "language": "fr",
}


def sent_twice(client, page: str, answers: dict[str, str]) -> list[int]:
    """The statuses of two sendings of the form as the page fills it."""
    opened = client.get(page)
    form = max(forms_of(opened.text, page), key=lambda one: len(one.inputs))
    return [client.post(page, data=form.sent() | answers).status_code for _time in range(2)]


def count(model) -> int:
    return db.session.query(model).count()


def test_one_home(client):
    client.sign_in(factories.a_landlord())

    statuses = sent_twice(client, "/units/new", ADDRESS)

    assert statuses == [HTTPStatus.SEE_OTHER] * 2
    assert count(Unit) == 1


def test_two_homes_at_two_addresses_are_two(client):
    client.sign_in(factories.a_landlord())
    sent_twice(client, "/units/new", ADDRESS)

    sent_twice(client, "/units/new", ADDRESS | {"street": "14 rue de Lannoy"})

    assert count(Unit) == 2


def test_one_invitation_whose_link_stays_good(client):
    client.sign_in(factories.an_administrator())

    statuses = sent_twice(client, "/people/invite", INVITED)

    assert statuses == [HTTPStatus.SEE_OTHER] * 2
    assert (count(Invitation), count(Organisation), count(OutboxMessage)) == (1, 1, 1)


def test_one_member_invited_once(client):
    client.sign_in(factories.an_administrator())
    page = f"/organisations/{factories.an_association().id}/invite"

    sent_twice(client, page, INVITED)

    assert (count(Invitation), count(OutboxMessage)) == (1, 1)


def test_one_line_in_the_history_of_a_vote(client):
    vote = factories.a_vote()
    client.sign_in(factories.an_administrator())

    statuses = sent_twice(client, f"/votes/{vote.id}/correction", {"source": "Délibération 42"})

    assert HTTPStatus.INTERNAL_SERVER_ERROR not in statuses
    assert count(CommuneVote) == 2


@pytest.mark.parametrize("moment", ["entry"])
def test_one_line_on_the_timeline_for_an_inventory(client, moment):
    placement = factories.a_placement(agreed=True)
    client.sign_in(factories.an_administrator())
    page = f"/stays/{placement.id}/inventories/{moment}"
    seen = {"present": "Samira Haddad", "keys_count": "3"}

    statuses = sent_twice(client, page, seen)

    assert statuses == [HTTPStatus.FOUND] * 2
    assert count(PlacementEvent) == 1
