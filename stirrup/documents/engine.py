"""Whether this machine can make PDFs, asked in a process of its own: a bad one would crash ours."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from stirrup.documents.pool import Renderer
from stirrup.documents.print_job import PrintJob, RenderFailed

REPAIR = (
    "sudo apt-get install -y --no-install-recommends"
    " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
PATIENCE_SECONDS = 30.0
"""The first import of the libraries on a cold disk is slow."""

_ONE_LINE = (
    '<!DOCTYPE html><html lang="fr"><title>Essai</title><p>Une ligne, déjà écrite.</p></html>'
)


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """`reason` and `repair` are empty when the engine is ready."""

    ready: bool
    reason: str = ""
    repair: str = ""


@cache
def pdf_engine_status() -> EngineStatus:
    """Renders one line, once per process."""
    return status_of(_print_one_line)


def _print_one_line() -> bytes:
    job = PrintJob(
        page=_ONE_LINE,
        identifier=b"essai",
        issued_on=date(2026, 1, 1),
        time_limit_seconds=PATIENCE_SECONDS,
    )
    with Renderer() as renderer:
        return renderer.pdf(job)


def status_of(render: Callable[[], bytes]) -> EngineStatus:
    """Ready if `render` succeeds, otherwise why not and the command that repairs it."""
    try:
        render()
    except RenderFailed as error:
        return EngineStatus(False, str(error), REPAIR)
    return EngineStatus(True)


def main() -> int:
    status = pdf_engine_status()
    if status.ready:
        sys.stdout.write("PDF: ready.\n")
        return 0
    sys.stdout.write(f"PDF: not ready. {status.reason}\n{status.repair}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
