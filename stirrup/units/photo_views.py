"""The photos of a home: the page that adds and orders them, and the pictures themselves."""

from http import HTTPStatus
from typing import Any

from flask import Response, abort, redirect, render_template, request, send_file, url_for
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.ui.guard import requires
from stirrup.units import gallery
from stirrup.units.blueprint import bp
from stirrup.units.forms import PhotoForm
from stirrup.units.listing import way_on
from stirrup.units.models import Unit, UnitPhoto
from stirrup.units.photos import LONGEST_SIDES, MEDIA_TYPE, picture_path
from stirrup.units.refusal_pages import refuse
from stirrup.units.rules import AnswerRefusedError
from stirrup.units.services import StepClosedError
from stirrup.units.steps import BY_NAME, STEPS, may_change

STEP = BY_NAME["photos"]
DIRECTIONS = {"up": True, "down": False}
"""Towards the beginning of the list, or its end."""


@bp.route("/<int:unit_id>/photos", methods=["GET", "POST"])
@requires(Permission.UNIT_EDIT, Unit)
def photos(unit: Unit) -> Any:
    """The photos in order, and a form for one more."""
    if not may_change(unit, STEP):
        raise StepClosedError
    form = PhotoForm()
    if not form.validate_on_submit():
        return _photos_page(unit, form)
    try:
        gallery.add_photo(
            unit, form.photo.data[0].stream, form.description.data or "", by=current_user
        )
    except AnswerRefusedError as refusal:
        return _photos_page(unit, refuse(form, refusal))
    return _back(unit)


@bp.post("/photos/<int:unit_photo_id>/move/<direction>")
@requires(Permission.UNIT_EDIT, UnitPhoto)
def move_photo(unit_photo: UnitPhoto, direction: str) -> Any:
    """Exchange a photo with the one before or after it."""
    earlier = DIRECTIONS[direction] if direction in DIRECTIONS else abort(HTTPStatus.NOT_FOUND)
    gallery.move_photo(unit_photo, earlier=earlier, by=current_user)
    return _back(unit_photo.unit)


@bp.post("/photos/<int:unit_photo_id>/delete")
@requires(Permission.UNIT_EDIT, UnitPhoto)
def delete_photo(unit_photo: UnitPhoto) -> Any:
    """Delete a photo and its files."""
    unit = unit_photo.unit
    gallery.delete_photo(unit_photo, by=current_user)
    return _back(unit)


@bp.get("/photos/<int:unit_photo_id>/<size>")
@requires(Permission.UNIT_SHOW, UnitPhoto)
def photo(unit_photo: UnitPhoto, size: str) -> Response:
    """One picture, to who may see the home: never run, never kept by a shared cache."""
    path = picture_path(unit_photo.file_name, size)
    if size not in LONGEST_SIDES or not path.is_file():
        abort(HTTPStatus.NOT_FOUND)
    name = f"{unit_photo.unit.reference}-{unit_photo.position}.webp"
    return send_file(path, mimetype=MEDIA_TYPE, as_attachment=True, download_name=name)


def _photos_page(unit: Unit, form: PhotoForm) -> Any:
    page = render_template(
        "units/steps/photos.html",
        unit=unit,
        step=STEP,
        number=STEPS.index(STEP) + 1,
        total=len(STEPS),
        form=form,
        then=request.args.get("then"),
        on_url=way_on(unit, STEP),
        room=len(unit.photos) < gallery.MOST_PHOTOS,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _back(unit: Unit) -> Any:
    address = url_for("units.photos", unit_id=unit.id, then=request.args.get("then"))
    return redirect(address, HTTPStatus.SEE_OTHER)
