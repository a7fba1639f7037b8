"""Files for tests of reading: the same small list in many dresses."""

import io
import zipfile

import xlsxwriter

HEADINGS = ("Adresse", "Commune", "Surface m²")
ROWS = (("12 rue de l’Épeule", "Roubaix", "58,5"), ("3 place de la Liberté", "Lille", "30"))


def a_csv(separator=";", encoding="utf-8", rows=ROWS, headings=HEADINGS, end="\r\n") -> bytes:
    """The list as text; cells that hold the separator are quoted."""
    lines = [
        separator.join(f'"{cell}"' if separator in cell else cell for cell in row)
        for row in (headings, *rows)
    ]
    return (end.join(lines) + end).encode(encoding)


def a_workbook(rows=(HEADINGS, *ROWS), write=None) -> bytes:
    """The list as XLSX; `write(book, page)` does more to it."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet("Logements")
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.write_string(line, place, cell)
        if write:
            write(book, page)
    return content.getvalue()


def an_ods(rows=(HEADINGS, *ROWS)) -> bytes:
    """The list as OpenDocument, with what a reader needs of it."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return a_zip(ods_parts(ODS_SHEETS.format(f'<table:table table:name="A">{body}</table:table>')))


SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)
ODS_SHEETS = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}><office:body>'
    "<office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)


def ods_parts(content: str) -> dict[str, bytes]:
    """The parts of an OpenDocument workbook with this content."""
    return {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content.encode(),
        "META-INF/manifest.xml": MANIFEST,
    }


MANIFEST = (
    b'<?xml version="1.0"?><manifest:manifest'
    b' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def a_zip(parts: dict[str, bytes], compression=zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def with_part(workbook: bytes, name: str, part: bytes) -> bytes:
    """A workbook in which one part is another."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return a_zip(parts | {name: part})
