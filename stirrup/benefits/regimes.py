"""Which vacancy tax a commune levies for a tax year, and what its law says that year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from typing import Generic, Self, TypeVar

from stirrup.benefits.codes import Code
from stirrup.benefits.parameters import Confidence, Parameter, find_parameter
from stirrup.benefits.sentences import UnusableFactsError, say
from stirrup.wording import N_, Labelled

T = TypeVar("T")


class Regime(Labelled):
    """The vacancy tax of a commune."""

    TLV = "tlv", N_("Tax on vacant dwellings (TLV)")
    THLV = "thlv", N_("Residence tax on vacant dwellings (THLV)")
    TVLH_TENSE = "tvlh_tense", N_("Tax on the vacancy of dwellings (TVLH), tense zone")
    TVLH_OTHER = "tvlh_other", N_("Tax on the vacancy of dwellings (TVLH), voted")
    NONE = "none", N_("No tax on vacant dwellings")


class Zone(Labelled):
    """Where the decree of the vacancy tax puts a commune."""

    TENSE = "tense", N_("Tense zone")
    TOURIST = "tourist", N_("Tourist zone")
    NONE = "none", N_("Outside these zones")


# The reform gave each tax a successor and moved no commune that we know of.
SUCCESSORS = {Regime.TLV: Regime.TVLH_TENSE, Regime.THLV: Regime.TVLH_OTHER}


@dataclass(frozen=True)
class ByYear(Generic[T]):
    """A value for each tax year, with one for the years that are not named."""

    years: Mapping[int, T] = field(default_factory=dict)
    default: T | None = None

    def at(self, year: int) -> T | None:
        """Return the value of that tax year, if there is one."""
        return self.years.get(year, self.default)


@dataclass(frozen=True)
class Vote:
    """Rates voted for a tax year: shares of the rental value, first taxed year and later ones."""

    first_rate: Decimal | None = None
    next_rate: Decimal | None = None

    def __post_init__(self) -> None:
        for rate in (self.first_rate, self.next_rate):
            if rate is not None and not 0 <= rate <= 1:
                raise UnusableFactsError(say(Code.RATE_NOT_A_SHARE, given_count=rate))

    @classmethod
    def flat(cls, rate: Decimal) -> Self:
        """Build the vote of one rate for every taxed year."""
        return cls(rate, rate)

    def rate(self, rank: int) -> Decimal | None:
        """Return the rate voted for that taxed year: the first, or a later one."""
        return self.first_rate if rank == 1 else self.next_rate


@dataclass(frozen=True)
class Law:
    """What one vacancy tax says for one tax year."""

    regime: Regime
    year: int
    figures: Mapping[str, Parameter]

    @cached_property
    def vacancy_years(self) -> int:
        """Full years of vacancy before 1 January of the tax year."""
        return int(self.figures["vacancy_years"].value)

    @cached_property
    def threshold_days(self) -> int:
        """Days in a row above which a dwelling is occupied, not vacant."""
        return int(self.figures["occupation_threshold_days"].value)

    @property
    def presumes_occupation_rule(self) -> bool:
        """Whether the rule of the days in a row still has to be read in a text."""
        return self.figures["occupation_threshold_days"].confidence is not Confidence.CONFIRMED

    @property
    def article(self) -> str:
        """The article that creates the tax."""
        return self.figures["vacancy_years"].article

    @property
    def highest_rates(self) -> tuple[Decimal, Decimal] | None:
        """Highest rates that a commune may vote over those of the law, None when it may not."""
        names = ("first_rate", "highest_first_rate", "highest_next_rate")
        found = [self.figures[name].value for name in names if name in self.figures]
        return (found[1], found[2]) if len(found) == len(names) else None

    def find(self, name: str) -> Decimal | None:
        """Return a figure of this law, None when the law has none or none is known."""
        return self.figures[name].value if name in self.figures else None

    def rate(self, rank: int, vote: Vote | None) -> Decimal | None:
        """Return the rate of that taxed year; None when only a vote sets it and none is known."""
        step = "first" if rank == 1 else "next"
        legal, highest = self.find(f"{step}_rate"), self.find(f"highest_{step}_rate")
        voted = vote.rate(rank) if vote else None
        if voted is None or (legal is not None and highest is None):
            return legal
        if voted < (legal or 0) or voted > (highest or 1):
            raise UnusableFactsError(
                say(Code.RATE_OUTSIDE_THE_LAW, given_rate=voted, tax_year=self.year)
            )
        return voted


@cache
def find_law(regime: Regime, year: int) -> Law | None:
    """Return the law of a vacancy tax for a tax year, None when the tax does not exist then."""
    names = (
        "vacancy_years",
        "occupation_threshold_days",
        "first_rate",
        "next_rate",
        "highest_first_rate",
        "highest_next_rate",
        "fees_rate",
    )
    found = {name: find_parameter(f"{regime}.{name}", year) for name in names}
    figures = {name: one for name, one in found.items() if one}
    return Law(regime, year, figures) if "vacancy_years" in figures else None


def in_force(regime: Regime, year: int) -> Regime:
    """Return the tax that stands for this one in that year: TLV before 2027, TVLH after."""
    for pair in SUCCESSORS.items():
        if regime in pair:
            return next((tax for tax in pair if find_law(tax, year)), Regime.NONE)
    return Regime.NONE


@cache
def regime_for(zone: str, year: int, listed_since: int | None = None) -> Regime:
    """Return the vacancy tax of a commune by its zone; `listed_since` is its first taxed year.

    Both lists of the decree pay TLV, then TVLH under the rules of the tense zone. Elsewhere the
    tax is a voted one: nothing is computed without its rate.
    """
    listed = Zone[zone.upper()] is not Zone.NONE and year >= (listed_since or year)
    if listed and (_is_on_a_list(zone, year) or find_law(Regime.TVLH_TENSE, year)):
        return in_force(Regime.TLV, year)
    return in_force(Regime.THLV, year)


def _is_on_a_list(zone: str, year: int) -> bool:
    return find_parameter(f"tlv.{zone}_zone_communes", year) is not None


@dataclass(frozen=True)
class ZoneRegimes:
    """The vacancy tax of each year in a commune of that zone."""

    zone: str
    listed_since: int | None = None

    def at(self, year: int) -> Regime:
        """Return the vacancy tax of that year."""
        return regime_for(self.zone, year, self.listed_since)
