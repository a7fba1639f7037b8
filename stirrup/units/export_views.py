"""The list of homes as a file, filtered as its page is."""

from collections.abc import Iterator
from typing import Any

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.clock import local
from stirrup.permissions import Permission
from stirrup.spreadsheets.downloads import export_list
from stirrup.spreadsheets.writing import Cell
from stirrup.ui.guard import requires
from stirrup.units.answers import commune_name, label_of
from stirrup.units.blueprint import bp
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit
from stirrup.units.queries import units_to_export


@bp.get("/export")
@requires(Permission.UNIT_LIST)
def export() -> Response:
    """Every home of the list, whatever its page."""
    state = _wanted_state(request.args.get("state"))
    units = units_to_export(current_user, state)
    rows = ([cell for _heading, cell in _cells(unit)] for unit in units)
    headings = [heading for heading, _cell in _cells(None)]
    permission = Permission.UNIT_LIST
    return export_list("homes", headings, rows, permission=permission, by=current_user, state=state)


def _cells(unit: Unit | None) -> Iterator[tuple[str, Any]]:
    """(heading, cell); no street: administrators see it on the page of one home alone."""

    def cell(name: str) -> Cell:
        found: Cell = getattr(unit, name, None)
        return found

    yield _("Home"), cell("reference")
    yield _("Landlord"), unit and unit.organisation.name
    yield _("State"), unit and label_of(unit.state)
    yield _("Postcode"), cell("postcode")
    yield _("Commune"), unit and commune_name(unit)
    yield _("Type of home"), unit and label_of(unit.kind)
    yield _("Surface"), cell("surface_m2")
    yield _("Main rooms"), cell("main_rooms")
    yield _("Bedrooms"), cell("bedrooms")
    yield _("Greatest number of people"), cell("max_people")
    yield _("Floor"), cell("floor")
    yield _("Letter of the diagnosis"), unit and unit.energy_class and unit.energy_class.value
    yield _("Available from"), cell("available_from")
    yield _("Latest end"), cell("available_until")
    yield _("Sent on"), unit and unit.submitted_at and local(unit.submitted_at).date()


def _wanted_state(wanted: str | None) -> UnitState | None:
    if not wanted:
        return None
    if wanted not in set(UnitState):
        abort(404)
    return UnitState(wanted)
