"""The engine is tried in another process, and says how it is repaired."""

import sys

from stirrup.documents.engine import REPAIR, pdf_engine_status, status_of
from stirrup.documents.render import RenderFailed


def test_the_engine_of_this_machine_is_ready_and_was_not_loaded_here():
    loaded_before = "weasyprint" in sys.modules

    status = pdf_engine_status()

    assert status.ready, status.reason
    assert ("weasyprint" in sys.modules) == loaded_before


def test_the_answer_is_kept_for_the_life_of_the_process():
    assert pdf_engine_status() is pdf_engine_status()


def test_an_engine_that_fails_says_why_and_which_command_repairs_it():
    def crash() -> bytes:
        raise RenderFailed("The worker was stopped by SIGSEGV.")

    status = status_of(crash)

    assert not status.ready
    assert "SIGSEGV" in status.reason
    assert status.repair == REPAIR
    assert REPAIR.endswith("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
