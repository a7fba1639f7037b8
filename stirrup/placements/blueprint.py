"""The pages of stays, under one address; views.py gathers their modules."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from stirrup.placements.models import Placement

bp = Blueprint("placements", __name__, url_prefix="/stays")


def form_page(
    placement: Placement,
    form: Any,
    title: str,
    template: str = "placements/form.html",
    **more: Any,
) -> Any:
    """The page of a form; 422 when what was sent is refused, 409 when others changed it."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    status = HTTPStatus.CONFLICT if form.is_outdated else status
    page = render_template(template, placement=placement, form=form, title=title, **more)
    return page, status


def back_to(placement: Placement, message: str) -> Any:
    """The page of the stay, with what was done."""
    flash(message)
    return redirect(url_for("placements.show", placement_id=placement.id))
