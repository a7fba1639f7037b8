"""The rental value of a dwelling (valeur locative cadastrale), year by year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import prod
from typing import Self

from stirrup.benefits.codes import Code
from stirrup.benefits.parameters import find_parameter, value_at
from stirrup.benefits.sentences import Sentence, UnusableFactsError, say


@dataclass(frozen=True)
class YearValue:
    """The rental value of one year, not rounded, with the steps that lead to it."""

    euros: Decimal
    steps: tuple[Sentence, ...] = ()
    unknown: Sentence | None = None  # set when a coefficient is missing and the last value is kept
    exact: bool = False  # known for that very year


@dataclass(frozen=True)
class RentalValue:
    """Rental values in euros known for some years; other years follow the yearly coefficients.

    `every_year` is one value that holds whatever the year, for the years that are not known.
    """

    known: Mapping[int, Decimal] = field(default_factory=dict)
    every_year: Decimal | None = None
    origin: Sentence | None = None

    def __post_init__(self) -> None:
        given = [*self.known.values(), *([] if self.every_year is None else [self.every_year])]
        if not given or min(given) <= 0:
            raise UnusableFactsError(say(Code.RENTAL_VALUE_UNUSABLE))

    @classmethod
    def from_notice(cls, base: Decimal, year: int) -> Self:
        """Build from the base shown on the property-tax notice of that year, in euros."""
        times = 1 / value_at("rental_value.property_tax_base_share", year)
        origin = say(
            Code.NOTICE_FORMULA,
            times_count=times,
            notice_euros=base,
            notice_year=year,
            value_euros=base * times,
        )
        return cls(known={year: base * times}, origin=origin)

    def at(self, year: int) -> YearValue:
        """Return the value of that year, revalued from the nearest known year where needed."""
        origin = (self.origin,) if self.origin else ()
        if year in self.known:
            return YearValue(self.known[year], origin, exact=True)
        if self.every_year is not None:
            return YearValue(self.every_year)
        start = max((one for one in self.known if one < year), default=min(self.known))
        return self._revalued(start, year, origin)

    def _revalued(self, start: int, year: int, origin: tuple[Sentence, ...]) -> YearValue:
        between = range(min(start, year) + 1, max(start, year) + 1)
        found = {one: find_parameter("rental_value.coefficient", one) for one in between}
        factor = prod((one.value for one in found.values() if one), start=Decimal(1))
        value = self.known[start] * factor if start < year else self.known[start] / factor
        missing = [one for one, coefficient in found.items() if not coefficient]
        step = say(
            Code.COEFFICIENT_FORMULA,
            from_euros=self.known[start],
            from_year=start,
            factor_count=factor if start < year else 1 / factor,
            value_euros=value,
            year=year,
        )
        return YearValue(
            value,
            origin if factor == 1 else (*origin, step),
            say(Code.COEFFICIENT_UNKNOWN, unknown_year=missing[0]) if missing else None,
        )
