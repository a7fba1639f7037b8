"""Writing lists: CSV for French spreadsheet programs, and XLSX. No cell ever runs as a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from stirrup.spreadsheets.reading import FORMULA_SIGNS
from stirrup.ui.parsing import shown

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
WIDEST = 60
LONGEST_CELL = 32_000
"""Characters: a program that calculates holds no more in one cell."""
Cell = str | int | float | Decimal | date | bool | None


@dataclass(frozen=True)
class Sheet:
    """One table; `name` stands on its tab."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_csv(sheet: Sheet) -> bytes:
    """UTF-8 with its mark, semicolons: what a French Excel opens by a double click."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(heading) for heading in sheet.headings])
    writer.writerows([neutral(_as_text(cell)) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def write_xlsx(*sheets: Sheet) -> bytes:
    """A workbook; texts are written as texts whatever they begin with."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # publishes no types

    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        look = {
            "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name[:31]), sheet, look)
    return content.getvalue()


def neutral(text: str) -> str:
    """The same text, behind an apostrophe when a program would calculate it."""
    if text[:1] and text[0] in FORMULA_SIGNS and not PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return str(cell).replace(".", ",") if isinstance(cell, float | Decimal) else str(cell)


def _write_sheet(page: Any, sheet: Sheet, look: dict[str, Any]) -> None:
    widths = [len(heading) for heading in sheet.headings]
    for place, heading in enumerate(sheet.headings):
        page.write_string(0, place, shown(heading), look["heading"])
    for line, row in enumerate(sheet.rows, start=1):
        for place, cell in enumerate(row):
            _write_cell(page, line, place, cell, look["day"])
            if place < len(widths):
                widths[place] = max(widths[place], len(str(cell)))
    for place, width in enumerate(widths):
        page.set_column(place, place, min(WIDEST, width + 2))
    page.freeze_panes(1, 0)


def _write_cell(page: Any, line: int, place: int, cell: Cell, day: Any) -> None:
    if isinstance(cell, date):
        page.write_datetime(line, place, cell, day)
    elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        page.write_number(line, place, cell)
    elif cell not in (None, ""):
        page.write_string(line, place, shown(str(cell))[:LONGEST_CELL])
