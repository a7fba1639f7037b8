"""The languages other than French: how each writes a day, an hour, and the spaces of its text.

Every document is in one language. French is set in `typography`; Arabic text is left as it is
written, its Latin parts isolated by the templates (`<bdi dir="ltr">`).
"""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Literal

from markupsafe import Markup, escape

from stirrup.documents import typography
from stirrup.documents.typography import NO_BREAK

Language = Literal["fr", "en", "ar", "uk"]

ENGLISH_WEEKDAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
UKRAINIAN_WEEKDAYS = (
    *("понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя"),
)
UKRAINIAN_MONTHS = (
    *("січня", "лютого", "березня", "квітня", "травня", "червня"),
    *("липня", "серпня", "вересня", "жовтня", "листопада", "грудня"),
)
ARABIC_WEEKDAYS = (*("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),)
ARABIC_MONTHS = (
    *("كانون الثاني (يناير)", "شباط (فبراير)", "آذار (مارس)", "نيسان (أبريل)"),
    *("أيار (مايو)", "حزيران (يونيو)", "تموز (يوليو)", "آب (أغسطس)"),
    *("أيلول (سبتمبر)", "تشرين الأول (أكتوبر)", "تشرين الثاني (نوفمبر)", "كانون الأول (ديسمبر)"),
)
"""Both names: the East and the West of the Arab world call months differently."""


def weekday_in(value: date, language: Language) -> str:
    """« lundi 2 mars 2026 » in the language: the form for a day on which somebody must act."""
    return _WEEKDAY[language](value)


def clock_in(value: time, language: Language) -> str:
    """« 10 heures » in the language."""
    return _CLOCK[language](value)


def set_text(text: str, language: str) -> Markup:
    """Plain text as safe HTML with the spaces of its language."""
    setter = _TEXT.get(language)
    return setter(text) if setter else escape(text)


def english(text: str) -> str:
    """Curly quotes; numbers stay with what they count. Setting it twice changes nothing."""
    return _replaced(text, _ENGLISH)


def ukrainian(text: str) -> str:
    """Curly apostrophe, « quotes » without spaces; a short word stays with the next one."""
    return _replaced(text, _UKRAINIAN)


def _english_weekday(value: date) -> str:
    month = ENGLISH_MONTHS[value.month - 1]
    return f"{ENGLISH_WEEKDAYS[value.weekday()]} {value.day}{NO_BREAK}{month}{NO_BREAK}{value.year}"


def _ukrainian_weekday(value: date) -> str:
    day = f"{value.day}{NO_BREAK}{UKRAINIAN_MONTHS[value.month - 1]}"
    return f"{UKRAINIAN_WEEKDAYS[value.weekday()]}, {day} {value.year}{NO_BREAK}року"


def _arabic_weekday(value: date) -> str:
    month = ARABIC_MONTHS[value.month - 1]
    return f"{ARABIC_WEEKDAYS[value.weekday()]} {value.day} {month} {value.year}"


def _english_clock(value: time) -> str:
    hour = f"{value.hour % 12 or 12}" + (f":{value.minute:02}" if value.minute else "")
    return f"{hour}{NO_BREAK}{'am' if value.hour < 12 else 'pm'}"


def _digital_clock(value: time) -> str:
    """« 10:00 », which Arabic and Ukrainian read alike."""
    return f"{value.hour}:{value.minute:02}"


_WEEKDAY: dict[str, Callable[[date], str]] = {
    "fr": typography.weekday,
    "en": _english_weekday,
    "ar": _arabic_weekday,
    "uk": _ukrainian_weekday,
}
_CLOCK: dict[str, Callable[[time], str]] = {
    "fr": typography.clock,
    "en": _english_clock,
    "ar": _digital_clock,
    "uk": _digital_clock,
}

_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> _Rules:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


def _replaced(text: str, rules: _Rules) -> str:
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text


_DIGITS = (r"(?<=\d) (?=\d)", NO_BREAK)
_POSTCODE = (r"\b(\d{5}) (?=[A-ZÀ-Ý])", rf"\1{NO_BREAK}")
_ENGLISH = _rules(
    (r"(?<![\w)])\"(?=\S)", "\u201c"),
    (r"\"", "\u201d"),
    (r"(?<!\w)'(?=\w)", "\u2018"),
    (r"'", "\u2019"),
    _DIGITS,
    _POSTCODE,
    (rf"(?<=\d) (?=(?:{'|'.join(ENGLISH_MONTHS)}|days?|weeks?|months?|years?|am|pm)\b)", NO_BREAK),
    (rf"(?<=\d\u00a0)({'|'.join(ENGLISH_MONTHS)}) (?=\d{{4}}\b)", rf"\1{NO_BREAK}"),
)
_UKRAINIAN = _rules(
    (r"(?<=\w)'(?=\w)", "\u2019"),
    (r"\"(?=\w)", "«"),
    (r"\"", "»"),
    (r"«[ \u00a0\u202f]+", "«"),
    (r"[ \u00a0\u202f]+»", "»"),
    _DIGITS,
    _POSTCODE,
    (rf"(?<=\d) (?=(?:{'|'.join(UKRAINIAN_MONTHS)}|року|дні|днів|поверх)\w*)", NO_BREAK),
    (r"(?<![\w’'-])([вузійоаяВУЗІЙОАЯ]) (?=\S)", rf"\1{NO_BREAK}"),
)
_TEXT: dict[str, Callable[[str], Markup]] = {
    "fr": typography.french,
    "en": lambda text: escape(english(text)),
    "uk": lambda text: escape(ukrainian(text)),
}
