"""Pages of a landlord's tax summaries: by year and home, and what a year comes to."""

from flask import Blueprint, abort, render_template
from flask_login import current_user

from stirrup.clock import today
from stirrup.permissions import Permission
from stirrup.placements.yearly_page import list_years, table_of
from stirrup.ui.guard import requires

bp = Blueprint("yearly", __name__, url_prefix="/tax-summaries")


@bp.get("")
@requires(Permission.YEARLY_SUMMARY_LIST)
def index() -> str:
    return render_template("placements/yearly.html", years=list_years(current_user, today()))


@bp.get("/<int:year>")
@requires(Permission.YEARLY_SUMMARY_LIST)
def year(year: int) -> str:
    table = table_of(current_user, year, today())
    if table is None:
        abort(404)
    return render_template("placements/yearly_year.html", year=year, table=table)
