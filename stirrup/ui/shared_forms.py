"""Forms about what several people may change: nothing that another saved is overwritten unseen.

The page carries a stamp of what it showed. When something else is recorded by the time it is sent,
it comes back with both versions side by side, and sending it again replaces knowingly.
"""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from wtforms import HiddenField

from stirrup.ui.fields import StirrupForm
from stirrup.ui.parsing import shown

LONGEST_STAMP = 16


class Seen(HiddenField):
    """The stamp of what the page showed; what is recorded now, when no page says what it showed."""

    kind = "hidden"
    of_now: Callable[[], str]

    def _value(self) -> str:
        return shown(self.data or self.of_now())[:LONGEST_STAMP]


class SharedForm(StirrupForm):
    """The base of forms filled with what is recorded, given by `data=` or `obj=`."""

    keeps = True
    not_compared: tuple[str, ...] = ()
    """Questions whose answer is only presumed until somebody gives one."""
    seen = Seen()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.seen.of_now = self._stamp

    def validate(self, extra_validators: Any = None) -> bool:
        """What is right but answers an older page is shown again; the same answers may pass."""
        valid = bool(super().validate(extra_validators))
        if valid and self.seen.data and self.seen.data != self._stamp():
            self.show_both()
            self.is_outdated = bool(self.differences)
            self.seen.data = None
        return valid and not self.is_outdated

    @property
    def compared(self) -> list[Any]:
        """The questions, without those whose answer is only presumed."""
        return [field for field in super().compared if field.name not in self.not_compared]

    def _stamp(self) -> str:
        recorded = {field.name: str(field.object_data or "") for field in self.compared}
        return sha256(json.dumps(recorded, sort_keys=True).encode()).hexdigest()[:LONGEST_STAMP]
