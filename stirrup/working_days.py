"""Days on which offices are open in France: neither week-end nor public holiday. Pure."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
FIRST_DAY_OF_WEEK_END = 5
"""As `date.weekday` counts: Saturday."""


def is_working_day(day: date) -> bool:
    """Whether `day` is neither a Saturday, nor a Sunday, nor a holiday of article L.3133-1."""
    return day.weekday() < FIRST_DAY_OF_WEEK_END and day not in _holidays(day.year)


def add_working_days(day: date, number: int) -> date:
    """The working day that comes `number` working days after `day`, which need not be one."""
    while number > 0:
        day += ONE_DAY
        number -= is_working_day(day)
    return day


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of one year, as the Code du travail (art. L.3133-1) lists them."""
    return frozenset(holidays.country_holidays("FR", years=year))
