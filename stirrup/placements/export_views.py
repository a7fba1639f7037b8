"""The list of stays as a file; nothing there names anybody."""

from collections.abc import Iterator
from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.placements.blueprint import bp
from stirrup.placements.models import Placement
from stirrup.placements.queries import list_stays
from stirrup.spreadsheets.downloads import export_list
from stirrup.ui import filters
from stirrup.ui.guard import requires


@bp.get("/export")
@requires(Permission.PLACEMENT_LIST)
def export() -> Response:
    """Every stay of the list."""
    rows = ([cell for _heading, cell in _cells(stay)] for stay in list_stays(current_user))
    headings = [heading for heading, _cell in _cells(None)]
    permission = Permission.PLACEMENT_LIST
    return export_list("stays", headings, rows, permission=permission, by=current_user)


def _cells(stay: Placement | None) -> Iterator[tuple[str, Any]]:
    """(heading, cell): what the list shows, and the last day."""
    yield _("Stay"), stay and stay.reference
    yield _("Home"), stay and stay.unit.reference
    yield _("First day"), stay and stay.first_day
    yield _("Last day"), stay and stay.last_day
    yield _("Both said yes"), stay and filters.yes_no(stay.both_said_yes)
    yield _("State"), stay and str(_(stay.state.label))
