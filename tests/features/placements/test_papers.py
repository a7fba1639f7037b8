"""The agreement and the owner's summary: produced from the database, read only by those who may."""

import json
import shutil
import subprocess
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest

from stirrup.audit import AuditEntry
from stirrup.extensions import db
from stirrup.placements import services
from stirrup.placements.papers import production
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.orders import order_documents
from stirrup.placements.papers.production import produce_pending
from stirrup.placements.papers.shelf import find_paper
from tests import factories
from tests.conftest import missing
from tests.features.placements.presses import BlankPress, BrokenPress
from tests.features.placements.situations import complete


def file_of(stay, kind: DocumentKind) -> str:
    """The address of the file in force, or of the first one made when none is."""
    paper = find_paper(stay, kind) or next(one for one in stay.documents if one.kind == kind)
    return f"/papers/{paper.id}.pdf"


def text_of(pdf: bytes) -> str:
    if not shutil.which("pdftotext"):
        missing("pdftotext (package poppler-utils)")
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.fixture
def produced(app):
    """A stay agreed by both sides, with both documents really produced."""
    team = factories.an_administrator()
    placement = complete(factories.a_placement(agreed=True), team)
    order_documents(placement, by=team)
    produce_pending()
    return placement


@pytest.fixture
def papers_of_a_stay(app):
    """A stay agreed by both sides, with its documents ordered; who reads them is what matters."""
    team = factories.an_administrator()
    placement = complete(factories.a_placement(agreed=True), team)
    for paper in order_documents(placement, by=team):
        paper.content, paper.state = b"%PDF-1.7", DocumentState.GENERATED
    db.session.commit()
    return placement


def test_both_documents_say_what_the_database_knows(produced):
    agreement = find_paper(produced, DocumentKind.AGREEMENT)
    summary = find_paper(produced, DocumentKind.OWNER_SUMMARY)

    agreed, summed = text_of(agreement.content), text_of(summary.content)

    for expected in ("Samira Haddad", "Claire Vanhoutte", "l’Épeule", agreement.reference):
        assert expected in agreed
    assert "Article 23" in agreed
    assert "None" not in agreed + summed
    assert "1406 bis" in summed
    assert "Haddad" not in summed
    assert attached_to(agreement.content)["reference"] == agreement.reference
    assert {paper.state for paper in produced.documents} == {DocumentState.GENERATED}


def attached_to(content: bytes) -> dict:
    """The data embedded in the file."""
    with pikepdf.open(BytesIO(content)) as pdf:
        (attached,) = pdf.attachments.values()
        return json.loads(attached.get_file().read_bytes())


def test_a_second_order_makes_a_new_version_under_the_same_reference(papers_of_a_stay, monkeypatch):
    team = factories.an_administrator()
    first = find_paper(papers_of_a_stay, DocumentKind.AGREEMENT)
    monkeypatch.setattr(production, "Renderer", BlankPress)

    order_documents(papers_of_a_stay, by=team)
    produce_pending()

    second = find_paper(papers_of_a_stay, DocumentKind.AGREEMENT)
    assert (second.reference, second.version) == (first.reference, first.version + 1)
    assert first.state == DocumentState.SUPERSEDED


def test_new_dates_ask_both_sides_again_and_withdraw_the_old_papers(client, papers_of_a_stay):
    stay = papers_of_a_stay
    services.change_first_day(
        stay, stay.first_day + timedelta(days=3), by=factories.an_administrator()
    )

    landlord = client.sign_in(factories.a_landlord(stay.unit.organisation))

    assert not stay.both_said_yes
    assert {paper.state for paper in stay.documents} == {DocumentState.SUPERSEDED}
    assert landlord.get(file_of(stay, DocumentKind.OWNER_SUMMARY)).status_code == 403
    assert landlord.get(file_of(stay, DocumentKind.AGREEMENT)).status_code == 403


def test_each_paper_has_a_reference_of_its_own(papers_of_a_stay):
    references = {paper.reference for paper in papers_of_a_stay.documents}

    assert len(references) == len(papers_of_a_stay.documents) >= 2


def test_an_administrator_downloads_the_agreement_and_it_is_recorded(client, papers_of_a_stay):
    client.sign_in(factories.an_administrator())

    answer = client.get(file_of(papers_of_a_stay, DocumentKind.AGREEMENT))

    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    actions = [line.action for line in db.session.query(AuditEntry)]
    assert actions.count("document_read") == 1


def test_the_landlord_of_the_home_reads_both(client, papers_of_a_stay):
    landlord = factories.a_landlord(papers_of_a_stay.unit.organisation)
    client.sign_in(landlord)

    for kind in (DocumentKind.AGREEMENT, DocumentKind.OWNER_SUMMARY):
        address = file_of(papers_of_a_stay, kind)
        assert client.get(address).status_code == 200
        assert client.get(address.removesuffix(".pdf")).status_code == 200


def test_the_case_worker_reads_the_agreement_and_not_the_owner_s_summary(client, papers_of_a_stay):
    client.sign_in(factories.a_case_worker(papers_of_a_stay.referral.association))

    assert client.get(file_of(papers_of_a_stay, DocumentKind.AGREEMENT)).status_code == 200
    assert client.get(file_of(papers_of_a_stay, DocumentKind.OWNER_SUMMARY)).status_code == 403


@pytest.mark.parametrize("stranger", [factories.a_landlord, factories.a_case_worker])
def test_a_stranger_finds_no_document(client, papers_of_a_stay, stranger):
    client.sign_in(stranger())

    assert client.get(file_of(papers_of_a_stay, DocumentKind.AGREEMENT)).status_code == 404


def test_nobody_reads_the_agreement_without_signing_in(client, papers_of_a_stay):
    assert client.get(file_of(papers_of_a_stay, DocumentKind.AGREEMENT)).status_code == 302


def test_before_both_said_yes_neither_side_reads_the_agreement(client):
    placement = factories.a_placement()
    paper = factories.a_paper(placement)
    for person in (
        factories.a_landlord(placement.unit.organisation),
        factories.a_case_worker(placement.referral.association),
    ):
        browser = client.application.test_client().sign_in(person)

        assert browser.get(f"/papers/{paper.id}.pdf").status_code == 403


def test_a_document_that_cannot_be_made_waits_and_is_tried_again(app, monkeypatch):
    team = factories.an_administrator()
    placement = complete(factories.a_placement(agreed=True), team)
    order_documents(placement, by=team)
    monkeypatch.setattr(production, "Renderer", BrokenPress)

    produced = produce_pending()

    assert produced == 0
    assert {paper.state for paper in placement.documents} == {DocumentState.PENDING}
    monkeypatch.setattr(production, "Renderer", BlankPress)
    assert produce_pending() == len(placement.documents)


def test_a_document_that_always_fails_is_given_up_and_said(app, monkeypatch):
    team = factories.an_administrator()
    placement = complete(factories.a_placement(agreed=True), team)
    order_documents(placement, by=team)
    monkeypatch.setattr(production, "Renderer", BrokenPress)

    for _attempt in range(production.MOST_ATTEMPTS):
        produce_pending()

    assert {paper.state for paper in placement.documents} == {DocumentState.FAILED}
