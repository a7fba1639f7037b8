"""Whatever program wrote a list, its cells are read; whatever is no list is refused in words."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stirrup.spreadsheets.reading import MOST_BYTES, read_list
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
from stirrup.spreadsheets.table import MOST_COLUMNS, MOST_ROWS, Table, letter_of
from tests.core.spreadsheets.situations import (
    HEADINGS,
    ROWS,
    a_csv,
    a_workbook,
    a_zip,
    an_ods,
    with_part,
)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_any_separator_is_found(separator):
    table = read_list("logements.csv", a_csv(separator))

    assert (table.headings, cells(table)) == (HEADINGS, list(ROWS))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_any_usual_encoding_is_found(encoding):
    table = read_list("logements.csv", a_csv(encoding=encoding))

    assert (table.headings, cells(table)) == (HEADINGS, list(ROWS))


def test_latin_1_bytes_that_windows_does_not_know_are_read():
    table = read_list("liste.csv", "Nom;Ville\r\n\x81;Orléans\r\n".encode("latin-1"))

    assert cells(table) == [("\x81", "Orléans")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_end_of_line_is_read(end):
    assert cells(read_list("liste.csv", a_csv(end=end))) == list(ROWS)


def test_the_line_that_excel_puts_first_is_no_heading():
    content = b"sep=,\r\n" + a_csv(",")

    assert read_list("liste.csv", content).headings == HEADINGS


def test_lines_keep_the_numbers_that_a_spreadsheet_shows():
    content = b'A;B\r\n\r\n;;\r\n1;2\r\n3;"quatre\r\ncinq"\r\n6;7\r\n'

    table = read_list("liste.csv", content)

    assert [row.line for row in table.rows] == [4, 5, 6]


def test_short_rows_are_filled_and_long_ones_kept_whole():
    table = read_list("liste.csv", b"A;B;C\n1\n1;2;3;4\n")

    assert cells(table) == [("1", "", ""), ("1", "2", "3", "4")]


def test_headings_that_are_empty_or_twice_there_get_names_of_their_own():
    table = read_list("liste.csv", b"A;;A;D\n1;2;3;4\n")

    assert table.headings == ("A", "B", "A (2)", "D")


def test_an_apostrophe_that_guards_a_formula_is_taken_off():
    table = read_list("liste.csv", b"A;B\n'=1+1;l'Isle\n")

    assert cells(table) == [("=1+1", "l'Isle")]


def test_a_workbook_is_read_as_it_shows():
    def write(book, page):
        page.write_number(3, 0, 59100)
        page.write_number(3, 1, 58.5)
        page.write_datetime(3, 2, date(2026, 3, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
        page.write_boolean(4, 0, True)
        page.write_formula(4, 1, "=1+1", None, 2)

    table = read_list("logements.xlsx", a_workbook(write=write))

    assert table.headings == HEADINGS
    assert cells(table)[2:] == [("59100", "58.5", "2026-03-01"), ("oui", "2", "")]


def test_an_opendocument_sheet_is_read():
    assert cells(read_list("logements.ods", an_ods())) == list(ROWS)


def test_what_a_file_is_does_not_depend_on_its_name():
    assert cells(read_list("liste.csv", a_workbook())) == list(ROWS)
    assert cells(read_list("liste.xlsx", a_csv())) == list(ROWS)


def test_a_hidden_first_sheet_is_passed_over():
    def write(book, page):
        other = book.add_worksheet("Autre")
        other.write_string(0, 0, "Vrai")
        other.write_string(1, 0, "1")
        other.activate()
        page.hide()

    assert read_list("l.xlsx", a_workbook(write=write)).headings == ("Vrai",)


BOMB = {
    "[Content_Types].xml": b"<Types/>",
    "xl/workbook.xml": b"<workbook/>",
    "xl/worksheets/sheet1.xml": b"0" * (220 * 1024**2),
}


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", EmptyFileError),
        (b"\r\n \n", EmptyFileError),
        (b"x" * (MOST_BYTES + 1), FileTooLargeError),
        (b"%PDF-1.7 \n1;2\n", NotAListError),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), NotAListError),
        (bytes(range(256)) * 20, NotAListError),
        (b"<html><table><tr><td>1</td></tr></table></html>", NotAListError),
        (a_zip({"a.txt": b"1"}), NotAListError),
        (a_zip({"[Content_Types].xml": b"", "word/document.xml": b""}), NotAListError),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), OldWorkbookError),
        (with_part(a_workbook(), "xl/vbaProject.bin", b"macro"), WorkbookWithMacrosError),
        (with_part(a_workbook(), "xl/worksheets/sheet1.xml", b"<oops"), DamagedFileError),
        (a_workbook()[:-400], DamagedFileError),
        (b"PK\x03\x04" + b"\xff" * 500, DamagedFileError),
        (b'A;B\n1;"2\n3;4\n', OpenQuoteError),
        (b"A;B\n", NoRowError),
        (b"A;B\n;\n;\n", NoRowError),
        (a_csv(";", headings=["x"] * (MOST_COLUMNS + 1), rows=[["1"]]), TooManyColumnsError),
        (b"A\n" + b"1\n" * (MOST_ROWS + 1), TooManyRowsError),
    ],
)
def test_what_is_no_list_is_refused_by_its_name(content, refusal):
    with pytest.raises(refusal) as refused:
        read_list("maisons.xlsx", content)

    assert refused.value.values["name"] == "maisons.xlsx"


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    with pytest.raises(DamagedFileError):
        read_list("bombe.xlsx", a_zip(BOMB))


def test_a_workbook_that_lies_about_its_size_breaks_only_its_own_process():
    honest = a_workbook()
    cell = b'<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    with zipfile.ZipFile(BytesIO(honest)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b"</sheetData>", b'<row r="1048576">' + cell)

    with pytest.raises(FileRefusedError):
        read_list("loin.xlsx", with_part(honest, "xl/worksheets/sheet1.xml", far))


def test_too_many_rows_of_a_workbook_are_told_as_such():
    rows = [("A",), *[("1",)] * (MOST_ROWS + 1)]

    with pytest.raises(TooManyRowsError):
        read_list("longue.xlsx", a_workbook(rows))


def test_a_table_is_stored_and_read_back():
    table = read_list("logements.csv", a_csv())

    assert Table.unpacked(table.packed()) == table
    assert table.without(["Commune"]).headings == ("Adresse", "Surface m²")
    assert cells(table.without(["Commune"]))[0] == ("12 rue de l’Épeule", "58,5")


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_called_by_the_letters_of_spreadsheets(place, letters):
    assert letter_of(place) == letters


WHOLE = a_workbook()


def read_or_refused(content: bytes) -> Table | None:
    try:
        return read_list("hasard", content)
    except FileRefusedError:
        return None


@given(st.binary(max_size=3000))
def test_random_bytes_are_a_table_or_a_refusal(content):
    found = read_or_refused(content if not content.startswith(b"PK\x03\x04") else b"x" + content)

    assert found is None or all(len(row.cells) >= len(found.headings) for row in found.rows)


@given(
    st.text(max_size=400),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-7"]),
)
def test_random_text_in_any_encoding_is_a_table_or_a_refusal(text, encoding):
    found = read_or_refused(text.encode(encoding, errors="replace"))

    assert found is None or Table.unpacked(found.packed()) == found


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.integers(4, 10**6), st.integers(0, 255), min_size=1, max_size=6))
def test_a_mangled_workbook_is_a_table_or_a_refusal(changes):
    content = bytearray(WHOLE)
    for place, byte in changes.items():
        content[4 + place % (len(content) - 4)] = byte

    found = read_or_refused(bytes(content))

    assert found is None or found.rows
