"""What the journal says of a referral, in words: its timeline and who opened it."""

from datetime import datetime
from itertools import groupby
from typing import Any

from flask_babel import gettext as _

from stirrup.audit import AuditEntry
from stirrup.clock import local
from stirrup.referrals.enums import CloseReason, ParkReason
from stirrup.referrals.journal import CHANGED, JournalLine, list_events, list_readers
from stirrup.referrals.models import Referral
from stirrup.referrals.stays_told import StayEvent, events_of_stays
from stirrup.referrals.steps import Step
from stirrup.ui.filters import date_and_time
from stirrup.wording import N_

TITLES = {
    "referral_started": N_("Draft started, the person informed"),
    "referral_changed": N_("Changed: %(detail)s"),
    "referral_submitted": N_("Sent, ready for the night"),
    "referral_confirmed": N_("Situation confirmed"),
    "referral_asked": N_("Question from the Stirrup team"),
    "referral_parked": N_("Parked: %(detail)s"),
    "referral_reminded": N_("Reminder sent"),
    "referral_parked_unanswered": N_("Parked: nobody answered or confirmed"),
    "referral_resumed": N_("Back for the nights"),
    "referral_expired": N_("Confirmation asked"),
    "referral_linked": N_("Linked with another household"),
    "referral_unlinked": N_("Unlinked"),
    "referral_withdrawn": N_("Closed: %(detail)s"),
    "referral_reopened": N_("Reopened as a draft"),
    "referral_referent_changed": N_("Another referent"),
    "referral_transfer_asked": N_("Offered to another association, the household agrees"),
    "referral_transfer_taken_back": N_("Not offered any more"),
    "referral_transfer_refused": N_("The other association refused"),
    "referral_transferred": N_("Taken over by another association"),
}
DETAILS: dict[str, tuple[str, Any]] = {
    "referral_changed": ("step", Step),
    "referral_parked": ("reason", ParkReason),
    "referral_withdrawn": ("reason", CloseReason),
}
"""Where an entry keeps the code that completes its title."""


def timeline(referral: Referral) -> list[dict[str, Any]]:
    """The events of a referral and of its stays as the timeline shows them, the latest first.

    What one person changes on one day without anything else happening is one event.
    """
    known = (line for line in list_events(referral) if line[0].action in TITLES)
    groups = (list(group) for _key, group in groupby(known, _event_of))
    own = [_own(group) for group in groups]
    told = [*own, *(_of_a_stay(event) for event in events_of_stays(referral))]
    return sorted(told, key=lambda event: event["at"], reverse=True)


def readers(referral: Referral) -> list[str]:
    """Who opened the file and when, the latest first."""
    return [_by(entry, name) for entry, name in list_readers(referral)]


def changed_by(line: JournalLine | None) -> str:
    """Who saved a step last, and when."""
    return _by(*line) if line else ""


def _own(group: list[JournalLine]) -> dict[str, Any]:
    entry = group[0][0]
    title = _title([entry for entry, _name in group])
    return {"at": entry.at, "title": title, "by": _by(*group[0]), "state": "done"}


def _of_a_stay(event: StayEvent) -> dict[str, Any]:
    return {
        "at": event.at,
        "title": event.title,
        "by": _signed(event.at, event.who),
        "url": event.url,
        "shape": event.shape,
        "state": "done",
    }


def _event_of(line: JournalLine) -> tuple[object, ...]:
    entry = line[0]
    if entry.action == CHANGED:
        return entry.action, entry.actor_id, local(entry.at).date()
    return (entry.id,)


def _title(entries: list[AuditEntry]) -> str:
    entry = entries[0]
    if entry.action not in DETAILS:
        return str(_(TITLES[entry.action]))
    name, choices = DETAILS[entry.action]
    codes = {one.details[name] for one in entries}
    if len(codes) > 1:
        return str(_("%(count)s steps changed", count=len(codes)))
    return str(_(TITLES[entry.action], detail=_(choices(codes.pop()).label)))


def _by(entry: AuditEntry, name: str | None) -> str:
    return _signed(entry.at, name)


def _signed(at: datetime, name: str | None) -> str:
    """When, and who; nobody is the platform itself."""
    return f"{date_and_time(at)}, {name or _('Stirrup, automatically')}"
