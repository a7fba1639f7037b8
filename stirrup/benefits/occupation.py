"""Periods in which somebody lives in a dwelling: inclusive days, united into runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from stirrup.benefits.codes import Code
from stirrup.benefits.sentences import UnusableFactsError, say

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Occupation:
    """From the first day to the last, both included."""

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            days = {"first_on": self.first_day, "last_on": self.last_day}
            raise UnusableFactsError(say(Code.LAST_DAY_BEFORE_FIRST, **days))

    @cached_property
    def days(self) -> int:
        """Length in days."""
        return (self.last_day - self.first_day).days + 1

    @cached_property
    def longest_in_a_year(self) -> int:
        """Days that fall in the calendar year that holds most of them."""
        years = range(self.first_day.year, self.last_day.year + 1)
        return max(self.days_in(year) for year in years)

    def covers(self, day: date) -> bool:
        """Whether somebody lives there on that day."""
        return self.first_day <= day <= self.last_day

    def days_in(self, year: int) -> int:
        """Days of the occupation that fall in that calendar year."""
        first = max(self.first_day, date(year, 1, 1))
        last = min(self.last_day, date(year, 12, 31))
        return max(0, (last - first).days + 1)


def united(occupations: Iterable[Occupation]) -> tuple[Occupation, ...]:
    """Return the runs: occupations that overlap or touch become one."""
    runs: list[Occupation] = []
    for one in sorted(occupations):
        if runs and one.first_day <= runs[-1].last_day + ONE_DAY:
            one = Occupation(runs[-1].first_day, max(runs[-1].last_day, one.last_day))
            runs.pop()
        runs.append(one)
    return tuple(runs)


def longest_days_in(runs: Iterable[Occupation], year: int) -> int:
    """Days of the longest run, counted inside that calendar year."""
    return max((run.days_in(year) for run in runs), default=0)
