"""The base of every step of a listing: fields named after columns, and the version they answer."""

from collections.abc import Iterator
from typing import Any

from stirrup.ui.fields import StirrupForm, StrictInteger
from stirrup.units.models import Unit


class HiddenVersion(StrictInteger):
    """The version of the unit that the page showed: another one was saved since if it differs."""

    kind = "hidden"

    def __init__(self, **options: Any) -> None:
        super().__init__("", minimum=1, maximum=2**31 - 1, **options)

    def renew(self, version: int) -> None:
        """Make the page that is shown again answer for this version."""
        self.raw_data, self.data = None, version


class StepForm(StirrupForm):
    """The base of every step; fields bear the names of the columns."""

    keeps = True
    version = HiddenVersion()

    @classmethod
    def of(cls, unit: Unit) -> "StepForm":
        """The form with what the unit holds, or with what was just sent."""
        return cls(obj=unit)

    def shown(self) -> Iterator[Any]:
        """The fields that a page shows, in order."""
        return (field for field in self if field.name not in ("csrf_token", "version"))

    def answers(self) -> dict[str, Any]:
        """The answers by column."""
        return {field.name: field.data for field in self.shown()}
