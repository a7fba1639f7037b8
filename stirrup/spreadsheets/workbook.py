"""Reading a workbook (XLSX, ODS) that somebody sent: in a process of its own, with little time.

Nothing of it is run: a formula is the value it had when it was saved. What breaks this process, or
unpacks to more than its memory, breaks nothing else.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from stirrup.documents.pool import worker_environment
from stirrup.spreadsheets.table import MOST_COLUMNS, MOST_ROWS

TIME_LIMIT_SECONDS = 20.0
PROCESSOR_SECONDS = 10
MEMORY_BYTES = 768 * 1024**2
MOST_UNPACKED = 200 * 1024**2
"""Of all the parts of a workbook together, as they say themselves; memory bounds those that lie."""

Rows = list[tuple[int, list[str]]]


class WorkbookNotReadError(Exception):
    """`reason` is macros, rows, columns, foreign (not a workbook) or damaged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_workbook(content: bytes) -> Rows:
    """The rows of the first sheet that is shown. Raises WorkbookNotReadError, nothing else."""
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
    return [(line, cells) for line, *cells in answer]


def read(content: bytes) -> list[list[Any]] | str:
    """In this process: [line, *cells] of each row that is not empty, or why there is none.

    Raises whatever the library raises.
    """
    refused = _refused_parts(content)
    return refused or _rows(content)


def _refused_parts(content: bytes) -> str | None:
    try:
        with ZipFile(BytesIO(content)) as parts:
            names = {part.filename for part in parts.infolist()}
            unpacked = sum(part.file_size for part in parts.infolist())
    except (BadZipFile, ValueError, NotImplementedError):
        return "damaged"
    if not names & {"[Content_Types].xml", "content.xml"} or "word/document.xml" in names:
        return "foreign"
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return "macros"
    return "damaged" if unpacked > MOST_UNPACKED else None


def _rows(content: bytes) -> list[list[Any]] | str:
    found: list[list[Any]] = []
    for line, cells in enumerate(_first_sheet(content).iter_rows(), start=1):
        texts = [_text(cell) for cell in cells]
        if not any(texts):
            continue
        if len(found) > MOST_ROWS:
            return "rows"
        if any(texts[MOST_COLUMNS:]):
            return "columns"
        found.append([line, *texts[:MOST_COLUMNS]])
    return found


def _first_sheet(content: bytes) -> Any:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    shown = (
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    )
    return book.get_sheet_by_name(next(shown))


def _text(cell: Any) -> str:
    """A cell as people type it in a CSV file: 12,5 is written 12.5, a day in ISO form."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        whole_day = cell.time() == datetime.min.time()
        return cell.date().isoformat() if whole_day else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _limit() -> Iterator[tuple[int, tuple[int, int]]]:
    yield resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES)
    yield resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1)


def main() -> int:
    for what, bounds in _limit():
        resource.setrlimit(what, bounds)
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
