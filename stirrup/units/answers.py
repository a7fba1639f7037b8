"""What a landlord answered, in the reader's words: rows to check, and one line for each step."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.geography import get_commune
from stirrup.ui import filters
from stirrup.units.enums import Equipment
from stirrup.units.home_forms import FEATURES
from stirrup.units.models import Unit
from stirrup.units.steps import Step, is_done

Row = tuple[str, Any]
"""A term and its value, empty when it was not given."""


def rows_of(unit: Unit, step: Step) -> list[Row]:
    """Every answer of a step."""
    return ROWS[step.name](unit)


def told_rows(unit: Unit, step: Step) -> list[Row]:
    """The same, what was not given said in words."""
    missing = ("", None)
    return [
        (term, _("Not given") if value in missing else value) for term, value in rows_of(unit, step)
    ]


def hint_of(unit: Unit, step: Step) -> str:
    """A finished step in one line; what an unfinished one is about."""
    return LINES[step.name](unit) if is_done(unit, step) else str(_(step.hint))


def floor_words(unit: Unit) -> str | None:
    """Ground floor, below the street, or the number of the floor, and whether there is a lift."""
    if unit.floor is None:
        return None
    if unit.floor <= 0:
        return str(_("Ground floor") if unit.floor == 0 else _("Below the street"))
    if unit.lift:
        return str(_("Floor %(number)s, lift", number=unit.floor))
    return str(_("Floor %(number)s without a lift", number=unit.floor))


def bedroom_words(unit: Unit) -> str:
    """How many bedrooms, in words."""
    return str(ngettext("%(num)s bedroom", "%(num)s bedrooms", unit.bedrooms))


def window_words(unit: Unit) -> str:
    """From when until when the home is lent."""
    days = {"first": _day(unit.available_from), "last": _day(unit.available_until)}
    return str(_("From %(first)s to %(last)s at the latest", **days))


def commune_name(unit: Unit) -> str:
    """The name of the commune."""
    return get_commune(unit.commune_code).name


def label_of(member: Any) -> str | None:
    """The translated label of a choice, None when nothing was chosen."""
    return None if member is None else str(_(member.label))


def _address_rows(unit: Unit) -> list[Row]:
    return [
        (_("Number and street"), unit.street),
        (_("Building, staircase, door"), unit.address_complement),
        (_("Commune"), f"{unit.postcode or ''} {commune_name(unit)}"),
    ]


def _kind_rows(unit: Unit) -> list[Row]:
    people = {"least": unit.min_people, "most": unit.max_people}
    rows = [
        (_("Type of home"), label_of(unit.kind)),
        (_("Surface"), unit.surface_m2 and filters.surface(unit.surface_m2)),
        (_("Main rooms"), unit.main_rooms),
        (_("Bedrooms"), unit.bedrooms),
        (_("People"), unit.max_people and _("%(least)s to %(most)s", **people)),
    ]
    return rows + ([(_("Places"), unit.places_count)] if unit.places_count > 1 else [])


def _access_rows(unit: Unit) -> list[Row]:
    return [
        (_("Floor"), floor_words(unit)),
        (_("What the home offers"), _features(unit)),
        (_("Kitchen"), label_of(unit.kitchen)),
        (_("Furniture during the stay"), label_of(unit.furnishing)),
        (_("Heating"), label_of(unit.heating)),
        (_("Equipment"), _equipment(unit)),
    ]


def _vacancy_rows(unit: Unit) -> list[Row]:
    return [
        (_("Empty since"), unit.vacant_since and _day(unit.vacant_since)),
        (_("Why it is empty"), label_of(unit.vacancy_cause)),
        (_("Yours since"), unit.owner_since and _day(unit.owner_since)),
        (_("Empty against your will"), filters.yes_no(unit.vacancy_involuntary)),
        (_("Furnished while empty"), filters.yes_no(unit.furnished_while_vacant)),
    ]


def _photo_rows(unit: Unit) -> list[Row]:
    return [(_("Photos"), ". ".join(photo.description for photo in unit.photos))]


def _date_rows(unit: Unit) -> list[Row]:
    return [
        (_("Available from"), unit.available_from and _day(unit.available_from)),
        (_("Latest end"), unit.available_until and _day(unit.available_until)),
    ]


def _rule_rows(unit: Unit) -> list[Row]:
    return [
        (_("Pets"), label_of(unit.pets_allowed)),
        (_("Smoking inside"), _("Allowed") if unit.smoking_allowed else _("Not allowed")),
    ]


def _building_rows(unit: Unit) -> list[Row]:
    building = unit.building
    return [
        (_("Building"), building and building.name),
        (_("Households there at once, at most"), building and building.most_stays),
    ]


def _energy_rows(unit: Unit) -> list[Row]:
    return [
        (_("Letter of the diagnosis"), label_of(unit.energy_class)),
        (_("Date of the diagnosis"), unit.energy_diagnosed_on and _day(unit.energy_diagnosed_on)),
    ]


def _tax_rows(unit: Unit) -> list[Row]:
    return [
        (_("Base on the notice"), unit.property_tax_base and filters.euros(unit.property_tax_base)),
        (_("Year of the notice"), unit.property_tax_base_year),
        (_("Tax number of the dwelling"), unit.tax_number and _("Given")),
    ]


def _notice_rows(unit: Unit) -> list[Row]:
    read_at = unit.truce_notice_read_at
    return [(_("Page read on"), read_at and filters.date_and_time(read_at))]


def _kind_line(unit: Unit) -> str:
    bedrooms = bedroom_words(unit) if unit.bedrooms else None
    facts = (label_of(unit.kind), filters.surface(unit.surface_m2), bedrooms)
    return ", ".join(fact for fact in facts if fact)


def _access_line(unit: Unit) -> str:
    facts = (label_of(unit.furnishing), label_of(unit.kitchen), floor_words(unit))
    return ". ".join(map(str, facts))


def _vacancy_line(unit: Unit) -> str:
    since = filters.month(unit.vacant_since)
    return str(_("%(cause)s, since %(since)s", cause=label_of(unit.vacancy_cause), since=since))


def _photo_line(unit: Unit) -> str:
    return str(ngettext("%(num)s photo", "%(num)s photos", len(unit.photos)))


def _rule_line(unit: Unit) -> str:
    smoking = _("Smoking allowed inside") if unit.smoking_allowed else _("No smoking inside")
    return f"{label_of(unit.pets_allowed)}. {smoking}."


def _building_line(unit: Unit) -> str:
    building = unit.building
    if building is None or building.most_stays is None:
        return building.name if building else ""
    values = {"building": building.name, "most": building.most_stays}
    return str(_("%(building)s, at most %(most)s at once", **values))


def _energy_line(unit: Unit) -> str:
    return f"{label_of(unit.energy_class)}, {_day(unit.energy_diagnosed_on)}"


def _tax_line(unit: Unit) -> str:
    values = {"base": filters.euros(unit.property_tax_base), "year": unit.property_tax_base_year}
    return str(_("Base of %(base)s in %(year)s", **values))


def _notice_line(unit: Unit) -> str:
    return str(_("Read on %(day)s", day=filters.date_long(unit.truce_notice_read_at)))


def _address_line(unit: Unit) -> str:
    return f"{unit.street}, {commune_name(unit)}"


def _features(unit: Unit) -> str:
    return ". ".join(str(words) for name, words in FEATURES if getattr(unit, name))


def _equipment(unit: Unit) -> str:
    owned = [str(_(item.label)) for item in Equipment if item.value in unit.equipment]
    return ", ".join([*owned[:1], *(words[:1].lower() + words[1:] for words in owned[1:])])


def _day(day: date | None) -> str:
    return filters.date_long(day)


ROWS: dict[str, Callable[[Unit], list[Row]]] = {
    "address": _address_rows,
    "kind": _kind_rows,
    "access": _access_rows,
    "vacancy": _vacancy_rows,
    "photos": _photo_rows,
    "dates": _date_rows,
    "rules": _rule_rows,
    "building": _building_rows,
    "energy": _energy_rows,
    "tax": _tax_rows,
    "notice": _notice_rows,
}
LINES: dict[str, Callable[[Unit], str]] = {
    "address": _address_line,
    "kind": _kind_line,
    "access": _access_line,
    "vacancy": _vacancy_line,
    "photos": _photo_line,
    "dates": window_words,
    "rules": _rule_line,
    "building": _building_line,
    "energy": _energy_line,
    "tax": _tax_line,
    "notice": _notice_line,
}
