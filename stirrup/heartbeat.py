"""When each job of the timetable last ran, and how it went."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import String, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from stirrup.clock import now
from stirrup.database import Model, UtcInstant, rows_changed
from stirrup.extensions import db

logger = logging.getLogger("stirrup.scheduler")


class Heartbeat(Model):
    """One line for each job; a failure holds the kind of the error, never a value.

    `finished_at` and `failed_at` are those of the last success and of the last failure: whichever
    is later than `started_at` says how the last run went; neither, that it is under way.
    """

    __tablename__ = "heartbeat"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcInstant)
    finished_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    failed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    error: Mapped[str | None] = mapped_column(String(200))


def list_heartbeats() -> Sequence[Heartbeat]:
    """One line for each job that ever ran, by name."""
    return db.session.scalars(select(Heartbeat).order_by(Heartbeat.job)).all()


@contextmanager
def beating(job: str) -> Iterator[None]:
    """Write down that a job starts, and how it ended; its failure is said loudly and ends here.

    What the job left uncommitted is rolled back, whether it failed or forgot it.
    """
    started_at = now()
    _keep(job, started_at=started_at)
    try:
        yield
    except Exception as failure:  # whatever it is, the timetable goes on
        db.session.rollback()
        kind = type(failure).__name__
        logger.exception("job %s failed: %s", job, kind)
        _keep(job, started_at=started_at, failed_at=now(), error=kind)
    else:
        db.session.rollback()
        _keep(job, started_at=started_at, finished_at=now())


def _keep(job: str, **values: object) -> None:
    """In a transaction of its own; where even that fails, the job is done all the same."""
    try:
        known = update(Heartbeat).where(Heartbeat.job == job)
        if not rows_changed(known.values(**values)):
            db.session.add(Heartbeat(job=job, **values))
        db.session.commit()
    except SQLAlchemyError as failure:
        db.session.rollback()
        logger.error("heartbeat of %s: %s", job, type(failure).__name__)
