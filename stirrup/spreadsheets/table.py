"""A list as it was read: its headings, and its rows under the numbers that the file gives them."""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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

    @classmethod
    def of(cls, rows: Iterable[tuple[int, Sequence[str]]]) -> "Table":
        """The first row that is not empty holds the headings; empty rows are left out."""
        filled = [(line, tuple(cell.strip() for cell in cells)) for line, cells in rows]
        filled = [(line, cells) for line, cells in filled if any(cells)]
        if not filled:
            return cls((), ())
        headings = _named(_shortened(filled[0][1]))
        width = len(headings)
        return cls(headings, tuple(Row(line, _padded(cells, width)) for line, cells in filled[1:]))

    def without(self, headings: Iterable[str]) -> "Table":
        """The same without some columns."""
        left_out = set(headings)
        kept = [place for place, name in enumerate(self.headings) if name not in left_out]
        beyond = len(self.headings)
        rows = (
            Row(row.line, (*(row.cells[place] for place in kept), *row.cells[beyond:]))
            for row in self.rows
        )
        return Table(tuple(self.headings[place] for place in kept), tuple(rows))

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


def _shortened(cells: Sequence[str]) -> list[str]:
    """Without the empty cells at the end."""
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _named(headings: Sequence[str]) -> tuple[str, ...]:
    """Each heading once: an empty one is called by its letter, a second one by its number."""
    named: dict[str, None] = {}
    for place, heading in enumerate(headings):
        wanted = " ".join(shown(heading).split())[:LONGEST_HEADING] or letter_of(place)
        others = (f"{wanted} ({count})" for count in range(2, len(headings) + 2))
        named[next(name for name in (wanted, *others) if name not in named)] = None
    return tuple(named)


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """With what is missing at the end; what is too much is kept, to be told."""
    return (*cells, *("" for _ in range(width - len(cells))))
