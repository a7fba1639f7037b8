"""The list of stays: filters in its address, and the same list as a file that names nobody."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.clock import today
from stirrup.permissions import Permission, permits
from stirrup.placements.answering.reviewing import count_to_review
from stirrup.placements.blueprint import bp
from stirrup.placements.lanes.catalogue import steps_in_force
from stirrup.placements.lanes.steps import in_words
from stirrup.placements.models import Placement
from stirrup.placements.stay_filter_form import StayFilterForm
from stirrup.placements.stay_lines import stay_lines
from stirrup.placements.stay_list import list_stays, organisations_with_stays, stays_to_export
from stirrup.spreadsheets.downloads import export_list
from stirrup.ui import filters
from stirrup.ui.guard import requires
from stirrup.ui.paging import page_asked


@bp.get("")
@requires(Permission.PLACEMENT_LIST)
def index() -> Any:
    form, names, valid = _filter_form()
    kept = form.address()
    listing = list_stays(current_user, form.filters(), page_asked(), today())
    page = render_template(
        "placements/index.html",
        form=form,
        listing=listing,
        lines=stay_lines(listing.stays, names),
        kept=kept,
        page_url=lambda number: url_for("placements.index", page=number, **kept),
        to_review=count_to_review() if _prepares() else 0,
    )
    return page, HTTPStatus.OK if valid else HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/export")
@requires(Permission.PLACEMENT_LIST)
def export() -> Response:
    """Every stay of the list, whatever its page."""
    form, names, _valid = _filter_form()
    stays = stays_to_export(current_user, form.filters(), today())
    rows = ([cell for _heading, cell in _cells(stay, names)] for stay in stays)
    headings = [heading for heading, _cell in _cells(None, names)]
    permission = Permission.PLACEMENT_LIST
    return export_list(
        "stays", headings, rows, permission=permission, by=current_user, **form.address()
    )


def _filter_form() -> tuple[StayFilterForm, dict[str, str], bool]:
    """The form as it was sent, the words of each step, and whether all of it can be read."""
    form, steps = StayFilterForm(request.args), steps_in_force()
    form.offer_steps(steps)
    form.offer_organisations(organisations_with_stays() if _prepares() else ())
    names = {str(one.code): in_words(one.name, str(get_locale())) for one in steps}
    return form, names, form.validate()


def _prepares() -> bool:
    return permits(current_user, Permission.PLACEMENT_PREPARE)


def _cells(stay: Placement | None, names: dict[str, str]) -> Iterator[tuple[str, Any]]:
    """(heading, cell): what the list shows, and the last day."""
    yield _("Stay"), stay and stay.reference
    yield _("Home"), stay and stay.unit.reference
    yield _("First day"), stay and stay.first_day
    yield _("Last day"), stay and stay.last_day
    yield _("Both said yes"), stay and filters.yes_no(stay.both_said_yes)
    yield _("Step awaited"), stay and names.get(stay.step or "")
    yield _("Last day of the step"), stay and stay.step_due_on
    yield _("State"), stay and str(_(stay.state.label))
