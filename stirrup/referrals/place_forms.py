"""Forms of places: communes, points to stay near, and what to stay away from."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from stirrup.referrals import commune_list, places
from stirrup.referrals.answers import MOST_PLACES
from stirrup.referrals.commune_list import CommuneList
from stirrup.referrals.step_form import StepForm
from stirrup.ui.choices import CommuneField, StrictSelect, offer
from stirrup.ui.fields import StrictInteger, StrictText

ADDING = {"accept": commune_list.accept, "refuse": commune_list.refuse}
MOVING = {"prefer": commune_list.prefer, "remove": commune_list.take_away}
"""The acts on the list: on the communes chosen in the form, or on one of those listed."""
CONTINUE, ADD = "continue", "add"


class CommunesForm(StepForm):
    """One act on the list of communes: the button pressed says which."""

    keeps = False
    act = StrictText("", max_length=20)
    commune = CommuneField(_l("Commune"), required=False)
    within_km = StrictInteger(
        _l("And those around, up to"),
        minimum=1,
        maximum=30,
        suffix="km",
        required=False,
        description=_l("Leave empty for this commune alone."),
    )

    def __init__(self, *details: Any, **options: Any) -> None:
        super().__init__(*details, **options)
        self.commune.choices = offer(places.commune_choices())

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.act.data in ADDING:
            self.require(self.commune)
        elif self.act.data == CONTINUE and self.commune.data:
            self.refuse("commune", _("Accept or refuse this commune first."))
        return valid and not self.errors

    @property
    def stays_on_page(self) -> bool:
        return self.act.data != CONTINUE

    def answers(self, stored: dict[str, Any]) -> dict[str, Any]:
        changed = self._changed(CommuneList(stored["accepted"], stored["refused"]))
        return {"accepted": changed.accepted, "refused": changed.refused}

    def _changed(self, wishes: CommuneList) -> CommuneList:
        act, _colon, code = (self.act.data or "").partition(":")
        if act in ADDING:
            codes = places.communes_within(self.commune.data, self.within_km.data or 0)
            return ADDING[act](wishes, codes)
        return MOVING[act](wishes, code) if act in MOVING else wishes


class AnchorsForm(StepForm):
    """Up to three points, each with a distance; why is not asked."""

    place_1 = StrictSelect(_l("First place"), required=False)
    km_1 = StrictInteger(_l("At most"), minimum=1, maximum=100, suffix="km", required=False)
    place_2 = StrictSelect(_l("Second place"), required=False)
    km_2 = StrictInteger(_l("At most"), minimum=1, maximum=100, suffix="km", required=False)
    place_3 = StrictSelect(_l("Third place"), required=False)
    km_3 = StrictInteger(_l("At most"), minimum=1, maximum=100, suffix="km", required=False)

    def __init__(self, *details: Any, **options: Any) -> None:
        super().__init__(*details, **options)
        for place, _km in self.pairs:
            place.choices = offer(places.point_choices())

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """(place, distance) fields."""
        return [(self[f"place_{n}"], self[f"km_{n}"]) for n in range(1, MOST_PLACES + 1)]

    @classmethod
    def data_from(cls, stored: dict[str, Any]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for number, (key, km) in enumerate(stored["anchors"][:MOST_PLACES], start=1):
            data |= {f"place_{number}": key, f"km_{number}": km}
        return data

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for place, km in self.pairs:
            if place.data:
                self.require(km, _("Enter a distance for this place."))
            if km.data is not None:
                self.require(place, _("Choose a place for this distance."))
        return valid and not self.errors

    def answers(self, _stored: dict[str, Any]) -> dict[str, Any]:
        return {"anchors": [(place.data, km.data) for place, km in self.pairs if place.data]}


class SafetyForm(StepForm):
    """One zone more, or none at all any more."""

    keeps = False
    act = StrictText("", max_length=20)
    commune_code = CommuneField(_l("Commune to stay away from"), required=False)
    km = StrictInteger(
        _l("And around its centre, up to"),
        minimum=1,
        maximum=100,
        suffix="km",
        required=False,
        description=_l("The whole commune is left out in any case."),
    )

    def __init__(self, *details: Any, **options: Any) -> None:
        super().__init__(*details, **options)
        self.commune_code.choices = offer(places.commune_choices())

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.act.data == ADD:
            self.require(self.commune_code)
        return valid and not self.errors

    @property
    def stays_on_page(self) -> bool:
        return True

    def answers(self, _stored: dict[str, Any]) -> dict[str, Any]:
        if self.act.data == ADD:
            return {"commune_code": self.commune_code.data, "km": self.km.data}
        return {"commune_code": None, "km": None}
