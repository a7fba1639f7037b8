"""What the journal says of a referral, in words: its timeline and who opened it."""

from typing import Any

from flask_babel import gettext as _

from stirrup.audit import AuditEntry
from stirrup.referrals.enums import CloseReason, ParkReason
from stirrup.referrals.journal import JournalLine, list_events, list_readers
from stirrup.referrals.models import Referral
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
    "referral_resumed": N_("Back for the nights"),
    "referral_expired": N_("Confirmation asked"),
    "referral_withdrawn": N_("Closed: %(detail)s"),
}
DETAILS: dict[str, tuple[str, Any]] = {
    "referral_changed": ("step", Step),
    "referral_parked": ("reason", ParkReason),
    "referral_withdrawn": ("reason", CloseReason),
}
"""Where an entry keeps the code that completes its title."""


def timeline(referral: Referral) -> list[dict[str, str]]:
    """The events of a referral as the timeline shows them, the latest first."""
    return [
        {"title": _title(entry), "by": _by(entry, name), "state": "done"}
        for entry, name in list_events(referral)
        if entry.action in TITLES
    ]


def readers(referral: Referral) -> list[str]:
    """Who opened the file and when, the latest first."""
    return [_by(entry, name) for entry, name in list_readers(referral)]


def changed_by(line: JournalLine | None) -> str:
    """Who saved a step last, and when."""
    return _by(*line) if line else ""


def _title(entry: AuditEntry) -> str:
    if entry.action not in DETAILS:
        return str(_(TITLES[entry.action]))
    name, choices = DETAILS[entry.action]
    return str(_(TITLES[entry.action], detail=_(choices(entry.details[name]).label)))


def _by(entry: AuditEntry, name: str | None) -> str:
    return f"{date_and_time(entry.at)}, {name or _('Stirrup, automatically')}"
