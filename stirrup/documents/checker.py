"""The rules that a published file keeps, read in the file itself: PDF/A-3a, PDF/UA-1, its data.

`findings` is what the worker asks before it hands over a file, and what `flask documents check`
asks of every stored one. It is no veraPDF: it reads what can go wrong with our templates.
"""

import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

from stirrup.documents.pdf_text import page_texts

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
DC = "{http://purl.org/dc/elements/1.1/}"
HEADING = re.compile(r"/H([1-6])")
WORDS_OF_CODE = re.compile(
    r"\{\{|\{%|\bNone\b|\bundefined\b|\bDecimal\(|\bdatetime\b|\b[Ll]orem ipsum\b|\bTODO\b|\bXXX\b"
)
"""What only a mistake prints."""

Check = tuple[str, bool]
"""What a rule is about, and whether it holds."""


def findings(pdf: bytes, *, reference: str, language: str = "fr") -> tuple[str, ...]:
    """The rules that the file breaks, none for a file that may be published."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            checks = list(_checks(opened, reference, language))
    except pikepdf.PdfError as unreadable:
        return (f"unreadable: {unreadable}",)
    return tuple(rule for rule, holds in checks if not holds)


def _checks(pdf: Any, reference: str, language: str) -> Iterator[Check]:
    yield from _catalogue_checks(pdf, language)
    yield from _metadata_checks(pdf.Root)
    yield from _structure_checks(list(structure(pdf)))
    yield "fonts embedded", all(map(_is_embedded, _fonts(pdf)))
    yield "tabs follow the structure", all(_tabs_in_order(page) for page in pdf.pages)
    data = _attached(pdf)
    yield "its data alone attached", data is not None
    yield "data of this document", _says(data or b"", reference)
    told = (data or b"").decode(errors="replace")
    yield from _text_checks(list(page_texts(pdf)), reference, told)


def _catalogue_checks(pdf: Any, language: str) -> Iterator[Check]:
    root = pdf.Root
    yield "language", str(root.get("/Lang", "")) == language
    yield "marked", bool(root.get("/MarkInfo", {}).get("/Marked", False))
    yield "title shown", bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False))
    yield "structure tree", "/StructTreeRoot" in root
    yield "output intent", len(root.get("/OutputIntents", [])) == 1
    yield "bookmarks", "/First" in root.get("/Outlines", {})
    yield "identifier", "/ID" in pdf.trailer
    yield "not encrypted", not pdf.is_encrypted


def _metadata_checks(root: Any) -> Iterator[Check]:
    """Read as XML: whoever seals a file writes its metadata again, with other prefixes."""
    try:
        metadata = ElementTree.fromstring(root.Metadata.read_bytes())  # noqa: S314 (our own files)
    except (AttributeError, ElementTree.ParseError):
        yield "metadata", False
        return
    blocks = [node for node in metadata.iter() if node.tag == f"{RDF}RDF"]
    yield "one rdf:RDF", len(blocks) == 1
    told = _told_in(blocks[0]) if blocks else {}
    yield "PDF/A part 3", told.get(f"{PDFA}part") == "3"
    yield "PDF/A level A", told.get(f"{PDFA}conformance") == "A"
    yield "PDF/UA part 1", told.get(f"{PDFUA}part") == "1"
    yield "title", f"{DC}title" in told


def _structure_checks(elements: list[Any]) -> Iterator[Check]:
    kinds = [str(element.S) for element in elements]
    levels = [int(found[1]) for kind in kinds if (found := HEADING.fullmatch(kind))]
    yield "one first heading", levels.count(1) == 1
    yield (
        "headings skip no level",
        levels[:1] == [1] and all(after - before <= 1 for before, after in pairwise(levels)),
    )
    figures = [element for element in elements if element.S == "/Figure"]
    yield "figures described", all(str(figure.get("/Alt", "")) for figure in figures)
    yield from _table_checks(elements)


def _table_checks(elements: list[Any]) -> Iterator[Check]:
    """A header says its scope, or cells name it: WeasyPrint writes either."""
    named = {name for cell in elements if cell.S == "/TD" for name in _attribute(cell, "/Headers")}
    headers = [element for element in elements if element.S == "/TH"]
    identifiers = {str(header.ID) for header in headers if "/ID" in header}
    yield (
        "headers have a scope or are named",
        all("/ID" in header or _attribute(header, "/Scope") for header in headers),
    )
    yield "cells name headers that exist", named <= identifiers


def _text_checks(pages: list[str], reference: str, data: str) -> Iterator[Check]:
    """Words of code are a mistake unless somebody wrote them: then they are in the data too."""
    yield "reference on every page", all(reference in page for page in pages)
    printed = {word for page in pages for word in WORDS_OF_CODE.findall(page)}
    yield "no word of code", all(word in data for word in printed - {"None"})
    yield "no None", "None" not in printed


def structure(pdf: Any) -> Iterator[Any]:
    """Every structure element of an opened pikepdf file, in reading order."""
    from pikepdf import Array, Dictionary

    waiting = [pdf.Root.get("/StructTreeRoot", Dictionary())]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, Array) else [kids]
        waiting.extend(kid for kid in reversed(list(kids)) if isinstance(kid, Dictionary))


def _told_in(rdf: ElementTree.Element) -> dict[str, str]:
    """Every value of the metadata, written as an element or as an attribute."""
    elements = {node.tag: (node.text or "").strip() for node in rdf.iter()}
    attributes = {name: value for node in rdf.iter() for name, value in node.attrib.items()}
    return elements | attributes


def _attribute(element: Any, name: str) -> list[str]:
    """An attribute of a structure element, whose attributes are one dictionary or several."""
    from pikepdf import Array

    owned = element.get("/A", [])
    values: Iterable[Any] = owned if isinstance(owned, Array) else [owned]
    found = [value[name] for value in values if name in value]
    return [str(one) for value in found for one in (value if isinstance(value, Array) else [value])]


def _attached(pdf: Any) -> bytes | None:
    """The one attachment, related to the page as its data; None for none, another or several."""
    files = list(pdf.attachments.values())
    related = [str(entry.get("/AFRelationship", "")) for entry in pdf.Root.get("/AF", [])]
    if len(files) != 1 or related != ["/Data"]:
        return None
    return bytes(files[0].get_file().read_bytes())


def _says(data: bytes, reference: str) -> bool:
    try:
        return bool(json.loads(data)["reference"] == reference)
    except (ValueError, KeyError, TypeError):
        return False


def _tabs_in_order(page: Any) -> bool:
    return "/Annots" not in page or str(page.get("/Tabs", "")) == "/S"


def _fonts(pdf: Any) -> Iterator[Any]:
    """Every font that holds signs; a composite font leaves that to its descendant."""
    from pikepdf import Dictionary

    for item in pdf.objects:
        is_font = isinstance(item, Dictionary) and item.get("/Type") == "/Font"
        if is_font and item.get("/Subtype") not in ("/Type0", "/Type3"):
            yield item


def _is_embedded(font: Any) -> bool:
    descriptor = font.get("/FontDescriptor", {})
    return any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
