"""What the page of a home tells of its stays: who keeps stays says it, homes only ask."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask, current_app

from stirrup.units.models import Unit

EXTENSION = "stays_of_a_home"
AWAITED = "answers_awaited_for_homes"


@dataclass(frozen=True)
class StayLine:
    """One stay that is coming or under way: its dates, and the step where it stands."""

    reference: str
    url: str
    words: str
    tone: str
    dates: str
    step: str | None = None
    step_due: str | None = None


@dataclass(frozen=True)
class Turn:
    """What this reader is asked about a stay, and where it is answered."""

    what: str
    why: str | None
    words: str
    url: str


@dataclass(frozen=True)
class StayEvent:
    """One line of the home's thread that is about a stay; nobody is named."""

    at: datetime
    title: str
    url: str
    state: str = "done"
    shape: str | None = None


@dataclass(frozen=True)
class HomeStays:
    """Everything that a reader is told of the stays of one home."""

    live: tuple[StayLine, ...] = ()
    turn: Turn | None = None
    events: tuple[StayEvent, ...] = ()
    papers: tuple[dict[str, Any], ...] = ()
    summaries_url: str | None = None
    free_on: date | None = None
    """The first day without anybody; None without an end to be known."""
    latest_start: date | None = None
    """After that day, six months do not fit before the home is wanted back."""
    keys_back_on: date | None = None


Teller = Callable[[Unit, Any], HomeStays]
Awaited = Callable[[Iterable[Unit]], Mapping[int, date | None]]


def install(app: Flask, teller: Teller, awaited: Awaited) -> None:
    """Let them answer for the stays: of one home, and of many."""
    app.extensions[EXTENSION] = teller
    app.extensions[AWAITED] = awaited


def stays_of(unit: Unit, reader: Any) -> HomeStays:
    """What this reader may know of the stays of this home."""
    teller: Teller = current_app.extensions[EXTENSION]
    return teller(unit, reader)


def answers_awaited(units: Iterable[Unit]) -> Mapping[int, date | None]:
    """The homes whose landlord has to answer about a stay, with the last day. One query."""
    awaited: Awaited = current_app.extensions[AWAITED]
    return awaited(units)
