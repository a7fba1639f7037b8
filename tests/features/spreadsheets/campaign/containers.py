"""The dresses of one grid of cells: CSV in any encoding, XLSX, ODS."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from random import Random

import xlsxwriter

from tests.core.spreadsheets.situations import ODS_SHEETS, a_zip, ods_parts
from tests.features.spreadsheets.campaign.questions import Said

Grid = Sequence[Sequence[Said]]
JUNK = [[Said("Ne pas lire", None), Said("Adresse", None)], [Said("1", None), Said("2", None)]]

ENCODINGS = {
    "latin-1": ["latin-1"],
    "cp1252": ["cp1252"],
    "unicode": [
        *("utf-8", "utf-8-sig", "utf-16", "utf-32"),
        *("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"),
    ],
}
"""What can write each alphabet."""


@dataclass(frozen=True)
class Dress:
    """How a list is written, in words for whoever reads a failure."""

    kind: str
    letters: str
    details: dict


def a_dress(rng: Random) -> Dress:
    kind = rng.choice(("csv", "csv", "csv", "xlsx", "ods"))
    if kind != "csv":
        details = {
            "native": rng.random() < 0.5,
            "date_1904": rng.random() < 0.3,
            "hidden": rng.random() < 0.3,
            "empty_first": rng.random() < 0.3,
            "others": rng.randint(0, 2),
        }
        return Dress(kind, "unicode", details)
    letters = rng.choice(list(ENCODINGS))
    details = {
        "encoding": rng.choice(ENCODINGS[letters]),
        "mark": rng.random() < 0.5,
        "separator": rng.choice(";,\t|"),
        "end": rng.choice(("\r\n", "\n", "\r")),
        "all_quoted": rng.random() < 0.3,
        "says_separator": rng.random() < 0.15,
    }
    return Dress(kind, letters, details)


def holds(dress: Dress, text: str) -> bool:
    """Whether such a file can hold the text at all."""
    if dress.kind == "csv":
        try:
            text.encode(dress.details["encoding"])
        except UnicodeEncodeError:
            return False
        return True
    return len(text) < 32_000 and not any(sign < " " for sign in text)


def written(dress: Dress, grid: Grid) -> bytes:
    return {"csv": as_csv, "xlsx": as_xlsx, "ods": as_ods}[dress.kind](grid, **dress.details)


def lines_before(dress: Dress) -> int:
    """Lines that the file has above the grid."""
    return int(dress.kind == "csv" and dress.details["says_separator"])


def as_csv(
    grid: Grid, *, encoding: str, mark: bool, separator: str, end: str, all_quoted: bool,
    says_separator: bool,
) -> bytes:  # fmt: skip
    lines = [f"sep={separator}"] if says_separator else []
    for row in grid:
        lines.append(separator.join(_quoted(said.text, separator, all_quoted) for said in row))
    text = end.join(lines) + end
    wide = encoding[-2:] in ("le", "be")
    return ("\ufeff" + text if wide and mark else text).encode(encoding)


def _quoted(text: str, separator: str, always: bool) -> str:
    if always or any(sign in text for sign in (separator, '"', "\r", "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


def as_xlsx(
    grid: Grid, *, native: bool, date_1904: bool, hidden: bool, empty_first: bool, others: int
) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "date_1904": date_1904}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        if empty_first:
            book.add_worksheet("Vide")
        secret = book.add_worksheet("Paramètres") if hidden else None
        page = book.add_worksheet("Parc")
        if secret:
            _fill(secret, JUNK, False, day)
            secret.hide()
        page.activate()
        page.set_first_sheet()
        _fill(page, grid, native, day)
        for number in range(others):
            _fill(book.add_worksheet(f"Autre {number}"), JUNK, False, day)
    return content.getvalue()


def _fill(page, grid: Grid, native: bool, day) -> None:
    for line, row in enumerate(grid):
        for place, said in enumerate(row):
            if native and said.native is not None:
                page.write(line, place, said.native, *([day] if _is_day(said.native) else []))
            else:
                page.write_string(line, place, said.text)


def as_ods(
    grid: Grid, *, native: bool, date_1904: bool, hidden: bool, empty_first: bool, others: int
) -> bytes:
    tables = [("Vide", "")] if empty_first else []
    tables.append(("Parc", "".join(_ods_row(row, native) for row in grid)))
    tables += [(f"Autre {n}", "".join(_ods_row(row, False) for row in JUNK)) for n in range(others)]
    body = "".join(
        f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in tables
    )
    return a_zip(ods_parts(ODS_SHEETS.format(body)))


def _ods_row(row: Sequence[Said], native: bool) -> str:
    return f"<table:table-row>{''.join(_ods_cell(said, native) for said in row)}</table:table-row>"


def _ods_cell(said: Said, native: bool) -> str:
    about = 'office:value-type="string"'
    if native and _is_day(said.native):
        about = f'office:value-type="date" office:date-value="{said.native}"'
    elif native and isinstance(said.native, int | float) and not isinstance(said.native, bool):
        about = f'office:value-type="float" office:value="{said.native!r}"'
    return f"<table:table-cell {about}><text:p>{escape(said.text)}</text:p></table:table-cell>"


def _is_day(native: object) -> bool:
    return hasattr(native, "isoformat")
