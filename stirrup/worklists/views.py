"""Pages of work to do: the day of each role."""

from flask import render_template
from flask_login import current_user

from stirrup.clock import today as day
from stirrup.permissions import Permission
from stirrup.ui.guard import requires
from stirrup.worklists import board_views, team_views
from stirrup.worklists.blueprint import bp
from stirrup.worklists.today_page import due_tag, today_page

__all__ = ["bp"]

OTHER_PAGES = (board_views, team_views)
"""Imported for their routes."""


@bp.get("/today")
@requires(Permission.TODAY_SEE)
def today() -> str:
    page = today_page(current_user, day())
    return render_template("worklists/today.html", page=page, due_tag=due_tag)
