"""Sending a file that somebody opens in a spreadsheet program; exports are written down."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from stirrup import audit
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.spreadsheets.files import CSV, FORMATS
from stirrup.spreadsheets.writing import (
    CSV_TYPE,
    XLSX_TYPE,
    Cell,
    Sheet,
    write_csv,
    write_xlsx,
)

MEDIA_TYPES = {CSV: CSV_TYPE}


def format_asked() -> str:
    """The format in the address (`as=csv`), XLSX otherwise."""
    asked = request.args.get("as", "")
    return asked if asked in FORMATS else FORMATS[0]


def download(name: str, content: bytes, file_format: str) -> Response:
    """A file to keep, never shown in the browser."""
    answer = Response(content, mimetype=MEDIA_TYPES.get(file_format, XLSX_TYPE))
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def export_list(
    kind: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    permission: Permission,
    by: Any,
    **filters: Any,
) -> Response:
    """The rows of a list as its page filters them; `kind` names the file and the journal's line.

    The caller reads the rows through `visible_to`, as the page does.
    """
    require(by, permission)
    file_format = format_asked()
    listed = list(rows)
    asked = {name: str(value) for name, value in filters.items() if value}
    audit.record(by, "list_exported", by, kind=kind, rows=len(listed), filters=asked)
    db.session.commit()
    sheet = Sheet(_("List"), headings, listed)
    content = write_csv(sheet) if file_format == CSV else write_xlsx(sheet)
    return download(f"stirrup-{kind}-{today().isoformat()}", content, file_format)
