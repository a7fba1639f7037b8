"""Inventories and the receipt of the keys, from what was recorded on the spot."""

from datetime import date

import pytest

from stirrup.placements.enums import InventoryMoment
from stirrup.placements.papers.writing import inventory, key_receipt
from stirrup.placements.papers.writing.inventory import NoInventoryError
from stirrup.placements.stay_models import StayInventory
from tests import factories
from tests.features.placements.situations import complete

HEADING = {"reference": "ST-2026-000001", "version": 1, "issued_on": date(2026, 9, 2)}
ROOMS = [{"name": "Séjour", "elements": [{"name": "Sol", "state": "good", "remark": ""}]}]


@pytest.fixture
def stay(app):
    placement = factories.a_placement(agreed=True, first_day=date(2026, 9, 2))
    return complete(placement, factories.an_administrator())


def recorded(placement, moment: InventoryMoment, by=None, **values) -> StayInventory:
    """An inventory of this stay, made by its case worker on the first day."""
    ordinary = {
        "moment": moment,
        "made_on": date(2026, 9, 2),
        "present": ["Samira Haddad"],
        "rooms": ROOMS,
        "furniture": [],
        "meters": {"electricity": "10 kWh"},
        "keys_count": 3,
        "badges_count": 1,
        "recorded_by_id": (by or placement.referral.referent).id,
    }
    made = StayInventory(**ordinary | values)
    placement.inventories.append(made)
    return made


@pytest.mark.parametrize("paper", [inventory.ENTRY_PAPER, inventory.EXIT_PAPER, key_receipt.PAPER])
def test_without_an_inventory_no_paper_exists(stay, paper):
    assert not paper.slots(stay)
    with pytest.raises(NoInventoryError):
        paper.build(stay, "", HEADING)


def test_an_entry_gives_an_inventory_and_a_receipt_and_no_exit(stay):
    recorded(stay, InventoryMoment.ENTRY)

    assert inventory.ENTRY_PAPER.slots(stay)
    assert key_receipt.PAPER.slots(stay)
    assert not inventory.EXIT_PAPER.slots(stay)


def test_the_owner_the_association_and_each_adult_sign_an_inventory(stay):
    recorded(stay, InventoryMoment.ENTRY)

    content = inventory.ENTRY_PAPER.build(stay, "", HEADING)

    assert inventory.ENTRY_PAPER.signed
    assert [(block.party, block.name) for block in content.signatures] == [
        ("landlord", "Claire Vanhoutte"),
        ("association", "Paul Lemaire"),
        ("residents", "Samira Haddad"),
        ("residents", "Elias Haddad"),
    ]


def test_an_exit_stands_beside_its_entry(stay):
    recorded(stay, InventoryMoment.ENTRY)
    worn = [{"name": "Séjour", "elements": [{"name": "Sol", "state": "worn", "remark": ""}]}]
    recorded(stay, InventoryMoment.EXIT, made_on=date(2027, 3, 1), rooms=worn, keys_count=2)

    content = inventory.EXIT_PAPER.build(stay, "", HEADING)

    assert (content.entry_made_on, content.made_on) == (date(2026, 9, 2), date(2027, 3, 1))
    assert content.rooms[0].elements[0].differs
    assert (content.entry_keys.keys, content.exit_keys.keys) == (3, 2)
    assert content.meters[0].number == "PDL 412"


def test_an_exit_is_written_even_when_nobody_recorded_the_entry(stay):
    recorded(stay, InventoryMoment.EXIT)

    content = inventory.EXIT_PAPER.build(stay, "", HEADING)

    assert content.entry_made_on is None
    assert content.entry_keys is None


def test_a_receipt_says_how_many_keys_to_whom_and_by_whom(stay):
    entry = recorded(stay, InventoryMoment.ENTRY)

    content = key_receipt.PAPER.build(stay, "", HEADING)

    assert (content.counts.keys, content.counts.badges) == (entry.keys_count, 1)
    assert content.received_by == ("Samira Haddad", "Elias Haddad")
    assert content.handed_by == stay.referral.referent.display_name
    assert content.handed_on == stay.first_day
    assert [block.party for block in content.signatures] == [
        "association",
        "residents",
        "residents",
    ]


def test_keys_counted_by_the_team_are_handed_by_the_association(stay):
    recorded(stay, InventoryMoment.ENTRY, by=factories.an_administrator())

    content = key_receipt.PAPER.build(stay, "", HEADING)

    assert content.handed_by == ""
    assert content.association == stay.referral.association.name
