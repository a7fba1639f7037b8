"""The base of every typed answer: read once, refused in words, shown again as it was typed."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation

from stirrup.ui import filters, parsing
from stirrup.ui.parsing import NotReadable

WIDTHS = (2, 3, 4, 5, 10, 20, 30)
"""Characters for which a narrower input exists: the width follows the answer."""


class StrictField(Field):
    """A field whose text is read by `read`; `missing` is said when a required answer is absent."""

    kind = "text"
    suffix: str | None = None
    width: int | None = None
    missing: Any = _l("Answer this question.")

    def __init__(
        self, label: Any, *, required: bool = True, missing: Any = None, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.missing = missing or self.missing
        if required:
            self.flags.required = True

    def read(self, typed: str) -> Any:
        """The value of a text that is not empty; raises NotReadable."""
        raise NotImplementedError

    def written(self, value: Any) -> str:
        """The value as it is offered for correction."""
        return str(value)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        typed = first_text(valuelist)
        self.data = None
        if typed.strip():
            self.data = _read_or_explain(self.read, typed)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation
        if self.data in (None, ""):
            raise StopValidation(self.missing if self.flags.required else "")

    def _value(self) -> str:
        if self.raw_data:
            return parsing.shown(first_text(self.raw_data))
        return "" if self.data is None else self.written(self.data)


def first_text(values: Sequence[Any]) -> str:
    """The first of the values sent under one name, when it is a text."""
    return values[0] if values and isinstance(values[0], str) else ""


def narrowest(characters: int) -> int | None:
    """The narrowest input for so many characters; None for the whole width."""
    return next((width for width in WIDTHS if characters <= width), None)


def explained(refusal: NotReadable) -> str:
    """The refusal in the reader's language, its dates and numbers too."""
    values = {name: _in_words(value) for name, value in refusal.values.items()}
    return str(_(refusal.sentence, **values))


def _read_or_explain(read: Callable[[str], Any], typed: str) -> Any:
    try:
        return read(typed)
    except NotReadable as refusal:
        raise ValueError(explained(refusal)) from refusal


def _in_words(value: object) -> str:
    if isinstance(value, date):
        return filters.date_long(value)
    return filters.decimal(value, 6) if isinstance(value, int | Decimal) else str(value)
