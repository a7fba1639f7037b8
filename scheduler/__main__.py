"""Keeps the timetable in a process of its own until SIGTERM or Ctrl-C: `python -m scheduler`.

Jobs are held in memory and claims in the database: a second process is harmless.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from config import from_environment
from scheduler.jobs import AT_START, TIMETABLE, Job
from stirrup.application import create_app
from stirrup.clock import PARIS, now
from stirrup.heartbeat import beating

logger = logging.getLogger("stirrup.scheduler")

SIGNALS = (signal.SIGTERM, signal.SIGINT)
SECONDS_TO_STOP = 10


def main() -> None:
    """Keep time for the configuration of the environment; this thread waits for a signal."""
    told_to_stop = listen_to_signals()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler = timekeeper(create_app(from_environment()))
    scheduler.start()
    logger.info("keeping time: %s", ", ".join(job.name for job in TIMETABLE))
    os.read(told_to_stop, 1)
    stop(scheduler)


def listen_to_signals() -> int:
    """A file that becomes readable at the first signal: none is lost, none interrupts anything.

    A handler that locks may wait for the very thread it interrupts; one byte in a pipe cannot.
    """
    readable, writable = os.pipe()
    os.set_blocking(writable, False)
    signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
    for number in SIGNALS:
        signal.signal(number, lambda _number, _frame: None)
    return readable


def timekeeper(app: Flask) -> BackgroundScheduler:
    """A scheduler with every line of the timetable, not yet started."""
    scheduler = BackgroundScheduler(timezone=PARIS)
    for job in TIMETABLE:
        first = {"next_run_time": now()} if job.name in AT_START else {}
        scheduler.add_job(
            in_context_of(app, job),
            job.trigger,
            id=job.name,
            name=job.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=int(job.grace.total_seconds()),
            **first,
        )
    return scheduler


def in_context_of(app: Flask, job: Job) -> Callable[[], None]:
    """Its work inside a context of its own: settings, a database session that ends, a heartbeat."""

    def work_in_context() -> None:
        with app.app_context(), beating(job.name):
            job.work()

    return work_in_context


def stop(scheduler: BackgroundScheduler) -> None:
    """Start nothing more; what is under way finishes soon, or is rolled back with the process."""
    patience = threading.Timer(SECONDS_TO_STOP, os._exit, (0,))
    patience.daemon = True
    patience.start()
    scheduler.shutdown(wait=False)


if __name__ == "__main__":
    main()
