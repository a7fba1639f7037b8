"""Addresses of the papers: the file, and the same content as a page."""

from flask import Response, abort
from flask_login import current_user

from stirrup.documents.render import page_policy
from stirrup.permissions import Permission
from stirrup.placements.papers.blueprint import bp
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.reading import printable_page, read_document
from stirrup.placements.papers.signing import views as signing_views
from stirrup.ui.guard import requires

__all__ = ["bp"]

OTHER_PAGES = (signing_views,)
"""Imported for their routes."""
SAME_SITE = "frame-ancestors 'self'"
"""The pages where one signs show the document in a frame."""


@bp.get("/<int:placement_document_id>.pdf")
@requires(Permission.PAPER_READ, PlacementDocument)
def file(placement_document: PlacementDocument) -> Response:
    paper = read_document(placement_document, by=current_user)
    if paper.file is None:
        abort(404)
    name = f"{paper.reference}-v{paper.version}.pdf"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(paper.file, mimetype="application/pdf", headers=disposition)


@bp.get("/<int:placement_document_id>")
@requires(Permission.PAPER_READ, PlacementDocument)
def page(placement_document: PlacementDocument) -> Response:
    html = printable_page(read_document(placement_document, by=current_user))
    return Response(html, headers={"Content-Security-Policy": f"{page_policy(html)}; {SAME_SITE}"})
