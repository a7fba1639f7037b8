"""The photos of a unit: added, put in order, deleted."""

from http import HTTPStatus
from typing import IO

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.refusals import RefusedError
from stirrup.units.models import Unit, UnitPhoto
from stirrup.units.photos import PhotoRefusedError, forget_photo, store_photo
from stirrup.units.rules import check_words
from stirrup.units.services import StepClosedError
from stirrup.units.steps import BY_NAME, may_change
from stirrup.wording import N_

MOST_PHOTOS = 12


class TooManyPhotosError(PhotoRefusedError):
    sentence = N_("This home already has 12 photos: delete one first.")


class NoPlaceThereError(RefusedError):
    """A first photo cannot come earlier, a last one later."""

    sentence = N_("This photo is already at that end of the list.")
    status = HTTPStatus.CONFLICT


def add_photo(unit: Unit, stream: IO[bytes], description: str, *, by: User) -> UnitPhoto:
    """Keep one uploaded photo, last in order. Its files are forgotten if the row fails."""
    _require_change(unit, by)
    if len(unit.photos) >= MOST_PHOTOS:
        raise TooManyPhotosError
    check_words("description", description)
    stored = store_photo(stream)
    photo = UnitPhoto(position=_next_position(unit), description=description, **stored._asdict())
    unit.photos.append(photo)
    try:
        _record(unit, "unit_photo_added", by)
    except Exception:
        forget_photo(stored.file_name)
        raise
    return photo


def move_photo(photo: UnitPhoto, *, earlier: bool, by: User) -> None:
    """Exchange a photo with its neighbour."""
    unit = photo.unit
    _require_change(unit, by)
    other = unit.photos.index(photo) + (-1 if earlier else 1)
    if not 0 <= other < len(unit.photos):
        raise NoPlaceThereError
    neighbour = unit.photos[other]
    photo.position, neighbour.position = neighbour.position, photo.position
    _record(unit, "unit_photo_moved", by)


def delete_photo(photo: UnitPhoto, *, by: User) -> None:
    """Delete a photo, then its files."""
    unit, file_name = photo.unit, photo.file_name
    _require_change(unit, by)
    unit.photos.remove(photo)
    _record(unit, "unit_photo_deleted", by)
    forget_photo(file_name)


def _require_change(unit: Unit, by: User) -> None:
    require(by, Permission.UNIT_EDIT, unit)
    if not may_change(unit, BY_NAME["photos"]):
        raise StepClosedError


def _next_position(unit: Unit) -> int:
    return max((photo.position for photo in unit.photos), default=0) + 1


def _record(unit: Unit, action: str, by: User) -> None:
    unit.changed_at = now()
    audit.record(by, action, unit)
    db.session.commit()
