"""Warm workers, as many as asked for: jobs in, PDF bytes out, from any thread.

    with Renderer(processes=2) as renderer:
        pdf = renderer.pdf(job)

A worker that dies fails the one job it had; another takes its place for the next.
"""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from signal import Signals
from tempfile import gettempdir
from threading import Timer
from types import TracebackType
from typing import BinaryIO, Self, cast

from stirrup.documents.bundle import FONTS
from stirrup.documents.frames import read_frame, write_frame
from stirrup.documents.print_job import FindingsFailed, PrintJob, RenderFailed
from stirrup.documents.worker import DONE, FOUND

CORES = len(os.sched_getaffinity(0))
"""What this process may use."""
ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0
"""What a worker may take on top of a job's own limit: its first import is slow, on a cold disk or a
machine that does ten other things."""
STOP_SECONDS = START_SECONDS
"""What it may take to end: killed while it still starts, it would leave its folder behind."""


class Renderer:
    """`processes` workers, started at once and ended with the block."""

    def __init__(self, processes: int = 1) -> None:
        self._processes = processes
        self._idle: SimpleQueue[_Worker] = SimpleQueue()

    def __enter__(self) -> Self:
        for _process in range(self._processes):
            self._idle.put(_Worker())
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        while not self._idle.empty():
            self._idle.get().stop()

    def pdf(self, job: PrintJob) -> bytes:
        """The file of one job, by the first worker that is free. Raises RenderFailed."""
        worker = self._idle.get()
        try:
            return worker.pdf(job)
        finally:
            self._idle.put(worker if worker.is_alive else _Worker())

    def pdfs(self, jobs: Iterable[PrintJob]) -> Iterator[bytes | RenderFailed]:
        """The file of each job in the order of the jobs, or why there is none, on all workers.

        A job is asked for when its turn is near: whoever makes the jobs may take their time.
        """
        under_way: deque[Future[bytes | RenderFailed]] = deque()
        with ThreadPoolExecutor(self._processes) as threads:
            for job in jobs:
                under_way.append(threads.submit(self._pdf_or_failure, job))
                if len(under_way) > self._processes:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()

    def _pdf_or_failure(self, job: PrintJob) -> bytes | RenderFailed:
        try:
            return self.pdf(job)
        except RenderFailed as failure:
            return failure


class _Worker:
    """One process and its two pipes; one job at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "stirrup.documents.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=gettempdir(),
            env=worker_environment(),
        )

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def pdf(self, job: PrintJob) -> bytes:
        """The worker keeps to the job's limit itself; it is killed when even that does not end."""
        watch = Timer(job.time_limit_seconds + START_SECONDS, self._process.kill)
        watch.start()
        try:
            answer = self._ask(job)
        finally:
            watch.cancel()
        if answer is None:
            self.stop()
            raise RenderFailed(_how_it_ended(self._process.returncode))
        if answer.startswith(DONE):
            return answer[1:]
        failed = FindingsFailed if answer.startswith(FOUND) else RenderFailed
        raise failed(answer[1:].decode(errors="replace"))

    def stop(self) -> None:
        """Its input ends, so it does; whatever it still does is of no use to anybody."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast(BinaryIO, pipe).close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _ask(self, job: PrintJob) -> bytes | None:
        try:
            write_frame(cast(BinaryIO, self._process.stdin), job.as_bytes())
            return read_frame(cast(BinaryIO, self._process.stdout))
        except OSError:
            return None


def worker_environment() -> dict[str, str]:
    """Nothing of ours goes along: the libraries' search path, our fonts, where to write."""
    libraries = os.environ.get("LD_LIBRARY_PATH")
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "TMPDIR": gettempdir(),
        "XDG_DATA_HOME": str(FONTS),
        "FONTCONFIG_FILE": str(FONTS / "fonts.conf"),
        **({"LD_LIBRARY_PATH": libraries} if libraries else {}),
    }


def _how_it_ended(status: int) -> str:
    if status < 0:
        return f"The worker was stopped by {Signals(-status).name}."
    return f"The worker ended with status {status}."
