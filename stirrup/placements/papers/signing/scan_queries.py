"""The scans of a paper, without their content: a page lists them, one address sends one."""

from sqlalchemy import select
from sqlalchemy.orm import defer

from stirrup.extensions import db
from stirrup.placements.papers.models import DocumentScan, PlacementDocument


def scans_of(paper: PlacementDocument) -> list[DocumentScan]:
    """In the order in which they were added."""
    of_it = select(DocumentScan).where(DocumentScan.document_id == paper.id)
    return list(
        db.session.scalars(of_it.options(defer(DocumentScan.content)).order_by(DocumentScan.id))
    )


def find_scan(paper: PlacementDocument, number: int) -> DocumentScan | None:
    """One scan of this paper, or None."""
    which = (DocumentScan.document_id == paper.id, DocumentScan.id == number)
    return db.session.scalars(select(DocumentScan).where(*which)).one_or_none()
