"""Lines of an inventory: paired by name, nothing lost, nothing invented."""

from stirrup.documents.contents.inventory import Compared, KeyCounts, MeterReadings, Seen
from stirrup.placements.inventory_words import FURNITURE
from stirrup.placements.models import AgreementFacts
from stirrup.placements.papers.writing.inventory_lines import (
    absent_furniture,
    compare_furniture,
    compare_rooms,
    key_counts,
    meter_readings,
)
from stirrup.placements.stay_models import StayInventory


def an_inventory(**values) -> StayInventory:
    empty = {"rooms": [], "furniture": [], "meters": {}, "keys_count": 2, "badges_count": 0}
    return StayInventory(**empty | values)


def a_room(name: str, *elements: tuple[str, str, str]) -> dict:
    keys = ("name", "state", "remark")
    return {"name": name, "elements": [dict(zip(keys, one, strict=True)) for one in elements]}


def test_an_entry_alone_has_nothing_to_compare_with():
    entry = an_inventory(rooms=[a_room("Séjour", ("Sol", "good", "Une rayure"))])

    (room,) = compare_rooms(entry, None)

    assert room.elements == (Compared("Sol", Seen("good", "Une rayure")),)
    assert not room.elements[0].differs


def test_an_element_of_both_moments_is_one_line():
    entry = an_inventory(rooms=[a_room("Séjour", ("Sol", "good", ""))])
    leaving = an_inventory(rooms=[a_room("séjour ", ("SOL", "worn", "Usé"))])

    (room,) = compare_rooms(entry, leaving)

    assert room.elements == (Compared("SOL", Seen("good"), Seen("worn", "Usé")),)
    assert room.elements[0].differs


def test_what_only_one_moment_saw_is_kept():
    entry = an_inventory(rooms=[a_room("Séjour", ("Sol", "good", ""))])
    leaving = an_inventory(rooms=[a_room("Cave", ("Porte", "bad", ""))])

    rooms = compare_rooms(entry, leaving)

    assert [(room.name, room.elements[0].entry, room.elements[0].exit) for room in rooms] == [
        ("Séjour", Seen("good"), None),
        ("Cave", None, Seen("bad")),
    ]
    assert not any(room.elements[0].differs for room in rooms)


def test_two_walls_of_one_room_stay_two_in_their_order():
    walls = [("Murs", "good", "gauche"), ("Murs", "worn", "droite")]
    both = an_inventory(rooms=[a_room("Séjour", *walls)])

    (room,) = compare_rooms(both, both)

    assert [one.entry.remark for one in room.elements] == ["gauche", "droite"]
    assert not any(one.differs for one in room.elements)


def test_an_exit_without_entry_says_so():
    leaving = an_inventory(
        rooms=[a_room("Séjour", ("Sol", "good", ""))],
        furniture=[{"name": "Lits", "count": 2, "state": "good"}],
    )

    assert compare_rooms(None, leaving)[0].elements == (Compared("Sol", None, Seen("good")),)
    assert compare_furniture(None, leaving) == (Compared("Lits", None, Seen("good", "", 2)),)


def test_a_missing_chair_is_a_change():
    entry = an_inventory(furniture=[{"name": "Chaises", "count": 4, "state": "worn"}])
    leaving = an_inventory(furniture=[{"name": "Chaises", "count": 3, "state": "worn"}])

    (chairs,) = compare_furniture(entry, leaving)

    assert chairs.differs


def test_nothing_recorded_gives_no_line():
    empty = an_inventory()

    assert compare_rooms(empty, empty) == ()
    assert compare_furniture(empty, empty) == ()
    assert meter_readings(AgreementFacts(), empty, empty) == ()


def test_usual_furniture_that_was_not_counted_is_named():
    inventory = an_inventory(
        furniture=[
            {"name": "lits", "count": 2, "state": "good"},
            {"name": "Table", "count": 0, "state": "good"},
        ]
    )

    assert absent_furniture(inventory) == tuple(name for name in FURNITURE if name != "Lits")


def test_each_meter_that_was_read_has_its_number_and_both_readings():
    facts = AgreementFacts(electricity_meter="PDL 412", water_meter=None)
    entry = an_inventory(meters={"water": "842 m³", "electricity": "10 kWh"})
    leaving = an_inventory(meters={"electricity": "20 kWh", "gas": ""})

    assert meter_readings(facts, entry, leaving) == (
        MeterReadings("electricity", "PDL 412", "10 kWh", "20 kWh"),
        MeterReadings("water", "", "842 m³", ""),
    )


def test_keys_are_counted_when_an_inventory_was_made():
    assert key_counts(an_inventory(keys_count=3, badges_count=1)) == KeyCounts(3, 1)
    assert key_counts(None) is None
