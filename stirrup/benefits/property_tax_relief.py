"""Relief of property tax for a dwelling that stays empty against its owner's will (CGI art. 1389).

The relief runs from the first day of the month after the vacancy begins to the last day of the
month of its last empty day, provided that the vacancy lasts long enough.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stirrup.benefits.amounts import require_amounts
from stirrup.benefits.occupation import ONE_DAY, Occupation
from stirrup.benefits.parameters import value_at
from stirrup.benefits.rounding import euros

MONTHS_IN_A_YEAR = date.max.month


@dataclass(frozen=True)
class InvoluntaryVacancy:
    """A dwelling that finds no taker since a day, occupied by some runs since.

    `again_after` says whether it is empty against the owner's will again when an occupation ends.
    """

    since: date
    meant_for_letting: bool = True
    again_after: bool = True

    def relieved_months(self, runs: Sequence[Occupation], year: int) -> int:
        """Count the months of that year with a relief, for a dwelling occupied by these runs."""
        if not self.meant_for_letting:
            return 0
        return sum(_months_in(year, *spell) for spell in self._spells(runs))

    def _spells(self, runs: Sequence[Occupation]) -> Iterator[tuple[date, date]]:
        """Yield the first and last empty day of each spell; the last one has no end in sight."""
        first = self.since
        for run in runs:
            if first < run.first_day:
                yield first, run.first_day - ONE_DAY
            if run.last_day < first:
                continue
            if not self.again_after:
                return
            first = run.last_day + ONE_DAY
        yield first, date.max


def relief(
    property_tax: Decimal, vacancy: InvoluntaryVacancy, runs: Sequence[Occupation], year: int
) -> Decimal:
    """Return the relief of that year in euros; `property_tax` is a year's, waste charge left out.

    Raises UnusableFactsError when the tax is below zero.
    """
    require_amounts(property_tax)
    months = vacancy.relieved_months(runs, year)
    return euros(property_tax * months / MONTHS_IN_A_YEAR, year)


def _months_in(year: int, first: date, last: date) -> int:
    if not _lasts_long_enough(first, last):
        return 0
    begins = max(_month(first) + 1, _month(date(year, 1, 1)))
    ends = min(_month(last), _month(date(year, 12, 31)))
    return max(0, ends - begins + 1)


def _lasts_long_enough(first: date, last: date) -> bool:
    if last == date.max:
        return True
    stops = last + ONE_DAY
    months = _month(stops) - _month(first) - (1 if stops.day < first.day else 0)
    return months >= value_at("property_tax_relief.least_vacancy_months", last.year)


def _month(day: date) -> int:
    """Number of a month, one after the other across years."""
    return day.year * MONTHS_IN_A_YEAR + day.month
