"""A landlord sees five facts before both said yes; names afterwards; never a safety zone."""

import pytest

from stirrup.extensions import db
from stirrup.referrals.models import Anchor, SafetyZone
from tests import factories
from tests.features.placements.situations import complete

CANARIES = ("Canarius", "+33699999901", "canari@example.org", "9 impasse du Canari")


@pytest.fixture
def stay(app):
    """A stay whose household has unmistakable secrets."""
    placement = factories.a_placement()
    household = placement.referral.household
    household.phone, household.email = CANARIES[1], CANARIES[2]
    household.current_address = CANARIES[3]
    for member in household.members:
        member.first_name, member.last_name = "Zora", CANARIES[0]
    placement.referral.safety_zones = [
        SafetyZone(area={"commune_code": "59421", "latitude": 50.72, "longitude": 3.15, "km": 3})
    ]
    placement.referral.anchors = [
        Anchor(label="Gare de Canarville", latitude=50.7, longitude=3.1, max_km=5)
    ]
    db.session.commit()
    return placement


def page(client, stay, person) -> str:
    answer = client.application.test_client().sign_in(person).get(f"/stays/{stay.id}")
    assert answer.status_code == 200
    return answer.text


def test_before_both_yes_the_landlord_s_page_names_nobody(client, stay):
    text = page(client, stay, factories.a_landlord(stay.unit.organisation))

    assert [secret for secret in (*CANARIES, "Canarville") if secret in text] == []
    assert stay.referral.reference not in text


def test_after_both_yes_the_landlord_learns_names_and_no_contact(client, stay):
    stay.household_yes_on = stay.landlord_yes_on = stay.first_day
    db.session.commit()

    text = page(client, stay, factories.a_landlord(stay.unit.organisation))

    assert CANARIES[0] in text
    assert [secret for secret in CANARIES[1:] if secret in text] == []


def test_the_association_learns_the_address_only_after_both_yes(client, stay):
    worker = factories.a_case_worker(stay.referral.association)

    assert "Épeule" not in page(client, stay, worker)
    stay.household_yes_on = stay.landlord_yes_on = stay.first_day
    db.session.commit()
    assert "Épeule" in page(client, stay, worker)


def test_nobody_s_page_tells_a_safety_zone_or_an_anchor(client, stay):
    people = (
        factories.a_landlord(stay.unit.organisation),
        factories.a_case_worker(stay.referral.association),
        factories.an_administrator(),
    )

    for person in people:
        text = page(client, stay, person)

        assert "Canarville" not in text
        assert "59421" not in text


def test_the_administrator_s_page_holds_no_contact_of_the_household(client, stay):
    text = page(client, complete(stay, factories.an_administrator()), factories.an_administrator())

    assert [secret for secret in CANARIES[1:] if secret in text] == []


def test_the_list_of_stays_holds_only_one_s_own(client, stay):
    strangers = (factories.a_landlord(), factories.a_case_worker())

    for stranger in strangers:
        browser = client.application.test_client().sign_in(stranger)

        assert stay.reference not in browser.get("/stays").text
