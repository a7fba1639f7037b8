"""Filters of the list of stays, in its address."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from stirrup.accounts.enums import OrganisationKind
from stirrup.accounts.models import Organisation
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.steps import Step, in_words
from stirrup.placements.stay_list import StayFilters
from stirrup.ui.choices import StrictCheckbox, StrictSelect, offer
from stirrup.ui.fields import StirrupForm, StrictText

SHOWN = ("q", "state", "step", "association", "landlord", "late")


class StayFilterForm(StirrupForm):
    """Everything may be left out; organisations are for who sees those of others."""

    class Meta:
        csrf = False

    q = StrictText(_l("Reference"), max_length=20, required=False)
    state = StrictSelect(
        _l("State"), choices=PlacementState, required=False, prompt=_l("All states")
    )
    step = StrictSelect(_l("Step awaited"), required=False, prompt=_l("All steps"))
    association = StrictSelect(
        _l("Association"), coerce=int, required=False, prompt=_l("All associations")
    )
    landlord = StrictSelect(_l("Landlord"), coerce=int, required=False, prompt=_l("All landlords"))
    late = StrictCheckbox(_l("Only what is late"), required=False)

    def offer_steps(self, steps: Iterable[Step]) -> None:
        """The steps in force, in the reader's language."""
        tongue = str(get_locale())
        self.step.choices = offer([(one.code, in_words(one.name, tongue)) for one in steps])

    def offer_organisations(self, found: Sequence[Organisation]) -> None:
        """Both kinds; none for who sees only their own stays."""
        if not found:
            del self.association, self.landlord
            return
        for field, kind in (
            (self.association, OrganisationKind.ASSOCIATION),
            (self.landlord, OrganisationKind.LANDLORD),
        ):
            field.choices = offer([(one.id, one.name) for one in found if one.kind == kind])

    @property
    def questions(self) -> list[Any]:
        """The fields to show, in their order."""
        return [self[name] for name in SHOWN if name in self]

    def filters(self) -> StayFilters:
        """What was asked for; a field that failed asks for nothing."""
        asked = {field.name: None if field.errors else field.data for field in self}
        organisations = filter(None, (asked.get("association"), asked.get("landlord")))
        return StayFilters(
            state=asked["state"],
            step=asked["step"],
            late=bool(asked["late"]),
            organisations=frozenset(organisations),
            reference=asked["q"] or "",
        )

    def address(self) -> dict[str, Any]:
        """The same as arguments of an address; empty when nothing is asked for."""
        fine = (field for field in self if field.data and not field.errors)
        return {one.name: "y" if one is self.late else str(one.data) for one in fine}
