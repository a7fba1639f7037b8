"""Form fields: the strict input layer. Every answer is bounded, every refusal says what to do.

`required` and the bounds are arguments of a field, so that a page can tell an optional question and
nothing is left unbounded. Shapes live here; rules of state or time live in services.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from babel.numbers import format_decimal
from email_validator import EmailNotValidError, validate_email
from flask import has_request_context
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from stirrup.ui import filters, parsing
from stirrup.ui.comparison import Difference, differences_since
from stirrup.ui.dates import DateInThreeParts
from stirrup.ui.kept_forms import KeptForm, is_taken_up, kept_here, taken_up
from stirrup.ui.parsing import NotReadable
from stirrup.ui.strict import StrictField, narrowest
from stirrup.wording import N_

__all__ = [
    "DateInThreeParts",
    "EmailStrict",
    "FrenchPhone",
    "Postcode",
    "StirrupForm",
    "StrictDecimal",
    "StrictInteger",
    "StrictPassword",
    "StrictText",
    "StrictTextArea",
]


class StirrupForm(FlaskForm):  # type: ignore[misc]  # FlaskForm publishes no types
    """The base of every form."""

    keeps = False
    """Whether what is typed is kept before it is sent: long forms that hold no secret."""
    is_outdated = False
    """Whether somebody else saved other answers since the page was opened; `differences` tells."""
    differences: Sequence[Difference] = ()

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent; else, when the reader asks for it, what they had typed before."""
            sent = super().wrap_formdata(form, formdata)
            if sent is None and form.keeps and form.is_taken_up and form.kept:
                return MultiDict(form.kept.values)
            return sent

    @cached_property
    def kept(self) -> KeptForm | None:
        """What the reader typed on this page, in this form, and did not send."""
        return kept_here(self._prefix.rstrip("-"))

    @property
    def kept_url(self) -> str | None:
        """Where what was kept is shown in the form."""
        return taken_up(self.kept.page) if self.kept else None

    @property
    def is_taken_up(self) -> bool:
        """Whether the page shows what was kept."""
        return has_request_context() and is_taken_up()

    @property
    def compared(self) -> list[Any]:
        """The questions whose answers two people may have given differently."""
        return [field for field in self if getattr(field.widget, "input_type", "") != "hidden"]

    def show_both(self) -> None:
        """Somebody else saved something: show what is recorded beside what was typed."""
        self.differences = differences_since(self.compared)
        self.is_outdated = True

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """(id to go to, sentence) of each field in error, in page order, then the form's own."""
        of_fields = [
            (getattr(field, "error_target", field.id), _named(field))
            for field in self
            if field.errors
        ]
        return of_fields + [("main", sentence) for sentence in self.form_errors]


class StrictText(StrictField, StringField):
    """One line of text; an empty answer is the empty text."""

    lines = False

    def __init__(self, label: Any, *, max_length: int, min_length: int = 0, **options: Any) -> None:
        super().__init__(label, **options)
        self.max_length = max_length
        self.min_length = min_length
        self.width = narrowest(max_length)

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
        self.width = narrowest(len(str(maximum)) + 1)

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
        self.width = narrowest(len(str(maximum)) + places + 1)

    def read(self, typed: str) -> Decimal:
        return parsing.read_decimal(
            typed, least=self.minimum, most=self.maximum, places=self.places
        )

    def written(self, value: Any) -> str:
        return format_decimal(
            value, locale=get_locale(), group_separator=False, decimal_quantization=False
        )


def _named(field: Any) -> str:
    """The question, then its error: read far from the field, the error alone says too little."""
    question = str(field.label.text).rstrip()
    return f"{question}{'' if question.endswith('?') else '.'} {field.errors[0]}"
