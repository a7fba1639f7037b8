"""The process that prints: warm, it forks a child for each page, which lives for that page alone.

`stirrup.documents.pool` starts it with an environment that holds nothing secret. Jobs come in on
standard input, answers go out on standard output; it ends when its input does. A child has limits
of memory, processor and time: hostile text can stop the child, and nothing else.
"""

import gc
import os
import resource
import select
import signal
import sys
import tempfile
from tempfile import TemporaryDirectory
from time import monotonic
from typing import NoReturn

from stirrup.documents.frames import read_frame, write_frame
from stirrup.documents.print_job import FindingsFailed, PrintJob, RenderFailed

MEMORY_BYTES = 512 * 1024**2
PROCESSOR_SECONDS = 10
"""An agreement takes one; a page that takes ten is hostile, whatever else the machine does."""
DONE, FOUND, FAILED = b"+", b"?", b"-"
"""First byte of an answer: a file, the rules that it breaks, or why there is none, follows."""
_INPUT, _OUTPUT = 0, 1


def main() -> int:
    """Answer jobs until nobody is left to ask. Ctrl-C is for the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with TemporaryDirectory(prefix="stirrup-pdf-") as scratch:
        os.environ.update(dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), scratch))
        tempfile.tempdir = scratch
        unable = _warm_up()
        while (sent := read_frame(sys.stdin.buffer)) is not None:
            answer = FAILED + unable if unable else _answer(PrintJob.read(sent))
            try:
                write_frame(sys.stdout.buffer, answer)
            except OSError:
                break
    return 0


def _warm_up() -> bytes:
    """Load everything once; returns why that is not possible, nothing when it is."""
    try:
        from stirrup.documents.printing import prepare

        prepare()
    except (ImportError, OSError) as missing:
        return f"{type(missing).__name__}: {missing}".encode()
    gc.collect()
    gc.freeze()
    return b""


def _answer(job: PrintJob) -> bytes:
    """What a child of ours makes of this page, or what became of the child."""
    reading, writing = os.pipe()
    with TemporaryDirectory() as folder:
        child = os.fork()
        if not child:
            _live_for_one_page(job, writing, folder)
        os.close(writing)
        told = _listen(reading, job.time_limit_seconds)
        os.kill(child, signal.SIGKILL)
        _child, status = os.waitpid(child, 0)
    if told is None:
        return FAILED + f"No document after {job.time_limit_seconds:g} seconds.".encode()
    return told or FAILED + _how_it_ended(status).encode()


def _listen(reading: int, seconds: float) -> bytes | None:
    """All that the child says; None when its time is over, or nobody waits for it any more."""
    deadline = monotonic() + seconds
    said: list[bytes] = []
    waiting = select.poll()
    waiting.register(reading, select.POLLIN)
    waiting.register(_INPUT, 0)  # tells that the process that asks is gone, and nothing else
    with open(reading, "rb", buffering=0) as pipe:
        while (left := deadline - monotonic()) > 0:
            ready = dict(waiting.poll(left * 1000))
            if _INPUT in ready:
                return None
            if reading in ready:
                part = pipe.read(1 << 16)
                if not part:
                    return b"".join(said)
                said.append(part)
    return None


def _live_for_one_page(job: PrintJob, writing: int, folder: str) -> NoReturn:
    """The child: print, say it, end. It never returns into the parent's code."""
    _give_up_what_is_not_needed(job.time_limit_seconds, folder)
    try:
        from stirrup.documents.printing import printed

        answer = DONE + printed(job)
    except FindingsFailed as failure:
        answer = FOUND + str(failure).encode()
    except BaseException as failure:  # whatever it is, the process that asks is told
        answer = FAILED + _told(failure).encode(errors="replace")
    with open(writing, "wb") as pipe:
        pipe.write(answer)
    os._exit(0)


def _give_up_what_is_not_needed(seconds: float, folder: str) -> None:
    """Limits, no way to speak to whoever asked, and an alarm even if the parent is killed.

    A process that lives for one page needs no collection of garbage.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (_INPUT, _OUTPUT, sys.stderr.fileno()):
        os.dup2(nowhere, stream)
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)
    tempfile.tempdir = folder
    gc.disable()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1))


def _told(failure: BaseException) -> str:
    if isinstance(failure, RenderFailed):
        return str(failure)
    return f"{type(failure).__name__}: {failure}"


def _how_it_ended(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"The worker was stopped by {signal.Signals(os.WTERMSIG(status)).name}."
    return f"The worker ended with status {os.waitstatus_to_exitcode(status)}."


if __name__ == "__main__":
    sys.exit(main())
