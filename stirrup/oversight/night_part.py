"""The last night: whether it ran, how long it took, and whether its result is proved."""

from datetime import time
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.clock import local, now, today
from stirrup.oversight.conditions import Condition, Part, as_lines
from stirrup.runs.enums import RunState
from stirrup.runs.models import MatchRun
from stirrup.runs.queries import find_night, last_published_run
from stirrup.runs.run_page import name_of, state_of
from stirrup.ui.filters import date_and_time

EXPECTED_FROM = time(6, 0)
"""Before this hour of Paris, a night that is not there yet is no fault."""


def night_part() -> Part:
    """Tonight's run, or the last one that finished when tonight's is missing."""
    tonight = find_night(today())
    shown = tonight or last_published_run()
    if shown is None:
        return Part(
            str(_("Last night")),
            Condition.UNKNOWN if _too_early() else Condition.WATCH,
            str(_("No night has run yet.")),
            advice=str(_("Start the scheduler, or a run by hand under Nights.")),
            url=url_for("runs.index"),
            url_words=str(_("Nights and runs")),
        )
    return Part(
        str(_("Last night")),
        _condition(tonight),
        f"{name_of(shown)}. {state_of(shown)[0]}.",
        as_lines(_facts(shown)),
        advice=_advice(tonight),
        url=url_for("runs.show", match_run_id=shown.id),
        url_words=str(_("See this run")),
    )


def _condition(tonight: MatchRun | None) -> Condition:
    if tonight is None:
        return Condition.UNKNOWN if _too_early() else Condition.BROKEN
    if tonight.state == RunState.FAILED:
        return Condition.BROKEN
    if tonight.state == RunState.CLAIMED:
        return Condition.UNKNOWN if tonight.lease_until > now() else Condition.BROKEN
    return Condition.WELL


def _advice(tonight: MatchRun | None) -> str:
    if tonight is not None and tonight.state == RunState.PUBLISHED:
        return ""
    if tonight is None and _too_early():
        return str(_("The night starts at four in the morning."))
    return str(_("Earlier proposals stay in place. Start a run by hand once the cause is gone."))


def _facts(run: MatchRun) -> list[tuple[str, Any]]:
    seconds = _seconds(run)
    return [
        (_("Finished"), run.finished_at and date_and_time(run.finished_at)),
        (
            _("Duration"),
            None if seconds is None else ngettext("%(num)s second", "%(num)s seconds", seconds),
        ),
        (_("Quality"), run.status and (_("Optimal, proved") if run.is_proved else _("Not proved"))),
        (_("Proposals"), None if run.proposals_count is None else str(run.proposals_count)),
        (_("Attempt"), str(run.attempt)),
    ]


def _seconds(run: MatchRun) -> int | None:
    if run.finished_at is None:
        return None
    return max(1, round((run.finished_at - run.started_at).total_seconds()))


def _too_early() -> bool:
    return local(now()).time() < EXPECTED_FROM
