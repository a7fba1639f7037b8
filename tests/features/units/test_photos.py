"""What is kept of an uploaded file: an upright picture, and nothing else."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import event

from stirrup.extensions import db
from stirrup.units import gallery
from stirrup.units.enums import UnitState
from stirrup.units.models import UnitPhoto
from stirrup.units.photos import (
    MOST_BYTES,
    NotAPhotoError,
    PhotoTooHeavyError,
    PhotoTooLargeError,
    picture_path,
    store_photo,
)
from stirrup.units.rules import RefusedCriterionError
from stirrup.units.services import StepClosedError
from tests.factories import a_draft_unit, a_landlord, a_unit
from tests.features.units.situations import a_picture

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F
QUARTER_TURN = 6


@pytest.fixture
def landlord(app):
    return a_landlord()


def stored_picture(stored, size="large") -> Image.Image:
    with Image.open(picture_path(stored.file_name, size)) as picture:
        picture.load()
        return picture


def add(unit, landlord, words="La cuisine") -> UnitPhoto:
    return gallery.add_photo(unit, a_picture(), words, by=landlord)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_accepted_format_becomes_two_webp_pictures(app, kind):
    stored = store_photo(a_picture(kind, (2000, 1000)))

    assert stored_picture(stored).size == (1600, 800)
    assert stored_picture(stored, "small").size == (480, 240)
    assert {stored_picture(stored, size).format for size in ("large", "small")} == {"WEBP"}
    assert (stored.width, stored.height) == (1600, 800)


def test_a_small_picture_is_not_enlarged(app):
    assert stored_picture(store_photo(a_picture(size=(300, 200)))).size == (300, 200)


def test_a_photo_stands_upright(app):
    sensor = Image.new("RGB", (200, 100), "white")
    sensor.paste("red", (0, 0, 100, 100))
    exif = Image.Exif()
    exif[ORIENTATION] = QUARTER_TURN
    file = BytesIO()
    sensor.save(file, "JPEG", exif=exif, quality=95)
    file.seek(0)

    picture = stored_picture(store_photo(file)).convert("RGB")

    assert picture.size == (100, 200)
    assert picture.getpixel((50, 20))[1] < 60, "red on top"
    assert picture.getpixel((50, 180))[1] > 200, "white below"


def test_neither_place_nor_camera_survives(app):
    exif = Image.Exif()
    exif[MAKE] = "Canary Camera"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (50.0, 41.0, 30.0)
    original = a_picture(exif=exif, comment=b"canary comment", icc_profile=b"canary profile")
    assert b"anary" in original.getvalue()

    stored = store_photo(original)

    for size in ("large", "small"):
        content = picture_path(stored.file_name, size).read_bytes()
        assert not dict(stored_picture(stored, size).getexif())
        assert b"anary" not in content
        assert b"EXIF" not in content
        assert b"ICCP" not in content


def test_transparency_becomes_white(app):
    file = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(file, "PNG")
    file.seek(0)

    picture = stored_picture(store_photo(file)).convert("RGB")

    assert min(picture.getpixel((25, 25))) > 250


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 200,
        a_picture().getvalue()[:300],
        a_picture("GIF", (10, 10)).getvalue(),
    ],
    ids=["empty", "text", "svg", "html", "broken png", "cut jpeg", "gif"],
)
def test_what_is_no_photo_is_refused(app, content):
    with pytest.raises(NotAPhotoError):
        store_photo(BytesIO(content))


def test_a_heavy_file_is_refused_before_it_is_read(app):
    with pytest.raises(PhotoTooHeavyError):
        store_photo(BytesIO(b"\xff" * (MOST_BYTES + 1)))


@pytest.mark.parametrize("side", [8_000, 16_000])
def test_a_picture_that_unpacks_to_too_many_pixels_is_refused(app, side):
    file = BytesIO()
    Image.new("1", (side, side)).save(file, "PNG")
    file.seek(0)

    with pytest.raises(PhotoTooLargeError):
        store_photo(file)


def test_the_name_of_a_file_is_ours(landlord):
    photo = add(a_draft_unit(landlord), landlord)

    assert len(photo.file_name) == 32
    assert int(photo.file_name, 16) >= 0


def test_photos_are_added_last_and_change_places(landlord):
    unit = a_draft_unit(landlord)
    kitchen, lounge = (add(unit, landlord, words) for words in ("La cuisine", "Le salon"))

    gallery.move_photo(lounge, earlier=True, by=landlord)

    assert (lounge.position, kitchen.position) == (1, 2)
    with pytest.raises(gallery.NoPlaceThereError):
        gallery.move_photo(_first(unit), earlier=True, by=landlord)


def _first(unit):
    return min(unit.photos, key=lambda photo: photo.position)


def test_a_deleted_photo_leaves_no_file(landlord):
    unit = a_draft_unit(landlord)
    name = add(unit, landlord).file_name

    gallery.delete_photo(unit.photos[0], by=landlord)

    assert unit.photos == []
    assert not picture_path(name, "large").exists()
    assert not picture_path(name, "small").exists()


def test_a_photo_whose_row_fails_leaves_no_file(landlord):
    unit = a_draft_unit(landlord)
    folder = picture_path("any", "large").parent
    before = set(folder.glob("*"))

    def fail(_session):
        raise RuntimeError("no commit")

    event.listen(db.session, "before_commit", fail)
    try:
        with pytest.raises(RuntimeError):
            add(unit, landlord)
    finally:
        event.remove(db.session, "before_commit", fail)

    assert set(folder.glob("*")) == before


def test_a_description_that_chooses_people_is_refused(landlord):
    unit = a_draft_unit(landlord)

    with pytest.raises(RefusedCriterionError):
        add(unit, landlord, "Chambre, pas d’enfants")

    assert unit.photos == []


def test_a_home_has_twelve_photos_at_most(landlord):
    unit = a_draft_unit(landlord)
    unit.photos = [
        UnitPhoto(position=n, file_name=f"{n}", description="Le salon", width=1, height=1)
        for n in range(gallery.MOST_PHOTOS)
    ]

    with pytest.raises(gallery.TooManyPhotosError):
        add(unit, landlord)


def test_a_lent_home_keeps_its_photos(landlord):
    with pytest.raises(StepClosedError):
        add(a_unit(landlord, state=UnitState.OCCUPIED), landlord)
