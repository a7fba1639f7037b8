"""The columns that a list may have, and which heading of a file fills which of them. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from stirrup.spreadsheets.cells import squeezed

ALMOST = 0.88
"""How alike two headings are when one is the other misspelt."""


@dataclass(frozen=True)
class Column:
    """One question of a list. `headings`: the ways to call it, the first one in our own files."""

    name: str
    headings: tuple[str, ...]
    read: Callable[[str], Any]
    accepts: str
    """What one may write there, a sentence for the reader."""
    about: str = ""
    needed: bool = False
    example: str = ""

    @property
    def heading(self) -> str:
        return self.headings[0]


def match_columns(
    columns: Iterable[Column], headings: Sequence[str], learned: Mapping[str, str]
) -> dict[str, str]:
    """Column name to the heading that fills it; `learned` are the choices of the last list.

    A heading fills one column at most; what nobody recognises is left out.
    """
    free = {squeezed(heading): heading for heading in headings}
    matched: dict[str, str] = {}
    for looks in (_learned(learned), _same, _alike):
        for column in columns:
            if column.name not in matched:
                found = looks(column, free)
                if found:
                    matched[column.name] = free.pop(found)
    return matched


def _learned(learned: Mapping[str, str]) -> Callable[[Column, dict[str, str]], str | None]:
    def look(column: Column, free: dict[str, str]) -> str | None:
        heading = squeezed(learned.get(column.name, ""))
        return heading if heading in free else None

    return look


def _same(column: Column, free: dict[str, str]) -> str | None:
    return next((name for name in map(squeezed, column.headings) if name in free), None)


def _alike(column: Column, free: dict[str, str]) -> str | None:
    for name in map(squeezed, column.headings):
        near = get_close_matches(name, free, n=1, cutoff=ALMOST)
        if near:
            return near[0]
    return None
