"""What is typed on the what-if board: one change at a time, then why it is adopted."""

from typing import Any

from flask_babel import lazy_gettext as _l

from stirrup.matching.trials.what_if import Ban, Change, Hold, Pin, Release, Weight
from stirrup.matching.weights import LARGEST_WEIGHT
from stirrup.runs.change_addresses import (
    home_reference,
    household_reference,
    read_home,
    read_household,
)
from stirrup.runs.weight_words import WEIGHTS
from stirrup.ui.choices import StrictRadios, StrictSelect
from stirrup.ui.fields import StirrupForm, StrictInteger, StrictTextArea
from stirrup.ui.parsing import NotReadable
from stirrup.ui.strict import StrictField
from stirrup.wording import N_

WEIGHT_LABELS = {
    words.name: words.label for words in WEIGHTS if words.band is None and words.name != "placed"
}
"""Weights that can move somebody: the order of the levels does not depend on the others."""
NIGHTS = (3, 7, 14, 30, 60)


class HouseholdReference(StrictField):
    """The reference of a referral; its number is the answer."""

    missing = _l("Enter the reference of a household, such as M-0012.")
    width = 10

    def read(self, typed: str) -> int:
        number = read_household(typed)
        if not number:
            raise NotReadable(N_("Enter the reference of a household, such as M-0012."))
        return number

    def written(self, value: int) -> str:
        return household_reference(value)


class HomeReference(StrictField):
    """The reference of a unit; its number is the answer."""

    missing = _l("Enter the reference of a home, such as LOG-0431.")
    width = 10

    def read(self, typed: str) -> int:
        number = read_home(typed)
        if not number:
            raise NotReadable(N_("Enter the reference of a home, such as LOG-0431."))
        return number

    def written(self, value: int) -> str:
        return home_reference(value)


class _ChangeForm(StirrupForm):
    """A change is part of the address: nothing is stored, no token is needed."""

    class Meta:
        csrf = False


class PairForm(_ChangeForm):
    """Ask for a pair, or rule it out."""

    kind = StrictRadios(
        _l("What to try"),
        choices=[("pin", _l("This household in this home")), ("ban", _l("Not this pair"))],
        default="pin",
    )
    household = HouseholdReference(_l("Household"), description=_l("Its reference: M-0012"))
    home = HomeReference(_l("Home"), description=_l("Its reference: LOG-0431"))

    @property
    def change(self) -> Change:
        kind = Pin if self.kind.data == "pin" else Ban
        return kind(self.household.data, self.home.data)


class HomeForm(_ChangeForm):
    """Keep a home back, or open one that is kept."""

    kind = StrictRadios(
        _l("What to try"),
        choices=[
            ("hold", _l("Propose this home to nobody")),
            ("open", _l("Open this home to everyone, although it is kept")),
        ],
        default="hold",
    )
    home = HomeReference(_l("Home"), description=_l("Its reference: LOG-0431"))

    @property
    def change(self) -> Change:
        kind = Hold if self.kind.data == "hold" else Release
        return kind(self.home.data)


class WeightForm(_ChangeForm):
    """Another value of one weight."""

    part = StrictSelect(
        _l("Weight"), choices=[(part, _l(label)) for part, label in WEIGHT_LABELS.items()]
    )
    value = StrictInteger(_l("Value to try"), minimum=0, maximum=LARGEST_WEIGHT)

    @property
    def change(self) -> Change:
        return Weight(self.part.data, self.value.data)


CHANGE_FORMS: dict[str, type[Any]] = {"pair": PairForm, "home": HomeForm, "weight": WeightForm}


class AdoptForm(StirrupForm):
    """Why, and for how long."""

    note = StrictTextArea(
        _l("Why"),
        max_length=500,
        description=_l("Your name and the date stand beside it. No name and nothing about health."),
    )
    nights = StrictSelect(
        _l("For how many nights"),
        choices=[(str(nights), str(nights)) for nights in NIGHTS],
        coerce=int,
        default=14,
        description=_l("Weights stay in force until others are adopted."),
    )
