"""A date typed in three parts, so that nobody has to guess an order or open a calendar."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from stirrup.ui import parsing
from stirrup.ui.parsing import NotReadable
from stirrup.ui.strict import StrictField, explained, first_text

PARTS = (("day", _l("Day"), 2), ("month", _l("Month"), 2), ("year", _l("Year"), 4))


class DatePart(NamedTuple):
    """One of the three inputs of a date."""

    id: str
    name: str
    label: Any
    value: str
    width: int
    wrong: bool


class DateInThreeParts(StrictField):
    """A date from `first` to `last`, sent as `<name>-day`, `<name>-month` and `<name>-year`."""

    kind = "date"
    missing = _l("Enter a date.")

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
        self.typed: Mapping[str, str] = {}
        self.wrong_part: str | None = None

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        if formdata is not None:
            self.typed = {
                part: first_text(formdata.getlist(f"{self.name}-{part}"))
                for part, _label, _width in PARTS
            }
            self.data = None

    def pre_validate(self, form: Any) -> None:
        """Read here, not in `process`, so that a form may move the bounds in between."""
        if self.typed:
            try:
                self.data = parsing.read_date(self.typed, first=self.first, last=self.last)
            except NotReadable as refusal:
                self.wrong_part = refusal.part
                raise StopValidation(explained(refusal)) from refusal
        super().pre_validate(form)

    @property
    def error_target(self) -> str:
        """The id of the input to correct first."""
        return f"{self.id}-{self.wrong_part or 'day'}"

    @property
    def parts(self) -> list[DatePart]:
        """The three inputs, with what was typed or the date to correct."""
        return [
            DatePart(
                id=f"{self.id}-{part}",
                name=f"{self.name}-{part}",
                label=label,
                value=self._part_value(part),
                width=width,
                wrong=self.wrong_part in (None, part),
            )
            for part, label, width in PARTS
        ]

    def _part_value(self, part: str) -> str:
        if self.typed:
            return parsing.shown(self.typed[part])
        return "" if self.data is None else str(getattr(self.data, part))
