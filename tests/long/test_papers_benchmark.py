"""Our files beside bare WeasyPrint, and what several workers bring: printed, never asserted."""

import subprocess
import sys

from config import ROOT
from tests.long.test_papers_determinism import job_of

MINUTES = 60


def test_the_figures_of_the_documents(tmp_path):
    names = ("agreement", "owner_summary")
    pages = [tmp_path / f"{name}.html" for name in names]
    for name, page in zip(names, pages, strict=True):
        page.write_text(job_of(name).page)
    command = [sys.executable, "-m", "stirrup.documents.benchmark", *map(str, pages)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30 * MINUTES)

    sys.stdout.write(done.stdout)
    assert done.returncode == 0, done.stderr
    assert "ours / bare" in done.stdout
