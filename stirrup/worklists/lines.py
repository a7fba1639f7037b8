"""What somebody is expected to do: groups of lines, each one sentence and where it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import url_for

ABOUT_TO_PASS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, said without any personal data; `due_on` is its last day, if it has one."""

    text: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    due_on: date | None = None
    urgent: bool = False
    """Due by tomorrow, or late."""
    act: str | None = None
    """Endpoint of what can be done about it at once, in one click, with the same values."""
    act_words: str = ""
    about: str = ""
    """Facts that tell this one from the next, for a page only: mails leave them out."""

    @property
    def url(self) -> str:
        """The address of the page on which it is done."""
        return url_for(self.endpoint, **self.values)

    @property
    def act_url(self) -> str | None:
        """Where that one click is sent."""
        return url_for(self.act, **self.values) if self.act else None


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind: the first ones, how many there are in all, and where all of them are."""

    title: str
    lines: tuple[Line, ...]
    total: int
    everything: Line

    @property
    def more(self) -> int:
        """How many are not among the lines."""
        return self.total - len(self.lines)


def is_urgent(due_on: date | None, today: date) -> bool:
    """Whether the last day is tomorrow, today or behind."""
    return due_on is not None and due_on <= today + ABOUT_TO_PASS


def most_urgent(groups: list[Group]) -> Line | None:
    """The one thing to do first: what presses, else what is due soonest.

    A list that begins with something that has no last day begins with that, unless another presses.
    """
    lines = [line for group in groups for line in group.lines]
    pressing = [line for line in lines if line.urgent]
    if not pressing and lines and lines[0].due_on is None:
        return lines[0]
    return min(pressing or lines, key=lambda line: line.due_on or date.max, default=None)
