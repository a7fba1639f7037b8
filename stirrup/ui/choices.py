"""Form fields whose answers are chosen from a list, ticked, or picked from one's files.

Choices are members of a stirrup.wording.Labelled enum (the answer is then a member), or pairs
(value, label), or triples (value, label, hint) to say more under one of them.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import StopValidation

from stirrup.wording import Labelled

Coerce = Callable[[Any], Any]
PHOTO_TYPES = "image/jpeg,image/png,image/webp"
"""A hint for the browser's file picker; what a file is gets decided by reading it."""


class StrictSelect(SelectField):
    """One answer among many: a list whose first line, `prompt`, is no answer."""

    kind = "select"
    missing: Any = _l("Choose an answer.")

    def __init__(
        self,
        label: Any,
        *,
        choices: Iterable[Any] = (),
        coerce: Coerce | None = None,
        required: bool = True,
        prompt: Any = None,
        missing: Any = None,
        **options: Any,
    ) -> None:
        offered = list(choices)
        super().__init__(
            label, coerce=coerce or _reader_of(offered), choices=offer(offered), **options
        )
        self.prompt = prompt or _l("Choose an answer")
        self.missing = missing or self.missing
        if required:
            self.flags.required = True

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and valuelist[0] != "":
            self.data = _coerced(self, valuelist[0])

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation
        if self.data is None:
            raise StopValidation(self.missing if self.flags.required else "")
        if not any(selected for _value, _label, selected, _more in self.iter_choices()):
            raise StopValidation(self.missing)


class StrictRadios(StrictSelect):
    """One answer among a few, all visible."""

    kind = "radios"


class CommuneField(StrictSelect):
    """A commune by its INSEE code; the choices, (code, name) pairs, are given by the form."""

    missing = _l("Choose a commune in the list.")

    def __init__(self, label: Any, **options: Any) -> None:
        options.setdefault("prompt", _l("Choose a commune"))
        super().__init__(label, **options)


class StrictCheckboxes(StrictSelect, SelectMultipleField):
    """Any number of answers; at least one when required."""

    kind = "checkboxes"
    missing = _l("Choose at least one answer.")

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = []
        self.data = [_coerced(self, value) for value in valuelist]

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation
        if not self.data:
            raise StopValidation(self.missing if self.flags.required else "")
        ticked = sum(selected for _value, _label, selected, _more in self.iter_choices())
        if ticked != len(set(self.data)):
            raise StopValidation(self.missing)


class StrictCheckbox(BooleanField):
    """One box; when required it must be ticked, and `missing` says why."""

    kind = "checkbox"

    def __init__(
        self,
        label: Any,
        *,
        required: bool = False,
        missing: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.missing = missing or _l("Tick this box to go on.")
        if required:
            self.flags.required = True

    def pre_validate(self, form: Any) -> None:
        if self.flags.required and not self.data:
            raise StopValidation(self.missing)


class PhotoUpload(MultipleFileField):  # type: ignore[misc]  # Flask-WTF publishes no types
    """Photos from a phone or a computer; `data` is a list of files, empty when none was sent."""

    kind = "file"
    many = True
    data: Any

    def __init__(self, label: Any, *, required: bool = True, **options: Any) -> None:
        options.setdefault("render_kw", {"accept": PHOTO_TYPES})
        super().__init__(label, **options)
        if required:
            self.flags.required = True

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data or []

    def pre_validate(self, form: Any) -> None:
        if self.flags.required and not self.data:
            raise StopValidation(_l("Choose at least one photo."))


def offer(choices: Iterable[Any]) -> list[SelectChoice]:
    """The choices as a field takes them; also to set `field.choices` from a form's __init__."""
    return [_choice(item) for item in choices]


def _choice(item: Any) -> SelectChoice:
    if isinstance(item, Labelled):
        return SelectChoice(item.value, _l(item.label))
    value, label, *hint = item
    return SelectChoice(value, label, {"hint": hint[0]} if hint else {})


def _reader_of(offered: list[Any]) -> Coerce:
    return type(offered[0]) if offered and isinstance(offered[0], Labelled) else str


def _coerced(field: Any, value: Any) -> Any:
    try:
        return field.coerce(value)
    except (ValueError, TypeError) as refusal:
        raise ValueError(field.missing) from refusal
