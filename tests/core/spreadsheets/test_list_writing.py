"""Lists that leave open in French programs, and nothing in them runs."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.spreadsheets.reading import FORMULA_SIGNS, read_list
from stirrup.spreadsheets.writing import Sheet, neutral, write_csv, write_xlsx

HOSTILE = ["=1+1", "+A1", "-A1", "@SUM(A1)", "＝1+1", "－2+3", "=cmd|' /C calc'!A0", "\t=1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_would_be_calculated_is_guarded(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "-12,5", "12 rue", "", "l’Isle", "a=b"])
def test_other_texts_are_left_alone(text):
    assert neutral(text) == text


def test_a_csv_opens_in_a_french_program():
    sheet = Sheet("L", ["Début", "Surface"], [[date(2026, 3, 1), Decimal("58.5")], [None, -1]])

    assert write_csv(sheet) == "\ufeffDébut;Surface\r\n01/03/2026;58,5\r\n;-1\r\n".encode()


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_is_written_is_read_back(write):
    sheet = Sheet("Liste", ["Texte", "Autre"], [[text, "x;y"] for text in HOSTILE])

    table = read_list("liste", write(sheet))

    assert [row.cells for row in table.rows] == [(text.strip(), "x;y") for text in HOSTILE]


def test_a_workbook_holds_no_formula():
    content = write_xlsx(Sheet("Liste", ["=A"], [[text] for text in HOSTILE]))

    assert b"<f>" not in _parts(content)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_no_cell_of_a_csv_begins_like_a_formula(cells):
    content = write_csv(Sheet("L", ["A"] * len(cells), [cells])).decode("utf-8-sig")

    written = list(csv.reader(StringIO(content, newline=""), delimiter=";"))[1]

    assert not any(cell[0] in FORMULA_SIGNS for cell in written if cell and not is_number(cell))


@given(st.text(max_size=20))
def test_any_text_goes_into_a_workbook(text):
    assert write_xlsx(Sheet("L", ["A"], [[text]])).startswith(b"PK")


def is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(",", "", 1).replace(".", "", 1).isdecimal()


def _parts(workbook: bytes) -> bytes:
    with ZipFile(BytesIO(workbook)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
