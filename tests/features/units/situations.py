"""Situations of units: a complete draft, ordinary answers, files of every sort."""

from io import BytesIO

from PIL import Image

from stirrup.clock import now
from stirrup.units.checking import Findings
from stirrup.units.enums import ReadinessPoint, ReadinessResult, UnitKind, UnitState
from stirrup.units.steps import NOTICE_VERSION
from tests import factories

ADDRESS = {
    "street": "12 rue de Lannoy",
    "address_complement": "",
    "postcode": "59100",
    "commune_code": "59512",
}
KIND = {
    "kind": UnitKind.T2,
    "surface_m2": 46,
    "main_rooms": 2,
    "bedrooms": 1,
    "min_people": 1,
    "max_people": 2,
    "places_count": 1,
}


def a_complete_draft(landlord=None, **values):
    """A draft that only has to be sent, or the same home in another state."""
    read = {"truce_notice_version": NOTICE_VERSION, "truce_notice_read_at": now()}
    draft = {"state": UnitState.DRAFT, "readiness": {}}
    return factories.a_unit(landlord, **read | draft | values)


def findings(**values) -> Findings:
    """Everything in order, visited today."""
    ordinary = {
        "readiness": dict.fromkeys(ReadinessPoint, ReadinessResult.OK),
        "visited_on": now().date(),
        "energy_exception": None,
        "note": None,
    }
    return Findings(**ordinary | values)


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (1200, 900), **options) -> BytesIO:
    """The bytes of a plain picture, ready to be sent."""
    file = BytesIO()
    mode = "RGBA" if kind == "PNG" else "RGB"
    Image.new(mode, size, "teal").save(file, kind, **options)
    file.seek(0)
    return file
