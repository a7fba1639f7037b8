"""Producing the papers that were ordered: each in a transaction of its own, a failure kept."""

import logging
from hashlib import sha256

from sqlalchemy import select

from stirrup import audit
from stirrup.documents.render import RenderFailed, render_pdf
from stirrup.extensions import db
from stirrup.placements.enums import EventKind
from stirrup.placements.papers.enums import DocumentState
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.lifecycle import IN_FORCE, after
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.orders import supersede, tell

logger = logging.getLogger("stirrup.documents")

MOST_ATTEMPTS = 5


def produce_pending() -> int:
    """Produce every document that waits; a failure is kept and tried again. Returns how many."""
    waiting = select(PlacementDocument.id).where(PlacementDocument.state == DocumentState.PENDING)
    numbers = db.session.scalars(waiting.order_by(PlacementDocument.id)).all()
    return sum(_produce(number) for number in numbers)


def _produce(number: int) -> bool:
    """Make one file in a transaction of its own. False when it could not be made."""
    paper = db.session.get_one(PlacementDocument, number)
    try:
        paper.content = _render(paper)
    except RenderFailed as failure:
        _keep_failure(paper, failure)
        return False
    paper.sha256 = sha256(paper.content).hexdigest()
    paper.state, paper.failure = after(paper.state, "produce"), None
    _supersede_older(paper)
    tell(paper.placement, EventKind.DOCUMENT_PRODUCED, None)
    audit.record(None, "document_produced", paper, sha256=paper.sha256)
    db.session.commit()
    return True


def _render(paper: PlacementDocument) -> bytes:
    described = PAPERS[paper.kind]
    content = described.read(paper.data)
    return render_pdf(
        described.template,
        {described.name: content},
        identifier=f"{paper.reference}/{paper.version}",
        issued_on=content.issued_on,
        attachment=paper.data.encode(),
    )


def _keep_failure(paper: PlacementDocument, failure: RenderFailed) -> None:
    """The page tells people that the document is late; the log says why."""
    paper.attempts += 1
    paper.failure = type(failure).__name__
    if paper.attempts >= MOST_ATTEMPTS:
        paper.state = after(paper.state, "give_up")
    logger.error("document %s not produced: %s", paper.id, failure)
    db.session.commit()


def _supersede_older(paper: PlacementDocument) -> None:
    """Versions not signed by all give way at once; a sealed one stands until its heir is sealed."""
    for older in paper.placement.documents:
        same = (older.kind, older.slot) == (paper.kind, paper.slot)
        gives_way = older.state in IN_FORCE - {DocumentState.SEALED}
        if same and gives_way and older.version < paper.version:
            supersede(older)
