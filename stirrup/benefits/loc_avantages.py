"""Loc'Avantages, something to compare a free loan with: rents below the market, taxes reduced."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stirrup.benefits.amounts import require_amounts
from stirrup.benefits.parameters import Parameter, find_parameter, value_at
from stirrup.benefits.rounding import NOTHING, euros
from stirrup.wording import N_, Labelled


class Level(Labelled):
    """How far below the market the rent is; the third one always asks for an intermediary."""

    LOC1 = "loc1", N_("Loc1, the nearest to the market rent")
    LOC2 = "loc2", N_("Loc2, below it")
    LOC3 = "loc3", N_("Loc3, far below it")
    NONE = "none", N_("No convention")


class Form(Labelled):
    """How the intermediary comes between owner and tenant."""

    LEASE = "location_sous_location", N_("An association leases and sub-leases")
    MANDATE = "mandat_de_gestion", N_("An agency manages for the owner")


WITH_PREMIUM = (Level.LOC2, Level.LOC3)


@dataclass(frozen=True)
class Convention:
    """A convention with the Anah; the rent is a year's, in euros.

    Raises UnusableFactsError when an amount is below zero.
    """

    level: Level
    begins_on: date
    years: int
    annual_rent: Decimal
    intermediated: bool = False
    form: Form | None = None
    surface_m2: Decimal | None = None

    def __post_init__(self) -> None:
        require_amounts(self.annual_rent, self.surface_m2 or NOTHING)

    @property
    def rate(self) -> Parameter | None:
        """The rate of the reduction; None when the convention gives no right to one."""
        way = "intermediated" if self.intermediated else "direct"
        term = find_parameter("loc_avantages.term_years", self.begins_on.year)
        if term is None or self.years < term.value or not self.annual_rent:
            return None
        return find_parameter(f"loc_avantages.{self.level}_{way}_rate", self.begins_on.year)

    @property
    def annual_reduction(self) -> Decimal:
        """Reduction of income tax a year, in euros, within the cap of a household."""
        if self.rate is None:
            return NOTHING
        cap = value_at("loc_avantages.yearly_cap", self.begins_on.year)
        return min(cap, euros(self.annual_rent * self.rate.value, self.begins_on.year))

    @property
    def premium_once(self) -> Decimal | None:
        """Premium paid once, in euros; None when the form or the surface is not known."""
        if self.rate is None or not self.intermediated or self.level not in WITH_PREMIUM:
            return NOTHING
        if self.form is None or self.surface_m2 is None:
            return None
        premium = self._figure("premium_lease")
        if self.form is Form.MANDATE:
            premium += self._figure("premium_mandate_extra")
        if self.surface_m2 <= self._figure("premium_small_surface"):
            premium += self._figure("premium_small_extra")
        return premium

    def _figure(self, name: str) -> Decimal:
        return value_at(f"loc_avantages.{name}", self.begins_on.year)
