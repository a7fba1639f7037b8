"""Residence tax on second homes (THRS): a furnished dwelling on 1 January, no rule of 90 days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stirrup.benefits.amounts import require_amounts, require_shares
from stirrup.benefits.codes_relief import ReliefCode
from stirrup.benefits.occupation import Occupation
from stirrup.benefits.parameters import find_parameter
from stirrup.benefits.rounding import NOTHING, euros, is_collected
from stirrup.benefits.sentences import UnusableFactsError, say


@dataclass(frozen=True)
class SecondHome:
    """A furnished dwelling; rates are shares of the rental value, the surcharge of the commune's.

    Raises UnusableFactsError when an amount or a share makes no sense.
    """

    rental_value: Decimal
    commune_rate: Decimal
    group_rate: Decimal = NOTHING
    surcharge: Decimal = NOTHING

    def __post_init__(self) -> None:
        require_amounts(self.rental_value)
        require_shares(self.commune_rate, self.group_rate, self.surcharge)

    def tax(self, year: int) -> Decimal:
        """Return the tax of that year in euros, fees left out, when nobody has his home there."""
        if self.surcharge and not _is_allowed(self.surcharge, year):
            values = {"given_rate": self.surcharge, "tax_year": year}
            raise UnusableFactsError(say(ReliefCode.SURCHARGE_OUTSIDE_THE_LAW, **values))
        rate = self.commune_rate * (1 + self.surcharge) + self.group_rate
        tax = euros(euros(self.rental_value, year) * rate, year)
        return tax if is_collected(tax, year) else NOTHING


def second_home_tax_avoided(
    home: SecondHome, main_residence: Sequence[Occupation], year: int
) -> Decimal:
    """Return the tax avoided that year by people whose main residence it is on 1 January."""
    lived_in = any(one.covers(date(year, 1, 1)) for one in main_residence)
    return home.tax(year) if lived_in else NOTHING


def _is_allowed(surcharge: Decimal, year: int) -> bool:
    least = find_parameter("second_home.least_surcharge", year)
    highest = find_parameter("second_home.highest_surcharge", year)
    return bool(least and highest and least.value <= surcharge <= highest.value)
