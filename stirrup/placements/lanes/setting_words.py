"""A change of settings in words: which value, what it was, what it is."""

from collections.abc import Mapping

from flask_babel import gettext as _

from stirrup.placements.lanes.enums import DelayUnit, HomeAfter, HouseholdAfter, Timeout
from stirrup.placements.lanes.setting_values import Value, Values
from stirrup.ui.filters import yes_no
from stirrup.wording import N_, Labelled

NAMES = {
    "name_fr": N_("Name, in French"),
    "name_en": N_("Name, in English"),
    "text_fr": N_("What it is, in French"),
    "text_en": N_("What it is, in English"),
    "label_fr": N_("Words, in French"),
    "label_en": N_("Words, in English"),
    "after": N_("It comes after"),
    "delay": N_("Delay"),
    "unit": N_("Counted in"),
    "remind_after": N_("Reminder after"),
    "escalate_after": N_("The Stirrup team is told after"),
    "timeout": N_("When nobody did it in time"),
    "enabled": N_("This step is taken"),
    "forbids_days": N_("Days during which the nights leave the pair aside"),
    "home": N_("What follows for the home"),
    "household": N_("What follows for the household"),
    "needs_note": N_("A few words are asked for"),
    "needs_review": N_("The Stirrup team reviews each refusal for this reason"),
    "retired": N_("Retired"),
}
CHOICES: dict[str, type[Labelled]] = {
    "unit": DelayUnit,
    "timeout": Timeout,
    "home": HomeAfter,
    "household": HouseholdAfter,
}


def change_words(before: Values, after: Values, names: Mapping[str, str]) -> list[str]:
    """One line for each value that differs; `names` are those of the steps, by code."""
    return [
        str(
            _(
                "%(what)s: %(before)s became %(after)s",
                what=_(NAMES[name]),
                before=_written(name, before.get(name), names),
                after=_written(name, value, names),
            )
        )
        for name, value in after.items()
    ]


def _written(name: str, value: Value, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return yes_no(value)
    if name == "forbids_days" and value is None:
        return str(_("For ever"))
    if name in CHOICES:
        return str(_(CHOICES[name](str(value)).label))
    if name == "after":
        value = names.get(str(value), str(value or ""))
    if isinstance(value, str):
        return str(_("“%(words)s”", words=value) if value else _("nothing written"))
    return str(value)
