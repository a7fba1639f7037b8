"""Files are made once, by whoever claims them; what fails waits, and holds nobody up."""

import logging
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import update

from config import ROOT
from stirrup.audit import AuditEntry
from stirrup.clock import now
from stirrup.documents.print_job import FindingsFailed
from stirrup.extensions import db
from stirrup.placements.papers import production
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.orders import order_documents, withdraw_unsigned
from stirrup.placements.papers.production import LEASE, MOST_ATTEMPTS, produce_pending
from tests import factories
from tests.features.placements.presses import BlankPress, BrokenPress
from tests.features.placements.situations import complete

PRODUCE_SLOWLY = """
import sys
import time
from config import Testing
from stirrup.application import create_app
from stirrup.placements.papers import production
from tests.features.placements.presses import BlankPress

class SlowPress(BlankPress):
    def outcome(self, job):
        print("claimed", flush=True)
        time.sleep(600)

production.Renderer = SlowPress
settings = {"DATABASE_URL": sys.argv[1], "STIRRUP_INSTANCE": sys.argv[2]}
with create_app(Testing(settings)).app_context():
    production.produce_pending()
"""


@pytest.fixture
def ordered(app, monkeypatch):
    """A stay with an agreement and nothing else ordered, and a press that always works."""
    monkeypatch.setattr(production, "Renderer", BlankPress)
    team = factories.an_administrator()
    placement = complete(factories.a_placement(agreed=True), team)
    order_documents(placement, by=team, wanted=[(DocumentKind.AGREEMENT, "")])
    return placement


def another(placement):
    """One more paper of the same stay, ordered after the first."""
    team = factories.an_administrator()
    (paper,) = order_documents(placement, by=team, wanted=[(DocumentKind.OWNER_SUMMARY, "")])
    return paper


def claim_by_somebody_else(paper, until) -> None:
    db.session.execute(
        update(PlacementDocument)
        .where(PlacementDocument.id == paper.id)
        .values(claimed_until=until)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()


def test_a_paper_in_other_hands_is_left_alone(ordered):
    (paper,) = ordered.documents
    claim_by_somebody_else(paper, now() + LEASE)

    assert produce_pending() == 0
    assert paper.state == DocumentState.PENDING


def test_a_paper_left_behind_is_taken_up_when_its_claim_has_ended(ordered):
    (paper,) = ordered.documents
    claim_by_somebody_else(paper, now() - timedelta(seconds=1))

    assert produce_pending() == 1
    assert paper.state == DocumentState.GENERATED
    assert paper.claimed_until is None


def test_whoever_comes_too_late_stores_nothing(ordered, monkeypatch):
    (paper,) = ordered.documents

    class Overtaken(BlankPress):
        def outcome(self, _job):
            claim_by_somebody_else(paper, now() + LEASE)
            return b"%PDF-late"

    monkeypatch.setattr(production, "Renderer", Overtaken)

    assert produce_pending() == 0
    assert (paper.state, paper.content) == (DocumentState.PENDING, None)


def test_a_paper_withdrawn_while_it_is_made_stays_withdrawn(ordered, monkeypatch):
    (paper,) = ordered.documents

    class Withdrawn(BlankPress):
        def outcome(self, _job):
            withdraw_unsigned(ordered)
            db.session.commit()
            return b"%PDF-late"

    monkeypatch.setattr(production, "Renderer", Withdrawn)

    assert produce_pending() == 0
    assert (paper.state, paper.content) == (DocumentState.SUPERSEDED, None)


def test_two_processes_at_once_make_each_paper_once(ordered, monkeypatch):
    another(ordered)
    made_inside = []

    class Interrupted(BlankPress):
        """While it prints its first page, another process goes through the whole list."""

        def outcome(self, _job):
            if not made_inside:
                made_inside.append(None)
                monkeypatch.setattr(production, "Renderer", BlankPress)
                made_inside[0] = produce_pending()
            return b"%PDF-1.7"

    monkeypatch.setattr(production, "Renderer", Interrupted)

    made_outside = produce_pending()

    assert (made_outside, made_inside) == (1, [1])
    lines = [line for line in db.session.query(AuditEntry) if line.action == "document_produced"]
    assert len({line.subject_id for line in lines}) == len(lines) == 2


def test_a_process_killed_in_the_middle_leaves_the_paper_waiting_and_whole(ordered, tmp_path):
    (paper,) = ordered.documents
    url = db.engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen(
        [sys.executable, "-c", PRODUCE_SLOWLY, url, str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    db.session.commit()
    assert process.stdout.readline() == b"claimed\n"

    process.send_signal(signal.SIGKILL)
    process.communicate()

    db.session.refresh(paper)
    assert (paper.state, paper.content, paper.sha256) == (DocumentState.PENDING, None, None)
    assert produce_pending() == 0
    claim_by_somebody_else(paper, now())
    assert produce_pending() == 1


def test_nothing_waits_and_no_worker_is_started(app, monkeypatch):
    monkeypatch.setattr(production, "Renderer", None)

    assert produce_pending() == 0


def test_what_cannot_even_be_read_holds_nobody_up(ordered):
    (agreement,) = ordered.documents
    summary = another(ordered)
    agreement.data = "{}"
    db.session.commit()

    assert produce_pending() == 1
    assert summary.state == DocumentState.GENERATED
    assert (agreement.state, agreement.failure) == (DocumentState.PENDING, "ValidationError")


def test_a_failure_names_nobody_in_the_table_and_says_why_in_the_log(ordered, monkeypatch, caplog):
    monkeypatch.setattr(production, "Renderer", BrokenPress)
    (paper,) = ordered.documents

    with caplog.at_level(logging.ERROR, logger="stirrup.documents"):
        produce_pending()

    assert paper.failure == "RenderFailed"
    assert f"document_failed {paper.id}: RenderFailed: out of ink" in caplog.text


def test_a_file_that_breaks_a_rule_is_not_published_and_the_rule_is_kept(ordered, monkeypatch):
    class Faulty(BlankPress):
        def outcome(self, _job):
            return FindingsFailed("figures described; bookmarks")

    monkeypatch.setattr(production, "Renderer", Faulty)
    (paper,) = ordered.documents

    assert produce_pending() == 0
    assert paper.content is None
    assert paper.failure == "figures described; bookmarks"


def test_a_document_given_up_is_told_to_the_journal(ordered, monkeypatch):
    monkeypatch.setattr(production, "Renderer", BrokenPress)
    (paper,) = ordered.documents

    for _attempt in range(MOST_ATTEMPTS + 1):
        produce_pending()

    assert (paper.state, paper.attempts) == (DocumentState.FAILED, MOST_ATTEMPTS)
    actions = [line.action for line in db.session.query(AuditEntry)]
    assert actions.count("document_failed") == 1
