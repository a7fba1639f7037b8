"""The files keep and can be read aloud, as other tools see them, and hold their data."""

import json
import shutil
import subprocess
from collections import Counter
from io import BytesIO

import pikepdf
import pytest

from stirrup.documents.checker import structure
from tests.conftest import missing

PDFS = ("agreement_pdf", "summary_pdf")


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

    assert list(attached) == [file_name]
    assert json.loads(attached[file_name])["reference"] == reference


def test_an_agreement_has_one_title_and_one_heading_an_article(agreement_pdf):
    with pikepdf.open(BytesIO(agreement_pdf)) as pdf:
        counted = Counter(str(element.S).lstrip("/") for element in structure(pdf))

    # 23 articles, the annexes, the summary and the key dates; one block per signature.
    assert (counted["H1"], counted["H2"], counted["H3"]) == (1, 26, 4)
    assert counted["Figure"] == 1


def test_only_our_fonts_are_used(agreement_pdf, summary_pdf):
    names = set()
    for content in (agreement_pdf, summary_pdf):
        with pikepdf.open(BytesIO(content)) as pdf:
            for page in pdf.pages:
                names |= {str(font.BaseFont) for font in page.resources.Font.values()}

    families = {name.partition("+")[2].partition("-")[0] for name in names}

    assert all(name.startswith(("Atkinson", "Source")) for name in families), families
