"""Reading a workbook (XLSX, ODS) that somebody sent: in a process of its own, with little time.

Nothing of it is run: a formula is the value it had when it was saved. What breaks this process, or
unpacks to more than its memory, breaks nothing else.
"""

import json
import resource
import subprocess
import sys
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from stirrup.documents.pool import worker_environment
from stirrup.spreadsheets.table import MOST_COLUMNS, MOST_ROWS, Table

TIME_LIMIT_SECONDS = 60.0
PROCESSOR_SECONDS = 10
MEMORY_BYTES = 768 * 1024**2
MOST_UNPACKED = 200 * 1024**2
"""Of all the parts of a workbook together, as they say themselves; memory bounds those that lie."""

ODS_PARTS = "META-INF/manifest.xml"
MOST_CHARACTERS = 20_000_000
"""Of all cells together: one text may stand in every cell and take no room in the file."""
OTHER_DOCUMENTS = {"word/document.xml", "ppt/presentation.xml"}
Found = dict[str, Any]


class WorkbookNotReadError(Exception):
    """`reason` is macros, locked (by a password), rows, columns, foreign (no list) or damaged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_workbook(content: bytes) -> Table:
    """The first sheet that is shown and filled. Raises WorkbookNotReadError, nothing else."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "stirrup.spreadsheets.workbook"],
            input=content,
            capture_output=True,
            env=worker_environment(),
            timeout=TIME_LIMIT_SECONDS,
            check=True,
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise WorkbookNotReadError("damaged") from None
    if isinstance(answer, str):
        raise WorkbookNotReadError(answer)
    return Table.of(((line, cells) for line, *cells in answer["rows"]), answer["sheet"])


def read(content: bytes) -> Found | str:
    """In this process: `rows`, [line, *cells] each, and their `sheet`; or why there are none.

    Raises whatever the library raises.
    """
    refused = _refused_parts(content)
    return refused or _first_filled(content)


def _refused_parts(content: bytes) -> str | None:
    try:
        with ZipFile(BytesIO(content)) as parts:
            names = {part.filename for part in parts.infolist()}
            unpacked = sum(part.file_size for part in parts.infolist())
            if unpacked > MOST_UNPACKED:
                return "damaged"
            locked = ODS_PARTS in names and b"encryption-data" in parts.read(ODS_PARTS)
    except (BadZipFile, ValueError, NotImplementedError, OSError, zlib.error):
        return "damaged"
    if not names & {"[Content_Types].xml", "content.xml"} or names & OTHER_DOCUMENTS:
        return "foreign"
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        return "macros"
    return "locked" if locked else None


def _first_filled(content: bytes) -> Found | str:
    """Rows of the first sheet that is shown and not empty; its name when it is not alone."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    names = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    rows: list[list[Any]] | str = []
    for name in names:
        rows = _rows(book.get_sheet_by_name(name))
        if rows:
            return rows if isinstance(rows, str) else _found(rows, name, len(names))
    return {"rows": [], "sheet": ""} if names else "foreign"


def _found(rows: list[list[Any]], name: str, sheets: int) -> Found:
    return {"rows": rows, "sheet": name if sheets > 1 else ""}


def _rows(sheet: Any) -> list[list[Any]] | str:
    """[line, *cells] of each row that is not empty, or what there is too much of."""
    found: list[list[Any]] = []
    characters = 0
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [_text(cell) for cell in cells]
        if not any(texts):
            continue
        if len(found) > MOST_ROWS:
            return "rows"
        if any(texts[MOST_COLUMNS:]):
            return "columns"
        characters += sum(map(len, texts))
        if characters > MOST_CHARACTERS:
            return "damaged"
        found.append([line, *texts[:MOST_COLUMNS]])
    return found


def _text(cell: Any) -> str:
    """A cell as people type it in a CSV file: 12,5 is written 12.5, a day in ISO form.

    Numbers have the fifteen digits that spreadsheets show, not what binary fractions add.
    """
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime):
        whole_day = cell.time() == datetime.min.time()
        return cell.date().isoformat() if whole_day else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _limit() -> Iterator[tuple[int, tuple[int, int]]]:
    yield resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES)
    yield resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1)
    yield resource.RLIMIT_CORE, (0, 0)


def main() -> int:
    for what, bounds in _limit():
        resource.setrlimit(what, bounds)
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
