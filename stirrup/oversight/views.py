"""The house itself, for administrators: its health, its mail, its journal."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.outbox.models import OutboxMessage
from stirrup.outbox.retries import send_again
from stirrup.oversight.activity import activity
from stirrup.oversight.conditions import worst
from stirrup.oversight.document_part import document_part
from stirrup.oversight.forms import JournalForm
from stirrup.oversight.job_lines import job_lines
from stirrup.oversight.journal import Filters, lines_of, list_entries
from stirrup.oversight.journal_export import export_journal
from stirrup.oversight.mail_queue import (
    Queue,
    count_of,
    first_to_look_at,
    line_of,
    list_mail,
    mail_part,
)
from stirrup.oversight.night_part import night_part
from stirrup.oversight.storage_parts import backup_part, database_part, disk_part
from stirrup.permissions import Permission
from stirrup.ui.guard import requires

bp = Blueprint("oversight", __name__, url_prefix="/oversight")


@bp.get("")
@requires(Permission.OVERSIGHT_READ)
def health() -> str:
    """What runs well, what needs somebody; `?ask=pdf` prints a line to be sure."""
    parts = [
        night_part(),
        mail_part(),
        document_part(ask=request.args.get("ask") == "pdf"),
        database_part(),
        disk_part(),
        backup_part(),
    ]
    jobs = job_lines()
    return render_template(
        "oversight/health.html", parts=parts, jobs=jobs, first=worst(parts), activity=activity()
    )


@bp.get("/mail")
@requires(Permission.OVERSIGHT_READ)
def mail() -> str:
    """The mail by where it stands, without whole addresses nor bodies."""
    wanted = request.args.get("queue", "")
    queue = Queue(wanted) if wanted in set(Queue) else first_to_look_at()
    pages = list_mail(queue)
    return render_template(
        "oversight/mail.html",
        queue=queue,
        tabs=[_tab(one, current=one == queue) for one in Queue],
        pages=pages,
        lines=[line_of(message) for message in pages.items],
        page_url=lambda number: url_for("oversight.mail", queue=queue.value, page=number),
    )


@bp.post("/mail/<int:outbox_message_id>/send-again")
@requires(Permission.MAIL_RETRY, OutboxMessage)
def retry(outbox_message: OutboxMessage) -> Any:
    """A mail that was given up leaves within the minute."""
    send_again(outbox_message, by=current_user)
    flash(_("This mail leaves again within the minute."))
    return redirect(url_for("oversight.mail"), HTTPStatus.SEE_OTHER)


@bp.get("/journal")
@requires(Permission.OVERSIGHT_READ)
def journal() -> Any:
    """Who did what, when, about what."""
    form = JournalForm(request.args)
    valid = form.validate()
    pages = list_entries(form.filters() if valid else Filters())
    page = render_template(
        "oversight/journal.html",
        form=form,
        pages=pages,
        lines=lines_of(pages.items),
        page_url=_journal_url,
        asked=_kept_filters(),
    )
    return page, HTTPStatus.OK if valid else HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/journal/export")
@requires(Permission.OVERSIGHT_READ)
def export() -> Any:
    """The journal as a file, filtered as the page is."""
    form = JournalForm(request.args)
    if not form.validate():
        return redirect(url_for("oversight.journal", **_kept_filters()))
    return export_journal(form.filters(), by=current_user)


def _journal_url(number: int) -> str:
    """Another page of the same filters."""
    return url_for("oversight.journal", page=number, **_kept_filters())


def _kept_filters() -> dict[str, Any]:
    """What is looked for, as the address says it."""
    return {
        name: value for name, value in request.args.items() if value and name not in ("page", "as")
    }


def _tab(queue: Queue, *, current: bool) -> dict[str, Any]:
    words = _("%(state)s: %(count)s", state=_(queue.label), count=count_of(queue))
    return {"words": words, "url": url_for("oversight.mail", queue=queue.value), "current": current}
