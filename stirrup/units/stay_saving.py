"""What one stay would save its landlord in tax: the amount alone, for whoever has to answer."""

from dataclasses import dataclass
from datetime import date

from babel.lists import format_list
from flask_babel import get_locale

from stirrup.benefits.occupation import Occupation
from stirrup.benefits.summary import summarise
from stirrup.ui.filters import euros
from stirrup.units.benefits_view import find_dwelling
from stirrup.units.models import Unit


@dataclass(frozen=True)
class Saving:
    """Amounts as they are written; `at_most` is None when nothing is in doubt.

    `tax_years` is empty when the stay avoids no tax.
    """

    at_least: str
    at_most: str | None
    tax_years: str


def saving_of(unit: Unit, first_day: date, last_day: date, *, today: date) -> Saving | None:
    """The tax that a stay on these days avoids; None as long as its facts are not described."""
    dwelling = find_dwelling(unit)
    if dwelling is None:
        return None
    summary = summarise(dwelling, [Occupation(first_day, last_day)], as_of=today)
    in_doubt = summary.at_least != summary.at_most
    years = [str(line.tax_year) for line in summary.direct if line.avoided.high]
    return Saving(
        at_least=euros(summary.at_least),
        at_most=euros(summary.at_most) if in_doubt else None,
        tax_years=format_list(years, locale=get_locale()),
    )
