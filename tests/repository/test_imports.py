"""What is loaded when, and contracts that still bite."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("scheduler", "apscheduler", "ortools", "weasyprint", "pikepdf", "pyhanko")

VIOLATIONS = {
    "The cores are plain Python": ("stirrup/matching/planted.py", "import flask\n"),
    "Only matching knows OR-Tools and NumPy": ("stirrup/units/planted.py", "import numpy\n"),
    "Only documents knows the PDF libraries": ("stirrup/units/planted.py", "import weasyprint\n"),
    "Only the outbox sends, only the scheduler keeps time": (
        "stirrup/units/planted.py",
        "import smtplib\n",
    ),
    "The web never starts the clock": ("stirrup/units/planted.py", "import scheduler\n"),
    "The story flows one way": (
        "stirrup/units/planted.py",
        "from stirrup.placements import models\n",
    ),
    "Around the solver of a night, one way": (
        "stirrup/matching/linked/planted.py",
        "from stirrup.matching.explanations import why_not\n",
    ),
    "Inside a feature, the web sits on top": (
        "stirrup/units/lifecycle.py",
        "from stirrup.units import views\n",
    ),
}


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_web_application_loads_no_heavy_library(repository):
    """Neither the clock, nor the solver, nor the PDF engine is paid for by a page."""
    code = f"import sys, wsgi; print([name for name in {HEAVY!r} if name in sys.modules])"

    done = run(sys.executable, "-c", code, folder=repository)

    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_the_matcher_loads_without_flask(repository):
    code = "import sys, stirrup.matching.solver; print('flask' in sys.modules)"

    done = run(sys.executable, "-c", code, folder=repository)

    assert done.stdout.strip() == "False", done.stderr


@pytest.fixture
def copy(repository, tmp_path):
    """The sources alone, where a violation may be planted."""
    for name in ("stirrup", "scheduler"):
        ignored = shutil.ignore_patterns("__pycache__", "static", "*.gz", "fonts")
        shutil.copytree(repository / name, tmp_path / name, ignore=ignored)
    shutil.copy(repository / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_each_import_contract_catches_a_planted_violation(copy, contract):
    path, planted = VIOLATIONS[contract]
    with (copy / path).open("a", encoding="utf-8") as file:
        file.write(planted)

    done = run(str(Path(sys.executable).parent / "lint-imports"), "--no-cache", folder=copy)

    assert f"{contract} BROKEN" in done.stdout
