"""What the pages of steps and reasons show: each value in words, and the history of changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select

from stirrup.accounts.models import User
from stirrup.audit import AuditEntry
from stirrup.extensions import db
from stirrup.placements.lanes.enums import DelayUnit, HomeAfter, HouseholdAfter, Side
from stirrup.placements.lanes.models import ReasonSetting, StepAnswer, StepSetting
from stirrup.placements.lanes.setting_words import change_words
from stirrup.placements.lanes.steps import Lanes, Reason, in_words
from stirrup.ui.filters import date_and_time
from stirrup.wording import N_

SIDE_TITLES = {
    Side.ASSOCIATION: N_("Given by the association"),
    Side.HOUSEHOLD: N_("Given by the household"),
    Side.LANDLORD: N_("Given by the landlord"),
    Side.TEAM: N_("Given by the Stirrup team"),
    Side.NOBODY: N_("Whoever gives them"),
}
ACTIONS = {
    "step_changed": N_("Step changed"),
    "step_added": N_("Step added"),
    "step_retired": N_("Step retired"),
    "step_brought_back": N_("Step asked again"),
    "step_deleted": N_("Step deleted"),
    "step_restored": N_("Step back to what comes with the program"),
    "reason_added": N_("Reason added"),
    "reason_changed": N_("Reason changed"),
    "reason_retired": N_("Reason retired"),
    "reason_brought_back": N_("Reason offered again"),
    "reason_restored": N_("Reason back to what comes with the program"),
}
SUBJECTS = (StepSetting.__tablename__, ReasonSetting.__tablename__)


@dataclass(frozen=True)
class StepLine:
    """One step of the list."""

    name: str
    url: str
    side: str
    delay: str
    reminder: str
    escalation: str
    timeout: str
    is_taken: bool
    is_own: bool
    is_retired: bool


@dataclass(frozen=True)
class ReasonLine:
    """One reason of the list."""

    label: str
    url: str
    term: str
    household: str
    home: str
    asks: str
    given: int
    is_retired: bool


def step_lines(lanes: Lanes) -> list[StepLine]:
    """Every step in its order, those that are left out too."""
    return [
        StepLine(
            name=words_of(step.name),
            url=url_for("lanes.step", step_code=step.code),
            side=expected_words(step.side),
            delay=days_words(step.delay, step.unit),
            reminder=days_words(step.remind_after, step.unit),
            escalation=days_words(step.escalate_after, step.unit),
            timeout=str(_(step.timeout.label)),
            is_taken=step.is_asked,
            is_own=step.is_own,
            is_retired=step.retired,
        )
        for step in lanes.steps
    ]


def reason_groups(lanes: Lanes) -> list[tuple[str, list[ReasonLine]]]:
    """The reasons of each side under its title, the retired ones last."""
    given = _times_given()
    ordered = sorted(lanes.reasons.values(), key=lambda reason: reason.retired)
    return [
        (str(_(title)), [_reason_line(one, given) for one in ordered if one.side == side])
        for side, title in SIDE_TITLES.items()
    ]


def history(lanes: Lanes, *, code: str | None = None, most: int = 25) -> list[dict[str, str]]:
    """What was changed, the latest first, as the timeline shows it; of one code, or of all."""
    lines = (line for line in _journal() if code in (None, line[0].details.get("code")))
    return [_told(entry, name, lanes) for entry, name in list(lines)[:most]]


def expected_words(side: Side) -> str:
    """Of whom a step is expected; each party signs for itself."""
    return str(_("Each party") if side == Side.NOBODY else _(side.label))


def days_words(number: int, unit: DelayUnit) -> str:
    """2 -> "2 working days"; 0 is the day on which the step begins."""
    if number == 0:
        return str(_("the first day"))
    if unit == DelayUnit.WORKING_DAYS:
        return str(ngettext("%(num)s working day", "%(num)s working days", number))
    return str(ngettext("%(num)s day", "%(num)s days", number))


def words_of(words: Any) -> str:
    """In the reader's language."""
    return in_words(words, str(get_locale()))


def _reason_line(reason: Reason, given: dict[str, int]) -> ReasonLine:
    asked = {N_("a few words"): reason.needs_note, N_("a review"): reason.needs_review}
    return ReasonLine(
        label=words_of(reason.label),
        url=url_for("lanes.reason", reason_code=reason.code),
        term=term_words(reason.forbids_days),
        household=str(_(HouseholdAfter(reason.household).label)),
        home=str(_(HomeAfter(reason.home).label)),
        asks=", ".join(str(_(words)) for words, is_asked in asked.items() if is_asked),
        given=given.get(reason.code, 0),
        is_retired=reason.retired,
    )


def term_words(days: int | None) -> str:
    """For how long the nights leave a pair aside."""
    if days is None:
        return str(_("For ever"))
    return days_words(days, DelayUnit.DAYS) if days else str(_("Not at all"))


def _times_given() -> dict[str, int]:
    query = select(StepAnswer.reason, func.count()).group_by(StepAnswer.reason)
    return {code: number for code, number in db.session.execute(query) if code}


def _journal() -> Iterable[tuple[AuditEntry, str]]:
    query = (
        select(AuditEntry, User.display_name)
        .join(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_kind.in_(SUBJECTS))
        .order_by(AuditEntry.id.desc())
    )
    return ((entry, name) for entry, name in db.session.execute(query))


def _told(entry: AuditEntry, name: str, lanes: Lanes) -> dict[str, str]:
    details = entry.details
    title = f"{_(ACTIONS[entry.action])} – {_subject(entry, lanes)}"
    names = {step.code: words_of(step.name) for step in lanes.steps}
    changed = change_words(details["before"], details["after"], names) if details["before"] else []
    about = [f"{date_and_time(entry.at)}, {name}", *changed]
    return {"title": title, "by": " · ".join(about), "state": "done"}


def _subject(entry: AuditEntry, lanes: Lanes) -> str:
    """The name of the step or the words of the reason, as they are now."""
    code = entry.details["code"]
    if lanes.has_step(code):
        return words_of(lanes.step(code).name)
    return words_of(lanes.reasons[code].label) if code in lanes.reasons else str(code)
