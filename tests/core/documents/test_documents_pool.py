"""Warm workers: what a page does to its own process stays there, and none outlives its master."""

import os
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from config import ROOT
from stirrup.documents import worker
from stirrup.documents.pool import Renderer
from stirrup.documents.print_job import RenderFailed
from tests.core.documents.jobs import agreement_job, one_page
from tests.patience import awaited

GOOD = one_page("<h1>Bon</h1>")
NESTED = one_page("<div>" * 1_500)
ENDLESS = one_page("<p>" + "mot " * 1_000_000 + "</p>")
MASTER = """
import sys, time
from stirrup.documents.pool import Renderer
from stirrup.documents.print_job import PrintJob
job = PrintJob.read(sys.stdin.buffer.read())
with Renderer() as renderer:
    renderer.pdf(job)
"""


def children_of(process: int) -> list[int]:
    """The processes that this one started and that still run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _end, rest = status.read_text().rpartition(")")
            state, parent = rest.split()[:2]
            if int(parent) == process and state != "Z":
                found.append(int(name.split()[0]))
    return found


def is_running(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return not status.rpartition(")")[2].strip().startswith("Z")


def test_a_worker_prints_many_documents(renderer):
    before = children_of(os.getpid())

    files = list(renderer.pdfs([GOOD, GOOD, GOOD]))

    assert all(file.startswith(b"%PDF-") for file in files)
    assert children_of(os.getpid()) == before


def test_a_page_that_breaks_the_engine_says_so_and_the_next_one_is_made(renderer):
    broken, good = renderer.pdfs([NESTED, GOOD])

    assert "RecursionError" in str(broken)
    assert good.startswith(b"%PDF-")


def test_outcomes_come_in_the_order_of_the_jobs(renderer):
    jobs = [one_page(f"<h1>{number}</h1>" * number) for number in (40, 1, 20, 2)]
    alone = [renderer.pdf(job) for job in jobs]

    with Renderer(processes=2) as pair:
        together = list(pair.pdfs(jobs))

    assert together == alone


def test_a_document_that_takes_too_long_is_given_up(renderer):
    with pytest.raises(RenderFailed, match=r"No document after 0\.05 seconds"):
        renderer.pdf(replace(agreement_job(), time_limit_seconds=0.05))

    assert renderer.pdf(GOOD).startswith(b"%PDF-")


def test_a_page_beyond_its_processor_time_is_stopped(renderer):
    with pytest.raises(RenderFailed, match=r"SIGXCPU|MemoryError"):
        renderer.pdf(ENDLESS)

    assert renderer.pdf(GOOD).startswith(b"%PDF-")


def test_a_file_with_findings_is_not_handed_over(renderer):
    with pytest.raises(RenderFailed, match="its data alone attached; data of this document"):
        renderer.pdf(replace(GOOD, reference="ST-2026-000001"))


def test_a_worker_that_is_killed_fails_its_job_and_is_replaced():
    with Renderer() as renderer:
        renderer.pdf(GOOD)
        (process,) = set(children_of(os.getpid())) & set(workers())
        os.kill(process, signal.SIGKILL)

        with pytest.raises(RenderFailed, match="SIGKILL"):
            renderer.pdf(GOOD)

        assert renderer.pdf(GOOD).startswith(b"%PDF-")


def workers() -> list[int]:
    """The warm workers started by this process, the fixture's left out."""
    return [one for one in children_of(os.getpid()) if one not in BEFORE]


BEFORE: set[int] = set()


@pytest.fixture(autouse=True)
def _remember_who_ran_before(renderer):
    renderer.pdf(GOOD)
    BEFORE.clear()
    BEFORE.update(children_of(os.getpid()))


def test_nothing_runs_and_nothing_lies_about_when_the_block_ends(tmp_path, monkeypatch):
    monkeypatch.setattr("stirrup.documents.pool.gettempdir", lambda: str(tmp_path))
    with Renderer(processes=2) as renderer:
        renderer.pdf(GOOD)

    assert workers() == []
    assert list(tmp_path.iterdir()) == []


def test_a_worker_ends_with_the_process_that_asked(tmp_path):
    """Killed in the middle of a document: worker and child go, and their folder too."""
    master = subprocess.Popen(
        [sys.executable, "-c", MASTER],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
    )
    master.stdin.write(replace(ENDLESS, time_limit_seconds=600).as_bytes())
    master.stdin.close()
    family = awaited(lambda: worker_and_page_of(master.pid))

    master.kill()
    master.wait()

    assert len(family) == 2
    assert awaited(lambda: not any(map(is_running, family)))
    assert awaited(lambda: not list(tmp_path.iterdir()))


def worker_and_page_of(process: int) -> list[int]:
    """Its worker and the child that prints, if one does: not a program that the worker asks."""
    return [
        one
        for warm in children_of(process)
        for child in children_of(warm)
        if prints_a_page(child)
        for one in (warm, child)
    ]


def prints_a_page(process: int) -> bool:
    """Whether it has given up what printing does not need: the worker itself has no such limit."""
    try:
        return resource.prlimit(process, resource.RLIMIT_CPU)[0] == worker.PROCESSOR_SECONDS
    except ProcessLookupError:
        return False


def test_a_child_has_no_way_to_speak_to_whoever_asked():
    """Streams closed, limits set: seen from inside a process that gave up what it does not need."""
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, resource, sys\n"
            "from stirrup.documents.worker import _give_up_what_is_not_needed as give_up\n"
            "kept = os.dup(1)\n"
            "give_up(5, '/nowhere')\n"
            "said = [os.readlink(f'/proc/self/fd/{n}') for n in (0, 1, 2)]\n"
            "said += [resource.getrlimit(resource.RLIMIT_AS)[0]]\n"
            "os.write(kept, repr(said).encode())",
        ],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )

    assert told.stdout.decode() == repr(["/dev/null"] * 3 + [worker.MEMORY_BYTES])
