"""The public page that verifies: authentic, replaced, altered, unknown, and no word more."""

from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest

from stirrup.extensions import db
from stirrup.placements.papers.enums import DocumentState
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.verification.answers import read_code
from tests import factories

CODE = "7KQ4M2XR9TPB5WHD"
NAMES = ("Haddad", "Vanhoutte", "Épeule", "Roubaix", "agreement", "convention", "ST-2026")


def a_pdf(reference: str = "") -> bytes:
    """A file with our data in it, or a stranger's."""
    content = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if reference:
            data = f'{{"reference": "{reference}"}}'.encode()
            pdf.attachments["agreement.json"] = pikepdf.AttachedFileSpec(pdf, data)
        pdf.save(content)
    return content.getvalue()


OURS = a_pdf("ST-2026-000412")


@pytest.fixture
def paper(app) -> PlacementDocument:
    return factories.a_paper(content=OURS, sha256=sha256(OURS).hexdigest(), verification_code=CODE)


@pytest.fixture
def english(client):
    """A reader without an account, in English, where sentences can be looked for."""
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return client


def ask_file(client, content: bytes, name: str = "document.pdf"):
    page = client.submit(
        "/verify", {"file": (BytesIO(content), name)}, content_type="multipart/form-data"
    )
    page.request.environ["wsgi.input"].close()  # the test client writes large bodies to a file
    return page


def change(paper, **values) -> None:
    for name, value in values.items():
        setattr(paper, name, value)
    db.session.commit()


def test_a_file_of_ours_is_authentic_and_in_force(english, paper):
    page = ask_file(english, OURS)

    assert page.status_code == 200
    assert "This document is authentic and in force." in page.text
    assert "version 1 of" in page.text


def test_the_answer_names_no_person_no_place_and_no_kind(english, paper):
    texts = [ask_file(english, OURS).text, english.get(f"/verify?code={CODE}").text]

    answers = [text[text.index('id="answer"') : text.index("With the code")] for text in texts]
    found = [name for name in NAMES for answer in answers if name.lower() in answer.lower()]
    assert found == []


def test_a_replaced_file_is_authentic_but_no_longer_in_force(english, paper):
    change(paper, state=DocumentState.SUPERSEDED)

    assert "no longer in force" in ask_file(english, OURS).text
    assert "no longer in force" in english.get(f"/verify?code={CODE}").text


def test_one_changed_byte_makes_a_file_altered(english, paper):
    altered = OURS.replace(b"/MediaBox [ 0 0 612", b"/MediaBox [ 0 0 613")
    assert altered != OURS

    page = ask_file(english, altered)

    assert "This file is not one that we made" in page.text


def test_a_file_too_broken_to_be_read_is_altered_when_it_says_what_it_was(english, paper):
    page = ask_file(english, b"%PDF-1.7\n/ID [(ST-2026-000412/1) (x)]")

    assert "This file is not one that we made" in page.text


@pytest.mark.parametrize(
    "content",
    [a_pdf(), b"", b"%PDF-1.7", b"\0" * 100, b"Bonjour", b"%PDF-1.7\n" + b"[" * 5000],
)
def test_a_file_of_others_is_unknown(english, paper, content):
    page = ask_file(english, content)

    if content:
        assert "We know neither this file nor this code." in page.text
    assert page.status_code in (200, 422)


def test_the_sealed_file_and_the_one_that_was_signed_are_told_apart(english, paper):
    sealed = OURS + b"\n% sealed"
    change(
        paper,
        state=DocumentState.SEALED,
        sealed_content=sealed,
        sealed_sha256=sha256(sealed).hexdigest(),
        evidence='{"seal":"B-B"}',
    )

    assert "sealed by the platform" in ask_file(english, sealed).text
    assert "the file that was signed" in ask_file(english, OURS).text
    assert "sealed by the platform" in english.get(f"/verify?code={CODE}").text


def test_a_test_seal_is_told_as_such(english, paper):
    change(
        paper,
        state=DocumentState.SEALED,
        sealed_sha256="0" * 64,
        evidence='{"seal":"B-B, development, no legal value"}',
    )

    assert "it has no legal value" in english.get(f"/verify?code={CODE}").text


@pytest.mark.parametrize(
    "typed", [CODE, CODE.lower(), "7KQ4 M2XR 9TPB 5WHD", " 7kq4-m2xr–9tpb.5whd\u00a0"]
)
def test_a_code_is_read_however_it_was_typed(english, paper, typed):
    page = english.get("/verify", query_string={"code": typed})

    assert "This document is authentic and in force." in page.text
    assert "to be sure that not one word was changed, send the file" in page.text


@pytest.mark.parametrize("typed", ["7KQ4M2XR9TPB5WHE", "7KQ4", "%", "'; DROP TABLE", "0" * 60])
def test_unknown_codes_all_get_the_same_answer(english, paper, typed):
    page = english.get("/verify", query_string={"code": typed})

    assert page.status_code == 200
    assert "We know neither this file nor this code." in page.text


@pytest.mark.parametrize("typed", ["", "   ", "x" * 61, "a\0b", "\ud800"])
def test_what_is_no_code_is_refused_beside_the_field(english, paper, typed):
    page = english.get("/verify", query_string={"code": typed.encode("utf-8", "surrogatepass")})

    assert page.status_code in (422, 200)
    assert "govuk-error-message" in page.text or "We know neither" in page.text


def test_a_document_that_is_not_made_yet_has_no_code(english, paper):
    waiting = factories.a_paper(
        paper.placement,
        state=DocumentState.PENDING,
        content=None,
        sha256=None,
        verification_code="2" * 16,
    )

    page = english.get(f"/verify?code={waiting.verification_code}")

    assert "We know neither this file nor this code." in page.text


def test_no_file_is_refused_beside_the_field(english):
    page = english.submit("/verify", {}, content_type="multipart/form-data")

    assert page.status_code == 422
    assert "Choose a file." in page.text


def test_a_file_that_is_too_heavy_is_refused(english):
    page = ask_file(english, b"%PDF-1.7" + b"0" * (10 * 1024 * 1024))

    assert page.status_code == 422
    assert "larger than 10 MB" in page.text


def test_verifying_without_end_is_slowed_and_does_not_close_the_way_in(english, paper):
    for _attempt in range(20):
        english.get("/verify?code=unknown")

    page = english.get(f"/verify?code={CODE}")

    assert page.status_code == 429
    assert "authentic and in force" not in page.text
    assert english.get("/sign-in").status_code == 200


def test_a_large_file_is_never_written_to_the_disk(english, paper):
    with english.application.test_request_context(
        "/verify", method="POST", data={"file": (BytesIO(b"0" * 2_000_000), "large.pdf")}
    ) as opened:
        stream = opened.request.files["file"].stream
        opened.request.environ["wsgi.input"].close()

    assert isinstance(stream, BytesIO)


def test_nothing_of_a_verified_file_is_stored(english, paper):
    before = db.session.query(PlacementDocument).count()

    ask_file(english, a_pdf("ST-2026-999999"))

    assert db.session.query(PlacementDocument).count() == before


def test_a_code_is_sixteen_signs_without_what_stands_between():
    assert read_code("7kq4 m2xr_9tpb-5whd") == CODE
