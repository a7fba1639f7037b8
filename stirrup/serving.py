"""Runs the web server and the scheduler side by side, for one machine; stops both together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

SECONDS_TO_STOP = 15
WORKERS = "2"
THREADS = "4"


def serve(port: int) -> int:
    """Start both and wait; Ctrl-C or SIGTERM stops both. Returns the exit status."""
    signal.signal(signal.SIGTERM, _as_interruption)
    running = [subprocess.Popen(command) for command in (_web(port), _scheduler())]  # noqa: S603
    try:
        return _wait_for_the_first_to_end(running)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(running)


def _web(port: int) -> list[str]:
    gunicorn = str(Path(sys.executable).parent / "gunicorn")
    return [
        gunicorn, "wsgi:app", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
        "--workers", WORKERS, "--threads", THREADS, "--log-level", "warning",
    ]  # fmt: skip


def _scheduler() -> list[str]:
    return [sys.executable, "-m", "scheduler"]


def _wait_for_the_first_to_end(running: list[subprocess.Popen[bytes]]) -> int:
    while True:
        for process in running:
            status = process.poll()
            if status is not None:
                return status or 1
        time.sleep(0.5)


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()


def _as_interruption(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def port_from_environment() -> int:
    """PORT, 5000 when nothing is said."""
    return int(os.environ.get("PORT", "5000"))
