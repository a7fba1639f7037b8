"""The words on the pages of a file that WeasyPrint made, read from its content streams.

Enough to find a reference or a forbidden word: a run of signs for each piece of text that is
drawn, in the order of the file. Right-to-left words come out in the order in which they are drawn.
"""

import re
from collections.abc import Iterator
from typing import Any

_DRAWN = re.compile(rb"/(\S+) [\d.]+ Tf|<([0-9a-fA-F]+)>|/(\S+) Do\b|(ET)\b")
_PAIR = re.compile(r"<([0-9a-fA-F]+)> <([0-9a-fA-F]+)>")

Signs = dict[str, str]
"""What each code of a font, in four hexadecimal digits, stands for."""
Fonts = dict[Any, Signs]
"""The fonts already read, by their object number: pages share them."""


def page_texts(pdf: Any) -> Iterator[str]:
    """The text of each page of an opened pikepdf file."""
    read: Fonts = {}
    for page in pdf.pages:
        page.contents_coalesce()
        yield "".join(_drawn_by(page.Contents, page.resources, read))


def _drawn_by(content: Any, resources: Any, read: Fonts) -> Iterator[str]:
    """The text of a page, or of a drawing on it; pieces of text stand apart by a space."""
    in_use: Signs = {}
    for font, codes, drawing, end in _DRAWN.findall(content.read_bytes()):
        if font:
            in_use = _signs(resources.Font[f"/{font.decode()}"], read)
        elif codes:
            text = codes.decode().lower()
            yield "".join(in_use.get(text[at : at + 4], "") for at in range(0, len(text), 4))
        elif drawing:
            inner = resources.XObject[f"/{drawing.decode()}"]
            if inner.Subtype == "/Form":
                yield from _drawn_by(inner, inner.get("/Resources", resources), read)
        elif end:
            yield " "


def _signs(font: Any, read: Fonts) -> Signs:
    """The font's ToUnicode table, read once."""
    if font.objgen not in read:
        table = font.ToUnicode.read_bytes().decode("latin-1") if "/ToUnicode" in font else ""
        read[font.objgen] = {
            code.lower(): bytes.fromhex(signs).decode("utf-16-be", errors="replace")
            for code, signs in _PAIR.findall(table.partition("beginbfchar")[2])
        }
    return read[font.objgen]
