"""When each job of the timetable last ran, and how it went."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from stirrup.database import Model, UtcInstant


class Heartbeat(Model):
    """One line for each job; a failure holds the kind of the error, never a value."""

    __tablename__ = "heartbeat"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcInstant)
    finished_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    failed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    error: Mapped[str | None] = mapped_column(String(200))
