"""Days for which a dwelling was occupied, as its certificate counts them: the tax core's days."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from stirrup.benefits.occupation import Occupation, longest_days_in, united
from stirrup.benefits.regimes import Law, ZoneRegimes, find_law
from stirrup.documents.contents.occupation_certificate import OccupiedRun, OccupiedYear

LONGEST_REFERENCE_YEARS = 2
"""No vacancy tax looks further back than two calendar years."""


@dataclass(frozen=True)
class Stay:
    """One stay in the dwelling: its last day is planned until the stay has `ended`."""

    first_day: date
    last_day: date
    ended: bool

    def is_under_way(self, on: date) -> bool:
        """Whether somebody lives there on that day, as far as anybody knows."""
        return not self.ended and self.last_day >= on


def occupations_at(stays: Iterable[Stay], on: date) -> tuple[Occupation, ...]:
    """The runs of the dwelling up to that day, included; touching stays are one run.

    A stay past its last day whose exit nobody has recorded counts to that last day: a certificate
    never counts a day that nobody can prove.
    """
    begun = [stay for stay in stays if stay.first_day <= on]
    return united(Occupation(stay.first_day, min(stay.last_day, on)) for stay in begun)


def runs_at(stays: Sequence[Stay], on: date) -> Iterator[OccupiedRun]:
    """The runs in order; one that is still going on has no last day."""
    lasting = any(stay.is_under_way(on) for stay in stays)
    for run in occupations_at(stays, on):
        goes_on = lasting and run.last_day == on
        yield OccupiedRun(run.first_day, None if goes_on else run.last_day, run.days)


def years_at(stays: Sequence[Stay], on: date, zone: str) -> Iterator[OccupiedYear]:
    """Each calendar year from the first day lived in to that day."""
    runs = occupations_at(stays, on)
    for year in range(runs[0].first_day.year, runs[-1].last_day.year + 1):
        laws = laws_about(year, zone)
        days = longest_days_in(runs, year)
        yield OccupiedYear(
            year=year,
            days=days,
            is_long=days > threshold_days(laws),
            on_1_january=any(run.covers(date(year, 1, 1)) for run in runs),
            tax_years=tuple(law.year for law in laws),
        )


def laws_about(year: int, zone: str) -> list[Law]:
    """The vacancy taxes whose reference period holds this calendar year, in a commune so zoned."""
    regimes = ZoneRegimes(zone)
    later = range(year + 1, year + 1 + LONGEST_REFERENCE_YEARS)
    laws = (find_law(regimes.at(tax_year), tax_year) for tax_year in later)
    return [law for law in laws if law and law.year - law.vacancy_years <= year]


def threshold_days(laws: Iterable[Law]) -> int:
    """Consecutive days above which a year is one of occupation: the strictest of these laws."""
    return max(law.threshold_days for law in laws)
