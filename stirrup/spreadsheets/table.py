"""A list as it was read: its headings, and its rows under the numbers that the file gives them."""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

from stirrup.ui.parsing import shown

MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class Row:
    """One line; `line` is its number in the file, the headings' being 1 in most files."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, each different, and rows whose cells are texts, at least one for each heading."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = field(default="", compare=False)
    """Which sheet of the file it is, when the file has others; not stored with the rest."""

    @classmethod
    def of(cls, rows: Iterable[tuple[int, Sequence[str]]], sheet: str = "") -> "Table":
        """Headings are the first row that is no title; titles and empty rows are left out."""
        filled = [(line, tuple(cell.strip() for cell in cells)) for line, cells in rows]
        filled = [(line, cells) for line, cells in filled if any(cells)]
        if not filled:
            return cls((), ())
        first = _first_of_several([cells for _line, cells in filled])
        below = filled[first + 1 :]
        width = _width(filled[first][1], [cells for _line, cells in below])
        headings = _named(filled[first][1][: min(width, MOST_COLUMNS + 1)])
        return cls(
            headings, tuple(Row(line, _padded(cells, width)) for line, cells in below), sheet
        )

    def without(self, headings: Iterable[str]) -> "Table":
        """The same without some columns."""
        left_out = set(headings)
        kept = [place for place, name in enumerate(self.headings) if name not in left_out]
        beyond = len(self.headings)
        rows = (
            Row(row.line, (*(row.cells[place] for place in kept), *row.cells[beyond:]))
            for row in self.rows
        )
        return Table(tuple(self.headings[place] for place in kept), tuple(rows), self.sheet)

    def packed(self) -> bytes:
        """What is stored of the list until it is confirmed."""
        rows = [[row.line, *row.cells] for row in self.rows]
        return zlib.compress(json.dumps([self.headings, rows], ensure_ascii=False).encode())

    @classmethod
    def unpacked(cls, content: bytes) -> "Table":
        """The list that `packed` wrote."""
        headings, rows = json.loads(zlib.decompress(content))
        return cls(tuple(headings), tuple(Row(line, tuple(cells)) for line, *cells in rows))


def letter_of(place: int) -> str:
    """The letters by which spreadsheets call a column, from 0: A, B, … Z, AA."""
    before, last = divmod(place, len(ascii_uppercase))
    return (letter_of(before - 1) if before else "") + ascii_uppercase[last]


def _first_of_several(rows: Sequence[Sequence[str]]) -> int:
    """The first row that fills several cells: a title above a table fills one."""
    return next((place for place, cells in enumerate(rows) if sum(map(bool, cells)) > 1), 0)


def _width(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Columns that have a heading, or a place among the headings and something in a row."""
    return max(_filled(headings), *(_filled(cells[: len(headings)]) for cells in rows), 0)


def _filled(cells: Sequence[str]) -> int:
    """How many cells there are without the empty ones at the end."""
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1]), 0)


def _named(headings: Sequence[str]) -> tuple[str, ...]:
    """Each heading once: an empty one is called by its letter, a second one by its number."""
    named: dict[str, None] = {}
    for place, heading in enumerate(headings):
        words = shown(heading[: 4 * LONGEST_HEADING]).split()
        wanted = " ".join(words)[:LONGEST_HEADING] or letter_of(place)
        others = (f"{wanted} ({count})" for count in range(2, len(headings) + 2))
        named[next(name for name in (wanted, *others) if name not in named)] = None
    return tuple(named)


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """With what is missing at the end; what is too much is kept, to be told."""
    return (*cells, *("" for _ in range(width - len(cells))))
