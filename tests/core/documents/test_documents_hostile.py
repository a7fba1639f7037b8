"""Whatever people write or send: a file or a clear failure, nothing fetched, nothing embedded."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest

from stirrup.documents.contents.agreement_parts import Borrower
from stirrup.documents.print_job import RenderFailed
from tests.conftest import missing
from tests.core.documents.conftest import text_in
from tests.core.documents.jobs import agreement_job, one_page
from tests.core.documents.samples import AGREEMENT

TEXTS = {
    "combining marks": "Zoe\u0308 Nguye\u0302\u0303n " + "a" + "\u0301" * 500,
    "three hundred characters": "Anne-Marie " * 27 + "Fin",
    "one long word": "x" * 300,
    "right to left": "سميرة حداد \u202eتجربة",
    "emoji": "Samira 🏠👩\u200d👧 Haddad",
    "other scripts": "李小龍 Ελένη Олена ทดสอบ",
    "control characters": "a\x00b\x07c\x1bd\x0be\x0cf",
    "noncharacters": "a\ufffeb\uffffc\ufdd0d",
    "template": "{{7*7}}{% include '/etc/passwd' %}{# #}",
    "markup": "<img src=file:///etc/passwd><link rel=attachment href=file:///etc/passwd><h1>x</h1>",
    "style": "</p><style>@import 'http://127.0.0.1:1/x.css';</style>",
    "addresses": "url(file:///etc/hostname) http://127.0.0.1:1/ bundled:document.css",
    "words of a lease": "Mme Bail-Loyer, rue du Locataire",
    "words of code": "Mme Lorem ipsum TODO undefined",
    "nothing": " ",
    "pdf": "/Type /Catalog << /JS (app.alert(1)) >> endobj",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_name_is_printed_as_text_and_alone_with_our_data(text, renderer, tmp_path):
    job = agreement_job(
        replace(
            AGREEMENT,
            title=text,
            borrowers=(Borrower(text, date(1990, 1, 1)),),
            dwelling=replace(AGREEMENT.dwelling, known_defects=text),
        )
    )

    try:
        pdf = renderer.pdf(job)
    except RenderFailed as failure:
        assert "Error fetching" not in str(failure)
    else:
        assert attached_in(pdf, tmp_path) == ["agreement.json"]
        assert "{{7*7}}" in text_in(pdf) if "{{7*7}}" in text else "49" not in text_in(pdf)[:500]


def attached_in(pdf: bytes, folder) -> list[str]:
    """The names of the files inside, as another tool lists them."""
    if shutil.which("pdfdetach") is None:
        missing("pdfdetach (poppler-utils)")
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    listed = subprocess.run(["pdfdetach", "-list", path], capture_output=True, text=True)
    return [line.partition(": ")[2] for line in listed.stdout.splitlines()[1:]]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Zoe\u0308 Ngo\u0302", "Zoë Ngô"),
        ("Łukasz Żółć", "Łukasz Żółć"),
        ("Nguyễn Thị Phượng", "Nguyễn Thị Phượng"),
        ("Mme Bail", "Mme Bail"),
    ],
)
def test_a_name_is_printed_whole_whatever_its_letters(name, printed, renderer):
    content = replace(AGREEMENT, borrowers=(Borrower(name, date(1990, 1, 1)),))

    text = text_in(renderer.pdf(agreement_job(content)))

    assert printed in text


def test_a_million_characters_fail_clearly_and_at_once():
    with pytest.raises(RenderFailed, match="the page is too long"):
        agreement_job(replace(AGREEMENT, title="mot " * 250_000))


IMAGES = (
    "data:image/png;base64,bm90IGFuIGltYWdl",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1e9'/>",
    "data:image/svg+xml;base64,AAAA",
    "file:///etc/passwd",
    "bundled:agreement.css",
)


@pytest.mark.parametrize("address", IMAGES)
def test_an_image_that_is_none_of_ours_fails_clearly(address, renderer):
    page = one_page(f'<img alt="x" src="{address}">')

    with pytest.raises(RenderFailed):
        renderer.pdf(page)

    assert renderer.pdf(one_page("<h1>Bon</h1>")).startswith(b"%PDF-")
