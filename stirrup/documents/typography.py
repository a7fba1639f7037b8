"""French typography: how dates, amounts and sentences are set in a printed document.

Sources: Imprimerie nationale, Lexique des règles typographiques; the design notes of the
documents. Spaces are written as escapes so that a reader sees which one is meant.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal

from markupsafe import Markup, escape

NO_BREAK = "\u00a0"
NARROW = "\u202f"

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
WORDS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six"),
    *("sept", "huit", "neuf", "dix", "onze", "douze"),
)


# Values to words


def day(value: date) -> str:
    """« 2 mars 2026 », « 1er mars 2026 »."""
    return f"{day_and_month(value)}{NO_BREAK}{value.year}"


def day_and_month(value: date) -> str:
    """« 2 mars », « 1er mars »."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}{NO_BREAK}{month(value)}"


def weekday(value: date) -> str:
    """« lundi 2 mars 2026 »: the form for a day on which somebody must act."""
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


def month(value: date) -> str:
    return MONTHS[value.month - 1]


def clock(value: time) -> str:
    """« 10 heures », « 1 heure », « 10 h 30 »."""
    if value.minute:
        return f"{value.hour}{NO_BREAK}h{NO_BREAK}{value.minute:02}"
    return counted(value.hour, "heure")


def number(value: int | Decimal) -> str:
    """« 1 234,5 »: narrow no-break thousands, decimal comma, no idle zero after it."""
    return _grouped(f"{Decimal(value).normalize():,f}")


def euros(value: int | Decimal) -> str:
    """« 1 234,50 € », or « 1 020 € » when there are no cents; rounded half up to the cent."""
    cents = Decimal(value).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{_grouped(f'{cents:,}').removesuffix(',00')}{NO_BREAK}€"


def _grouped(digits: str) -> str:
    return digits.replace(",", NARROW).replace(".", ",")


def euro_range(low: int | Decimal, high: int | Decimal) -> str:
    """« 510 à 1 020 € »; one amount when both are the same."""
    if low == high:
        return euros(low)
    return f"{euros(low).removesuffix(f'{NO_BREAK}€')} à {euros(high)}"


def percent(rate: Decimal) -> str:
    """A share between 0 and 1 as « 34 % » or « 12,5 % »."""
    return f"{number(rate * 100)}{NO_BREAK}%"


def in_words(value: int, *, feminine: bool = False) -> str:
    """« deux », « une »; digits above twelve."""
    if value == 1 and feminine:
        return "une"
    return WORDS[value] if 0 <= value < len(WORDS) else number(value)


def counted(value: int, one: str, many: str = "") -> str:
    """« 1 clé », « 3 clés »: zero and one are singular in French."""
    noun = one if abs(value) < 2 else many or f"{one}s"
    return f"{number(value)}{NO_BREAK}{noun}"


def listed(items: Sequence[str], word: str = "et") -> str:
    """« a, b et c »."""
    *first, last = items
    return f"{', '.join(first)} {word} {last}" if first else last


def wide(text: str) -> str:
    """For display sizes, where the narrow space closes up: thousands take a full space."""
    return text.replace(NARROW, NO_BREAK)


# Text to set text

_MONTH = "|".join(MONTHS)
_UNIT = "m²|m³|mm|cm|km|m|kWh|kg|h|min|heures?|jours?|mois|ans?|années?|euros?"

_SPACES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"'", "\u2019"),
        (r"«[ \u00a0\u202f]*", f"«{NARROW}"),
        (r"[ \u00a0\u202f]*»", f"{NARROW}»"),
        (r"[ \u00a0\u202f]([;:!?])", rf"{NARROW}\1"),
        (rf"(?<=\d) (?=(?:\d{{3}} )*\d{{3}}[ \u00a0](?:[€%]|(?:{_UNIT})(?!\w)))", NARROW),
        (r"(?<=\d) (?=\d)", NO_BREAK),
        (r"(?<=\d) (?=[€%])", NO_BREAK),
        (rf"(?<=\d) (?=(?:{_UNIT})(?!\w))", NO_BREAK),
        (rf"(?<=\d) (?=(?:{_MONTH})\b)", NO_BREAK),
        (rf"(?<=\d)er (?=(?:{_MONTH})\b)", f"er{NO_BREAK}"),
        (rf"(?<=\d\u00a0)({_MONTH}) (?=\d{{4}}\b)", rf"\1{NO_BREAK}"),
        (rf"(?<=er\u00a0)({_MONTH}) (?=\d{{4}}\b)", rf"\1{NO_BREAK}"),
        (r"(?<=[hH]) (?=\d)", NO_BREAK),
        (r"\b([Aa]rt\.|[Aa]rticles?|[Aa]nnexes?) (?=\d|[A-Z]\b)", rf"\1{NO_BREAK}"),
        (r"\b(n°|Mme|M\.|Dr|Me) (?=\S)", rf"\1{NO_BREAK}"),
        (r"(?<=\d)(er|re|e) (?=étage|année)", rf"\1{NO_BREAK}"),
        (r"\b(\d{5}) (?=[A-ZÀ-Ý])", rf"\1{NO_BREAK}"),
        (r" ([×=]) ", rf"{NO_BREAK}\1{NO_BREAK}"),
    )
)
_ORDINAL = re.compile(r"(?<![\w\u2011-])(\d{1,3})(er|re|e)(?![\w-])")
_DROPPED = {"Cc", "Cf", "Co", "Cs", "Cn"}
_KEPT = "\n\t\u00ad\u200c\u200d\u2060"


def visible(text: str) -> str:
    """Without control, format and private characters: none can reorder or hide what is read."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        sign for sign in composed if sign in _KEPT or unicodedata.category(sign) not in _DROPPED
    )


def spaced(text: str) -> str:
    """Plain text with French spaces and apostrophes; setting it twice changes nothing."""
    for pattern, replacement in _SPACES:
        text = pattern.sub(replacement, text)
    return text


def french(text: str) -> Markup:
    """Text as safe HTML, spaced, with raised ordinals: « 1<sup>er</sup> »."""
    return Markup(_ORDINAL.sub(r"\1<sup>\2</sup>", str(escape(spaced(text)))))  # noqa: S704 escaped here
