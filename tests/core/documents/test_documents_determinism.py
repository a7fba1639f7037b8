"""The same data give the same bytes: again, in another process, with other hash seeds."""

import os
import subprocess
import sys

from config import ROOT
from stirrup.documents.pool import Renderer
from tests.core.documents.jobs import agreement_job

PAGE = """
import sys
from tests.core.documents.jobs import agreement_job
sys.stdout.buffer.write(agreement_job().as_bytes())
"""


def test_warm_workers_give_the_bytes_of_a_cold_one(agreement_pdf):
    """The fixture's worker was started for it alone; hash seeds are drawn for each process."""
    with Renderer(processes=2) as renderer:
        files = list(renderer.pdfs([agreement_job()] * 3))

    assert files == [agreement_pdf] * 3


def test_the_page_does_not_depend_on_the_hash_seed():
    pages = {
        subprocess.run(
            [sys.executable, "-c", PAGE],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }

    assert pages == {agreement_job().as_bytes()}
