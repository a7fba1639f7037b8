"""The checker finds what is wrong, and that alone: each control differs from a good file by one."""

import json
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from stirrup.documents.checker import WORDS_OF_CODE, findings, structure
from stirrup.documents.pdf_text import page_texts
from tests.core.documents.conftest import text_in
from tests.core.documents.samples import AGREEMENT

PDFUA = b'<rdf:Description rdf:about="" xmlns:pdfuaid'
RDF = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def spoiled(content: bytes, spoil) -> bytes:
    """The file after one change."""
    saved = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        spoil(pdf)
        pdf.save(saved)
    return saved.getvalue()


def found_in(content: bytes, **how) -> tuple[str, ...]:
    return findings(content, **{"reference": AGREEMENT.reference} | how)


def first(pdf, kind: str):
    return next(element for element in structure(pdf) if str(element.S) == kind)


def outside_the_first_rdf(pdf) -> None:
    told = pdf.Root.Metadata.read_bytes()
    cut = told.index(PDFUA)
    second = b'</rdf:RDF><rdf:RDF xmlns:rdf="%s">' % RDF
    pdf.Root.Metadata.write(told[:cut] + second + told[cut:])


def say(old: bytes, new: bytes):
    def spoil(pdf) -> None:
        told = pdf.Root.Metadata.read_bytes()
        assert old in told
        pdf.Root.Metadata.write(told.replace(old, new))

    return spoil


def attach(data: bytes, relationship: str = "/Data"):
    """Put other data in the place of ours."""

    def spoil(pdf) -> None:
        for name in list(pdf.attachments):
            del pdf.attachments[name]
        added = pikepdf.AttachedFileSpec(pdf, data, filename="agreement.json")
        added.relationship = Name(relationship)
        pdf.attachments["agreement.json"] = added
        pdf.Root.AF = Array([added.obj])

    return spoil


def detach(pdf) -> None:
    del pdf.attachments["agreement.json"]


def attach_another(pdf) -> None:
    pdf.attachments["passwd"] = pikepdf.AttachedFileSpec(pdf, b"root", filename="passwd")


def forget_fonts(pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == "/FontDescriptor":
            item.__delitem__("/FontFile2")


def annotate(pdf) -> None:
    page = pdf.pages[0]
    page.Annots = Array([pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link))])
    del page.Tabs


def unnamed_header(pdf) -> None:
    header = first(pdf, "/TH")
    for key in ("/ID", "/A"):
        if key in header:
            del header[key]


def name_no_header(pdf) -> None:
    first(pdf, "/TD").A = Dictionary(O=Name.Table, Headers=Array([pikepdf.String("nowhere")]))


def set_key(path: str, key: str, value):
    def spoil(pdf) -> None:
        target = pdf.Root[path] if path else pdf.Root
        target[key] = value

    return spoil


def drop(*keys: str):
    def spoil(pdf) -> None:
        for key in keys:
            del pdf.Root[key]

    return spoil


CONTROLS = {
    "language": set_key("", "/Lang", "en"),
    "marked": set_key("/MarkInfo", "/Marked", False),
    "title shown": drop("/ViewerPreferences"),
    "output intent": drop("/OutputIntents"),
    "bookmarks": drop("/Outlines"),
    "metadata": drop("/Metadata"),
    "PDF/A part 3": say(b'pdfaid:part="3"', b'pdfaid:part="2"'),
    "PDF/A level A": say(b'pdfaid:conformance="A"', b'pdfaid:conformance="B"'),
    "PDF/UA part 1": say(b"<pdfuaid:part>1", b"<pdfuaid:part>2"),
    "title": say(b"dc:title", b"dc:source"),
    "fonts embedded": forget_fonts,
    "tabs follow the structure": annotate,
    "figures described": lambda pdf: first(pdf, "/Figure").__delitem__("/Alt"),
    "one first heading": lambda pdf: setattr(first(pdf, "/H2"), "S", Name.H1),
    "headings skip no level": lambda pdf: setattr(first(pdf, "/H2"), "S", Name.H4),
    "cells name headers that exist": name_no_header,
    "data of this document": attach(b'{"reference": "ST-2026-000413"}'),
    "its data alone attached": attach_another,
}


@pytest.mark.parametrize("name", ["agreement_pdf", "summary_pdf"])
def test_a_good_file_has_no_finding(name, request):
    pdf = request.getfixturevalue(name)
    reference = json.loads(attachment(pdf))["reference"]

    assert findings(pdf, reference=reference) == ()


def attachment(content: bytes) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        (attached,) = pdf.attachments.values()
        return attached.get_file().read_bytes()


@pytest.mark.parametrize("rule", CONTROLS)
def test_one_thing_wrong_is_found(rule, agreement_pdf):
    assert rule in found_in(spoiled(agreement_pdf, CONTROLS[rule]))


@pytest.mark.parametrize("rule", ["language", "bookmarks", "figures described", "title"])
def test_nothing_else_is_found(rule, agreement_pdf):
    assert found_in(spoiled(agreement_pdf, CONTROLS[rule])) == (rule,)


def test_a_header_that_nothing_names_and_without_scope_is_found(summary_pdf):
    found = found_in(spoiled(summary_pdf, unnamed_header))

    assert "headers have a scope or are named" in found


def test_a_file_without_its_data_is_found(agreement_pdf):
    assert found_in(spoiled(agreement_pdf, detach)) == (
        "its data alone attached",
        "data of this document",
    )


@pytest.mark.parametrize("data", [b"", b"not json", b"[]", b"{}", b"null"])
def test_data_that_say_nothing_are_found(data, agreement_pdf):
    assert "data of this document" in found_in(spoiled(agreement_pdf, attach(data)))


def test_data_related_as_something_else_are_found(agreement_pdf):
    file = spoiled(agreement_pdf, attach(b"{}", "/Source"))

    assert "its data alone attached" in found_in(file)


def test_a_file_without_identifier_is_found(agreement_pdf):
    assert agreement_pdf.count(b"/ID [") == 1

    assert found_in(agreement_pdf.replace(b"/ID [", b"/Id [")) == ("identifier",)


def test_an_encrypted_file_is_found(agreement_pdf):
    saved = BytesIO()
    with pikepdf.open(BytesIO(agreement_pdf)) as pdf:
        pdf.save(saved, encryption=pikepdf.Encryption(owner="owner", user=""))

    assert "not encrypted" in found_in(saved.getvalue())


def test_a_plain_file_is_found_wanting():
    plain = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)

    found = found_in(plain.getvalue())

    assert {
        "language",
        "marked",
        "metadata",
        "output intent",
        "structure tree",
        "one first heading",
        "its data alone attached",
        "reference on every page",
    } <= set(found)


def test_a_file_for_screen_readers_alone_does_not_keep(agreement_pdf):
    def only_accessible(pdf) -> None:
        drop("/OutputIntents")(pdf)
        say(b'pdfaid:part="3" pdfaid:conformance="A"', b"")(pdf)

    found = found_in(spoiled(agreement_pdf, only_accessible))

    assert found == ("output intent", "PDF/A part 3", "PDF/A level A")


def test_an_identifier_outside_the_first_rdf_element_is_not_read(agreement_pdf):
    found = found_in(spoiled(agreement_pdf, outside_the_first_rdf))

    assert found == ("one rdf:RDF", "PDF/UA part 1")


def test_metadata_written_again_with_other_prefixes_are_understood(agreement_pdf):
    file = spoiled(agreement_pdf, say(b"pdfuaid", b"ua"))

    assert found_in(file) == ()


def test_a_file_of_another_document_is_found(agreement_pdf):
    found = found_in(agreement_pdf, reference="ST-2026-999999")

    assert found == ("data of this document", "reference on every page")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"not a file"])
def test_what_is_no_file_is_one_finding(content):
    (found,) = found_in(content)

    assert found.startswith("unreadable")


@pytest.mark.parametrize(
    "text",
    ["Mme None", "{{ name }}", "{% if %}", "undefined", "Decimal('1')", "Lorem ipsum", "TODO"],
)
def test_words_of_code_are_known(text):
    assert WORDS_OF_CODE.search(text)


@pytest.mark.parametrize("text", ["Nones", "Mme Nonet", "un todo", "indéfini", "{ }"])
def test_words_that_only_look_alike_are_not(text):
    assert not WORDS_OF_CODE.search(text)


@pytest.mark.parametrize("name", ["agreement_pdf", "summary_pdf"])
def test_the_text_is_the_one_that_other_readers_find(name, request):
    """Sign by sign, whatever the order and the spaces that a reader puts between pieces."""
    content = request.getfixturevalue(name)
    with pikepdf.open(BytesIO(content)) as pdf:
        ours = list(page_texts(pdf))

    theirs = text_in(content).removesuffix("\f").split("\f")

    assert [signs_of(page) for page in ours] == [signs_of(page) for page in theirs]


def signs_of(text: str) -> list[str]:
    """Letters and digits, sorted."""
    return sorted(sign for sign in text if sign.isalnum())
