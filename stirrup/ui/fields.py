"""Form fields: the strict input layer. Every answer is bounded, every refusal says what to do.

A field keeps what was typed, and reads it through stirrup.ui.parsing. `required` and the bounds are
arguments of the field, so that a page can tell an optional question and nothing is left unbounded.
Shapes live here; rules of state or time live in services.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from babel.numbers import format_decimal
from email_validator import EmailNotValidError, validate_email
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from stirrup.ui import filters, parsing
from stirrup.ui.parsing import NotReadable
from stirrup.wording import N_

WIDTHS = (2, 3, 4, 5, 10, 20, 30)
"""Characters for which a narrower input exists: the width follows the answer."""


class StirrupForm(FlaskForm):  # type: ignore[misc]  # FlaskForm publishes no types
    """The base of every form."""

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """(id to go to, sentence) of each field in error, in page order, then the form's own."""
        of_fields = [
            (getattr(field, "error_target", field.id), _named(field))
            for field in self
            if field.errors
        ]
        return of_fields + [("main", sentence) for sentence in self.form_errors]


class StrictField(Field):
    """A field whose text is read once, by `read`; what was typed stays in the page."""

    kind = "text"
    suffix: str | None = None
    width: int | None = None
    missing: str = _l("Answer this question.")

    def __init__(self, label: Any, *, required: bool = True, **options: Any) -> None:
        super().__init__(label, **options)
        if required:
            self.flags.required = True

    def read(self, typed: str) -> Any:
        """The value of a non-empty text; raises NotReadable."""
        raise NotImplementedError

    def written(self, value: Any) -> str:
        """The value as it is offered for correction."""
        return str(value)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        typed = valuelist[0] if valuelist and isinstance(valuelist[0], str) else ""
        self.data = None
        if typed.strip():
            self.data = _read_or_explain(self.read, typed)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation
        if self.data in (None, "", []):
            raise StopValidation(self.missing if self.flags.required else "")

    def _value(self) -> str:
        if self.raw_data:
            return parsing.shown(str(self.raw_data[0]))
        return "" if self.data is None else self.written(self.data)


class StrictText(StrictField, StringField):
    """One line of text; an empty answer is the empty text."""

    lines = False

    def __init__(self, label: Any, *, max_length: int, min_length: int = 0, **options: Any) -> None:
        super().__init__(label, **options)
        self.max_length = max_length
        self.min_length = min_length
        self.width = _narrowest(max_length)

    def read(self, typed: str) -> str:
        return parsing.read_text(
            typed, longest=self.max_length, shortest=self.min_length, lines=self.lines
        )

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata(valuelist)
        if self.data is None:
            self.data = ""


class StrictTextArea(StrictText):
    """Several lines of text."""

    kind = "textarea"
    lines = True


class EmailStrict(StrictText):
    """An e-mail address, in lower case; whether it exists is not asked."""

    input_type = "email"
    missing = _l("Enter an e-mail address.")

    def __init__(self, label: Any, **options: Any) -> None:
        options.setdefault("render_kw", {"autocomplete": "email", "spellcheck": "false"})
        super().__init__(label, max_length=254, **options)
        self.width = None

    def read(self, typed: str) -> str:
        text = super().read(typed)
        try:
            found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError as refusal:
            sentence = N_("Enter an e-mail address such as name@example.org.")
            raise NotReadable(sentence) from refusal
        return found.normalized.lower()


class FrenchPhone(StrictText):
    """A French phone number, kept as +33 and nine digits."""

    input_type = "tel"
    missing = _l("Enter a phone number.")

    def __init__(self, label: Any, **options: Any) -> None:
        options.setdefault("render_kw", {"autocomplete": "tel"})
        super().__init__(label, max_length=30, **options)
        self.width = 20

    def read(self, typed: str) -> str:
        return parsing.read_phone(super().read(typed))

    def written(self, value: Any) -> str:
        return filters.phone(value) if value else ""


class Postcode(StrictText):
    """A French postcode, five digits kept as text."""

    missing = _l("Enter a postcode.")

    def __init__(self, label: Any, **options: Any) -> None:
        options.setdefault("render_kw", {"autocomplete": "postal-code", "inputmode": "numeric"})
        super().__init__(label, max_length=10, **options)
        self.width = 5

    def read(self, typed: str) -> str:
        return parsing.read_postcode(super().read(typed))


class StrictPassword(StrictText):
    """A password: never trimmed, never shown again, bounded so that hashing stays cheap."""

    kind = "password"
    missing = _l("Enter a password.")

    def __init__(self, label: Any, *, max_length: int = 128, **options: Any) -> None:
        options.setdefault("render_kw", {"autocomplete": "current-password"})
        super().__init__(label, max_length=max_length, **options)

    def read(self, typed: str) -> str:
        return parsing.read_password(typed, longest=self.max_length, shortest=self.min_length)

    def _value(self) -> str:
        return ""


class StrictInteger(StrictField):
    """A whole number between two bounds."""

    missing = _l("Enter a number.")

    def __init__(
        self, label: Any, *, minimum: int, maximum: int, suffix: str | None = None, **options: Any
    ) -> None:
        options.setdefault("render_kw", {"inputmode": "numeric"})
        super().__init__(label, **options)
        self.minimum = minimum
        self.maximum = maximum
        self.suffix = suffix
        self.width = _narrowest(len(str(maximum)) + 1)

    def read(self, typed: str) -> int:
        return parsing.read_integer(typed, least=self.minimum, most=self.maximum)


class StrictDecimal(StrictField):
    """A number with decimals between two bounds; comma or point."""

    missing = _l("Enter a number.")

    def __init__(
        self,
        label: Any,
        *,
        minimum: Decimal | int,
        maximum: Decimal | int,
        places: int = 2,
        suffix: str | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("render_kw", {"inputmode": "decimal"})
        super().__init__(label, **options)
        self.minimum = Decimal(minimum)
        self.maximum = Decimal(maximum)
        self.places = places
        self.suffix = suffix
        self.width = _narrowest(len(str(maximum)) + places + 1)

    def read(self, typed: str) -> Decimal:
        return parsing.read_decimal(
            typed, least=self.minimum, most=self.maximum, places=self.places
        )

    def written(self, value: Any) -> str:
        return format_decimal(
            value, locale=get_locale(), group_separator=False, decimal_quantization=False
        )


class DatePart(NamedTuple):
    """One of the three inputs of a date."""

    id: str
    name: str
    label: Any
    value: str
    width: int
    wrong: bool


class DateInThreeParts(StrictField):
    """A date typed as day, month and year: names `<name>-day`, `<name>-month`, `<name>-year`."""

    kind = "date"
    missing = _l("Enter a date.")
    PARTS = (("day", _l("Day"), 2), ("month", _l("Month"), 2), ("year", _l("Year"), 4))

    def __init__(
        self,
        label: Any,
        *,
        first: date = date(1900, 1, 1),
        last: date = date(2100, 12, 31),
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.first = first
        self.last = last
        self.typed: dict[str, str] = {}
        self.wrong_part: str | None = None

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        if formdata is not None:
            self.typed = {
                name: self._typed_part(formdata, name) for name, _label, _width in self.PARTS
            }
            self._read_parts()

    def _typed_part(self, formdata: Any, part: str) -> str:
        values = formdata.getlist(f"{self.name}-{part}")
        return values[0] if values and isinstance(values[0], str) else ""

    def _read_parts(self) -> None:
        self.data = None
        try:
            self.data = parsing.read_date(self.typed, first=self.first, last=self.last)
        except NotReadable as refusal:
            self.wrong_part = refusal.part
            self.process_errors = [_explained(refusal)]

    def _part_value(self, name: str) -> str:
        if self.typed:
            return parsing.shown(self.typed[name])
        return "" if self.data is None else str(getattr(self.data, name))

    @property
    def error_target(self) -> str:
        """The id of the input to correct first."""
        return f"{self.id}-{self.wrong_part or 'day'}"

    @property
    def parts(self) -> list[DatePart]:
        """The three inputs, with what was typed or the date to correct."""
        return [
            DatePart(
                id=f"{self.id}-{name}",
                name=f"{self.name}-{name}",
                label=label,
                value=self._part_value(name),
                width=width,
                wrong=self.wrong_part in (None, name),
            )
            for name, label, width in self.PARTS
        ]


def _named(field: Any) -> str:
    """The question, then its error: read far from the field, the error alone says too little."""
    question = str(field.label.text).rstrip()
    return f"{question}{'' if question.endswith('?') else '.'} {field.errors[0]}"


def _narrowest(characters: int) -> int | None:
    return next((width for width in WIDTHS if characters <= width), None)


def _read_or_explain(read: Any, typed: str) -> Any:
    try:
        return read(typed)
    except NotReadable as refusal:
        raise ValueError(_explained(refusal)) from refusal


def _explained(refusal: NotReadable) -> str:
    """The refusal in the reader's language, its dates and numbers too."""
    values = {name: _written(value) for name, value in refusal.values.items()}
    return str(_(refusal.sentence, **values))


def _written(value: object) -> str:
    if isinstance(value, date):
        return filters.date_long(value)
    return filters.decimal(value, 6) if isinstance(value, int | Decimal) else str(value)
