"""The morning brief and the list for paper, for administrators."""

from typing import Any

from flask import Response, render_template
from flask_babel import get_locale

from stirrup.clock import today
from stirrup.notices.blueprint import bp
from stirrup.notices.brief import brief_of
from stirrup.notices.models import MorningSheet
from stirrup.notices.paper_list import paper_list as list_of
from stirrup.notices.sheets import file_name, list_sheets
from stirrup.permissions import Permission
from stirrup.ui.guard import requires


@bp.get("/morning-brief")
@requires(Permission.BRIEF_READ)
def brief() -> str:
    return render_template(
        "notices/brief.html",
        brief=brief_of(today()),
        language=str(get_locale()),
        sheets=list_sheets(),
    )


@bp.get("/morning-brief/paper-list")
@requires(Permission.BRIEF_READ)
def paper_list() -> str:
    return render_template("notices/paper_list.html", list=list_of(today()))


@bp.get("/morning-sheets/<int:morning_sheet_id>.pdf")
@requires(Permission.BRIEF_READ, MorningSheet)
def sheet(morning_sheet: MorningSheet) -> Any:
    disposition = {"Content-Disposition": f'inline; filename="{file_name(morning_sheet)}"'}
    return Response(morning_sheet.content, mimetype="application/pdf", headers=disposition)
