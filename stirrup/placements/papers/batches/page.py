"""What the pages of batches show: how far each one is, what failed and why, who was left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.placements.papers.batches.services import list_left_out, papers_of
from stirrup.placements.papers.enums import DocumentState
from stirrup.placements.papers.models import PlacementDocument, SummaryBatch
from stirrup.ui.filters import date_and_time


@dataclass(frozen=True)
class BatchLine:
    """One order, in one line."""

    year: int
    url: str
    ordered: str
    said: str


@dataclass(frozen=True)
class PaperNote:
    """One paper that failed, or one stay left out: where it is, and why."""

    title: str
    url: str
    reasons: list[str]


@dataclass(frozen=True)
class BatchPage:
    """The progress of one order; `waits` while something is still to be produced."""

    total: int
    settled: int
    said: str
    waits: bool
    failed: list[PaperNote]
    left_out: list[PaperNote]


def batch_lines() -> list[BatchLine]:
    """Every order, the latest first."""
    orders = select(SummaryBatch, User).join(User, User.id == SummaryBatch.ordered_by_id)
    return [
        BatchLine(
            year=batch.year,
            url=url_for("batches.show", summary_batch_id=batch.id),
            ordered=_("%(when)s, by %(who)s")
            % {"when": date_and_time(batch.ordered_at), "who": person.display_name},
            said=_said(_counted(batch)),
        )
        for batch, person in db.session.execute(orders.order_by(SummaryBatch.id.desc()))
    ]


def batch_page(batch: SummaryBatch) -> BatchPage:
    """How far the order is, now."""
    counted = _counted(batch)
    waiting = counted.get(DocumentState.PENDING, 0)
    total = sum(counted.values())
    return BatchPage(
        total=total,
        settled=total - waiting,
        said=_said(counted),
        waits=waiting > 0,
        failed=[_failed(paper) for paper in papers_of(batch, DocumentState.FAILED)],
        left_out=list(_left_out(batch.year)),
    )


def _counted(batch: SummaryBatch) -> dict[DocumentState, int]:
    states = select(PlacementDocument.state, func.count()).filter_by(batch_id=batch.id)
    rows = db.session.execute(states.group_by(PlacementDocument.state))
    return {state: count for state, count in rows}  # noqa: C416 (a row is no pair for mypy)


def _said(counted: dict[DocumentState, int]) -> str:
    failed = counted.get(DocumentState.FAILED, 0)
    made = sum(counted.values()) - failed - counted.get(DocumentState.PENDING, 0)
    ready = _("%(made)s of %(total)s ready") % {"made": made, "total": sum(counted.values())}
    if not failed:
        return str(ready)
    not_made = ngettext("%(num)s could not be produced", "%(num)s could not be produced", failed)
    return f"{ready}, {not_made}"


def _failed(paper: PlacementDocument) -> PaperNote:
    return PaperNote(
        title=paper.reference,
        url=url_for("placements.show", placement_id=paper.placement_id),
        reasons=[_("The engine gave: %(code)s.") % {"code": paper.failure}],
    )


def _left_out(year: int) -> Iterator[PaperNote]:
    for left in list_left_out(year):
        yield PaperNote(
            title=left.placement.reference,
            url=url_for("placements.show", placement_id=left.placement.id),
            reasons=[_(fact.sentence) for fact in left.missing],
        )
