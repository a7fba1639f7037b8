"""Which form each step has, and the landlord's smaller forms: a photo, a pause, a withdrawal."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from stirrup.clock import today
from stirrup.ui.choices import PhotoUpload, StrictRadios
from stirrup.ui.fields import DateInThreeParts, StirrupForm, StrictText
from stirrup.units.enums import PauseReason, WithdrawReason
from stirrup.units.home_forms import AccessForm, AddressForm, KindForm
from stirrup.units.offer_forms import (
    BuildingForm,
    DatesForm,
    EnergyForm,
    NoticeForm,
    RulesForm,
    TaxForm,
    VacancyForm,
)
from stirrup.units.step_form import StepForm

FORMS: dict[str, type[StepForm]] = {
    "address": AddressForm,
    "kind": KindForm,
    "access": AccessForm,
    "vacancy": VacancyForm,
    "dates": DatesForm,
    "rules": RulesForm,
    "building": BuildingForm,
    "energy": EnergyForm,
    "tax": TaxForm,
    "notice": NoticeForm,
}
"""By step; photos have pages of their own."""


class PhotoForm(StirrupForm):
    """One photo and what it shows."""

    keeps = True

    photo = PhotoUpload(
        _l("Photo"), description=_l("JPEG, PNG or WebP, 10 MB at most. The home only, no people.")
    )
    description = StrictText(
        _l("What the photo shows"),
        min_length=3,
        max_length=200,
        description=_l("Read aloud to those who do not see it, for instance “Kitchen with a hob”."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.photo.many = False


class PauseForm(StirrupForm):
    """Why, and until when."""

    reason = StrictRadios(_l("Why do you pause this home?"), choices=PauseReason)
    paused_until = DateInThreeParts(
        _l("Until"),
        required=False,
        description=_l("Leave it empty if you do not know yet. You resume it yourself."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.paused_until.last = date(today().year + 5, 12, 31)


class WithdrawForm(StirrupForm):
    """Why the home is taken back for good."""

    reason = StrictRadios(_l("Why do you withdraw this home?"), choices=WithdrawReason)
