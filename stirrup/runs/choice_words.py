"""What may be decided otherwise about a home, in words, and where its landlord would say so."""

from collections.abc import Callable
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from stirrup.matching.explanations import counter_view
from stirrup.matching.explanations.counter_view import Choice
from stirrup.placements.lifecycle import last_day
from stirrup.ui.filters import date_long
from stirrup.units.models import Unit
from stirrup.units.steps import BY_NAME, may_change

SMALL = 1
STEPS = {
    counter_view.PETS: "rules",
    counter_view.FEWER_PEOPLE: "kind",
    counter_view.SOONER: "dates",
    counter_view.LONGER: "dates",
    counter_view.COT: "access",
    counter_view.WHOLE: "kind",
}
"""The page of the listing where each is said; the others are decided with the Stirrup team."""


def words_of(choice: Choice) -> str:
    """If small animals are welcome."""
    return WORDS[choice.kind](choice.value)


def step_url(choice: Choice, unit: Unit) -> str | None:
    """Where the landlord changes it; None when only the Stirrup team can, for now."""
    name = STEPS.get(choice.kind)
    if name is None or not may_change(unit, BY_NAME[name]):
        return None
    return url_for("units.step", unit_id=unit.id, step=name)


def _pets(size: int) -> str:
    return str(
        _("If small animals are welcome")
        if size == SMALL
        else _("If animals of any size are welcome")
    )


def _people(number: int) -> str:
    if number == 1:
        return str(_("If it may be lent to one person"))
    return str(_("If it may be lent to %(number)s people", number=number))


def _sooner(day: int) -> str:
    return str(_("If it is free from %(day)s", day=date_long(date.fromordinal(day))))


def _longer(day: int) -> str:
    """A stay of six months that begins that day must end before the home is taken back."""
    until = last_day(date.fromordinal(day))
    return str(_("If it is lent until %(day)s", day=date_long(until)))


def _cot(_one: int) -> str:
    return str(_("If there is room for a cot"))


def _whole(_one: int) -> str:
    return str(_("If it is lent whole, not shared"))


def _any_association(_one: int) -> str:
    return str(_("If every association may use it"))


def _released(_one: int) -> str:
    return str(_("If it is no longer kept back"))


WORDS: dict[str, Callable[[int], str]] = {
    counter_view.PETS: _pets,
    counter_view.FEWER_PEOPLE: _people,
    counter_view.SOONER: _sooner,
    counter_view.LONGER: _longer,
    counter_view.COT: _cot,
    counter_view.WHOLE: _whole,
    counter_view.ANY_ASSOCIATION: _any_association,
    counter_view.RELEASED: _released,
}
