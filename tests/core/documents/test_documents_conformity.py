"""The files keep and can be read aloud: PDF/A-3a, PDF/UA-1, their data inside."""

import json
import shutil
import subprocess
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest

from tests.conftest import missing
from tests.core.documents.conformity import problems, structure, tags

PDFS = ("agreement_pdf", "summary_pdf")


@pytest.mark.parametrize("name", PDFS)
def test_a_document_claims_and_holds_both_standards(name, request):
    pdf = request.getfixturevalue(name)

    found = problems(pdf)

    assert found == []


def test_the_checker_finds_a_plain_file_wanting():
    plain = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)

    found = problems(plain.getvalue())

    assert {"language", "marked", "metadata", "output intent", "structure tree"} <= set(found)


def test_the_checker_finds_an_identifier_outside_the_first_rdf_element(agreement_pdf):
    spoiled = BytesIO()
    with pikepdf.open(BytesIO(agreement_pdf)) as pdf:
        told = pdf.Root.Metadata.read_bytes()
        cut = told.index(b'<rdf:Description rdf:about="" xmlns:pdfuaid')
        second = (
            told[:cut]
            + b'</rdf:RDF><rdf:RDF xmlns:rdf="%s">'
            % (b"http://www.w3.org/1999/02/22-rdf-syntax-ns#")
            + told[cut:]
        )
        pdf.Root.Metadata.write(second)
        pdf.save(spoiled)

    assert problems(spoiled.getvalue()) == ["one rdf:RDF"]


@pytest.mark.parametrize("name", PDFS)
def test_qpdf_finds_no_error(name, request, tmp_path):
    if shutil.which("qpdf") is None:
        missing("qpdf")
    path = tmp_path / "document.pdf"
    path.write_bytes(request.getfixturevalue(name))

    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "file_name", "reference"),
    [
        ("agreement_pdf", "agreement.json", "ST-2026-000412"),
        ("summary_pdf", "owner_summary.json", "ST-2026-000412-F1"),
    ],
)
def test_the_data_of_the_page_is_attached(name, file_name, reference, request):
    with pikepdf.open(BytesIO(request.getfixturevalue(name))) as pdf:
        attached = {key: value.get_file().read_bytes() for key, value in pdf.attachments.items()}
        relationships = [str(entry.AFRelationship) for entry in pdf.Root.AF]

    assert relationships == ["/Data"]
    assert json.loads(attached[file_name])["reference"] == reference


def test_an_agreement_has_one_title_and_one_heading_an_article(agreement_pdf):
    counted = tags(agreement_pdf)

    # 23 articles, the annexes, the summary and the key dates; one block per signature.
    assert (counted["H1"], counted["H2"], counted["H3"]) == (1, 26, 4)
    assert counted["Figure"] == 1


@pytest.mark.parametrize("name", PDFS)
def test_no_heading_skips_a_level(name, request):
    with pikepdf.open(BytesIO(request.getfixturevalue(name))) as pdf:
        levels = [
            int(str(element.S)[2:])
            for element in structure(pdf)
            if str(element.S) in ("/H1", "/H2", "/H3")
        ]

    steps = [after - before for before, after in pairwise(levels)]

    assert levels[0] == 1
    assert max(steps) <= 1


def test_only_our_fonts_are_used(agreement_pdf, summary_pdf):
    names = set()
    for content in (agreement_pdf, summary_pdf):
        with pikepdf.open(BytesIO(content)) as pdf:
            for page in pdf.pages:
                names |= {str(font.BaseFont) for font in page.resources.Font.values()}

    families = {name.partition("+")[2].partition("-")[0] for name in names}

    assert all(name.startswith(("Atkinson", "Source")) for name in families), families
