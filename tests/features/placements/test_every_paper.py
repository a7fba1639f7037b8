"""Every kind of paper, produced from the database: a new kind is covered by joining PAPERS.

A stay of each legal basis goes to its end with everything recorded; all papers that it ever had
are ordered and really produced, once for each database, then read with the tools of others.
"""

import shutil
import subprocess
from dataclasses import asdict, dataclass
from datetime import time, timedelta

import pytest

from stirrup.clock import today
from stirrup.documents.checker import findings
from stirrup.documents.lint import ALLOWED_SENTENCES, forbidden_words
from stirrup.documents.pool import Renderer
from stirrup.documents.print_job import PrintJob
from stirrup.extensions import db
from stirrup.placements.enums import (
    DeliveryMode,
    EndGround,
    ExitOutcome,
    ExtensionReason,
    ExtensionState,
    InventoryMoment,
    LegalBasis,
    PlacementState,
)
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.orders import add_orders, papers_due
from stirrup.placements.papers.production import job_of, produce_pending
from stirrup.placements.stay_models import PlacementExtension, StayEnd, StayInventory
from tests import factories
from tests.conftest import empty, missing
from tests.features.placements.situations import complete
from tests.features.placements.stages import findings as findings_of_a_visit

WORDS_OF_CODE = ("None", "{{", "{%", "Decimal(", "datetime", "undefined", "Markup(")


@dataclass(frozen=True)
class File:
    """One produced paper, out of the database."""

    name: str
    kind: DocumentKind
    reference: str
    content: bytes
    job: PrintJob

    @property
    def language(self) -> str:
        return self.job.language


@pytest.fixture(scope="session")
def every_file(migrated_app, made_once):
    """All papers of three stays, by kind."""
    with migrated_app.app_context():
        database = db.engine.dialect.name
    return made_once(f"every-paper-{database}", lambda: produced_by(migrated_app))


def produced_by(app) -> list[File]:
    with app.app_context():
        run = factories.a_run()
        for basis in LegalBasis:
            a_whole_stay(basis, run)
        produce_pending()
        papers = db.session.query(PlacementDocument).all()
        failed = [(one.kind, one.slot, one.failure) for one in papers if one.content is None]
        files = [_file(paper) for paper in papers if paper.content]
        db.session.remove()
        empty(db.engine)
    assert failed == []
    return files


def _file(paper) -> File:
    return File(
        name=f"{paper.placement.legal_basis} {paper.kind} {paper.slot}",
        kind=paper.kind,
        reference=paper.reference,
        content=paper.content,
        job=job_of(paper),
    )


def a_whole_stay(basis: LegalBasis, run) -> Placement:
    """From the preparation to the end, with everything recorded; what is due is ordered."""
    team = factories.an_administrator()
    association = factories.an_association(
        approval_number="59-2026-01", approval_expires_on=today() + timedelta(days=900)
    )
    referral = factories.a_referral(factories.a_case_worker(association))
    first_day = today() - timedelta(days=200)
    placement = factories.a_placement(
        factories.a_proposal(referral=referral, run=run),
        agreed=True,
        first_day=first_day,
        legal_basis=basis,
    )
    order_all(complete(placement, team))
    placement.extensions.append(an_extension(placement, team))
    placement.end_day = placement.extensions[0].end_day
    placement.inventories.append(an_inventory(InventoryMoment.ENTRY, first_day, team))
    placement.ending = an_announced_end(team)
    placement.state = PlacementState.ENDING
    order_all(placement)
    placement.inventories.append(an_inventory(InventoryMoment.EXIT, today(), team))
    placement.ending.left_on, placement.ending.left_at = today(), time(11)
    placement.ending.keys_returned = 3
    placement.ending.outcome = ExitOutcome.SOCIAL_HOUSING
    placement.state = PlacementState.ENDED_PLANNED
    order_all(placement)
    return placement


def an_extension(placement: Placement, team) -> PlacementExtension:
    """Two months more, in force."""
    return PlacementExtension(
        number=1,
        state=ExtensionState.IN_FORCE,
        reason=ExtensionReason.SUPPORT_IN_PROGRESS,
        former_end_day=placement.end_day,
        end_day=placement.end_day + timedelta(days=60),
        asked_by_id=team.id,
    )


def an_inventory(moment: InventoryMoment, made_on, team) -> StayInventory:
    return StayInventory(
        moment=moment, recorded_by_id=team.id, **asdict(findings_of_a_visit(made_on=made_on))
    )


def an_announced_end(team) -> StayEnd:
    return StayEnd(
        ground=EndGround.TERM,
        announced_on=today() - timedelta(days=30),
        effective_on=today(),
        delivery=DeliveryMode.HAND,
        recorded_by_id=team.id,
    )


def order_all(placement: Placement) -> None:
    """What is due now and was not ordered before."""
    db.session.commit()
    held = {(paper.kind, paper.slot) for paper in placement.documents}
    wanted = [paper for paper in papers_due(placement) if paper not in held]
    add_orders(placement, by=None, wanted=wanted)
    db.session.commit()


@pytest.fixture(params=list(PAPERS), ids=str)
def files(request, every_file) -> list[File]:
    """The files of one kind."""
    return [file for file in every_file if file.kind == request.param]


def test_each_kind_is_produced(files):
    assert files


def test_the_checker_has_nothing_to_say(files):
    told = {
        file.name: findings(file.content, reference=file.reference, language=file.language)
        for file in files
    }

    assert told == dict.fromkeys(told, ())


def test_qpdf_finds_no_error(files, tmp_path):
    if shutil.which("qpdf") is None:
        missing("qpdf")
    for file in files:
        path = tmp_path / "document.pdf"
        path.write_bytes(file.content)

        done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)

        assert done.returncode == 0, (file.name, done.stdout + done.stderr)


def test_every_page_holds_the_reference_and_no_word_of_code(files):
    for file in files:
        pages = text_in(file.content).removesuffix("\f").split("\f")

        assert all(file.reference in page for page in pages), file.name
        assert [word for word in WORDS_OF_CODE if word in "".join(pages)] == [], file.name


def test_no_word_of_a_lease_is_printed(files):
    for file in files:
        allowed = ALLOWED_SENTENCES.get(PAPERS[file.kind].template, ())

        assert forbidden_words(text_in(file.content), allowed=allowed) == (), file.name


def test_our_data_alone_are_inside(files, tmp_path):
    if shutil.which("pdfdetach") is None:
        missing("pdfdetach (poppler-utils)")
    for file in files:
        path = tmp_path / "document.pdf"
        path.write_bytes(file.content)

        listed = subprocess.run(["pdfdetach", "-list", path], capture_output=True, text=True)

        name = PAPERS[file.kind].template.removesuffix(".html")
        assert listed.stdout.splitlines() == ["1 embedded files", f"1: {name}.json"], file.name


def test_another_worker_prints_the_same_bytes(files, another_worker):
    first = files[0]

    assert another_worker.pdf(first.job) == first.content


@pytest.fixture(scope="module")
def another_worker():
    with Renderer() as renderer:
        yield renderer


def text_in(pdf: bytes) -> str:
    if shutil.which("pdftotext") is None:
        missing("pdftotext (poppler-utils)")
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()
