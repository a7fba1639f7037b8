"""Shapes of an answer: a reason on the list of a side, and a few words."""

from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lanes.steps import in_words
from stirrup.ui.choices import StrictSelect
from stirrup.ui.fields import StirrupForm, StrictTextArea


class ReasonForm(StirrupForm):
    """A no: its reason, and a note where the reason asks for one."""

    reason = StrictSelect(_l("Why?"), coerce=str)
    note = StrictTextArea(_l("In a few words"), max_length=500, required=False)

    def __init__(self, *sides: Side, **values: Any) -> None:
        super().__init__(**values)
        language = str(get_locale())
        self.reason.choices = [
            (reason.code, in_words(reason.label, language))
            for reason in lanes_in_force().reasons_of(*sides)
        ]
