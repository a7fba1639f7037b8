"""The papers of a stay: ordered in a request, produced apart, never changed afterwards."""

import logging
from datetime import date
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.documents.archive import content_json
from stirrup.documents.contents import AgreementContent, OwnerSummaryContent
from stirrup.documents.render import RenderFailed, render_html, render_pdf
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.placements.agreement import agreement_content
from stirrup.placements.enums import DocumentKind, DocumentState, EventKind
from stirrup.placements.missing import list_missing
from stirrup.placements.models import (
    DocumentNumber,
    Placement,
    PlacementDocument,
    PlacementEvent,
)
from stirrup.placements.owner_summary import owner_summary_content
from stirrup.placements.queries import find_paper
from stirrup.refusals import RefusedError
from stirrup.wording import N_

logger = logging.getLogger("stirrup.documents")

MOST_ATTEMPTS = 5
TEMPLATES = {
    DocumentKind.AGREEMENT: ("agreement.html", "agreement"),
    DocumentKind.OWNER_SUMMARY: ("owner_summary.html", "summary"),
}
READING = {
    DocumentKind.AGREEMENT: Permission.AGREEMENT_READ,
    DocumentKind.OWNER_SUMMARY: Permission.OWNER_SUMMARY_READ,
}
CONTENTS: dict[DocumentKind, TypeAdapter[Any]] = {
    DocumentKind.AGREEMENT: TypeAdapter(AgreementContent),
    DocumentKind.OWNER_SUMMARY: TypeAdapter(OwnerSummaryContent),
}


class AnswersAwaitedError(RefusedError):
    """Both sides have not said yes."""

    sentence = N_("No document is produced before the household and the landlord have said yes.")


class FactsMissingError(RefusedError):
    """The agreement lacks something: the page lists what."""

    sentence = N_("The agreement cannot be produced: some facts are still missing.")


def order_documents(placement: Placement, *, by: User) -> list[PlacementDocument]:
    """Order a new version of the agreement and of the owner's summary; they are produced apart."""
    require(by, Permission.PLACEMENT_PREPARE, placement)
    if not placement.both_said_yes:
        raise AnswersAwaitedError
    if list_missing(placement):
        raise FactsMissingError
    papers = [_order_agreement(placement, by), _order_summary(placement, by)]
    db.session.commit()
    return papers


def produce_pending() -> int:
    """Produce every document that waits; a failure is kept and tried again. Returns how many."""
    waiting = select(PlacementDocument.id).where(PlacementDocument.state == DocumentState.PENDING)
    numbers = db.session.scalars(waiting.order_by(PlacementDocument.id)).all()
    return sum(_produce(number) for number in numbers)


def read_document(
    placement: Placement, kind: DocumentKind, *, by: User
) -> PlacementDocument | None:
    """The version in force, or the one being produced; that it was read is recorded."""
    require(by, READING[kind], placement)
    paper = find_paper(placement, kind)
    if paper is not None:
        audit.record(by, "document_read", paper, kind=kind.value)
        db.session.commit()
    return paper


def printable_page(document: PlacementDocument) -> str:
    """The same content as one HTML page, for where no PDF can be read or made."""
    template, name = TEMPLATES[document.kind]
    return render_html(template, {name: _content(document)})


def _order_agreement(placement: Placement, by: User) -> PlacementDocument:
    reference, version = _numbered(placement, DocumentKind.AGREEMENT, today())
    content = agreement_content(placement, reference=reference, version=version)
    return _ordered(placement, DocumentKind.AGREEMENT, content, by)


def _order_summary(placement: Placement, by: User) -> PlacementDocument:
    reference, version = _numbered(placement, DocumentKind.OWNER_SUMMARY, today())
    content = owner_summary_content(placement, reference=reference, version=version)
    return _ordered(placement, DocumentKind.OWNER_SUMMARY, content, by)


def _ordered(placement: Placement, kind: DocumentKind, content: Any, by: User) -> PlacementDocument:
    paper = PlacementDocument(
        kind=kind,
        reference=content.reference,
        version=content.version,
        template_version=content.template_version,
        data=content_json(content).decode(),
        created_by_id=by.id,
    )
    placement.documents.append(paper)
    audit.record(by, "document_ordered", paper, kind=kind.value, version=content.version)
    return paper


def _numbered(placement: Placement, kind: DocumentKind, day: date) -> tuple[str, int]:
    """The document's reference, given once, and its next version."""
    given = select(DocumentNumber).where(
        DocumentNumber.placement_id == placement.id, DocumentNumber.kind == kind
    )
    number = db.session.scalars(given).one_or_none()
    if number is None:
        number = DocumentNumber(year=day.year, placement_id=placement.id, kind=kind)
        db.session.add(number)
        db.session.flush()
    versions = [paper.version for paper in placement.documents if paper.kind == kind]
    return number.reference, max(versions, default=0) + 1


def _produce(number: int) -> bool:
    """Make one file in a transaction of its own. False when it could not be made."""
    paper = db.session.get_one(PlacementDocument, number)
    try:
        paper.content = _render(paper)
    except RenderFailed as failure:
        _keep_failure(paper, failure)
        return False
    paper.sha256 = sha256(paper.content).hexdigest()
    paper.state, paper.failure = DocumentState.GENERATED, None
    _supersede_older(paper)
    paper.placement.events.append(PlacementEvent(kind=EventKind.DOCUMENT_PRODUCED))
    audit.record(None, "document_produced", paper, sha256=paper.sha256)
    db.session.commit()
    return True


def _render(paper: PlacementDocument) -> bytes:
    template, name = TEMPLATES[paper.kind]
    content = _content(paper)
    return render_pdf(
        template,
        {name: content},
        identifier=f"{paper.reference}/{paper.version}",
        issued_on=content.issued_on,
        attachment=paper.data.encode(),
    )


def _content(paper: PlacementDocument) -> Any:
    return CONTENTS[paper.kind].validate_json(paper.data)


def _keep_failure(paper: PlacementDocument, failure: RenderFailed) -> None:
    """The page tells people that the document is late; the log says why."""
    paper.attempts += 1
    paper.failure = type(failure).__name__
    if paper.attempts >= MOST_ATTEMPTS:
        paper.state = DocumentState.FAILED
    logger.error("document %s not produced: %s", paper.id, failure)
    db.session.commit()


def _supersede_older(paper: PlacementDocument) -> None:
    for older in paper.placement.documents:
        same = older.kind == paper.kind and older.version < paper.version
        if same and older.state == DocumentState.GENERATED:
            older.state = DocumentState.SUPERSEDED
