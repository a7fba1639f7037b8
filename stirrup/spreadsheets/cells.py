"""Reading one cell the way people fill lists in: days, yes and no, choices by their words. Pure.

Each function returns a value or raises NotReadable; CellRefused adds what was probably meant.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from stirrup.geography import plain
from stirrup.spreadsheets.reading import FORMULA_SIGNS
from stirrup.ui.parsing import NotReadable
from stirrup.wording import N_

FRENCH_DAY = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{2}|[0-9]{4})")
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.]+)?")
COUNTED_DAY = re.compile(r"[1-6][0-9]{4}")
FIRST_COUNTED = date(1899, 12, 30)
YES = frozenset({"oui", "o", "yes", "y", "x", "vrai", "true", "1"})
NO = frozenset({"non", "n", "no", "faux", "false", "0"})
BETWEEN_CHOICES = re.compile(r"[,;|\n/+]")


class CellRefused(NotReadable):
    """What was typed cannot be read, and what was probably meant, in the reader's words."""

    def __init__(self, sentence: str, suggestion: str = "", **values: object) -> None:
        super().__init__(sentence, **values)
        self.suggestion = suggestion


def read_day(typed: str, *, first: date, last: date) -> date:
    """31/12/2026, 31.12.2026 or 2026-12-31, from `first` to `last`."""
    day = _day_of(typed)
    if not first <= day <= last:
        raise CellRefused(N_("Enter a date from %(first)s to %(last)s."), first=first, last=last)
    return day


def _day_of(typed: str) -> date:
    iso, french = ISO_DAY.fullmatch(typed), FRENCH_DAY.fullmatch(typed)
    if iso:
        return _existing(int(iso[1]), int(iso[2]), int(iso[3]))
    if not french:
        raise CellRefused(N_("Enter a date such as 31/12/2026."), _meant_by(typed))
    day, month, year = french.groups()
    if len(year) == 2:
        meant = f"{day:0>2}/{month:0>2}/20{year}"
        raise CellRefused(N_("Write the year in four digits, such as 2026."), meant)
    return _existing(int(year), int(month), int(day))


def _meant_by(typed: str) -> str:
    """Days of a column of numbers: a spreadsheet counts them from 1900."""
    if not COUNTED_DAY.fullmatch(typed):
        return ""
    return f"{FIRST_COUNTED + timedelta(days=int(typed)):%d/%m/%Y}"


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CellRefused(
            N_("This day does not exist: write the day, the month, then the year."),
            f"{month:02}/{day:02}/{year:04}" if day <= 12 < month <= 31 else "",
        ) from None


def read_yes_no(typed: str) -> bool:
    """Yes, no, oui, non, x, 1, 0 and the like."""
    word = plain(typed).strip()
    if word in YES or word in NO:
        return word in YES
    raise CellRefused(N_("Write yes or no."))


class Choices:
    """Values that people may write in several ways: the first of their words is suggested."""

    def __init__(self, words: Mapping[Any, Iterable[str]]) -> None:
        self._values = {
            squeezed(way): value for value, ways in words.items() for way in ways if squeezed(way)
        }
        self._shown = {value: next(iter(ways), "") for value, ways in words.items()}
        parts = (len(BETWEEN_CHOICES.split(way)) for ways in words.values() for way in ways)
        self._most_parts = max(parts, default=1)
        self.read = lru_cache(maxsize=1000)(self._read)

    def _read(self, typed: str) -> Any:
        """The value of these words. Raises CellRefused with the nearest ones."""
        word = squeezed(typed)
        if word in self._values:
            return self._values[word]
        near = get_close_matches(word, self._values, n=1, cutoff=0.6)
        suggestion = self._shown[self._values[near[0]]] if near else ""
        raise CellRefused(N_("This is none of the words expected in this column."), suggestion)

    def read_several(self, typed: str) -> list[Any]:
        """The values of several words between commas, each once, in the order they are written.

        A comma may also stand inside the words of one choice.
        """
        parts = [part.strip() for part in BETWEEN_CHOICES.split(typed) if part.strip()]
        found: dict[Any, None] = {}
        while parts:
            most = min(self._most_parts, len(parts))
            length = next((n for n in range(most, 0, -1) if self._knows(parts[:n])), 1)
            found[self.read(" ".join(parts[:length]))] = None
            del parts[:length]
        return list(found)

    def _knows(self, parts: list[str]) -> bool:
        return squeezed("".join(parts)) in self._values


def refuse_formula(typed: str, read: Callable[[str], Any]) -> Any:
    """Read a text that is not the formula of a program that calculates."""
    if typed[0] in FORMULA_SIGNS and not typed[1:].strip().isdigit():
        raise CellRefused(N_("This begins like a formula: write its result."), typed[1:].strip())
    return read(typed)


@lru_cache(maxsize=10_000)
def squeezed(text: str) -> str:
    """Letters and digits alone, without accents or capitals: what headings and words compare by."""
    return "".join(re.findall(r"[a-z0-9]+", plain(text)))
