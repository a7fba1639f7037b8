"""The jobs of the timetable: when each last ran, and whether its silence is too long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from stirrup.clock import now
from stirrup.extensions import db
from stirrup.heartbeat import Heartbeat
from stirrup.oversight.conditions import Condition
from stirrup.ui.filters import date_and_time
from stirrup.wording import N_

EVERY_DAY = timedelta(hours=26)
OFTEN = timedelta(minutes=15)
LABELS = {
    "backups": N_("Backup"),
    "referrals": N_("Referrals: reminded, parked, resumed"),
    "holds": N_("Homes kept back: released"),
    "lists": N_("Lists that nobody confirmed: erased"),
    "night": N_("The night"),
    "watch": N_("Watch over the night"),
    "reserve": N_("Reserve lists"),
    "mail": N_("Mail"),
    "documents": N_("Documents: production"),
    "long_lists": N_("Long lists: checked, taken over"),
    "seals": N_("Documents: seals"),
    "sheets": N_("Sheets of the morning"),
    "briefs": N_("Morning brief by mail"),
    "digests": N_("Daily mail"),
    "stalls": N_("Clock of the steps before the keys"),
    "last_days": N_("Alerts before the last day"),
}
LONGEST_SILENCE = {"mail": OFTEN, "documents": OFTEN, "seals": OFTEN, "long_lists": OFTEN}
"""Beyond it nobody keeps time any more; the other jobs come once a day."""


@dataclass(frozen=True)
class JobLine:
    """One job, its last sign of life, and what to think of it."""

    label: str
    last: str
    condition: Condition
    words: str
    error: str = ""


def job_lines() -> list[JobLine]:
    """Every job that has run at least once, and those that never have."""
    seen = {beat.job: beat for beat in db.session.scalars(select(Heartbeat))}
    others = sorted(seen.keys() - LABELS.keys())
    return [_line(name, seen.get(name), now()) for name in (*LABELS, *others)]


def _line(name: str, beat: Heartbeat | None, instant: datetime) -> JobLine:
    label = str(_(LABELS[name])) if name in LABELS else name
    if beat is None:
        return JobLine(label, str(_("Never")), Condition.UNKNOWN, str(_("Not seen yet")))
    condition, words = _judged(beat, LONGEST_SILENCE.get(name, EVERY_DAY), instant)
    failed = beat.error or "" if condition == Condition.BROKEN else ""
    return JobLine(label, date_and_time(beat.started_at), condition, words, failed)


def _judged(beat: Heartbeat, silence: timedelta, instant: datetime) -> tuple[Condition, str]:
    if _failed_last(beat):
        return Condition.BROKEN, str(_("Failed"))
    if instant - beat.started_at > silence:
        return Condition.WATCH, str(_("Silent for too long"))
    if beat.finished_at is None or beat.finished_at < beat.started_at:
        return Condition.WELL, str(_("Under way"))
    return Condition.WELL, str(_("Done"))


def _failed_last(beat: Heartbeat) -> bool:
    """Whether the last attempt is the one that failed."""
    return beat.failed_at is not None and beat.failed_at >= beat.started_at
