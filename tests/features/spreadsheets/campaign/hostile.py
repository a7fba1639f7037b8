"""Files that break, or lie: each from its number alone, with what was done to it in words."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.core.spreadsheets.situations import (
    HEADINGS,
    ODS_SHEETS,
    a_csv,
    a_workbook,
    a_zip,
    an_ods,
    ods_parts,
    with_part,
)
from tests.features.spreadsheets.campaign.lists import invent


@dataclass(frozen=True)
class Hostile:
    """`may_be_read`: whether some of it is still a list; otherwise it is refused as a whole."""

    words: str
    content: bytes
    may_be_read: bool = True


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">'
    '<!ENTITY s SYSTEM "file:///etc/hostname">]>'
)


def an_entity_bomb(rng: Random) -> bytes:
    if rng.random() < 0.5:
        cell = '<table:table-cell office:value-type="string"><text:p>&d;&s;</text:p>'
        body = f"<table:table-row>{cell}</table:table-cell></table:table-row>" * 3
        text = ODS_SHEETS.format(f'<table:table table:name="A">{body}</table:table>')
        return a_zip(ods_parts(text.replace("?>", f"?>{ENTITIES}", 1)))
    sheet = '<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>&d;&s;</t></is></c></row>'
    return with_part(a_workbook(), SHEET, f"{ENTITIES}{sheet}</sheetData></worksheet>".encode())


def a_zip_bomb(rng: Random) -> bytes:
    filler = b" " * (rng.randint(30, 260) * 1024**2)
    return with_part(a_workbook(), SHEET, b"<worksheet><sheetData>" + filler)


def one_text_everywhere(rng: Random) -> bytes:
    """A long text stored once and shown in 100,000 cells."""
    texts = b"<sst><si><t>" + b"x" * 32_000 + b"</t></si></sst>"
    cells = b"".join(b'<c r="%c1" t="s"><v>0</v></c>' % sign for sign in b"ABCDEFGHIJ")
    rows = b"".join(
        b'<row r="%d">%s</row>' % (line, cells.replace(b'1"', b'%d"' % line))
        for line in range(1, 10_001)
    )
    sheet = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    return with_part(with_part(a_workbook(), SHEET, sheet), "xl/sharedStrings.xml", texts)


def a_far_cell(_rng: Random) -> bytes:
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    near = b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    return with_part(a_workbook(), SHEET, b"<worksheet><sheetData>" + near + far)


def a_foreign_file(rng: Random) -> bytes:
    start = rng.choice(
        (b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"MZ\x90\x00\x03\x00", b"\x7fELF", b"GIF89a",
         b"\xff\xd8\xff\xe0", b"{\\rtf1", b"<html>", b"\x1f\x8b", b"Rar!\x1a\x07", b"7z\xbc\xaf",
         b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"SQLite format 3\x00")
    )  # fmt: skip
    return start + rng.randbytes(rng.randint(100, 5000))


def another_archive(rng: Random) -> bytes:
    parts = rng.choice(
        (
            {"a.txt": b"1;2\n3;4"},
            {"[Content_Types].xml": b"", "word/document.xml": b"<x/>"},
            {"[Content_Types].xml": b"", "ppt/presentation.xml": b"<x/>"},
            {"[Content_Types].xml": b""},
            {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"},
            {"content.xml": b"<oops"},
            ods_parts(ODS_SHEETS.format("")) | {"Basic/Standard/Module1.xml": b"<x/>"},
            ods_parts(ODS_SHEETS.format(""))
            | {"META-INF/manifest.xml": b"<manifest:encryption-data/>"},
        )
    )
    return a_zip(parts)


def a_workbook_with_macros(_rng: Random) -> bytes:
    return with_part(a_workbook(), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")


def an_empty_file(rng: Random) -> bytes:
    return rng.choice((b"", b"\0" * 100, b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE))


def too_many_rows(rng: Random) -> bytes:
    rows = [("1 rue", "Lille", "9")] * 20_001
    return a_csv(rows=rows) if rng.random() < 0.7 else a_workbook((HEADINGS, *rows))


def too_many_columns(rng: Random) -> bytes:
    separator = rng.choice((b";", b",a", b";a\xc3\xa9"))
    return separator * (rng.randint(150, 1_500_000)) + b"\n1;2\n3,4\n"


def an_open_quote(rng: Random) -> bytes:
    rows = [(f"{n} rue", "Lille", "30") for n in range(rng.randint(3, 200))]
    rows[rng.randrange(len(rows))] = ('"12 rue', "Lille", "30")
    return a_csv(rows=rows)


def flipped(rng: Random) -> bytes:
    content = bytearray(a_list(rng))
    for _more in range(rng.choice((1, 1, 2, 20))):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    return bytes(content)


def cut(rng: Random) -> bytes:
    content = a_list(rng)
    return content[: rng.randrange(1, len(content))]


def joined(rng: Random) -> bytes:
    return a_list(rng) + rng.choice((a_list(rng), b"\0" * 3000, rng.randbytes(500)))


def noise(rng: Random) -> bytes:
    return rng.randbytes(rng.randint(1, 3000))


def quotes_and_separators(rng: Random) -> bytes:
    return "".join(rng.choices("\";,\t\r\n=aé1'|" + "a" * 30, k=rng.randint(1, 2000))).encode()


def one_enormous_cell(rng: Random) -> bytes:
    return a_csv(rows=[("é" * rng.randint(100_000, 2_000_000), "Lille", "30")])


def a_list(rng: Random) -> bytes:
    ways = (
        lambda: invent(rng.randrange(10**6), rng.choice(("units", "referrals"))).content,
        a_workbook,
        an_ods,
    )
    return rng.choice(ways)()


WAYS: tuple[tuple[Callable[[Random], bytes], int, bool], ...] = (
    (flipped, 30, True),
    (cut, 20, True),
    (joined, 6, True),
    (noise, 5, True),
    (quotes_and_separators, 15, True),
    (a_foreign_file, 8, False),
    (another_archive, 5, False),
    (an_empty_file, 3, False),
    (too_many_columns, 2, True),
    (an_open_quote, 3, False),
    (a_workbook_with_macros, 1, False),
    (an_entity_bomb, 2, True),
    (one_enormous_cell, 1, True),
    (a_far_cell, 1, False),
    (too_many_rows, 1, False),
    (one_text_everywhere, 1, False),
    (a_zip_bomb, 1, False),
)
"""What to do to a file, how often, and whether something of it may be read."""


def hostile(seed: int) -> Hostile:
    """The file of a number: always the same."""
    rng = Random(f"hostile {seed}")
    way, _often, may_be_read = rng.choices(WAYS, weights=[often for _way, often, _read in WAYS])[0]
    return Hostile(f"{way.__name__} {seed}", way(rng), may_be_read)
