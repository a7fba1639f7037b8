"""The facts about a dwelling that decide what its owner gains."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from stirrup.benefits.occupation import Occupation
from stirrup.benefits.regimes import ByYear, Regime, Vote, in_force
from stirrup.benefits.rental_value import RentalValue
from stirrup.wording import N_, Labelled


class OwnerKind(Labelled):
    """Who owns the dwelling, as far as the tax asks."""

    PERSON = "person", N_("A person")
    COMPANY = "company", N_("A company")
    HLM = "hlm", N_("A social landlord (HLM)")
    SEM = "sem", N_("A semi-public housing company (SEM)")
    COMMUNE = "commune", N_("A commune")


SOCIAL_LANDLORDS = (OwnerKind.HLM, OwnerKind.SEM)


class Regimes(Protocol):
    """Anything that knows the vacancy tax of a commune by tax year: ByYear or ZoneRegimes."""

    def at(self, year: int) -> Regime | None:
        """Return the vacancy tax of that year."""


@dataclass(frozen=True)
class Dwelling:
    """A dwelling as its owner declares it, vacant since a day outside its occupations.

    `votes` are the rates voted by the commune, by tax year; `past_occupations` happened whatever
    is decided now, and count on both sides of every comparison. `property_tax` is a year's, in
    euros, waste charge left out; None, like `meant_for_letting`, when it is not known.
    """

    vacant_since: date
    owner_since: date
    rental_value: RentalValue
    regimes: Regimes
    votes: ByYear[Vote] = field(default_factory=ByYear)
    habitable: bool = True
    furnished: bool = False
    owner_kind: OwnerKind = OwnerKind.PERSON
    involuntary: bool = False
    past_occupations: tuple[Occupation, ...] = ()
    property_tax: Decimal | None = None
    meant_for_letting: bool | None = None

    def regime(self, year: int) -> Regime:
        """Return the vacancy tax that the commune levies for that tax year."""
        return in_force(self.regimes.at(year) or Regime.NONE, year)
