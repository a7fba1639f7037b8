"""Steps about the offer: vacancy, dates, house rules, building, diagnosis, tax, page to read.

Shapes only: the rules between answers are in rules.py.
"""

import re
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from stirrup.clock import today
from stirrup.ui.choices import StrictCheckbox, StrictRadios, StrictSelect, offer
from stirrup.ui.fields import DateInThreeParts, StrictInteger, StrictText
from stirrup.ui.parsing import NotReadable
from stirrup.units.buildings import list_buildings
from stirrup.units.enums import EnergyClass, PetsAllowed, VacancyCause
from stirrup.units.models import Unit
from stirrup.units.step_form import StepForm
from stirrup.wording import N_

MOST_STAYS = 10_000
FIRST_COEFFICIENT_YEAR = 2018
"""The yearly coefficients of the rental value are known from this year on."""


class VacancyForm(StepForm):
    """Since when and why nobody lives there: what the estimate of the gain rests on."""

    vacant_since = DateInThreeParts(
        _l("Empty since"), description=_l("The day the last people left, for instance 10 5 2024.")
    )
    vacancy_cause = StrictSelect(_l("Why it is empty"), choices=VacancyCause)
    owner_since = DateInThreeParts(
        _l("Yours since"), description=_l("The day you bought or inherited it.")
    )
    vacancy_involuntary = StrictCheckbox(
        _l("It is empty against my will"),
        description=_l(
            "Offered for sale or to let at the market price without a taker, or waiting for heavy"
            " works or demolition. The tax on vacant homes is then not due."
        ),
    )
    furnished_while_vacant = StrictCheckbox(
        _l("It stays furnished while it is empty"),
        description=_l("It is then a second home for the tax, and not a vacant one."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.vacant_since.last = self.owner_since.last = today()


class DatesForm(StepForm):
    """The window in which a stay of six months has to fit."""

    available_from = DateInThreeParts(_l("Available from"), first=date(2020, 1, 1))
    available_until = DateInThreeParts(
        _l("Latest end"),
        first=date(2020, 1, 1),
        description=_l("The last day on which a household may still be there."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.available_from.last = date(today().year + 5, 12, 31)
        self.available_until.last = date(today().year + 10, 12, 31)


class RulesForm(StepForm):
    """The house rules that the law allows: no other exists."""

    pets_allowed = StrictRadios(_l("Pets"), choices=PetsAllowed)
    smoking_allowed = StrictCheckbox(_l("Smoking is allowed inside"))


class BuildingForm(StepForm):
    """In which building of its landlord the home is, and how many are lent there at once."""

    in_building = StrictSelect(
        _l("Building"), coerce=int, required=False, prompt=_l("None, or a new one")
    )
    new_building = StrictText(
        _l("Name of a new building"),
        max_length=80,
        required=False,
        description=_l("For you and the Stirrup team, for instance “12 rue de Lannoy”."),
    )
    most_stays = StrictInteger(
        _l("At most how many households there at once"),
        minimum=0,
        maximum=MOST_STAYS,
        required=False,
        description=_l("All homes of the building together. Empty: no limit."),
    )

    @classmethod
    def of(cls, unit: Unit) -> StepForm:
        most = unit.building.most_stays if unit.building else None
        form = cls(obj=unit, in_building=unit.building_id, most_stays=most)
        buildings = list_buildings(unit.organisation_id)
        form.in_building.choices = offer((one.id, one.name) for one in buildings)
        if not buildings:
            del form.in_building
        return form


class EnergyForm(StepForm):
    """The energy performance diagnosis."""

    energy_class = StrictSelect(_l("Letter of the diagnosis"), choices=EnergyClass)
    energy_diagnosed_on = DateInThreeParts(_l("Date of the diagnosis"), first=date(2000, 1, 1))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.energy_diagnosed_on.last = today()


class TaxNumber(StrictText):
    """The 12 digits of a dwelling on the tax site."""

    def read(self, typed: str) -> str:
        digits = re.sub(r"\s", "", super().read(typed))
        if not re.fullmatch(r"[0-9]{12}", digits):
            raise NotReadable(N_("Enter the 12 digits of the dwelling’s tax number."))
        return digits


class TaxForm(StepForm):
    """What the property-tax notice says of the home."""

    property_tax_base = StrictInteger(
        _l("Net base of the commune, on the notice"),
        minimum=1,
        maximum=1_000_000,
        suffix="€",
        description=_l("On the notice, line “Base”, column of the commune."),
    )
    property_tax_base_year = StrictInteger(
        _l("Year of the notice"), minimum=FIRST_COEFFICIENT_YEAR, maximum=9999
    )
    tax_number = TaxNumber(
        _l("Tax number of the dwelling"),
        max_length=20,
        required=False,
        description=_l(
            "12 digits, on the tax site under “Biens immobiliers”. The agreement needs it."
        ),
        render_kw={"inputmode": "numeric"},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.property_tax_base_year.maximum = today().year


class NoticeForm(StepForm):
    """The tick under the page on the end of a stay."""

    read = StrictCheckbox(
        _l("I have read this page"),
        required=True,
        missing=_l("Read this page, then tick the box."),
    )

    @classmethod
    def of(cls, unit: Unit) -> StepForm:
        return cls(obj=unit, read=unit.truce_notice_version is not None)

    def answers(self) -> dict[str, Any]:
        return {}
