"""What each first day would change, as a chart and its table: places are shares of the width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from flask_babel import format_date
from flask_babel import gettext as _

from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.start_dates import StartPeriod, find_best, list_start_periods
from stirrup.ui import filters
from stirrup.units.benefit_words import between
from stirrup.units.window import last_day_of_six_months

DAYS_SHOWN = 180
TOP, BOTTOM = 30, 150
"""In pixels: the tallest bar starts under its label and ends on the axis."""
MONTH_NAME = "LLL"
ROOM_FOR_WORDS = 30
"""Narrower bars, in percent of the width, leave their words to the table."""


@dataclass(frozen=True)
class Bar:
    """One period: `x` and `width` in percent; `least` and `most` are tops in pixels."""

    x: float
    width: float
    least: float
    most: float
    words: str
    words_x: float
    anchor: str


@dataclass(frozen=True)
class Row:
    """The same period in the table beside the chart."""

    dates: str
    tax_years: str
    amount: str
    is_best: bool


@dataclass(frozen=True)
class StartChart:
    """`advice` is the one sentence to remember; `months` are names with their place."""

    advice: str
    bars: tuple[Bar, ...]
    months: tuple[tuple[str, float], ...]
    rows: tuple[Row, ...]
    bottom: int = BOTTOM


def start_chart(dwelling: Dwelling, soonest: date, latest: date | None = None) -> StartChart | None:
    """The chart of the next months; None when no first day is possible.

    `latest` is the latest day on which the stay may end.
    """
    days = list(_first_days(soonest, latest))
    periods = list_start_periods(dwelling, days, last_day_of_six_months)
    if not periods:
        return None
    best = find_best(periods)
    return StartChart(
        advice=_advice(best, periods),
        bars=tuple(_bars(periods, best, len(days))),
        months=tuple(_months(days)),
        rows=tuple(_row(one, one is best) for one in periods),
    )


def _first_days(soonest: date, latest: date | None) -> Iterator[date]:
    for number in range(DAYS_SHOWN):
        day = soonest + timedelta(days=number)
        if latest is None or last_day_of_six_months(day) <= latest:
            yield day


def _advice(best: StartPeriod | None, periods: Sequence[StartPeriod]) -> str:
    if best is None:
        return str(_("No first day among these avoids a tax."))
    if len(periods) == 1:
        return str(_("All these first days avoid the same taxes."))
    values = {
        "first": filters.date_long(best.first_start),
        "last": filters.date_long(best.last_start),
        "amount": between(best.at_least, best.at_most),
    }
    return str(_("Starting between %(first)s and %(last)s avoids most: %(amount)s.", **values))


def _bars(
    periods: Sequence[StartPeriod], best: StartPeriod | None, days_count: int
) -> Iterator[Bar]:
    highest = max(one.at_most for one in periods) or Decimal(1)
    start = 0
    for one in periods:
        x, width = 100 * start / days_count, 100 * one.days / days_count
        labelled = one is best or (width >= ROOM_FOR_WORDS and not _same_gain(one, best))
        words_x, anchor = _place_of_words(x, width)
        yield Bar(
            x=round(x, 2),
            width=round(width, 2),
            least=_top(one.at_least, highest),
            most=_top(one.at_most, highest),
            words=between(one.at_least, one.at_most) if labelled else "",
            words_x=words_x,
            anchor=anchor,
        )
        start += one.days


def _same_gain(one: StartPeriod, best: StartPeriod | None) -> bool:
    return best is not None and (one.at_least, one.at_most) == (best.at_least, best.at_most)


def _place_of_words(x: float, width: float) -> tuple[float, str]:
    """Words stay inside the chart: they start at the first bar and end at the last one."""
    if x == 0:
        return 0, "start"
    if x + width > 100 - ROOM_FOR_WORDS / 2:
        return 100, "end"
    return round(x + width / 2, 2), "middle"


def _top(amount: Decimal, highest: Decimal) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * float(amount / highest), 1)


def _months(days: Sequence[date]) -> Iterator[tuple[str, float]]:
    """Each first of a month with its place, but not so near the end that its name is cut."""
    for number, day in enumerate(days):
        x = 100 * number / len(days)
        if day.day == 1 and x < 100 - ROOM_FOR_WORDS / 3:
            yield format_date(day, MONTH_NAME), round(x, 2)


def _row(one: StartPeriod, is_best: bool) -> Row:
    dates = {"first": filters.date_long(one.first_start), "last": filters.date_long(one.last_start)}
    return Row(
        dates=str(_("%(first)s to %(last)s", **dates)),
        tax_years=", ".join(map(str, one.tax_years)) or str(_("none")),
        amount=between(one.at_least, one.at_most),
        is_best=is_best,
    )
