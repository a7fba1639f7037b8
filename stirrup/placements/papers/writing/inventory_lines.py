"""The lines of an inventory: what was stored at each moment, paired by name. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from stirrup.documents.contents.inventory import (
    Compared,
    InventoryRoom,
    KeyCounts,
    MeterKind,
    MeterReadings,
    Seen,
)
from stirrup.placements.inventory_words import FURNITURE
from stirrup.placements.models import AgreementFacts
from stirrup.placements.stay_models import StayInventory

Row = Mapping[str, Any]
Key = tuple[str, int]
"""A name as it is compared, and how many of the same name came before it."""


def compare_rooms(
    entry: StayInventory | None, leaving: StayInventory | None
) -> tuple[InventoryRoom, ...]:
    """Every room in the order of the entry, then those that only the exit names."""
    before, after = _keyed(entry.rooms if entry else []), _keyed(leaving.rooms if leaving else [])
    return tuple(
        InventoryRoom(
            name=(after.get(key) or before[key])["name"],
            elements=tuple(_compared(_elements(before, key), _elements(after, key))),
        )
        for key in before | after
    )


def compare_furniture(
    entry: StayInventory | None, leaving: StayInventory | None
) -> tuple[Compared, ...]:
    """Every thing in the order of the entry, then those that were only there at the exit."""
    before = entry.furniture if entry else []
    return tuple(_compared(before, leaving.furniture if leaving else []))


def absent_furniture(inventory: StayInventory) -> tuple[str, ...]:
    """The usual things that were not counted, in their usual order."""
    counted = {_plain(thing["name"]) for thing in inventory.furniture if thing.get("count", 1)}
    return tuple(name for name in FURNITURE if _plain(name) not in counted)


def meter_readings(
    facts: AgreementFacts, entry: StayInventory | None, leaving: StayInventory | None
) -> tuple[MeterReadings, ...]:
    """Each meter that was read at least once, electricity first."""
    before, after = entry.meters if entry else {}, leaving.meters if leaving else {}
    numbers = {
        "electricity": facts.electricity_meter,
        "gas": facts.gas_meter,
        "water": facts.water_meter,
    }
    return tuple(
        MeterReadings(kind, numbers[kind] or "", before.get(kind, ""), after.get(kind, ""))
        for kind in get_args(MeterKind)
        if before.get(kind) or after.get(kind)
    )


def key_counts(inventory: StayInventory | None) -> KeyCounts | None:
    """How many keys and badges were counted."""
    return KeyCounts(inventory.keys_count, inventory.badges_count) if inventory else None


def _compared(before: Iterable[Row], after: Iterable[Row]) -> Iterator[Compared]:
    entry, leaving = _keyed(before), _keyed(after)
    for key in entry | leaving:
        name = (leaving.get(key) or entry[key])["name"]
        yield Compared(name, _seen(entry.get(key)), _seen(leaving.get(key)))


def _keyed(rows: Iterable[Row]) -> dict[Key, Row]:
    """Two walls of one room stay two: the first is compared with the first."""
    met: Counter[str] = Counter()
    keyed: dict[Key, Row] = {}
    for row in rows:
        name = _plain(row["name"])
        keyed[name, met[name]] = row
        met[name] += 1
    return keyed


def _elements(rooms: Mapping[Key, Row], key: Key) -> list[Row]:
    return list(rooms[key]["elements"]) if key in rooms else []


def _seen(row: Row | None) -> Seen | None:
    if row is None:
        return None
    return Seen(row["state"], row.get("remark") or "", row.get("count", 1))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
