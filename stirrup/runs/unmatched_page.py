"""What the page of the unmatched prints: who and what a run left without a proposal, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from stirrup.matching.explanations.unmatched import LeftOut, unmatched
from stirrup.runs import queries
from stirrup.runs.left_out_lines import Line, line_of_home, line_of_household
from stirrup.runs.left_out_reasons import Filters, Reason, Side
from stirrup.runs.models import MatchRun
from stirrup.runs.stored_night import StoredNight, open_night

PER_PAGE = 25
WRITE = {Side.HOUSEHOLDS: line_of_household, Side.HOMES: line_of_home}
Tab = dict[str, Any]


@dataclass(frozen=True)
class UnmatchedPage:
    """Everything the template prints, one page of lines at a time."""

    sides: list[Tab]
    reasons: list[Tab]
    lines: list[Line]
    total: int
    page: int
    page_count: int
    is_last_night: bool
    """The pages of a household and of a home explain the last night only."""


def unmatched_page(run: MatchRun, filters: Filters, page: int) -> UnmatchedPage | None:
    """The page of one run; None once its input is forgotten."""
    night = open_night(run)
    if night is None:
        return None
    found = unmatched(night.problem, night.solution)
    sides = {Side.HOUSEHOLDS: found.households, Side.HOMES: found.homes}
    listed = _in_order(night, filters, sides[filters.side])
    page_count = max(1, -(-len(listed) // PER_PAGE))
    page = min(max(page, 1), page_count)
    shown = listed[(page - 1) * PER_PAGE : page * PER_PAGE]
    last = queries.last_run_everywhere()
    return UnmatchedPage(
        sides=[_side_tab(run, side, len(of_side), filters) for side, of_side in sides.items()],
        reasons=list(_reason_tabs(run, filters, sides[filters.side])),
        lines=[WRITE[filters.side](night, one) for one in shown],
        total=len(listed),
        page=page,
        page_count=page_count,
        is_last_night=last is not None and last.id == run.id,
    )


def address(run: MatchRun, filters: Filters, **others: Any) -> str:
    """The page with these filters."""
    return url_for("runs.unmatched", match_run_id=run.id, **filters.arguments, **others)


def _in_order(night: StoredNight, filters: Filters, of_side: Sequence[LeftOut]) -> list[LeftOut]:
    """Households by urgency and wait; homes by their number."""
    wanted = [one for one in of_side if filters.reason in (None, one.reason)]
    if filters.side == Side.HOMES:
        return wanted
    households = night.problem.households
    rows = households.id.searchsorted([one.id for one in wanted])
    keys = zip(
        households.urgency[rows].tolist(), households.waiting_days[rows].tolist(), strict=True
    )
    ranked = sorted(zip(keys, wanted, strict=True), key=lambda one: (one[0][0], -one[0][1]))
    return [one for _key, one in ranked]


def _side_tab(run: MatchRun, side: Side, count: int, filters: Filters) -> Tab:
    return {
        "words": _("%(label)s: %(count)s", label=_(side.label), count=count),
        "url": address(run, Filters(side)),
        "current": side == filters.side,
    }


def _reason_tabs(run: MatchRun, filters: Filters, of_side: Sequence[LeftOut]) -> list[Tab]:
    """All, then each kind of reason that there is."""
    counts = Counter(one.reason for one in of_side)
    kinds = [reason for reason in Reason if counts[reason.value]]
    everything = _("All the reasons: %(count)s", count=len(of_side))
    tabs = [(None, everything)] + [
        (reason, _("%(label)s: %(count)s", label=_(reason.label), count=counts[reason.value]))
        for reason in kinds
    ]
    return [
        {
            "words": words,
            "url": address(run, replace(filters, reason=reason)),
            "current": reason == filters.reason,
        }
        for reason, words in tabs
    ]
