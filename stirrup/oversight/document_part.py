"""The PDF engine: what is installed, what waits, what could not be produced."""

from importlib.metadata import version

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from stirrup.documents.engine import pdf_engine_status
from stirrup.extensions import db
from stirrup.oversight.conditions import Condition, Part, as_lines
from stirrup.placements.papers.enums import DocumentState
from stirrup.placements.papers.models import PlacementDocument

LIBRARIES = ("weasyprint", "pikepdf", "pyhanko")


def document_part(*, ask: bool) -> Part:
    """What the queue of documents tells; `ask` prints one line too, which takes seconds."""
    waiting, failed = _count(DocumentState.PENDING), _count(DocumentState.FAILED)
    asked = ask or pdf_engine_status.cache_info().currsize
    status = pdf_engine_status() if asked else None
    return Part(
        str(_("Documents (PDF)")),
        _condition(status.ready if status else None, failed),
        _summary(status.ready if status else None),
        as_lines(
            [
                (_("Libraries"), ", ".join(f"{name} {version(name)}" for name in LIBRARIES)),
                (_("Waiting"), str(waiting)),
                (_("Could not be produced"), str(failed)),
                (_("Cause"), status.reason if status else None),
            ]
        ),
        advice=status.repair if status else "",
        url=None if asked else url_for("oversight.health", ask="pdf"),
        url_words=str(_("Try it now")),
    )


def _condition(ready: bool | None, failed: int) -> Condition:
    if ready is False:
        return Condition.BROKEN
    if failed:
        return Condition.WATCH
    return Condition.WELL if ready else Condition.UNKNOWN


def _summary(ready: bool | None) -> str:
    if ready is None:
        return str(_("This process has not printed anything yet."))
    return str(_("A line was printed.")) if ready else str(_("Nothing can be printed."))


def _count(state: DocumentState) -> int:
    query = select(func.count()).select_from(PlacementDocument)
    return db.session.scalar(query.where(PlacementDocument.state == state)) or 0
