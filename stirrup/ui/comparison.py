"""Two versions of the same answers, side by side: what is recorded now, and what was typed."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from stirrup.ui.filters import date_long, yes_no

CHOSEN = ("radios", "select", "checkboxes")


class Difference(NamedTuple):
    """One question answered differently by two people."""

    question: str
    recorded: str
    typed: str


def differences(recorded: Any, typed: Any) -> list[Difference]:
    """The questions of two forms of the same step whose answers differ, in the page's order."""
    return _that_differ((field, recorded[field.name].data) for field in typed.compared)


def differences_since(fields: Iterable[Any]) -> list[Difference]:
    """Where what was typed differs from what is recorded, which the same fields were given."""
    return _that_differ((field, field.object_data) for field in fields)


def told(field: Any, value: Any) -> str:
    """An answer to the question of a field, as its page would say it."""
    if value is None or value == []:
        return ""
    if field.kind == "date":
        return date_long(value)
    if field.kind == "checkbox":
        return yes_no(value)
    if field.kind in CHOSEN:
        chosen = {str(one) for one in (value if isinstance(value, list) else [value])}
        return ", ".join(str(one.label) for one in field.iter_choices() if str(one.value) in chosen)
    return str(field.written(value))


def _that_differ(pairs: Iterable[tuple[Any, Any]]) -> list[Difference]:
    """Pairs of a field, with what was typed, and what is recorded."""
    both = [
        Difference(str(field.label.text), told(field, recorded), told(field, field.data))
        for field, recorded in pairs
    ]
    return [one for one in both if one.recorded != one.typed]
