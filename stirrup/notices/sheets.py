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
from stirrup.notices.paper_list import paper_list, parts_of
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
    """Print them, store them, forget the old ones. False when another process just did.

    Raises RenderFailed.
    """
    instant = now()
    contents = [
        (SheetKind.BRIEF, 1, brief_content(brief_of(day))),
        *((SheetKind.LIST, part.part, part) for part in parts_of(paper_list(day))),
    ]
    db.session.rollback()
    with Renderer() as renderer:
        files = [(kind, part, renderer.pdf(_job(kind, told))) for kind, part, told in contents]
    db.session.execute(delete(MorningSheet).where(MorningSheet.day == day))
    db.session.execute(delete(MorningSheet).where(MorningSheet.day <= day - KEPT))
    for kind, part, content in files:
        sheet = MorningSheet(day=day, kind=kind, part=part, content=content, made_at=instant)
        db.session.add(sheet)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True


def list_sheets() -> list[MorningSheet]:
    """Those that are kept, the latest first."""
    query = select(MorningSheet).order_by(
        MorningSheet.day.desc(), MorningSheet.kind, MorningSheet.part
    )
    return list(db.session.scalars(query))


def latest_list() -> list[MorningSheet]:
    """The parts of the last list for paper; nothing before the first one."""
    day = select(func.max(MorningSheet.day)).filter_by(kind=SheetKind.LIST).scalar_subquery()
    parts = select(MorningSheet).filter_by(kind=SheetKind.LIST, day=day)
    return list(db.session.scalars(parts.order_by(MorningSheet.part)))


def file_name(sheet: MorningSheet) -> str:
    """What the file is called once saved: it names the day, nobody else."""
    names = {SheetKind.BRIEF: "point-du-matin", SheetKind.LIST: "liste-papier"}
    part = f"-{sheet.part}" if sheet.part > 1 else ""
    return f"{names[sheet.kind]}-{sheet.day:%Y-%m-%d}{part}.pdf"


def _job(kind: SheetKind, content: DocumentContent) -> PrintJob:
    template, name = TEMPLATES[kind]
    return print_job(
        template,
        {name: content},
        identifier=f"{content.reference}/{content.version}",
        issued_on=content.issued_on,
        attachment=content_json(content),
    )
