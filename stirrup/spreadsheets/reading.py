"""Reading the list that somebody sent: bytes to a table. What a file is gets decided by its bytes.

CSV with semicolons, commas or tabs; XLSX and ODS.
"""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from stirrup.spreadsheets.encodings import decoded
from stirrup.spreadsheets.refusals import (
    DamagedFileError,
    EmptyFileError,
    FileRefusedError,
    FileTooLargeError,
    NoRowError,
    NotAListError,
    OldWorkbookError,
    OpenQuoteError,
    TooManyColumnsError,
    TooManyRowsError,
    WorkbookWithMacrosError,
)
from stirrup.spreadsheets.table import MOST_COLUMNS, MOST_ROWS, Table
from stirrup.spreadsheets.workbook import WorkbookNotReadError, read_workbook

MOST_MEGABYTES = 5
MOST_BYTES = MOST_MEGABYTES * 1024**2
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"{\\rtf", b"<", b"\x1f\x8b")
SEPARATORS = ";\t,|"
LOOKED_AT = 4096
LINES_LOOKED_AT = 50
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
QUOTED = re.compile(r'"[^"]*"')
csv.field_size_limit(MOST_BYTES)

WORKBOOK_REFUSALS: dict[str, type[FileRefusedError]] = {
    "macros": WorkbookWithMacrosError,
    "rows": TooManyRowsError,
    "columns": TooManyColumnsError,
    "foreign": NotAListError,
    "locked": OldWorkbookError,
    "damaged": DamagedFileError,
}


def read_list(name: str, content: bytes) -> Table:
    """The table in a file called `name`. Raises a FileRefusedError that says so."""
    if not content.strip(b"\0 \r\n\t"):
        raise EmptyFileError(name=name)
    if len(content) > MOST_BYTES:
        raise FileTooLargeError(name=name, most=MOST_MEGABYTES)
    if content.startswith(OLD_OFFICE):
        raise OldWorkbookError(name=name)
    is_workbook = content.startswith(ZIP)
    table = _of_workbook(name, content) if is_workbook else Table.of(_of_text(name, content))
    return _checked(name, table)


def _checked(name: str, table: Table) -> Table:
    if len(table.headings) > MOST_COLUMNS:
        raise TooManyColumnsError(name=name, columns=MOST_COLUMNS)
    if len(table.rows) > MOST_ROWS:
        raise TooManyRowsError(name=name, rows=MOST_ROWS)
    if not table.rows:
        raise NoRowError(name=name)
    return table


def _of_workbook(name: str, content: bytes) -> Table:
    try:
        return read_workbook(content)
    except WorkbookNotReadError as refusal:
        limits = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        raise WORKBOOK_REFUSALS[refusal.reason](name=name, **limits) from None


def _of_text(name: str, content: bytes) -> list[tuple[int, list[str]]]:
    if content.lstrip().startswith(OTHER_FILES):
        raise NotAListError(name=name)
    text = decoded(content)
    start = text[:LOOKED_AT]
    if len(CONTROLS.findall(start)) * 20 > len(start):
        raise NotAListError(name=name)
    return list(islice(_lines(name, text), MOST_ROWS + 2))


def _lines(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, under their numbers."""
    separator, skipped = _separator(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for line, cells in enumerate(reader, start=1):
            before = line
            if line > skipped and any(cells):
                yield line, [_unguarded(cell) for cell in cells]
    except csv.Error:
        raise OpenQuoteError(name=name, line=before + 1) from None


def _separator(text: str) -> tuple[str, int]:
    """What stands between cells, and how many lines to leave out: Excel writes "sep=;" first."""
    lines = [line.strip("\n ") for line in islice(StringIO(text, newline=None), LINES_LOOKED_AT)]
    first = next(filter(None, lines), "")
    if first.lower().startswith("sep=") and first[4:] in tuple(SEPARATORS):
        return first[4:], 1
    bare = (QUOTED.sub("q", line) for line in lines if line.strip(SEPARATORS + '"'))
    headings = next((line for line in bare if any(sign in line for sign in SEPARATORS)), "")
    return max(SEPARATORS, key=headings.count), 0


def _unguarded(cell: str) -> str:
    """Without the apostrophe that our own files put before what looks like a formula."""
    guarded = cell[:1] == "'" and cell[1:2] in FORMULA_SIGNS and cell[1:2] != ""
    return cell[1:] if guarded else cell


FORMULA_SIGNS = "=+-@\t\r＝＋－＠"
"""With which a spreadsheet program begins a formula, in both widths."""
