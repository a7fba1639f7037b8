"""The two documents, rendered once for all their tests, and what tools read in them."""

import shutil
import subprocess
from functools import cache

import pytest

from stirrup.documents.archive import content_json
from stirrup.documents.pool import Renderer
from stirrup.documents.render import render_pdf
from tests.conftest import missing
from tests.core.documents.jobs import sample_job
from tests.core.documents.samples import AGREEMENT
from tests.patience import PATIENCE_SECONDS


def text_in(pdf: bytes, *options: str) -> str:
    """The text of a file as pdftotext reads it."""
    if shutil.which("pdftotext") is None:
        missing("pdftotext (poppler-utils)")
    done = subprocess.run(
        ["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


@pytest.fixture(scope="session")
def renderer():
    """One warm worker for all the tests of a process."""
    with Renderer() as warm:
        yield warm


@pytest.fixture(scope="session")
def sample_pdf(renderer, made_once):
    """The file of a sample by its name, printed once."""
    return cache(lambda name: made_once(name, lambda: renderer.pdf(sample_job(name))))


@pytest.fixture(scope="session")
def agreement_pdf() -> bytes:
    """By a worker of its own, as `render_pdf` prints a single document."""
    return render_pdf(
        "agreement.html",
        {"agreement": AGREEMENT},
        identifier=f"{AGREEMENT.reference}/{AGREEMENT.version}",
        issued_on=AGREEMENT.issued_on,
        attachment=content_json(AGREEMENT),
        time_limit_seconds=PATIENCE_SECONDS,
    )


@pytest.fixture(scope="session")
def summary_pdf(sample_pdf) -> bytes:
    return sample_pdf("owner_summary")


@pytest.fixture(scope="session")
def agreement_text(agreement_pdf) -> str:
    return text_in(agreement_pdf)


@pytest.fixture(scope="session")
def summary_text(summary_pdf) -> str:
    return text_in(summary_pdf)
