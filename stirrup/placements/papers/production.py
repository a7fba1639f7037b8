"""Producing the papers that were ordered, on all cores: each in a transaction of its own.

A paper is claimed by one conditional UPDATE that nobody else can make at the same time; the file
is stored by another one, which asks for the same claim. Two processes never make a paper twice, a
process that dies leaves a paper that is free again when its claim ends, and nothing half written.
"""

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import or_, select, update

from stirrup import audit
from stirrup.clock import now
from stirrup.database import rows_changed
from stirrup.documents.pool import CORES, Renderer
from stirrup.documents.print_job import FindingsFailed, PrintJob
from stirrup.documents.render import print_job
from stirrup.extensions import db
from stirrup.placements.enums import EventKind
from stirrup.placements.papers.enums import DocumentState
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.lifecycle import IN_FORCE, after
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.orders import BY_ALL_HANDS, supersede, tell

logger = logging.getLogger("stirrup.documents")

MOST_ATTEMPTS = 5
LEASE = timedelta(minutes=3)
"""How long a claimed paper stays away from others; whoever takes longer stores nothing."""


@dataclass(frozen=True)
class Claim:
    """What a process shows to store a file."""

    number: int
    until: datetime


def produce_pending() -> int:
    """Produce every document that waits; a failure is kept and tried again. Returns how many."""
    free = select(PlacementDocument.id).where(*_free(now())).order_by(PlacementDocument.id)
    numbers = db.session.scalars(free).all()
    db.session.rollback()
    if not numbers:
        return 0
    claims: deque[Claim] = deque()
    with Renderer(processes=min(CORES, len(numbers))) as renderer:
        outcomes = renderer.pdfs(_jobs(numbers, claims))
        return sum(_store(claims.popleft(), outcome) for outcome in outcomes)


def _jobs(numbers: Sequence[int], claims: deque[Claim]) -> Iterator[PrintJob]:
    """The page of each paper that nobody else makes; its claim joins `claims` in the same order."""
    for number in numbers:
        claim = _claim(number)
        if claim is None:
            continue
        try:
            job = _job(number)
        except Exception as failure:  # whatever it is, the papers behind this one must be made
            _keep_failure(claim, failure)
        else:
            claims.append(claim)
            yield job


def _claim(number: int) -> Claim | None:
    """Take the paper for a while; None when another took it."""
    instant = now()
    claim = Claim(number, instant + LEASE)
    taken = _update(PlacementDocument.id == number, *_free(instant), claimed_until=claim.until)
    db.session.commit()
    return claim if taken else None


def _job(number: int) -> PrintJob:
    """Read in a transaction that ends here: printing may take its time."""
    job = job_of(db.session.get_one(PlacementDocument, number, populate_existing=True))
    db.session.rollback()
    return job


def job_of(paper: PlacementDocument) -> PrintJob:
    """The page of a paper, from the data that were stored when it was ordered."""
    described = PAPERS[paper.kind]
    content = described.read(paper.data)
    return print_job(
        described.template,
        {described.name: content},
        identifier=f"{paper.reference}/{paper.version}",
        issued_on=content.issued_on,
        attachment=paper.data.encode(),
        language=getattr(content, "language", "fr"),
    )


def _store(claim: Claim, outcome: bytes | Exception) -> bool:
    """Keep the file, or why there is none. False when it was not made, or no longer wanted."""
    if isinstance(outcome, Exception):
        _keep_failure(claim, outcome)
        return False
    paper = _held(claim)
    if paper is None:
        return False
    paper.content, paper.sha256 = outcome, sha256(outcome).hexdigest()
    paper.state, paper.failure = after(paper.state, "produce"), None
    _supersede_older(paper)
    tell(paper.placement, EventKind.DOCUMENT_PRODUCED, None)
    audit.record(None, "document_produced", paper, sha256=paper.sha256)
    db.session.commit()
    return True


def _keep_failure(claim: Claim, failure: Exception) -> None:
    """The page tells people that the document is late; the log says why."""
    db.session.rollback()
    logger.error("document_failed %s: %s: %s", claim.number, type(failure).__name__, failure)
    paper = _held(claim)
    if paper is None:
        return
    paper.attempts += 1
    paper.failure = str(failure)[:500] if isinstance(failure, FindingsFailed) else _name(failure)
    if paper.attempts >= MOST_ATTEMPTS:
        paper.state = after(paper.state, "give_up")
        audit.record(None, "document_failed", paper, attempts=paper.attempts)
    db.session.commit()


def _held(claim: Claim) -> PlacementDocument | None:
    """The paper, locked until the commit, and free again; None when the claim no longer holds."""
    mine = PlacementDocument.claimed_until == claim.until
    waits = PlacementDocument.state == DocumentState.PENDING
    if not _update(PlacementDocument.id == claim.number, mine, waits, claimed_until=None):
        db.session.rollback()
        return None
    return db.session.get_one(PlacementDocument, claim.number, populate_existing=True)


def _supersede_older(paper: PlacementDocument) -> None:
    """Versions not signed by all give way at once; a signed one stands until its heir is sealed."""
    for older in paper.placement.documents:
        same = (older.kind, older.slot) == (paper.kind, paper.slot)
        gives_way = older.state in IN_FORCE.difference(BY_ALL_HANDS)
        if same and gives_way and older.version < paper.version:
            supersede(older)


def _free(instant: datetime) -> tuple[Any, ...]:
    """What makes a paper one to produce: ordered, and in nobody's hands."""
    until = PlacementDocument.claimed_until
    return PlacementDocument.state == DocumentState.PENDING, or_(until.is_(None), until <= instant)


def _update(*which: Any, **values: Any) -> bool:
    """Whether one row was as described and was changed: one statement, so that it locks."""
    change = update(PlacementDocument).where(*which).values(**values)
    return rows_changed(change.execution_options(synchronize_session=False)) == 1


def _name(failure: Exception) -> str:
    """What went wrong, without what the page said: it may name people."""
    return type(failure).__name__
