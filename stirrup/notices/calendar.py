"""A person's calendar as an iCalendar file: hours as instants, days as days (RFC 5545).

An instant in UTC is the same hour in Paris before and after the clocks change, in every program.
"""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale

from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.notices.dates import Entry, dates_of
from stirrup.outbox.letters import link


def calendar_of(person: User) -> bytes:
    """The whole feed, in the person's language; the same entry keeps its UID for ever."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Stirrup//Stirrup//FR")
    calendar.add("x-wr-calname", "Stirrup")
    with force_locale(person.language):
        for entry in dates_of(person):
            calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.uid}@{_site()}")
    event.add("dtstamp", now())
    event.add("dtstart", _moment(entry.starts))
    event.add("dtend", _moment(entry.ends))
    event.add("summary", entry.title)
    event.add("url", link("placements.show", placement_id=entry.placement_id))
    event.add("class", "PRIVATE")
    return event


def _moment(moment: date | datetime) -> date | datetime:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def _site() -> str:
    return urlsplit(str(current_app.config["BASE_URL"])).hostname or "stirrup"
