"""Sealing what all have signed: once, whole or not at all, and what the sealed file says."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import select

from stirrup.clock import now
from stirrup.documents.evidence import verify_evidence
from stirrup.documents.seal import inspect_seal
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.placements.enums import EventKind
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.orders import order_documents
from stirrup.placements.papers.signing import sealing
from stirrup.placements.papers.signing.seal_settings import find_seal
from stirrup.placements.papers.signing.sealing import final_content, seal_signed
from stirrup.placements.papers.signing.services import send_for_signature
from tests.conftest import missing
from tests.features.placements.signing import a_round, give_a_file, sign_all

KILLED_BEFORE_STORING = """
import os, signal
from config import Testing
from stirrup.application import create_app
from stirrup.placements.papers.signing import sealing

sealing.render_pdf = lambda *_what, **_how: open({pdf!r}, "rb").read()
sealing._store = lambda *_what: os.kill(os.getpid(), signal.SIGKILL)
with create_app(Testing({environ!r})).app_context():
    sealing.seal_signed()
"""


def a_blank_pdf() -> bytes:
    content = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(content)
    return content.getvalue()


@pytest.fixture
def signed(app):
    """A round that all have signed."""
    opened = a_round()
    sign_all(opened)
    return opened


@pytest.fixture
def printed_at_once(monkeypatch):
    """What the file shows is of no matter: a blank page stands for it."""
    monkeypatch.setattr(sealing, "render_pdf", lambda *_what, **_how: a_blank_pdf())


def text_of(pdf: bytes) -> str:
    if not shutil.which("pdftotext"):
        missing("pdftotext (package poppler-utils)")
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_the_sealed_file_shows_how_each_one_signed_and_holds_both_digests(app):
    opened = a_round(really=True)
    paper = sign_all(opened)

    assert seal_signed() == 1

    text = text_of(paper.sealed_content)
    with pikepdf.open(BytesIO(paper.sealed_content)) as pdf:
        (attached,) = pdf.attachments.values()
        data = json.loads(attached.get_file().read_bytes())
    report = inspect_seal(paper.sealed_content, find_seal(app.config, at=now()).certificates)
    assert (report.intact, report.trusted, report.covers_whole_file) == (True, True, True)
    assert "Exemplaire numérique scellé" in text
    assert "par code reçu par courriel" in text and "devant un témoin" in text
    assert (data["signed_sha256"], data["evidence_sha256"]) == (paper.sha256, paper.evidence_sha256)
    assert paper.sha256 in text.replace(" ", "")
    assert opened.landlord.email not in text + json.dumps(data)
    assert "192.0.2" not in text + json.dumps(data)


def test_a_sealed_paper_is_told_and_its_evidence_holds(signed, printed_at_once):
    paper = signed.paper

    seal_signed()

    mails = db.session.scalars(select(OutboxMessage)).all()
    told = [mail.recipient for mail in mails if mail.subject.endswith(paper.reference)]
    assert paper.state == DocumentState.SEALED
    assert paper.sealed_sha256 == sha256(paper.file).hexdigest()
    assert paper.sha256 == sha256(paper.content).hexdigest()
    assert verify_evidence(paper.evidence, paper.evidence_sha256).holds
    assert json.loads(paper.evidence)["seal"] == "B-B, development, no legal value"
    assert paper.placement.events[-1].kind == EventKind.DOCUMENT_SEALED
    assert told.count(signed.landlord.email) == told.count(signed.worker.email) == 2


def test_nothing_is_sealed_before_all_have_signed(app, printed_at_once):
    opened = a_round()

    assert seal_signed() == 0
    assert opened.paper.sealed_content is None


def test_a_paper_is_sealed_once(signed, printed_at_once):
    seal_signed()
    first = signed.paper.sealed_sha256

    assert seal_signed() == 0
    assert signed.paper.sealed_sha256 == first


def test_two_processes_that_seal_at_once_store_one_seal(app, signed, printed_at_once):
    number = signed.paper.id
    db.session.remove()
    together, done = threading.Barrier(2), []

    def seal() -> None:
        with app.app_context():
            together.wait()
            done.append(seal_signed())

    threads = [threading.Thread(target=seal) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    paper = db.session.get_one(PlacementDocument, number)
    assert sorted(done) == [0, 1]
    assert paper.sealed_sha256 == sha256(paper.sealed_content).hexdigest()


def test_a_process_killed_before_it_stores_leaves_the_paper_signed(
    app, signed, printed_at_once, tmp_path
):
    paper, pdf = signed.paper, tmp_path / "blank.pdf"
    pdf.write_bytes(a_blank_pdf())
    environ = {
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "STIRRUP_INSTANCE": str(app.config["INSTANCE"]),
    }
    db.session.commit()

    done = subprocess.run(
        [sys.executable, "-c", KILLED_BEFORE_STORING.format(pdf=str(pdf), environ=environ)],
        env={**os.environ, "PYTHONPATH": "."},
        check=False,
    )

    assert done.returncode == -signal.SIGKILL
    assert (paper.state, paper.sealed_content) == (DocumentState.SIGNED, None)
    assert seal_signed() == 1


def test_production_without_a_seal_keeps_papers_signed_and_tells_administrators(
    client, signed, printed_at_once, monkeypatch
):
    monkeypatch.setitem(client.application.config, "ENVIRONMENT", "production")
    address = f"/papers/{signed.paper.id}/signatures"

    assert seal_signed() == 0

    assert signed.paper.state == DocumentState.SIGNED
    assert "SEAL_PKCS12" in client.sign_in(signed.team).get(address).text
    assert "SEAL_PKCS12" not in client.sign_in(signed.landlord).get(address).text


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"SEAL_PKCS12": "/nowhere/seal.p12"}, "cannot be read"),
        ({"SEAL_PKCS12": __file__}, "passphrase"),
    ],
)
def test_a_seal_that_cannot_be_opened_is_a_sentence_and_no_fault(
    client, signed, monkeypatch, settings, reason
):
    for name, value in settings.items():
        monkeypatch.setitem(client.application.config, name, value)
    client.sign_in(signed.team)
    with client.session_transaction() as cookie:
        cookie["language"] = "en"

    assert seal_signed() == 0

    page = client.get(f"/papers/{signed.paper.id}/signatures")
    assert page.status_code == 200
    assert reason in page.text


def test_an_authority_that_does_not_answer_delays_the_seal_and_lowers_nothing(
    app, signed, printed_at_once, monkeypatch, tmp_path
):
    from stirrup.documents.certificate import new_development_archive

    archive = tmp_path / "seal.p12"
    archive.write_bytes(new_development_archive(now()))
    settings = {"SEAL_PKCS12": str(archive), "SEAL_PASSPHRASE": "development"}
    for name, value in (settings | {"SEAL_TSA_URL": "http://127.0.0.1:1/"}).items():
        monkeypatch.setitem(app.config, name, value)

    assert seal_signed() == 0
    assert (signed.paper.state, signed.paper.failure) == (DocumentState.SIGNED, "SealFailed")

    monkeypatch.setitem(app.config, "SEAL_TSA_URL", "")
    assert seal_signed() == 1
    assert signed.paper.failure is None


def test_a_sealed_version_stands_until_its_heir_is_sealed(signed, printed_at_once):
    seal_signed()
    first = signed.paper
    (heir,) = order_documents(
        signed.placement, by=signed.team, wanted=[(DocumentKind.AGREEMENT, "")]
    )
    give_a_file(heir)
    send_for_signature(heir, by=signed.team)
    assert first.state == DocumentState.SEALED

    sign_all(signed)
    seal_signed()

    assert (first.state, heir.state) == (DocumentState.SUPERSEDED, DocumentState.SEALED)
    assert first.sealed_content is not None


def test_the_database_refuses_to_change_a_sealed_file(signed, printed_at_once):
    seal_signed()
    signed.paper.sealed_sha256 = "0" * 64

    with pytest.raises(Exception, match="never changes"):
        db.session.flush()
    db.session.rollback()


def test_the_final_content_tells_how_each_one_signed(signed):
    content = final_content(signed.paper, "4b" * 32)

    assert [block.by_hand for block in content.signatures] == [False] * 4
    assert content.sealed and not content.on_paper
    assert content.signatures[2].identity.startswith("Identité vérifiée le ")
    assert [block.evidence[-2:] for block in content.signatures] == ["-1", "-2", "-3", "-4"]
