"""The engine on invented territories, from a city to France: proved, checked, and measured."""

import os
import subprocess
import sys

import pytest

from config import ROOT

MINUTES = 60


@pytest.mark.parametrize(
    ("size", "choices"),
    [
        ("city", ["--repeat", "3"]),
        ("metropolis", ["--repeat", "3"]),
        ("region", ["--repeat", "3"]),
        ("france", ["--repeat", "1", "--processes", "2", "--no-bare"]),
    ],
)
def test_every_size_is_proved_and_passes_the_check(size, choices):
    command = [sys.executable, "-m", "stirrup.matching", "benchmark", "--size", size, *choices]

    done = subprocess.run(
        command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=30 * MINUTES
    )

    sys.stdout.write(done.stdout)
    assert done.returncode == 0, done.stderr
