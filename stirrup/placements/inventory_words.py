"""The usual rooms of a home, what is looked at in each, and the usual furniture.

Names are stored in French, the language of the papers; pages show the same words translated.
"""

from collections.abc import Iterator
from typing import Any

from stirrup.units.enums import Furnishing, KitchenKind
from stirrup.units.models import Unit
from stirrup.wording import N_, Labelled

Room = dict[str, Any]


class ElementState(Labelled):
    """In what state something is."""

    NEW = "new", N_("As new")
    GOOD = "good", N_("Good")
    WORN = "worn", N_("Worn")
    BAD = "bad", N_("Bad")


ENGLISH = {
    "Entrée": N_("Entrance"),
    "Séjour": N_("Living room"),
    "Chambre": N_("Bedroom"),
    "Cuisine": N_("Kitchen"),
    "Coin cuisine": N_("Kitchenette"),
    "Salle d’eau": N_("Bathroom"),
    "Toilettes": N_("Toilet"),
    "Sol": N_("Floor covering"),
    "Murs": N_("Walls"),
    "Plafond": N_("Ceiling"),
    "Porte et serrure": N_("Door and lock"),
    "Fenêtres et volets": N_("Windows and shutters"),
    "Chauffage": N_("Heating"),
    "Prises et éclairage": N_("Sockets and lighting"),
    "Évier et robinet": N_("Sink and tap"),
    "Placards et plan de travail": N_("Cupboards and worktop"),
    "Ventilation": N_("Ventilation"),
    "Lavabo et robinet": N_("Washbasin and tap"),
    "Douche ou baignoire": N_("Shower or bath"),
    "Cuvette et chasse d’eau": N_("Toilet bowl and flush"),
    "Détecteur de fumée": N_("Smoke alarm"),
    "Lits": N_("Beds"),
    "Literie": N_("Bedding"),
    "Table": N_("Table"),
    "Chaises": N_("Chairs"),
    "Rangements": N_("Storage furniture"),
    "Luminaires": N_("Lamps"),
    "Plaques de cuisson": N_("Hob"),
    "Four ou micro-ondes": N_("Oven or microwave"),
    "Réfrigérateur": N_("Fridge"),
    "Lave-linge": N_("Washing machine"),
    "Vaisselle et ustensiles": N_("Dishes and utensils"),
    "Matériel d’entretien": N_("Cleaning equipment"),
}
"""What a stored name is called by the pages."""
SURFACES = ("Sol", "Murs", "Plafond")
LIVED_IN = (*SURFACES, "Fenêtres et volets", "Chauffage", "Prises et éclairage")
KITCHEN = (*SURFACES, "Évier et robinet", "Placards et plan de travail", "Ventilation")
ELEMENTS = {
    "Entrée": (*SURFACES, "Porte et serrure", "Détecteur de fumée"),
    "Séjour": LIVED_IN,
    "Chambre": LIVED_IN,
    "Cuisine": KITCHEN,
    "Coin cuisine": KITCHEN,
    "Salle d’eau": (*SURFACES, "Lavabo et robinet", "Douche ou baignoire", "Ventilation"),
    "Toilettes": (*SURFACES, "Cuvette et chasse d’eau"),
}
KITCHENS = {KitchenKind.CORNER: ("Coin cuisine",), KitchenKind.NONE: ()}
FURNITURE = (
    *("Lits", "Literie", "Table", "Chaises", "Rangements", "Luminaires", "Plaques de cuisson"),
    *("Four ou micro-ondes", "Réfrigérateur", "Lave-linge", "Vaisselle et ustensiles"),
    "Matériel d’entretien",
)
METERS = {
    "electricity": N_("Electricity meter"),
    "gas": N_("Gas meter"),
    "water": N_("Water meter"),
}


def usual_rooms(unit: Unit) -> list[Room]:
    """The rooms of a home with what is looked at in each, all of it presumed in good state."""
    return [
        {"name": name, "elements": [_presumed(element) for element in ELEMENTS[kind]]}
        for kind, name in _named_rooms(unit)
    ]


def usual_furniture(unit: Unit) -> list[dict[str, Any]]:
    """The usual things, one of each in a furnished home, none otherwise."""
    count = int(unit.furnishing == Furnishing.FULL)
    return [{"name": name, "count": count, "state": ElementState.GOOD} for name in FURNITURE]


def split_number(name: str) -> tuple[str, str]:
    """« Chambre 2 » is a bedroom, and the second one."""
    word, _space, number = name.rpartition(" ")
    return (word, number) if number.isdigit() else (name, "")


def _named_rooms(unit: Unit) -> Iterator[tuple[str, str]]:
    bedrooms = unit.bedrooms or 0
    yield "Entrée", "Entrée"
    yield from _numbered("Séjour", max((unit.main_rooms or 1) - bedrooms, 0))
    yield from _numbered("Chambre", bedrooms)
    for kitchen in KITCHENS.get(unit.kitchen or KitchenKind.FULL, ("Cuisine",)):
        yield kitchen, kitchen
    yield "Salle d’eau", "Salle d’eau"
    yield "Toilettes", "Toilettes"


def _numbered(kind: str, count: int) -> Iterator[tuple[str, str]]:
    for number in range(1, count + 1):
        yield kind, f"{kind} {number}" if count > 1 else kind


def _presumed(element: str) -> dict[str, str]:
    return {"name": element, "state": ElementState.GOOD, "remark": ""}
