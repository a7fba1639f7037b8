"""What a document prints so that anybody may verify it: a QR code, the code in groups, digests."""

import re
from dataclasses import replace

import segno

from stirrup.documents.pages import page
from stirrup.documents.verification_mark import (
    QUIET_ZONE,
    in_groups,
    qr_drawing,
    verification_link,
)
from tests.core.documents.samples import AGREEMENT

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def dark_modules(path: str) -> set[tuple[int, int]]:
    """The modules that a drawing fills, without its quiet zone."""
    return {
        (int(left) + step - QUIET_ZONE, int(top) - QUIET_ZONE)
        for left, top, width, _back in RUN.findall(path)
        for step in range(int(width))
    }


def test_the_drawing_fills_the_dark_modules_of_the_qr_code_and_no_other():
    address = verification_link("stirrup.example/verify", "7KQ4M2XR9TPB5WHD")
    code = segno.make(address, error="m", micro=False)

    drawing = qr_drawing(address)

    dark = {(x, y) for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module}
    assert dark_modules(drawing.path) == dark
    assert drawing.side == len(code.matrix) + 2 * QUIET_ZONE
    assert RUN.sub("", drawing.path) == ""


def test_a_code_is_printed_in_groups_of_four():
    assert in_groups("7KQ4M2XR9TPB5WHD") == ["7KQ4", "M2XR", "9TPB", "5WHD"]


def test_a_document_ends_with_its_code_and_what_the_page_does_not_show():
    content = replace(
        AGREEMENT,
        verification_code="7KQ4M2XR9TPB5WHD",
        verification_address="stirrup.example/verify",
    )

    html = page("agreement.html", {"agreement": content}, "")

    assert "7KQ4\u00a0M2XR\u00a09TPB\u00a05WHD" in html
    assert "Elle ne montre ni nom ni adresse" in html
    assert html.count('class="qr"') == 1
    assert "Empreinte SHA-256" not in html


def test_a_document_without_a_code_prints_no_mark():
    html = page("agreement.html", {"agreement": replace(AGREEMENT, verification_code="")}, "")

    assert 'class="qr"' not in html


def test_a_signed_document_prints_both_digests():
    content = replace(
        AGREEMENT,
        verification_code="7KQ4M2XR9TPB5WHD",
        verification_address="stirrup.example/verify",
        signed_sha256="9f" * 32,
        evidence_sha256="4b" * 32,
    )

    html = page("agreement.html", {"agreement": content}, "")

    assert "9f" * 32 in html and "4b" * 32 in html
