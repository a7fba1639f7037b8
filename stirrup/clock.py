"""The only module that asks what time it is: instants in UTC, days in Europe/Paris."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
NOON = time(12)
_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)  # noqa: TID251 (this module is the door)


def today() -> date:
    """The day it is in Paris: the business date of a night is the day on which it ends."""
    return now().astimezone(PARIS).date()


def local(instant: datetime) -> datetime:
    """The same instant on a clock in Paris."""
    return instant.astimezone(PARIS)


@contextmanager
def pretending(day: date) -> Iterator[None]:
    """Let it be noon of another day in here, for nobody else: a demonstration lives its past so."""
    token = _pretended.set(datetime.combine(day, NOON, PARIS).astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)
