"""Another home like this one: the description comes along, what is the home's own does not."""

import pytest

from stirrup.audit import AuditEntry
from stirrup.extensions import db
from stirrup.permissions import NotPermittedError
from stirrup.units.duplicating import COPIED, duplicate_unit
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit
from tests import factories


def test_a_copy_is_a_draft_with_the_same_description(app):
    landlord = factories.a_landlord()
    unit = factories.a_unit(landlord, equipment=["fridge"], tax_number="123456789012")

    twin = duplicate_unit(unit, by=landlord)

    assert twin.id != unit.id and twin.state == UnitState.DRAFT
    assert all(getattr(twin, name) == getattr(unit, name) for name in COPIED)


def test_what_is_the_homes_own_is_not_copied(app):
    landlord = factories.a_landlord()
    unit = factories.a_unit(
        landlord, floor=3, address_complement="porte 4", tax_number="123456789012"
    )
    factories.a_photo(unit)

    twin = duplicate_unit(unit, by=landlord)

    assert (twin.floor, twin.address_complement, twin.tax_number) == (None, None, None)
    assert (twin.available_from, twin.vacant_since, twin.owner_since) == (None, None, None)
    assert (twin.energy_class, twin.energy_diagnosed_on, twin.readiness) == (None, None, {})
    assert (twin.photos, twin.places, twin.truce_notice_version) == ([], [], None)


def test_the_journal_says_from_which_home_a_copy_comes(app):
    landlord = factories.a_landlord()
    unit = factories.a_unit(landlord)

    twin = duplicate_unit(unit, by=landlord)

    entry = db.session.query(AuditEntry).filter_by(action="unit_created").one()
    assert (entry.subject_id, entry.details) == (twin.id, {"copied_from": unit.id})


def test_the_button_opens_the_task_list_of_the_copy(client):
    landlord = factories.a_landlord()
    unit = factories.a_unit(landlord)

    page = f"/units/{unit.id}"
    answer = client.sign_in(landlord).submit(page, to=f"{page}/duplicate")

    twin = db.session.query(Unit).order_by(Unit.id.desc()).first()
    assert (answer.status_code, answer.location) == (303, f"/units/{twin.id}/tasks")


@pytest.mark.parametrize("person", [factories.a_landlord, factories.an_administrator])
def test_nobody_else_copies_a_home(app, person):
    unit = factories.a_unit()

    with pytest.raises(NotPermittedError):
        duplicate_unit(unit, by=person())
