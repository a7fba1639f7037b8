"""Making the sheets of a morning after its night, and keeping those of seven mornings."""

from datetime import date, time, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from stirrup.clock import local, now
from stirrup.documents.archive import content_json
from stirrup.documents.contents.document import DocumentContent
from stirrup.documents.pool import Renderer
from stirrup.documents.print_job import PrintJob
from stirrup.documents.render import print_job
from stirrup.extensions import db
from stirrup.notices.brief import brief_of
from stirrup.notices.brief_sheet import brief_content
from stirrup.notices.enums import SheetKind
from stirrup.notices.models import MorningSheet
from stirrup.notices.paper_list import paper_list
from stirrup.runs.queries import last_published_run

KEPT = timedelta(days=7)
WITHOUT_A_NIGHT_FROM = time(7, 0)
"""From this hour on in Paris, the sheets are made even when no night has finished."""
TEMPLATES = {
    SheetKind.BRIEF: ("morning_brief.html", "brief"),
    SheetKind.LIST: ("paper_list.html", "list"),
}


def make_due_sheets(day: date) -> bool:
    """Make the sheets of a day once its night has finished, or when the morning comes without it.

    A night that finishes later has them made again. Raises RenderFailed.
    """
    if not sheets_are_due(day):
        return False
    return make_sheets(day)


def sheets_are_due(day: date) -> bool:
    """Whether the sheets of a day are missing, or older than its last run."""
    made_at = db.session.scalar(select(func.min(MorningSheet.made_at)).filter_by(day=day))
    run = last_published_run(day)
    if made_at is None:
        return run is not None or local(now()).time() >= WITHOUT_A_NIGHT_FROM
    return run is not None and run.finished_at is not None and run.finished_at > made_at


def make_sheets(day: date) -> bool:
    """Print both, store both, forget the old ones. False when another process just did.

    Raises RenderFailed.
    """
    instant = now()
    jobs = {
        SheetKind.BRIEF: _job(SheetKind.BRIEF, brief_content(brief_of(day))),
        SheetKind.LIST: _job(SheetKind.LIST, paper_list(day)),
    }
    db.session.rollback()
    with Renderer() as renderer:
        files = {kind: renderer.pdf(job) for kind, job in jobs.items()}
    db.session.execute(delete(MorningSheet).where(MorningSheet.day == day))
    db.session.execute(delete(MorningSheet).where(MorningSheet.day <= day - KEPT))
    for kind, content in files.items():
        db.session.add(MorningSheet(day=day, kind=kind, content=content, made_at=instant))
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True


def list_sheets() -> list[MorningSheet]:
    """Those that are kept, the latest first."""
    query = select(MorningSheet).order_by(MorningSheet.day.desc(), MorningSheet.kind)
    return list(db.session.scalars(query))


def latest_list() -> MorningSheet | None:
    """The last list for paper."""
    lists = select(MorningSheet).filter_by(kind=SheetKind.LIST)
    return db.session.scalars(lists.order_by(MorningSheet.day.desc()).limit(1)).one_or_none()


def file_name(sheet: MorningSheet) -> str:
    """What the file is called once saved: it names the day, nobody else."""
    names = {SheetKind.BRIEF: "point-du-matin", SheetKind.LIST: "liste-papier"}
    return f"{names[sheet.kind]}-{sheet.day:%Y-%m-%d}.pdf"


def _job(kind: SheetKind, content: DocumentContent) -> PrintJob:
    template, name = TEMPLATES[kind]
    return print_job(
        template,
        {name: content},
        identifier=f"{content.reference}/{content.version}",
        issued_on=content.issued_on,
        attachment=content_json(content),
    )
