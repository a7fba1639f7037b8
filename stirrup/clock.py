"""The only module that asks what time it is: instants in UTC, days in Europe/Paris."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 (this module is the door)


def today() -> date:
    """The day it is in Paris: the business date of a night is the day on which it ends."""
    return now().astimezone(PARIS).date()


def local(instant: datetime) -> datetime:
    """The same instant on a clock in Paris."""
    return instant.astimezone(PARIS)
