"""A small checker of archivable, accessible PDFs: the rules that can be read with pikepdf."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

import pikepdf

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
DC = "{http://purl.org/dc/elements/1.1/}"


def problems(content: bytes) -> list[str]:
    """What keeps the file from being PDF/A-3a and PDF/UA-1, as far as this checker sees."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [message for message, holds in _checks(pdf) if not holds]


def _checks(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bool]]:
    root = pdf.Root
    yield "language", str(root.get("/Lang", "")) == "fr"
    yield "marked", bool(root.get("/MarkInfo", {}).get("/Marked", False))
    yield "title shown", bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False))
    yield "structure tree", "/StructTreeRoot" in root
    yield "output intent", len(root.get("/OutputIntents", [])) == 1
    yield "identifier", "/ID" in pdf.trailer
    yield "not encrypted", not pdf.is_encrypted
    yield from _metadata_checks(root)
    yield "fonts embedded", all(map(_is_embedded, _fonts(pdf)))
    elements = list(structure(pdf))
    yield (
        "figures described",
        all("/Alt" in element for element in elements if element.S == "/Figure"),
    )
    headers = {str(element.ID) for element in elements if element.S == "/TH" and "/ID" in element}
    yield (
        "cells know their headers",
        all(
            _headers_of(element) and _headers_of(element) <= headers
            for element in elements
            if element.S == "/TD"
        ),
    )


def _metadata_checks(root: pikepdf.Dictionary) -> Iterator[tuple[str, bool]]:
    if "/Metadata" not in root:
        yield "metadata", False
        return
    metadata = ElementTree.fromstring(root.Metadata.read_bytes())
    values = {key: value for node in metadata.iter() for key, value in node.attrib.items()}
    texts = {node.tag: node.text for node in metadata.iter()}
    told = {**texts, **values}
    yield "one rdf:RDF", len(metadata.findall(f".//{RDF}RDF")) == 1
    yield "PDF/A part 3", told.get(f"{PDFA}part") == "3"
    yield "PDF/A level A", told.get(f"{PDFA}conformance") == "A"
    yield "PDF/UA part 1", told.get(f"{PDFUA}part") == "1"
    yield "title", f"{DC}title" in texts


def structure(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every structure element, in reading order."""
    waiting = [pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, pikepdf.Array) else [kids]
        waiting.extend(kid for kid in reversed(list(kids)) if isinstance(kid, pikepdf.Dictionary))


def tags(content: bytes) -> Counter[str]:
    """How often each tag stands in the structure."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return Counter(str(element.S).lstrip("/") for element in structure(pdf))


def _headers_of(cell: pikepdf.Dictionary) -> set[str]:
    return {str(name) for name in cell.get("/A", {}).get("/Headers", [])}


def _fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    for page in pdf.pages:
        yield from page.resources.get("/Font", pikepdf.Dictionary()).values()


def _is_embedded(font: pikepdf.Dictionary) -> bool:
    descendant = font.get("/DescendantFonts", [font])[0]
    descriptor = descendant.get("/FontDescriptor", {})
    return any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
