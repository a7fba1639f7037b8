"""The thread of a home: what its journal tells a landlord or an administrator, latest first."""

from typing import Any

from flask_babel import gettext as _

from stirrup.permissions import Role
from stirrup.ui import filters
from stirrup.units.enums import PauseReason, WithdrawReason
from stirrup.units.models import Unit
from stirrup.units.queries import Event, list_events
from stirrup.units.stays import HomeStays, StayLine
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


def thread_of(unit: Unit, reader: Any, stays: HomeStays) -> list[dict[str, Any]]:
    """Events of the timeline component: what is to come, then all that happened."""
    own: list[dict[str, Any]] = [
        {"at": event.entry.at, "title": _title(event), "by": who_and_when(event, reader)}
        for event in list_events(unit, list(TITLES))
    ]
    of_stays: list[dict[str, Any]] = [
        {
            "at": event.at,
            "title": event.title,
            "by": filters.date_and_time(event.at),
            "url": event.url,
            "shape": event.shape,
        }
        for event in stays.events
    ]
    past = sorted(own + of_stays, key=lambda line: line["at"], reverse=True)
    return [*_to_come(stays), *({"state": "done"} | line for line in past)]


def who_and_when(event: Event, reader: Any) -> str:
    """Who did it and when, in words."""
    when = filters.date_and_time(event.entry.at)
    return str(_("%(when)s, by %(who)s", when=when, who=_who(event, reader)))


def _to_come(stays: HomeStays) -> list[dict[str, Any]]:
    """The day the keys come back, then the step where a stay stands."""
    lines: list[dict[str, Any]] = []
    if stays.keys_back_on is not None:
        on = filters.date_weekday(stays.keys_back_on)
        lines.append({"title": _("You get the keys back"), "by": on, "shape": "key"})
    steps: list[dict[str, Any]] = [
        {"title": stay.step, "by": _until(stay), "url": stay.url, "state": "now"}
        for stay in stays.live
        if stay.step
    ]
    return [*({"state": "later"} | line for line in lines), *steps]


def _until(stay: StayLine) -> str:
    return str(_("Before %(day)s", day=stay.step_due)) if stay.step_due else stay.reference


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
