"""The form of an inventory: as many questions as the home has rooms, started from what is known."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from stirrup.clock import today
from stirrup.placements.enums import InventoryMoment
from stirrup.placements.facts import adults_of
from stirrup.placements.inventories import InventoryFindings, find_inventory
from stirrup.placements.inventory_words import (
    ENGLISH,
    METERS,
    ElementState,
    Room,
    split_number,
    usual_furniture,
    usual_rooms,
)
from stirrup.placements.models import Placement
from stirrup.ui.choices import StrictSelect
from stirrup.ui.fields import (
    DateInThreeParts,
    StrictInteger,
    StrictText,
    StrictTextArea,
)
from stirrup.ui.shared_forms import SharedForm
from stirrup.units.enums import HeatingKind

MOST_PEOPLE, MOST_THINGS = 12, 99
Thing = dict[str, Any]


class InventoryForm(SharedForm):
    """What is asked once; rooms, furniture and meters are added by `inventory_form`."""

    not_compared = ("made_on",)
    rooms: list[Room]
    furniture: list[Thing]
    meters: list[str]

    made_on = DateInThreeParts(_l("Made on"))
    present = StrictTextArea(
        _l("Who was there"), max_length=600, description=_l("One name on each line.")
    )
    keys_count = StrictInteger(_l("Keys"), minimum=1, maximum=20)
    badges_count = StrictInteger(_l("Badges"), minimum=0, maximum=20, required=False)

    @property
    def compared(self) -> list[Any]:
        """Without the things that are there in neither version: none and nothing are the same."""
        return [field for field in super().compared if not self._is_absent(field.name)]

    def _is_absent(self, name: str) -> bool:
        counted = (
            self[name.replace("worth_", "count_")] if name.startswith("worth_") else self[name]
        )
        is_count = counted.name.startswith(("count_", "badges_"))
        return is_count and not counted.data and not counted.object_data

    def validate_present(self, field: Any) -> None:
        """Bounded, as everything that people write."""
        if len(_lines(field.data)) > MOST_PEOPLE:
            raise StopValidation(_("Name %(most)s people at most.", most=MOST_PEOPLE))

    def room_fields(self) -> Iterator[tuple[str, list[tuple[Any, Any]]]]:
        """Each room's title, then (state, remark) of what is looked at in it."""
        for r, room in enumerate(self.rooms):
            elements = range(len(room["elements"]))
            yield (
                named(room["name"]),
                [(self[f"state_{r}_{e}"], self[f"remark_{r}_{e}"]) for e in elements],
            )

    def furniture_fields(self) -> list[tuple[Any, Any]]:
        """(count, state) of each thing."""
        return [(self[f"count_{t}"], self[f"worth_{t}"]) for t in range(len(self.furniture))]

    def meter_fields(self) -> list[Any]:
        return [self[f"meter_{meter}"] for meter in self.meters]

    def findings(self) -> InventoryFindings:
        """What was seen, for the services; a thing that is not there is not listed."""
        return InventoryFindings(
            made_on=self.made_on.data,
            present=[line.strip() for line in _lines(self.present.data) if line.strip()],
            rooms=[self._room(r, room) for r, room in enumerate(self.rooms)],
            furniture=[self._thing(t) for t in range(len(self.furniture)) if self._count(t)],
            meters={
                meter: self[f"meter_{meter}"].data
                for meter in self.meters
                if self[f"meter_{meter}"].data
            },
            keys_count=self.keys_count.data,
            badges_count=self.badges_count.data or 0,
        )

    def _room(self, r: int, room: Room) -> Room:
        elements = [
            {
                "name": element["name"],
                "state": self[f"state_{r}_{e}"].data.value,
                "remark": self[f"remark_{r}_{e}"].data,
            }
            for e, element in enumerate(room["elements"])
        ]
        return {"name": room["name"], "elements": elements}

    def _count(self, t: int) -> int:
        return int(self[f"count_{t}"].data or 0)

    def _thing(self, t: int) -> Thing:
        name, state = self.furniture[t]["name"], self[f"worth_{t}"].data
        return {"name": name, "count": self._count(t), "state": state.value}


def inventory_form(placement: Placement, moment: InventoryMoment) -> InventoryForm:
    """The form, filled with this inventory, else with that of the entry, else as usual."""
    entry = find_inventory(placement, InventoryMoment.ENTRY)
    known = find_inventory(placement, moment)
    start = known or entry
    rooms = start.rooms if start else usual_rooms(placement.unit)
    furniture = _with_usual(start.furniture if start else [], placement, start is None)
    meters = [
        meter for meter in METERS if meter != "gas" or placement.unit.heating == HeatingKind.GAS
    ]
    fields = {
        "rooms": rooms,
        "furniture": furniture,
        "meters": meters,
        **dict(_room_questions(rooms)),
        **dict(_furniture_questions(furniture)),
        **{f"meter_{meter}": _meter(meter) for meter in meters},
    }
    form: InventoryForm = type("InventoryForm", (InventoryForm,), fields)(
        data=_data(placement, known, start, rooms, furniture)
    )
    form.made_on.last = today()
    return form


def named(stored: str) -> str:
    """A stored name in the reader's language, its number kept."""
    word, number = split_number(stored)
    return f"{_(ENGLISH[word]) if word in ENGLISH else word} {number}".strip()


def _lines(text: str | None) -> list[str]:
    return (text or "").splitlines()


def _with_usual(known: list[Thing], placement: Placement, is_first: bool) -> list[Thing]:
    """What was counted, then the usual things that were not there."""
    counted = {thing["name"]: thing for thing in known}
    usual = usual_furniture(placement.unit)
    absent = {} if is_first else {"count": 0}
    more = [thing | absent for thing in usual if thing["name"] not in counted]
    return [*known, *more]


def _room_questions(rooms: list[Room]) -> Iterator[tuple[str, Any]]:
    for r, room in enumerate(rooms):
        for e, element in enumerate(room["elements"]):
            label = named(element["name"])
            remark = _("%(element)s, remark", element=label)
            yield f"state_{r}_{e}", StrictSelect(label, choices=ElementState)
            yield f"remark_{r}_{e}", StrictText(remark, max_length=200, required=False)


def _furniture_questions(furniture: list[Thing]) -> Iterator[tuple[str, Any]]:
    for t, thing in enumerate(furniture):
        label = named(thing["name"])
        state = _("%(element)s, state", element=label)
        yield (
            f"count_{t}",
            StrictInteger(label, minimum=0, maximum=MOST_THINGS, required=False),
        )
        yield f"worth_{t}", StrictSelect(state, choices=ElementState)


def _meter(meter: str) -> StrictText:
    hint = _l("The reading and its unit, for example 12 345 kWh.")
    return StrictText(_l(METERS[meter]), max_length=40, required=False, description=hint)


def _data(
    placement: Placement, known: Any, start: Any, rooms: list[Room], furniture: list[Thing]
) -> dict[str, Any]:
    """What stands in the fields: readings and dates are those of this inventory alone."""
    values: dict[str, Any] = {
        "made_on": known.made_on if known else today(),
        "present": "\n".join(known.present if known else _expected(placement)),
        "keys_count": start.keys_count if start else placement.facts.keys_count,
        "badges_count": start.badges_count if start else placement.facts.badges_count,
    }
    for r, room in enumerate(rooms):
        for e, element in enumerate(room["elements"]):
            values[f"state_{r}_{e}"] = ElementState(element["state"])
            values[f"remark_{r}_{e}"] = element["remark"]
    for t, thing in enumerate(furniture):
        values[f"count_{t}"], values[f"worth_{t}"] = thing["count"], ElementState(thing["state"])
    for meter, reading in (known.meters if known else {}).items():
        values[f"meter_{meter}"] = reading
    return values


def _expected(placement: Placement) -> list[str]:
    """The adults, and whoever accompanies them."""
    adults = [f"{one.first_name} {one.last_name}" for one in adults_of(placement) if one.last_name]
    return [*adults, placement.referral.referent.display_name]
