"""The thread of a home: what its journal tells a landlord or an administrator, latest first."""

from typing import Any

from flask_babel import gettext as _

from stirrup.permissions import Role
from stirrup.ui import filters
from stirrup.units.enums import PauseReason, WithdrawReason
from stirrup.units.models import Unit
from stirrup.units.queries import Event, list_events
from stirrup.wording import N_

TITLES = {
    "unit_created": N_("Draft created"),
    "unit_submitted": N_("Sent"),
    "unit_check_recorded": N_("Check under way"),
    "unit_opened": N_("Opened to matching"),
    "unit_held": N_("Kept back for some nights"),
    "unit_hold_released": N_("Free for the nights again"),
    "unit_works_asked": N_("Works asked for"),
    "unit_rejected": N_("Not accepted"),
    "unit_paused": N_("Paused"),
    "unit_resumed": N_("Resumed"),
    "unit_withdrawn": N_("Withdrawn"),
}
REASONS: dict[str, Any] = {"unit_paused": PauseReason, "unit_withdrawn": WithdrawReason}


def thread_of(unit: Unit, reader: Any) -> list[dict[str, str]]:
    """Events of the timeline component."""
    return [
        {"title": _title(event), "by": who_and_when(event, reader), "state": "done"}
        for event in list_events(unit, list(TITLES))
    ]


def who_and_when(event: Event, reader: Any) -> str:
    """Who did it and when, in words."""
    when = filters.date_and_time(event.entry.at)
    return str(_("%(when)s, by %(who)s", when=when, who=_who(event, reader)))


def _title(event: Event) -> str:
    title = str(_(TITLES[event.entry.action]))
    reasons = REASONS.get(event.entry.action)
    if reasons is None:
        return title
    reason = _(reasons(event.entry.details["reason"]).label)
    return str(_("%(event)s: %(reason)s", event=title, reason=reason))


def _who(event: Event, reader: Any) -> str:
    if event.actor is None:
        return "Stirrup"
    if event.actor.id == reader.id:
        return str(_("you"))
    if event.actor.role == Role.ADMINISTRATOR:
        return str(_("%(name)s, Stirrup team", name=event.actor.display_name))
    return event.actor.display_name
