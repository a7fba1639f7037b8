"""The review around a proposal: banner, progress, queue, filters; the same on both its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.accounts.models import User
from stirrup.clock import now, today
from stirrup.geography import get_commune
from stirrup.placements.ending_homes import ends_soon
from stirrup.referrals.enums import Urgency
from stirrup.runs.changes import Changes, changes_of
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import Proposal
from stirrup.runs.morning import Banner, banner_for, progress, sentence_of_changes
from stirrup.runs.queue import PER_PAGE, Filters, QueueLine, Show, list_lines, read_queue
from stirrup.runs.sides import waiting_days
from stirrup.runs.undo_notice import UndoNotice, last_undoable
from stirrup.runs.undoing import undo_window
from stirrup.ui.filters import day_count

NOTHING_CHANGED = Changes(frozenset(), frozenset(), frozenset())
TONES = {ProposalState.ACCEPTED: "ok", ProposalState.DECLINED: "idle"}


@dataclass(frozen=True)
class ReviewPage:
    """What stands around a proposal, or alone when none is open."""

    banner: Banner
    changes: str | None
    progress: dict[str, Any] | None
    undo: UndoNotice | None
    communes: set[str]
    """What the filter by commune offers."""
    tabs: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    may_select: bool
    """Whether lines of this part may be ticked: they still wait for a decision."""
    ticked_elsewhere: list[int]
    """Ids ticked on other pages of this part."""
    waiting: int
    """How many the open part of the queue holds, filters applied."""
    first_url: str | None
    next_url: str | None
    """The proposal behind the open one."""
    back_url: str
    page: int
    page_count: int


def review_page(
    person: User, filters: Filters, *, page: int = 1, current: Proposal | None = None
) -> ReviewPage:
    """The review for one reviewer; with `current`, the page of the queue that holds it."""
    banner, queue = banner_for(person), read_queue(filters)
    changes = changes_of(banner.run) if banner.run else None
    numbers, counts = queue.numbers, queue.counts
    page_count = max(1, -(-len(numbers) // PER_PAGE))
    if current is not None and current.id in numbers:
        page = numbers.index(current.id) // PER_PAGE + 1
    page = min(max(page, 1), page_count)
    shown = list_lines(numbers[(page - 1) * PER_PAGE : page * PER_PAGE])
    decided, left = counts[Show.DECIDED], counts[Show.TO_DECIDE]
    return ReviewPage(
        banner=banner,
        changes=sentence_of_changes(changes),
        progress=progress(decided, left) if decided + left else None,
        undo=_undo(person, filters, banner),
        communes=queue.communes,
        tabs=[_tab(show, counts[show], filters) for show in Show],
        lines=[_line(one, filters, changes or NOTHING_CHANGED, current) for one in shown],
        may_select=filters.show != Show.DECIDED,
        ticked_elsewhere=_ticked_elsewhere(filters, numbers, shown),
        waiting=len(numbers),
        first_url=_url(numbers[0], filters) if numbers else None,
        next_url=_next_url(numbers, filters, current),
        back_url=url_for("runs.review", **filters.arguments),
        page=page,
        page_count=page_count,
    )


def _undo(person: User, filters: Filters, banner: Banner) -> UndoNotice | None:
    """Looked for only when this reviewer has just decided something."""
    at = banner.last_decision_at
    if at is None or now() - at > undo_window():
        return None
    return last_undoable(person, **filters.arguments)


def _tab(show: Show, count: int, filters: Filters) -> dict[str, Any]:
    arguments = filters.showing(show).arguments
    return {
        "words": f"{_(show.label)} {count}",
        "url": url_for("runs.review", **arguments),
        "current": show == filters.show,
    }


def _line(
    line: QueueLine, filters: Filters, changes: Changes, current: Proposal | None
) -> dict[str, Any]:
    proposal = line.proposal
    return {
        "title": proposal.reference,
        "url": _url(proposal.id, filters),
        "aside": _("%(days)s of wait", days=day_count(waiting_days(proposal.referral))),
        "place": get_commune(proposal.unit.commune_code).name,
        "size": _size(proposal),
        "level": _level(proposal),
        "tags": list(_tags(line, changes)),
        "current": current is not None and proposal.id == current.id,
        "tick": _tick(proposal, filters),
    }


def _ticked_elsewhere(filters: Filters, numbers: list[int], shown: list[QueueLine]) -> list[int]:
    here = {line.proposal.id for line in shown}
    return [number for number in filters.selected if number in numbers and number not in here]


def _tick(proposal: Proposal, filters: Filters) -> dict[str, Any] | None:
    """The box of a line that still waits for a decision."""
    if filters.show == Show.DECIDED:
        return None
    words = _("Select %(reference)s", reference=proposal.reference)
    return {"value": proposal.id, "words": words, "on": proposal.id in filters.selected}


def _size(proposal: Proposal) -> str:
    """2 bedrooms; a home without any by its kind."""
    unit = proposal.unit
    if not unit.bedrooms:
        return str(_(unit.kind.label)) if unit.kind else ""
    return str(ngettext("%(num)s bedroom", "%(num)s bedrooms", unit.bedrooms))


def _level(proposal: Proposal) -> str:
    """The urgency in plain words, unless a tag says it."""
    urgency = proposal.referral.urgency
    if urgency is None or (proposal.is_undecided and urgency == Urgency.NO_SHELTER):
        return ""
    return str(_(urgency.label))


def _tags(line: QueueLine, changes: Changes) -> Iterator[tuple[str, ...]]:
    proposal = line.proposal
    if not proposal.is_undecided:
        yield _(proposal.state.label), TONES.get(proposal.state, "idle")
        return
    if proposal.reserve_of_id is not None:
        yield _("From the reserve list"), "info", "swap"
    if proposal.referral.urgency == Urgency.NO_SHELTER:
        yield _(Urgency.NO_SHELTER.label), "warn"
    if ends_soon(proposal.unit, today()):
        yield _("Ends soon"), "warn", "clock"
    if proposal.referral_id in changes.moved:
        yield _("Changed since last time"), "info", "swap"
    if line.declined_often:
        yield _("Declined several times"), "warn", "alert"


def _url(number: int, filters: Filters) -> str:
    return url_for("runs.show_proposal", proposal_id=number, **filters.arguments)


def _next_url(numbers: list[int], filters: Filters, current: Proposal | None) -> str | None:
    if current is None or current.id not in numbers[:-1]:
        return None
    return _url(numbers[numbers.index(current.id) + 1], filters)
