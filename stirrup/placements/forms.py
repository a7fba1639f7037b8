"""Shapes of what is typed about a stay: its first day, the facts of its agreement, its end."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from stirrup.clock import today
from stirrup.placements.enums import FactsSection, Payer
from stirrup.placements.facts import CONSUMPTION, adults_of, count_lenders, is_lent_by_persons
from stirrup.placements.models import Placement
from stirrup.ui.choices import StrictRadios, StrictSelect
from stirrup.ui.fields import (
    DateInThreeParts,
    FrenchPhone,
    StirrupForm,
    StrictInteger,
    StrictText,
    StrictTextArea,
)
from stirrup.ui.shared_forms import SharedForm
from stirrup.units.benefits_view import find_dwelling
from stirrup.units.enums import HeatingKind

OLDEST = date(1900, 1, 1)
Fields = Iterator[tuple[str, Any]]
CONSUMPTION_LABELS = {
    "electricity": _l("Electricity"),
    "gas": _l("Gas"),
    "water": _l("Water"),
    "heating": _l("Heating"),
    "internet": _l("Internet"),
}


LANGUAGES = (
    ("ar", _l("Arabic")),
    ("en", _l("English")),
    ("fa", _l("Persian (Dari, Farsi)")),
    ("ps", _l("Pashto")),
    ("ti", _l("Tigrinya")),
    ("uk", _l("Ukrainian")),
)


class AnswerForm(StirrupForm):
    """A button: nothing is typed."""


class FirstDayForm(SharedForm):
    """When the household moves in."""

    first_day = DateInThreeParts(_l("First day of the stay"))


def facts_form(placement: Placement, section: FactsSection) -> type[StirrupForm]:
    """The form of one section, with as many groups as there are owners or adults."""
    return type("FactsForm", (SharedForm,), dict(FIELDS[section](placement)))


def _lenders(placement: Placement) -> Fields:
    for number in range(1, count_lenders(placement) + 1):
        yield f"name_{number}", StrictText(_l("Name of the owner"), max_length=120)
        yield f"address_{number}", StrictText(_l("Full address of the owner"), max_length=200)
        yield from _person(number) if is_lent_by_persons(placement) else _body(number)
    hint = _l("For example: full owner, notarial deed of 8 April 2011.")
    yield "title", StrictText(_l("Title of the owner"), max_length=200, description=hint)


def _person(number: int) -> Fields:
    yield f"born_on_{number}", _birth_date(_l("Birth date of the owner"))


def _body(number: int) -> Fields:
    yield f"registration_{number}", StrictText(_l("Registration number (SIREN)"), max_length=20)
    yield f"signatory_{number}", StrictText(_l("Who signs"), max_length=120)
    yield f"capacity_{number}", StrictText(_l("In what capacity"), max_length=120)


def _residents(placement: Placement) -> Fields:
    for adult in adults_of(placement):
        number = adult.position
        yield f"first_name_{number}", StrictText(_l("First name of the adult"), max_length=80)
        yield f"last_name_{number}", StrictText(_l("Last name of the adult"), max_length=80)
        yield f"birth_date_{number}", _birth_date(_l("Birth date of the adult"))
    yield from _explanation()


def _explanation() -> Fields:
    language = _l("Language in which the agreement is explained")
    french = _l("French")
    yield (
        "explained_in",
        StrictSelect(language, choices=LANGUAGES, prompt=french, required=False),
    )
    yield "interpreter", StrictText(_l("Interpreter"), max_length=120, required=False)


def _home(placement: Placement) -> Fields:
    hint = _l("12 digits, on the tax site under “Gérer mes biens immobiliers”.")
    yield (
        "tax_number",
        StrictText(_l("Tax number of the home"), max_length=12, min_length=12, description=hint),
    )
    if find_dwelling(placement.unit) is None:
        yield from _tax_facts()
    yield "electricity_meter", StrictText(_l("Electricity meter (PDL or PRM)"), max_length=40)
    if placement.unit.heating == HeatingKind.GAS:
        yield "gas_meter", StrictText(_l("Gas meter (PCE)"), max_length=40)
    yield "water_meter", StrictText(_l("Water meter"), max_length=40)
    yield "keys_count", StrictInteger(_l("Keys handed over"), minimum=1, maximum=20)
    yield (
        "badges_count",
        StrictInteger(_l("Badges handed over"), minimum=0, maximum=20, required=False),
    )
    yield (
        "known_defects",
        StrictTextArea(_l("Known defects of the home"), max_length=500, required=False),
    )


def _tax_facts() -> Fields:
    year = today().year
    yield "vacant_since", DateInThreeParts(_l("Vacant since"), first=OLDEST, last=today())
    yield "owner_since", DateInThreeParts(_l("Owned since"), first=OLDEST, last=today())
    base = _l("Base on the property-tax notice")
    yield "property_tax_base", StrictInteger(base, minimum=1, maximum=1_000_000, suffix="€")
    of_year = _l("Year of the notice")
    yield "property_tax_base_year", StrictInteger(of_year, minimum=year - 6, maximum=year)


def _insurance(_placement: Placement) -> Fields:
    hint = _l("Insurer and policy number.")
    owner, resident = _l("Owner’s insurance"), _l("Insurance of the residents")
    yield "owner_insurance", StrictText(owner, max_length=200, description=hint)
    yield "resident_insurance", StrictText(resident, max_length=200, description=hint)


def _charges(placement: Placement) -> Fields:
    for item in CONSUMPTION:
        if item != "gas" or placement.unit.heating == HeatingKind.GAS:
            yield item, StrictRadios(CONSUMPTION_LABELS[item], choices=Payer)


def _association(_placement: Placement) -> Fields:
    yield "registration_number", StrictText(_l("Registration (RNA or SIREN)"), max_length=20)
    yield "postal_address", StrictText(_l("Address of the association"), max_length=200)
    yield "signatory_name", StrictText(_l("Who signs"), max_length=120)
    yield "signatory_quality", StrictText(_l("In what capacity"), max_length=120)
    yield "duty_phone", FrenchPhone(_l("Duty telephone"))
    hint = _l("The prefect’s, for temporary residence only (loi 2018-1021, art. 29).")
    approval = _l("Number of the approval")
    yield (
        "approval_number",
        StrictText(approval, max_length=60, required=False, description=hint),
    )
    yield "approval_expires_on", DateInThreeParts(_l("Approval valid until"), required=False)


def _birth_date(label: Any) -> DateInThreeParts:
    return DateInThreeParts(label, first=OLDEST, last=today())


FIELDS: dict[FactsSection, Callable[[Placement], Fields]] = {
    FactsSection.LENDERS: _lenders,
    FactsSection.RESIDENTS: _residents,
    FactsSection.HOME: _home,
    FactsSection.INSURANCE: _insurance,
    FactsSection.CHARGES: _charges,
    FactsSection.ASSOCIATION: _association,
}
