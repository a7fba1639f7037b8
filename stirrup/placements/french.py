"""French words of the documents: legal texts stay outside the catalogue of the interface."""

from datetime import date

from stirrup.geography import get_commune
from stirrup.units.enums import Equipment, HeatingKind, KitchenKind, PetsAllowed, UnitKind
from stirrup.units.models import Unit

KIND = {
    UnitKind.HOUSE: "Maison",
    UnitKind.STUDIO: "Studio",
    UnitKind.SHARED_ROOM: "Chambre dans un logement partagé",
}

HEATING = {
    HeatingKind.ELECTRIC: "Chauffage électrique individuel",
    HeatingKind.GAS: "Chaudière individuelle au gaz",
    HeatingKind.COLLECTIVE: "Chauffage collectif",
    HeatingKind.WOOD: "Chauffage au bois ou aux granulés",
    HeatingKind.HEAT_PUMP: "Pompe à chaleur",
    HeatingKind.OTHER: "Autre mode de chauffage",
}
KITCHEN = {
    KitchenKind.NONE: "sans cuisine",
    KitchenKind.CORNER: "coin cuisine",
    KitchenKind.FULL: "cuisine",
}
EQUIPMENT = {
    Equipment.BEDS: "un lit par personne",
    Equipment.BEDDING: "literie",
    Equipment.FRIDGE: "réfrigérateur",
    Equipment.HOB: "plaques de cuisson",
    Equipment.WASHING_MACHINE: "lave-linge",
    Equipment.INTERNET: "accès à internet",
}
PETS = {
    PetsAllowed.NONE: "animaux non admis",
    PetsAllowed.SMALL: "petits animaux admis",
    PetsAllowed.ANY: "animaux admis",
}

LANGUAGE = {
    "ar": "en arabe",
    "en": "en anglais",
    "es": "en espagnol",
    "fa": "en persan",
    "ps": "en pachto",
    "ti": "en tigrigna",
    "uk": "en ukrainien",
}


MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def kind(unit: Unit) -> str:
    """« Appartement », unless it is something else."""
    return KIND.get(unit.kind, "Appartement") if unit.kind else "Appartement"


def address(unit: Unit) -> str:
    """« 27 rue des Tisserands, 59100 Roubaix »."""
    return f"{unit.street}, {unit.postcode} {get_commune(unit.commune_code).name}"


def day(value: date) -> str:
    """« 1er juillet 2027 »."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number} {MONTHS[value.month - 1]} {value.year}"


def in_language(code: str | None) -> str:
    """« en arabe », « dans leur langue » for one that has no name here, nothing for no code."""
    return LANGUAGE.get(code, "dans leur langue") if code else ""


def listed(items: list[str], word: str) -> str:
    """« 2027, 2028 ou 2029 »."""
    first, last = items[:-1], items[-1]
    return f"{', '.join(first)} {word} {last}" if first else last


def equipment(unit: Unit) -> str:
    """« Cuisine ; réfrigérateur ; lave-linge »."""
    items = [KITCHEN[unit.kitchen]] if unit.kitchen else []
    items += [EQUIPMENT[Equipment(item)] for item in unit.equipment]
    return _sentence(items)


def accessibility(unit: Unit) -> str:
    """« Sans marche depuis la rue ; ascenseur ; salle d’eau adaptée »."""
    return _sentence(
        [
            "sans marche depuis la rue" if unit.step_free else "des marches depuis la rue",
            "ascenseur" if unit.lift else "sans ascenseur",
            "salle d’eau adaptée" if unit.adapted_bathroom else "salle d’eau non adaptée",
        ]
    )


def house_rules(unit: Unit) -> str:
    """« Non-fumeur ; petits animaux admis »."""
    smoking = "fumer est permis à l’intérieur" if unit.smoking_allowed else "non-fumeur"
    pets = [PETS[unit.pets_allowed]] if unit.pets_allowed else []
    return _sentence([smoking, *pets])


def phone(number: str | None) -> str:
    """« 03 20 00 00 00 » for a number stored as +33320000000."""
    if not number:
        return ""
    digits = "0" + number.removeprefix("+33") if number.startswith("+33") else number
    return " ".join(digits[start : start + 2] for start in range(0, len(digits), 2))


def grouped(digits: str | None) -> str:
    """« 595 120 000 000 »: read aloud three by three."""
    text = digits or ""
    return " ".join(text[start : start + 3] for start in range(0, len(text), 3))


def _sentence(items: list[str]) -> str:
    text = " ; ".join(items)
    return text[:1].upper() + text[1:]
