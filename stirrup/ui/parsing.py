"""Strict reading of what people type: text, numbers, dates, phones. Plain Python, no form library.

Each function returns a clean value or raises NotReadable with a sentence that says what to do.
Bounds are always given, so that nothing accepted here can be refused by a database column.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from stirrup.wording import N_

SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
DIGITS = rf"(?P<digits>[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+|[0-9]+)"
WHOLE_NUMBER = re.compile(rf"(?P<sign>-?){DIGITS}")
DECIMAL_NUMBER = re.compile(rf"(?P<sign>-?){DIGITS}(?:[.,](?P<decimals>[0-9]+))?")
MOST_DIGITS = 18
FRENCH_PHONE = re.compile(r"(?:\+33|0033|0)(?:\(0\))?([1-9][0-9]{8})")
FRENCH_POSTCODE = re.compile(r"(?:0[1-9]|[1-8][0-9]|9[0-8])[0-9]{3}")
BIDI_CONTROLS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
"""Embeddings, overrides and isolates: they show a text in another order than it is stored."""

MISSING_PARTS = {
    ("day",): N_("Enter the day."),
    ("month",): N_("Enter the month."),
    ("year",): N_("Enter the year."),
    ("day", "month"): N_("Enter the day and the month."),
    ("day", "year"): N_("Enter the day and the year."),
    ("month", "year"): N_("Enter the month and the year."),
}


class NotReadable(ValueError):  # noqa: N818 (a sentence for the reader, not a fault)
    """What was typed cannot be read; `sentence` is an English msgid, `values` fill it."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values
        self.part: str | None = None


def read_text(typed: str, *, longest: int, shortest: int = 0, lines: bool = False) -> str:
    """The text stripped and in NFC; `lines` allows line breaks, written as one newline each."""
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n")).strip()
    if not text.isprintable():
        _refuse_invisible(text, lines)
    if len(text) > longest:
        raise NotReadable(
            N_("Shorten this to %(most)s characters: there are %(count)s."),
            most=longest,
            count=len(text),
        )
    if 0 < len(text) < shortest:
        raise NotReadable(N_("Write at least %(least)s characters."), least=shortest)
    return text


def read_password(typed: str, *, longest: int, shortest: int) -> str:
    """The password in NFC, untrimmed: the same keys give the same password on every machine."""
    password = unicodedata.normalize("NFC", typed)
    read_text(password, longest=longest, shortest=shortest)
    return password


def shown(typed: str) -> str:
    """The same text with what may not be sent back to a page made visible."""
    if typed.isprintable():
        return typed
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if _is_refused(sign, True) else sign for sign in typed
    )


def read_integer(typed: str, *, least: int, most: int) -> int:
    """Digits only, grouped by spaces or not; no exponent, no underscore, ASCII digits."""
    found = WHOLE_NUMBER.fullmatch(typed.strip(SPACES))
    if not found:
        raise NotReadable(N_("Enter a whole number, in digits only."))
    return int(_within(Decimal(_plain(found)), Decimal(least), Decimal(most)))


def read_decimal(typed: str, *, least: Decimal, most: Decimal, places: int) -> Decimal:
    """A number with at most `places` decimals after a comma or a point; never NaN or infinite."""
    found = DECIMAL_NUMBER.fullmatch(typed.strip(SPACES))
    if not found:
        raise NotReadable(N_("Enter a number in digits, such as 12,50."))
    decimals = found["decimals"] or ""
    if len(decimals) > places:
        raise NotReadable(N_("Use %(places)s decimals at most."), places=places)
    number = _within(Decimal(f"{_plain(found)}.{decimals or 0}"), least, most)
    return number.quantize(Decimal(1).scaleb(-places))


def read_date(typed: Mapping[str, str], *, first: date, last: date) -> date | None:
    """The day of three texts, `day`, `month` and `year`; None when all three are empty."""
    parts = {name: typed[name].strip(SPACES) for name in ("day", "month", "year")}
    missing = tuple(name for name, text in parts.items() if not text)
    if len(missing) == len(parts):
        return None
    if missing:
        raise _wrong(missing[0], MISSING_PARTS[missing])
    day = _calendar_day(*(_part(name, text) for name, text in parts.items()))
    if not first <= day <= last:
        raise NotReadable(N_("Enter a date from %(first)s to %(last)s."), first=first, last=last)
    return day


def read_phone(typed: str) -> str:
    """A French number as +33 and nine digits, however it was spaced."""
    compact = re.sub(rf"[{SPACES}./-]", "", typed)
    found = FRENCH_PHONE.fullmatch(compact)
    if not found:
        raise NotReadable(N_("Enter a French phone number of ten digits, such as 03 20 00 00 00."))
    return f"+33{found[1]}"


def read_postcode(typed: str) -> str:
    """Five digits of a French postcode."""
    compact = re.sub(rf"[{SPACES}]", "", typed)
    if not FRENCH_POSTCODE.fullmatch(compact):
        raise NotReadable(N_("Enter a postcode of five digits, such as 59100."))
    return compact


def _refuse_invisible(text: str, lines: bool) -> None:
    """Only texts that are not printable can hold such signs."""
    if not lines and any(
        unicodedata.category(sign) in {"Zl", "Zp"} or sign in "\r\n" for sign in text
    ):
        raise NotReadable(N_("Write this on one line only."))
    if any(_is_refused(sign, lines) for sign in text):
        raise NotReadable(N_("Remove the invisible characters: type the text again."))


def _is_refused(sign: str, lines: bool) -> bool:
    if sign in "\n\t":
        return not lines
    return unicodedata.category(sign) in {"Cc", "Cs"} or ord(sign) in BIDI_CONTROLS


def _plain(found: re.Match[str]) -> str:
    digits = re.sub(rf"[{SPACES}]", "", found["digits"])
    if len(digits) > MOST_DIGITS:
        raise NotReadable(N_("This number is too long: check it."))
    return found["sign"] + digits


def _within(number: Decimal, least: Decimal, most: Decimal) -> Decimal:
    if not least <= number <= most:
        raise NotReadable(N_("Enter a number from %(least)s to %(most)s."), least=least, most=most)
    return number


def _part(name: str, text: str) -> int:
    if name == "year" and not re.fullmatch(r"[0-9]{4}", text):
        raise _wrong(name, N_("Write the year in four digits, such as 2026."))
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise _wrong(name, N_("Write the date in digits only, such as 21 11 2026."))
    return int(text)


def _calendar_day(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise _wrong("month", N_("Write the month as a number from 1 to 12."))
    try:
        return date(year, month, day)
    except ValueError:
        raise _wrong("day", N_("This day does not exist: check the day and the month.")) from None


def _wrong(part: str, sentence: str) -> NotReadable:
    refusal = NotReadable(sentence)
    refusal.part = part
    return refusal
