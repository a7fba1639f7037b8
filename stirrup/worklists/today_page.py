"""The page of the day, for each role: the one thing to do first, then the rest by kind."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from stirrup.accounts.leave_words import cover_words
from stirrup.accounts.models import User
from stirrup.permissions import Permission, Role, permits
from stirrup.ui.filters import date_short
from stirrup.worklists.coming import Appointment, appointments_of
from stirrup.worklists.expected import expected_of
from stirrup.worklists.lines import Group, Line, most_urgent
from stirrup.worklists.own_homes import homes_in_short


@dataclass(frozen=True)
class DueTag:
    """The last day of a line, in words."""

    words: str
    tone: str


@dataclass(frozen=True)
class Way:
    """Somewhere to go on to."""

    words: str
    url: str


@dataclass(frozen=True)
class TodayPage:
    """Everything the template prints."""

    day: date
    covers: list[str]
    """Whom one stands in for, each in a sentence."""
    first: Line | None
    first_why: str
    groups: list[Group]
    total: int
    appointments: list[Appointment]
    homes: list[dict[str, Any]]
    starts: bool
    """A landlord who has not offered any home yet."""
    next_ways: list[Way]


def today_page(person: User, today: date) -> TodayPage:
    """The day of this person."""
    groups = expected_of(person, today)
    first = most_urgent(groups)
    homes = homes_in_short(person, today) if person.role == Role.LANDLORD else []
    return TodayPage(
        day=today,
        covers=[] if person.role == Role.LANDLORD else cover_words(person, today),
        first=first,
        first_why=_why(first, today) if first else "",
        groups=groups,
        total=sum(group.total for group in groups),
        appointments=appointments_of(person, today),
        homes=homes,
        starts=person.role == Role.LANDLORD and not homes,
        next_ways=_next_ways(person),
    )


def _why(first: Line, today: date) -> str:
    """Until when, and which one it is."""
    due = due_tag(first.due_on, today)
    return ". ".join(filter(None, (due.words if due else "", first.about)))


def due_tag(due_on: date | None, today: date) -> DueTag | None:
    """How a last day is told; None when there is none."""
    if due_on is None:
        return None
    if due_on < today:
        return DueTag(_("Late since %(day)s", day=date_short(due_on)), "bad")
    if due_on == today:
        return DueTag(_("Today"), "warn")
    tone = "warn" if (due_on - today).days == 1 else "idle"
    return DueTag(_("Before %(day)s", day=date_short(due_on)), tone)


def _next_ways(person: User) -> list[Way]:
    ways = (
        (Permission.PROPOSAL_LIST, _("Open the morning review"), "runs.review"),
        (Permission.UNIT_CREATE, _("Offer a home"), "units.new"),
        (Permission.REFERRAL_CREATE, _("Refer a household"), "referrals.new"),
        (Permission.REFERRAL_BOARD, _("See the referrals by stage"), "worklists.board"),
        (Permission.TEAM_MANAGE, _("See the team and its capacity"), "worklists.team"),
    )
    return [Way(words, url_for(page)) for right, words, page in ways if permits(person, right)]
