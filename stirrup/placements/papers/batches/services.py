"""All the owners' tax summaries of a year, ordered at once; ordered again, only what has changed.

An order is one transaction: the summaries wait like any paper, and the timetable produces them,
each in a transaction of its own. So a batch is never half ordered, and goes on by itself after
whatever stopped it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.documents.archive import content_json
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.lifecycle import after
from stirrup.placements.papers.missing import MissingFact
from stirrup.placements.papers.models import PlacementDocument, SummaryBatch
from stirrup.placements.papers.orders import add_orders
from stirrup.placements.papers.writing.yearly import BEGUN
from stirrup.refusals import RefusedError
from stirrup.wording import N_

SUMMARY = DocumentKind.OWNER_SUMMARY
HEADING = ("reference", "version", "issued_on", "verification_code", "verification_address")
GONE = (DocumentState.SUPERSEDED, DocumentState.FAILED)


class YearRefusedError(RefusedError):
    """No stay has lived through a day of that year, or the year is to come."""

    sentence = N_("No stay has a summary for this year.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class BatchUnderWayError(RefusedError):
    """Somebody else ordered the same summaries at the same moment."""

    sentence = N_("Somebody else is ordering these summaries. Nothing was ordered twice.")


@dataclass(frozen=True)
class LeftOut:
    """A stay whose summary cannot be written yet, and why."""

    placement: Placement
    missing: tuple[MissingFact, ...]


def list_years() -> list[int]:
    """The years of which a summary can be ordered, the latest first; none that is to come."""
    begun = Placement.state.in_(BEGUN)
    first = db.session.scalar(select(func.min(Placement.first_day)).where(begun))
    last = db.session.scalar(select(func.max(Placement.end_day)).where(begun))
    if first is None or last is None:
        return []
    return list(range(min(last.year, today().year), first.year - 1, -1))


def order_batch(year: int, *, by: User) -> SummaryBatch | None:
    """Order every summary of the year that is new or has changed; None when all are up to date.

    Raises YearRefusedError, BatchUnderWayError.
    """
    require(by, Permission.SUMMARY_BATCH)
    if year not in list_years():
        raise YearRefusedError
    batch = SummaryBatch(year=year, ordered_by_id=by.id)
    db.session.add(batch)
    try:
        ordered = _add_orders(batch, by)
        if not ordered:
            db.session.rollback()
            return None
        audit.record(by, "summary_batch_ordered", batch, year=year, papers=ordered)
        db.session.commit()
    except IntegrityError as taken:
        db.session.rollback()
        raise BatchUnderWayError from taken
    return batch


def list_left_out(year: int) -> list[LeftOut]:
    """The stays of the year whose summary lacks something; the others do not wait for them."""
    missing = ((stay, PAPERS[SUMMARY].missing(stay)) for stay in _stays_of(year))
    return [LeftOut(stay, facts) for stay, facts in missing if facts]


def try_again(batch: SummaryBatch, *, by: User) -> int:
    """Let what could not be produced wait once more. Returns how many."""
    require(by, Permission.SUMMARY_BATCH, batch)
    failed = papers_of(batch, DocumentState.FAILED)
    for paper in failed:
        paper.state = after(paper.state, "try_again")
        paper.attempts, paper.failure = 0, None
    audit.record(by, "summary_batch_tried_again", batch, papers=len(failed))
    db.session.commit()
    return len(failed)


def papers_of(batch: SummaryBatch, state: DocumentState) -> list[PlacementDocument]:
    """The papers of the batch in one state."""
    query = select(PlacementDocument).filter_by(batch_id=batch.id, state=state)
    return list(db.session.scalars(query.order_by(PlacementDocument.id)))


def _add_orders(batch: SummaryBatch, by: User) -> int:
    """How many summaries were ordered."""
    db.session.flush()
    ordered = 0
    for placement in _stays_of(batch.year):
        if not PAPERS[SUMMARY].missing(placement) and _is_to_make(placement, str(batch.year)):
            (paper,) = add_orders(placement, by=by, wanted=[(SUMMARY, str(batch.year))])
            paper.batch_id = batch.id
            ordered += 1
    return ordered


def _stays_of(year: int) -> Iterator[Placement]:
    """The stays to which the summary of that year belongs."""
    touches = (Placement.first_day <= date(year, 12, 31), Placement.end_day > date(year, 1, 1))
    query = select(Placement).where(Placement.state.in_(BEGUN), *touches).order_by(Placement.id)
    for placement in db.session.scalars(query).all():
        if placement.both_said_yes and str(year) in PAPERS[SUMMARY].slots(placement):
            yield placement


def _is_to_make(placement: Placement, slot: str) -> bool:
    """Whether there is no such summary, or today's would say something else than its heading."""
    made = [
        paper
        for paper in placement.documents
        if (paper.kind, paper.slot) == (SUMMARY, slot) and paper.state not in GONE
    ]
    if not made:
        return True
    latest = max(made, key=lambda paper: paper.version)
    stored = PAPERS[SUMMARY].read(latest.data)
    heading: dict[str, Any] = {name: getattr(stored, name) for name in HEADING}
    content = PAPERS[SUMMARY].build(placement, slot, heading)
    return content_json(content).decode() != latest.data
