"""Do six months fit between the two dates a landlord offers? Pure.

The rule of the six months is that of the stays (placements.lifecycle), which stand above units and
cannot be imported here: a test compares both day by day.
"""

from calendar import monthrange
from datetime import date, timedelta

SIX_MONTHS = 6
ONE_DAY = timedelta(days=1)
NOTICE_DAYS = 14
"""The soonest a household enters once a unit is offered: matching, answers, visit, signature."""


def last_day_of_six_months(first_day: date) -> date:
    """The last day, included, of six months that start on `first_day`.

    The day before the same day number six months later; where that number does not exist, the last
    day of that month.
    """
    months = first_day.year * 12 + first_day.month - 1 + SIX_MONTHS
    year, month = months // 12, months % 12 + 1
    longest = monthrange(year, month)[1]
    if first_day.day > longest:
        return date(year, month, longest)
    return date(year, month, first_day.day) - ONE_DAY


def soonest_end(available_from: date, today: date) -> date:
    """The earliest latest end that still leaves six months, from the later of both days."""
    return last_day_of_six_months(max(available_from, today))


def likely_first_day(available_from: date | None, today: date) -> date:
    """The first day assumed for an estimate."""
    soonest = today + timedelta(days=NOTICE_DAYS)
    return max(available_from or soonest, soonest)
