"""Reading a paper: the file or the page, and the line in the journal that says who read it."""

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.documents.render import render_html
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.models import PlacementDocument


def read_document(paper: PlacementDocument, *, by: User) -> PlacementDocument:
    """The paper, for somebody who may read it; that it was read is recorded."""
    require(by, Permission.PAPER_READ, paper)
    audit.record(by, "document_read", paper, kind=paper.kind.value)
    db.session.commit()
    return paper


def printable_page(paper: PlacementDocument) -> str:
    """The same content as one HTML page, for where no PDF can be read or made."""
    described = PAPERS[paper.kind]
    return render_html(described.template, {described.name: described.read(paper.data)})
