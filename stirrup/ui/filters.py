"""Dates, amounts and measures in the reader's language; French typography by Babel and by hand."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from typing import Any

from babel import Locale, dates, numbers
from flask import Flask
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from stirrup.clock import local

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

Number = int | float | Decimal


def said_when_unknown(write: Callable[..., str]) -> Callable[..., str]:
    """Nothing to write is said in words, never guessed and never left blank."""

    @wraps(write)
    def write_or_say(value: Any, *details: Any, **options: Any) -> str:
        if value is None or value == "":
            return str(_("not known"))
        return write(value, *details, **options)

    return write_or_say


@said_when_unknown
def euros(amount: Number) -> str:
    """1347 -> "1 347 €"; cents only when there are some."""
    pattern = _reader().currency_formats["standard"]
    cents = 0 if amount == int(amount) else 2
    return numbers.format_currency(
        amount, "EUR", _with_decimals(pattern.pattern, cents), _reader(), currency_digits=False
    )


@said_when_unknown
def decimal(number: Number, places: int = 1) -> str:
    """Decimal(2.94) -> "2,9" in French; no trailing zero."""
    rounded = round(Decimal(number), places)
    return numbers.format_decimal(rounded, locale=_reader(), decimal_quantization=False)


@said_when_unknown
def surface(square_metres: Number) -> str:
    """58 -> "58 m²"."""
    return _with_unit(square_metres, "m²")


@said_when_unknown
def kilometres(distance: Number) -> str:
    """2.94 -> "2,9 km"."""
    return _with_unit(distance, "km")


@said_when_unknown
def percent(ratio: Number) -> str:
    """0.34 -> "34 %" in French; one decimal when there is one."""
    rounded = round(Decimal(ratio), 3)
    return numbers.format_percent(rounded, locale=_reader(), decimal_quantization=False)


@said_when_unknown
def date_long(day: date) -> str:
    """21 November 2026, "1er décembre 2026" in French."""
    return _written(day, "d MMMM y")


@said_when_unknown
def date_weekday(day: date) -> str:
    """Saturday 21 November 2026."""
    return _written(day, "EEEE d MMMM y")


@said_when_unknown
def date_short(day: date) -> str:
    """21 November, without its year."""
    return _written(day, "d MMMM")


@said_when_unknown
def month(day: date) -> str:
    """November 2026."""
    return _written(day, "LLLL y")


@said_when_unknown
def time(instant: datetime) -> str:
    """The hour in Paris: "14 h 02" in French, 14:02 otherwise."""
    french = f"H'{NO_BREAK_SPACE}h{NO_BREAK_SPACE}'mm"
    return dates.format_time(
        local(instant), french if _in_french() else "HH:mm", tzinfo=None, locale=_reader()
    )


@said_when_unknown
def date_and_time(instant: datetime) -> str:
    """21 November 2026, 14:02."""
    return f"{date_long(instant)}, {time(instant)}"


def day_count(days: int) -> str:
    """61 -> "61 days"."""
    return str(ngettext("%(num)s day", "%(num)s days", days))


def plural(count: int, one: str, many: str) -> str:
    """The right one of two translated sentences for this number, French and English rules alike."""
    is_plural = count > 1 if _in_french() else count != 1
    return many if is_plural else one


@said_when_unknown
def yes_no(answer: bool) -> str:
    """Yes or no."""
    return str(_("Yes") if answer else _("No"))


@said_when_unknown
def phone(number: str) -> str:
    """+33320000000 -> "03 20 00 00 00"; another country's number as it is."""
    if not number.startswith("+33"):
        return number
    digits = "0" + number.removeprefix("+33")
    return NO_BREAK_SPACE.join(digits[start : start + 2] for start in range(0, len(digits), 2))


def in_sentence(label: str) -> str:
    """A label as part of a sentence: it no longer begins with a capital."""
    return label[:1].lower() + label[1:]


FILTERS = (
    euros,
    decimal,
    surface,
    kilometres,
    percent,
    date_long,
    date_weekday,
    date_short,
    month,
    time,
    date_and_time,
    day_count,
    plural,
    yes_no,
    phone,
    in_sentence,
)


def register_filters(app: Flask) -> None:
    """Give every template these filters by their names, and `get_locale`."""
    for each in FILTERS:
        app.jinja_env.filters[each.__name__] = each
    app.jinja_env.globals["get_locale"] = _reader


def _reader() -> Locale:
    return get_locale() or Locale("fr")


def _in_french() -> bool:
    return bool(_reader().language == "fr")


def _written(day: date, pattern: str) -> str:
    if isinstance(day, datetime):
        day = local(day).date()
    written = dates.format_date(day, pattern, locale=_reader())
    first = day.day == 1 and _in_french() and "d" in pattern
    return written.replace("1 ", "1er ", 1) if first else written


def _with_unit(number: Number | None, unit: str) -> str:
    return f"{decimal(number)}{NO_BREAK_SPACE}{unit}"


def _with_decimals(pattern: str, places: int) -> str:
    return pattern.replace("0.00", "0.00" if places else "0")
