"""Leaves in words: beside a referent's name, on the team's page, for who stands in."""

from datetime import date
from typing import Any

from flask_babel import gettext as _

from stirrup.accounts.leave_models import Leave
from stirrup.accounts.models import User
from stirrup.accounts.standing_in import leaves_covered_by, leaves_of
from stirrup.ui.filters import date_long


def name_today(person: User, day: date) -> str:
    """The person's name; away on that day, until when and who stands in. One query."""
    leave = leaves_of([person.id], day).get(person.id)
    if leave is None:
        return person.display_name
    return str(
        _(
            "%(name)s, on leave until %(day)s, %(deputy)s stands in",
            name=person.display_name,
            day=date_long(leave.last_day),
            deputy=leave.deputy.display_name,
        )
    )


def leave_words(leave: Leave) -> str:
    """When, and who stands in."""
    return str(
        _(
            "From %(first)s to %(last)s, %(deputy)s stands in",
            first=date_long(leave.first_day),
            last=date_long(leave.last_day),
            deputy=leave.deputy.display_name,
        )
    )


def cover_words(person: Any, day: date) -> list[str]:
    """Whom this person stands in for on a day, a sentence each. One query."""
    return [
        str(
            _(
                "You stand in for %(name)s until %(day)s.",
                name=leave.person.display_name,
                day=date_long(leave.last_day),
            )
        )
        for leave in leaves_covered_by(person, day)
    ]
