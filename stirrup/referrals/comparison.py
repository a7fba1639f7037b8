"""Two versions of the same answers, side by side: what is recorded now, and what was typed."""

from typing import Any, NamedTuple

from stirrup.ui.filters import date_long, yes_no


class Difference(NamedTuple):
    """One question answered differently by two people."""

    question: str
    recorded: str
    typed: str


def differences(recorded: Any, typed: Any) -> list[Difference]:
    """The questions of two forms of the same step whose answers differ, in the page's order."""
    pairs = ((recorded[field.name], field) for field in typed.compared)
    both = [Difference(str(new.label.text), shown(old), shown(new)) for old, new in pairs]
    return [one for one in both if one.recorded != one.typed]


def shown(field: Any) -> str:
    """The answer of a field, as its page would say it."""
    if field.kind == "date":
        return date_long(field.data) if field.data else ""
    if field.kind == "checkbox":
        return yes_no(field.data)
    if field.kind in ("radios", "select", "checkboxes"):
        chosen = (str(choice.label) for choice in field.iter_choices() if choice.selected)
        return ", ".join(chosen) if field.data else ""
    return str(field._value())
