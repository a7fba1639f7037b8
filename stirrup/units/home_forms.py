"""Steps about the home itself: where it is, whom it holds, how one gets in.

Shapes only: the rules between answers are in rules.py.
"""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from stirrup.geography import communes_with_postcode
from stirrup.ui.choices import CommuneField, StrictCheckboxes, StrictRadios, StrictSelect, offer
from stirrup.ui.fields import Postcode, StrictDecimal, StrictInteger, StrictText
from stirrup.units.enums import Equipment, Furnishing, HeatingKind, KitchenKind, UnitKind
from stirrup.units.models import Unit
from stirrup.units.step_form import StepForm

FEATURES = (
    ("step_free", _l("No step from the street to the home, or a lift that avoids them")),
    ("lift", _l("Lift")),
    ("adapted_bathroom", _l("Bathroom and toilet adapted to a wheelchair")),
    ("quiet", _l("Quiet home")),
    ("parking", _l("Parking space")),
    ("cot_possible", _l("Room for a cot")),
)


class AddressForm(StepForm):
    """Where the home is; several communes may use one postcode."""

    street = StrictText(
        _l("Number and street"),
        min_length=3,
        max_length=120,
        render_kw={"autocomplete": "street-address"},
    )
    address_complement = StrictText(
        _l("Building, staircase, door"),
        max_length=100,
        required=False,
        description=_l("Only what helps to find the door."),
    )
    postcode = Postcode(_l("Postcode"))
    commune_code = CommuneField(_l("Commune"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        using = communes_with_postcode(self.postcode.data or "")
        self.communes = [place for place in using if place.latitude is not None]
        self.commune_code.choices = offer((place.code, place.name) for place in self.communes)
        if len(self.communes) == 1:
            self.commune_code.data = self.communes[0].code

    def validate_postcode(self, field: Postcode) -> None:
        """A postcode that no commune uses is a typing mistake."""
        if not self.communes:
            raise ValidationError(_l("No commune uses this postcode: check it."))

    def shown(self) -> Iterator[Any]:
        several = len(self.communes) > 1
        return (field for field in super().shown() if several or field is not self.commune_code)

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"commune_code": self.commune_code.data}

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """A commune that cannot be chosen yet is no mistake of its own."""
        hidden = not self.communes
        return [one for one in super().error_list if not (hidden and one[0] == "commune_code")]


class KindForm(StepForm):
    """What the home is and whom its surface can hold."""

    kind = StrictRadios(_l("Type of home"), choices=UnitKind)
    surface_m2 = StrictDecimal(_l("Surface"), minimum=9, maximum=500, suffix="m²")
    main_rooms = StrictInteger(
        _l("Main rooms"),
        minimum=1,
        maximum=15,
        description=_l("Living room and bedrooms, not the kitchen or bathroom."),
    )
    bedrooms = StrictInteger(
        _l("Bedrooms"), minimum=0, maximum=12, description=_l("0 for a studio.")
    )
    max_people = StrictInteger(
        _l("Greatest number of people"),
        minimum=1,
        maximum=20,
        description=_l(
            "The surface sets the ceiling: 9 m² for one person, 16 m² for two, then 9 m² for each"
            " further one. In a shared home, count for each place."
        ),
    )
    min_people = StrictInteger(
        _l("Smallest number of people"),
        minimum=1,
        maximum=20,
        description=_l("1 is best: each household has its chance."),
    )
    places_count = StrictInteger(
        _l("Places"),
        minimum=1,
        maximum=12,
        description=_l("How many households a shared home holds; 1 for every other home."),
    )


class AccessForm(StepForm):
    """How one gets in, and what is there."""

    floor = StrictInteger(
        _l("Floor"),
        minimum=-1,
        maximum=60,
        description=_l("0 for the ground floor or a house, -1 below the street."),
    )
    features = StrictCheckboxes(_l("What the home offers"), choices=FEATURES, required=False)
    kitchen = StrictRadios(_l("Kitchen"), choices=KitchenKind)
    furnishing = StrictRadios(_l("Furniture during the stay"), choices=Furnishing)
    heating = StrictSelect(_l("Heating"), choices=HeatingKind)
    equipment = StrictCheckboxes(_l("Equipment"), choices=Equipment, required=False)

    @classmethod
    def of(cls, unit: Unit) -> StepForm:
        return cls(obj=unit, features=[name for name, _words in FEATURES if getattr(unit, name)])

    def answers(self) -> dict[str, Any]:
        answers = super().answers()
        ticked = answers.pop("features")
        owned = [item.value for item in Equipment if item in answers["equipment"]]
        return answers | {name: name in ticked for name, _words in FEATURES} | {"equipment": owned}
