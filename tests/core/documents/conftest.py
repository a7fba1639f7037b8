"""The two documents, rendered once for all their tests, and what tools read in them."""

import shutil
import subprocess

import pytest

from stirrup.documents.archive import content_json
from stirrup.documents.pool import Renderer
from stirrup.documents.render import render_pdf
from tests.conftest import missing
from tests.core.documents.samples import AGREEMENT, OWNER_SUMMARY

PATIENCE_SECONDS = 60
"""By the clock, on a machine that does ten other things."""


def agreement_pdf_of(content) -> bytes:
    return render_pdf(
        "agreement.html",
        {"agreement": content},
        identifier=f"{content.reference}/{content.version}",
        issued_on=content.issued_on,
        attachment=content_json(content),
        time_limit_seconds=PATIENCE_SECONDS,
    )


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
def agreement_pdf() -> bytes:
    return agreement_pdf_of(AGREEMENT)


@pytest.fixture(scope="session")
def summary_pdf() -> bytes:
    return render_pdf(
        "owner_summary.html",
        {"summary": OWNER_SUMMARY},
        identifier=f"{OWNER_SUMMARY.reference}/{OWNER_SUMMARY.version}",
        issued_on=OWNER_SUMMARY.issued_on,
        attachment=content_json(OWNER_SUMMARY),
        time_limit_seconds=PATIENCE_SECONDS,
    )


@pytest.fixture(scope="session")
def agreement_text(agreement_pdf) -> str:
    return text_in(agreement_pdf)


@pytest.fixture(scope="session")
def summary_text(summary_pdf) -> str:
    return text_in(summary_pdf)
