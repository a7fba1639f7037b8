"""Reading the list that somebody sent: bytes to a table. What a file is gets decided by its bytes.

CSV with semicolons, commas or tabs, in UTF-8, UTF-16 or the code pages of Windows; XLSX and ODS.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice

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
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"{\\rtf", b"<", b"\x1f\x8b")
SEPARATORS = ";\t,|"
LOOKED_AT = 4096
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
QUOTED = re.compile(r'"[^"]*"')

WORKBOOK_REFUSALS: dict[str, type[FileRefusedError]] = {
    "macros": WorkbookWithMacrosError,
    "rows": TooManyRowsError,
    "columns": TooManyColumnsError,
    "foreign": NotAListError,
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
    rows = _of_workbook(name, content) if content.startswith(ZIP) else _of_text(name, content)
    return _checked(name, Table.of(rows))


def _checked(name: str, table: Table) -> Table:
    if len(table.headings) > MOST_COLUMNS:
        raise TooManyColumnsError(name=name, columns=MOST_COLUMNS)
    if len(table.rows) > MOST_ROWS:
        raise TooManyRowsError(name=name, rows=MOST_ROWS)
    if not table.rows:
        raise NoRowError(name=name)
    return table


def _of_workbook(name: str, content: bytes) -> list[tuple[int, list[str]]]:
    try:
        return read_workbook(content)
    except WorkbookNotReadError as refusal:
        limits = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        raise WORKBOOK_REFUSALS[refusal.reason](name=name, **limits) from None


def _of_text(name: str, content: bytes) -> list[tuple[int, list[str]]]:
    if content.lstrip().startswith(OTHER_FILES):
        raise NotAListError(name=name)
    text = _decoded(content)
    start = text[:LOOKED_AT]
    if len(CONTROLS.findall(start)) * 20 > len(start):
        raise NotAListError(name=name)
    return list(islice(_lines(name, text), MOST_ROWS + 2))


def _decoded(content: bytes) -> str:
    """By its mark, else by its zeros, else UTF-8, else what Windows writes in French."""
    marked = next((encoding for mark, encoding in MARKS if content.startswith(mark)), None)
    for encoding in filter(None, (marked, _wide(content), "utf-8", "cp1252")):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of French text is zero."""
    start = content[:LOOKED_AT]
    halves = (start[0::2].count(0), start[1::2].count(0))
    if max(halves) * 3 < len(start) or min(halves) * 10 > max(halves):
        return None
    return "utf-16-be" if halves[0] > halves[1] else "utf-16-le"


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
    first = next((line for line in re.split("[\r\n]+", text) if line.strip()), "")
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], 1
    bare = QUOTED.sub("", first)
    return max(SEPARATORS, key=bare.count), 0


def _unguarded(cell: str) -> str:
    """Without the apostrophe that our own files put before what looks like a formula."""
    guarded = cell[:1] == "'" and cell[1:2] in FORMULA_SIGNS and cell[1:2] != ""
    return cell[1:] if guarded else cell


FORMULA_SIGNS = "=+-@\t\r＝＋－＠"
"""With which a spreadsheet program begins a formula, in both widths."""
