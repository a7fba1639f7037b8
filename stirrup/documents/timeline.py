"""The key dates of a stay as a ruler of months: positions only, a template draws them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from stirrup.documents.typography import NO_BREAK, day, day_and_month, month

WIDTH = 162.0
"""Millimetres from the first day to the last: gutter and text column of the page."""

_LETTER = 1.62  # mean width of a letter of the labels, millimetres
_NARROWEST_MONTH = 2.0  # a month of a day or two is not drawn
_NARROWEST_NAME = 14.0  # nor is the name of a short one


@dataclass(frozen=True, slots=True)
class Mark:
    """One date: where its line stands, and where its two lines of text hang."""

    x: float
    anchor: Literal["start", "middle", "end"]
    above: bool
    on: str
    label: str


@dataclass(frozen=True, slots=True)
class Month:
    left: float
    middle: float
    name: str


@dataclass(frozen=True, slots=True)
class Timeline:
    width: float
    months: tuple[Month, ...]
    marks: tuple[Mark, ...]


def timeline(events: Sequence[tuple[date, str]]) -> Timeline:
    """The ruler from the first event to the last; at most five, above and below in turn."""
    first, last = events[0][0], events[-1][0]
    scale = WIDTH / ((last - first).days + 1)
    marks = tuple(
        _mark(events, position, (on - first).days * scale)
        for position, (on, _label) in enumerate(events)
    )
    return Timeline(WIDTH, tuple(_months(first, last, scale)), marks)


def _mark(events: Sequence[tuple[date, str]], position: int, x: float) -> Mark:
    on, label = events[position]
    at_an_end = position in (0, len(events) - 1)
    on_text = day(on) if at_an_end else day_and_month(on)
    half = max(len(on_text), len(label)) * _LETTER / 2
    anchor: Literal["start", "middle", "end"] = "middle"
    if x - half < 0:
        anchor = "start"
    elif x + half > WIDTH:
        anchor, x = "end", min(x, WIDTH - 0.9)
    return Mark(max(x, 0.4), anchor, position % 2 == 0, on_text, label)


def _months(first: date, last: date, scale: float) -> Iterator[Month]:
    start = first
    while start <= last:
        after = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        left, right = (start - first).days * scale, min((after - first).days * scale, WIDTH)
        if right - left >= _NARROWEST_MONTH:
            yield Month(left, (left + right) / 2, _name(start, right - left))
        start = after


def _name(start: date, width: float) -> str:
    if width < _NARROWEST_NAME:
        return ""
    return f"{month(start)}{NO_BREAK}{start.year}" if start.month == 1 else month(start)
