"""Offering a second home like a first one: the same description, without what is the first's own.

Photos, floor, door, tax number, diagnosis, dates and the page to read are never copied.
"""

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.units.enums import UnitState
from stirrup.units.home_forms import FEATURES
from stirrup.units.models import Unit

COPIED = (
    *("street", "postcode", "commune_code", "latitude", "longitude", "building_id"),
    *("kind", "surface_m2", "main_rooms", "bedrooms", "min_people", "max_people", "places_count"),
    *("kitchen", "furnishing", "heating", "equipment", "pets_allowed", "smoking_allowed"),
    *(name for name, _words in FEATURES),
)


def duplicate_unit(unit: Unit, *, by: User) -> Unit:
    """A new draft of the same landlord with the same description."""
    require(by, Permission.UNIT_CREATE)
    require(by, Permission.UNIT_EDIT, unit)
    copied = {name: getattr(unit, name) for name in COPIED}
    twin = Unit(
        organisation_id=unit.organisation_id,
        created_by_id=by.id,
        state=UnitState.DRAFT,
        **copied | {"equipment": list(unit.equipment)},
    )
    db.session.add(twin)
    audit.record(by, "unit_created", twin, copied_from=unit.id)
    db.session.commit()
    return twin
