"""A column reads its cells as the field of a form reads its answer: the same bounds, one place."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flask import current_app
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from stirrup.spreadsheets.cells import Choices, read_day, read_yes_no, refuse_formula
from stirrup.ui.choices import StrictCheckbox, StrictCheckboxes, StrictSelect
from stirrup.ui.dates import DateInThreeParts
from stirrup.ui.fields import (
    EmailStrict,
    FrenchPhone,
    Postcode,
    StrictDecimal,
    StrictInteger,
    StrictText,
)
from stirrup.wording import N_

Reader = Callable[[str], Any]
SAID: dict[type, str] = {
    FrenchPhone: N_("A French phone number."),
    Postcode: N_("A postcode of five digits."),
    EmailStrict: N_("An e-mail address."),
}
"""Texts that have a shape of their own."""


def reader_of(field: Any) -> Reader:
    """How a cell that is not empty becomes the answer of this bound field."""
    if isinstance(field, DateInThreeParts):
        return partial(read_day, first=field.first, last=field.last)
    if isinstance(field, StrictCheckbox):
        return read_yes_no
    if isinstance(field, StrictCheckboxes):
        return choices_of(field).read_several
    if isinstance(field, StrictSelect):
        return choices_of(field).read
    if isinstance(field, StrictText) and not isinstance(field, FrenchPhone):
        return partial(refuse_formula, read=field.read)
    read: Reader = field.read
    return read


def accepted_by(field: Any) -> str:
    """What one may write in the column, in one sentence."""
    if isinstance(field, DateInThreeParts):
        return str(_("A date such as 31/12/2026."))
    if isinstance(field, StrictCheckbox):
        return str(_("Yes or no."))
    if isinstance(field, StrictCheckboxes):
        return str(_("Any of these, between commas: %(words)s.", words=_words(field)))
    if isinstance(field, StrictSelect):
        return str(_("One of these: %(words)s.", words=_words(field)))
    return _number_or_text(field)


def example_for(field: Any, example: str) -> str:
    """The example as the reader writes it: choices by their labels, a day by its figures."""
    if not isinstance(field, StrictSelect):
        return example
    choices: Any = field.iter_choices()
    labels = {str(choice.value): str(choice.label) for choice in choices}
    return ", ".join(labels.get(code.strip(), code) for code in example.split(","))


def choices_of(field: Any) -> Choices:
    """The choices of a field by their labels in every language, and by their codes.

    Of "One-room flat (T1)", both halves do as well.
    """
    labels: dict[Any, list[str]] = {}
    for language in _languages():
        with force_locale(language):
            for choice in field.iter_choices():
                labels.setdefault(choice.value, []).extend(_ways(str(choice.label)))
    return Choices({field.coerce(code): [*ways, str(code)] for code, ways in labels.items()})


def _here() -> str:
    return str(get_locale() or "fr")


def _ways(label: str) -> list[str]:
    before, _bracket, inside = label.partition("(")
    return [label, before, inside.removesuffix(")")]


def _words(field: Any) -> str:
    return "; ".join(str(choice.label) for choice in field.iter_choices())


def _number_or_text(field: Any) -> str:
    if isinstance(field, StrictInteger | StrictDecimal):
        bounds = {"least": field.minimum, "most": field.maximum}
        if isinstance(field, StrictInteger):
            return str(_("A whole number from %(least)s to %(most)s.", **bounds))
        return str(_("A number from %(least)s to %(most)s, such as 12,5.", **bounds))
    of_its_own = next((said for kind, said in SAID.items() if isinstance(field, kind)), None)
    if of_its_own:
        return str(_(of_its_own))
    return str(_("Text, %(most)s characters at most.", most=field.max_length))


def headings_of(words: Any, others: Sequence[str]) -> tuple[str, ...]:
    """A heading in the reader's language, then in the others, then as other lists call it.

    `words` is an English msgid, or the lazy label of a form.
    """
    said = []
    for language in _languages():
        with force_locale(language):
            said.append(_(words) if type(words) is str else str(words))
    return (*said, *others)


def _languages() -> list[str]:
    return list(dict.fromkeys([_here(), *current_app.config["LANGUAGES"]]))
