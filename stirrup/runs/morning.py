"""The banner of the review: how tonight's run went, in figures and in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.accounts.models import User
from stirrup.clock import now, today
from stirrup.runs.changes import Changes
from stirrup.runs.enums import RunKind, RunState
from stirrup.runs.models import MatchRun
from stirrup.runs.oversight import Oversight, oversight_of
from stirrup.runs.queries import find_night, last_published_run
from stirrup.ui.filters import date_long, decimal, percent, time

MOST_BRICKS = 40
Tag = tuple[str, str]


@dataclass(frozen=True)
class Notice:
    """What is not as usual: its tone and its sentence."""

    tone: str
    sentence: str


@dataclass(frozen=True)
class Banner:
    """The result of the last finished run; `run` is None before the first one."""

    run: MatchRun | None
    notice: Notice | None
    title: str
    tags: list[Tag]
    facts: list[tuple[str, str]]
    last_decision_at: datetime | None = None
    """Of this reviewer, in the thirty days looked at."""


def banner_for(person: User) -> Banner:
    """What this reviewer sees first in the morning."""
    run, oversight = last_published_run(), oversight_of(person)
    if run is None:
        return Banner(None, _notice(None), _("No run has finished yet"), [], [])
    return Banner(
        run,
        _notice(run),
        _title(run),
        _tags(run, oversight),
        _facts(run, oversight),
        oversight.last_at,
    )


def sentence_of_changes(changes: Changes | None) -> str | None:
    """How many proposals are new, changed or gone; None when there is nothing to compare with."""
    if changes is None:
        return None
    return str(
        _(
            "Since the run before: %(new)s new, %(moved)s changed, %(gone)s gone.",
            new=len(changes.new),
            moved=len(changes.moved),
            gone=len(changes.gone),
        )
    )


def progress(decided: int, left: int) -> dict[str, Any]:
    """Decisions of the day as bricks; many proposals share a brick."""
    total = decided + left
    scale = min(1.0, MOST_BRICKS / total) if total else 1.0
    done, all_bricks = int(decided * scale), round(total * scale)
    return {
        "done": done,
        "total": all_bricks,
        "now": 1 if left else 0,
        "words": _("Decided today: %(decided)s.", decided=decided),
        "after": _("Still to decide: %(left)s.", left=left),
    }


def _notice(last: MatchRun | None) -> Notice | None:
    """Why this is not tonight's run, when it is not."""
    if last is not None and (last.kind, last.business_date) == (RunKind.NIGHTLY, today()):
        return None
    night = find_night(today())
    if night is not None and night.state == RunState.PUBLISHED:
        return None
    shown = _shown_instead(last)
    if night is None:
        if last is not None and last.business_date == today():
            return None
        return Notice("info", _("The run of tonight has not taken place.") + shown)
    if night.state == RunState.FAILED:
        return Notice("bad", _("The run of tonight failed.") + shown)
    if night.lease_until < now():
        return Notice("warn", _("The run of tonight was interrupted.") + shown)
    return Notice("info", _("The run of tonight is under way.") + shown)


def _shown_instead(last: MatchRun | None) -> str:
    if last is None:
        return ""
    shown = _("These are the proposals of %(date)s.", date=date_long(last.business_date))
    return f" {shown}"


def _title(run: MatchRun) -> str:
    at = time(run.finished_at)
    if run.kind == RunKind.MANUAL:
        return str(_("Run by hand finished at %(time)s", time=at))
    return str(_("Night finished at %(time)s", time=at))


def _tags(run: MatchRun, oversight: Oversight) -> list[Tag]:
    quality = (
        (_("Optimal, proved"), "ok")
        if run.is_proved
        else (_("Within %(gap)s of the best", gap=percent(run.gap)), "warn")
    )
    tags = [quality, (_("Independent check passed"), "ok")]
    if oversight.never_disagrees:
        tags.append((_("No disagreement for 30 days"), "warn"))
    return tags


def _facts(run: MatchRun, oversight: Oversight) -> list[tuple[str, str]]:
    price = run.price_of_urgency
    facts = [
        (_("Referrals ready"), decimal(run.households_count)),
        (_("Homes open"), decimal(run.units_count)),
        (_("Proposals"), decimal(run.proposals_count)),
    ]
    if price is not None:
        households = ngettext("%(num)s household", "%(num)s households", price)
        facts.append((_("Price of urgency"), households))
    if oversight.median_seconds is not None:
        facts.append((_("Median time for a decision"), _spent(oversight.median_seconds)))
    if oversight.declined_share is not None:
        facts.append((_("Your disagreement, 30 days"), percent(oversight.declined_share)))
    return facts


def _spent(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return str(_("%(seconds)s s", seconds=rest))
    return str(_("%(minutes)s min %(seconds)s", minutes=minutes, seconds=f"{rest:02d}"))
