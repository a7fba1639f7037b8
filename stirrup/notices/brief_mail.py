"""The daily mail of administrators: the morning brief, and what is expected of each.

It takes the place of the ordinary daily mail: they have one mail too.
"""

from datetime import date

from stirrup.accounts.models import User
from stirrup.notices.brief import brief_of
from stirrup.notices.digest import groups_for, send_daily
from stirrup.outbox.services import enqueue
from stirrup.permissions import Role


def send_briefs(day: date) -> int:
    """Write the mails of a working day; returns how many."""
    brief = brief_of(day)

    def write(person: User, day: date) -> bool:
        groups = groups_for(person, day)
        is_quiet = brief.night is not None and brief.night.is_of_today
        if not groups and is_quiet:
            return False
        enqueue(
            person.email,
            person.language,
            "notices/brief",
            key=f"daily-{day:%Y-%m-%d}-{person.id}",
            brief=brief,
            groups=groups,
        )
        return True

    return send_daily(day, (Role.ADMINISTRATOR,), write)
