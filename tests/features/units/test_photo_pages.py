"""Photos through their pages: added, ordered, deleted, served to who may see the home."""

from io import BytesIO

import pytest

from stirrup.extensions import db
from stirrup.units import gallery
from stirrup.units.enums import UnitState
from tests.factories import (
    a_case_worker,
    a_draft_unit,
    a_landlord,
    a_local_authority,
    a_unit,
    an_administrator,
)
from tests.features.units.situations import a_picture


@pytest.fixture
def landlord(app):
    return a_landlord()


@pytest.fixture
def unit(landlord):
    return a_draft_unit(landlord)


def upload(browser, unit, file, words="La cuisine", name="cuisine.jpg"):
    fields = {"photo": (file, name), "description": words}
    return browser.submit(f"/units/{unit.id}/photos", fields)


def add(unit, landlord, words="La cuisine"):
    return gallery.add_photo(unit, a_picture(), words, by=landlord)


def status(client, person, address) -> int:
    browser = client.application.test_client()
    return (browser.sign_in(person) if person else browser).get(address, buffered=True).status_code


def test_a_photo_is_added_with_its_description(client, landlord, unit):
    answer = upload(client.sign_in(landlord), unit, a_picture())
    db.session.refresh(unit)

    assert answer.status_code == 303
    assert [photo.description for photo in unit.photos] == ["La cuisine"]
    assert 'alt="La cuisine"' in client.get(f"/units/{unit.id}/photos").text


@pytest.mark.parametrize(
    ("file", "words", "target"),
    [
        (lambda: BytesIO(b"<svg/>"), "La cuisine", "photo"),
        (lambda: BytesIO(b""), "La cuisine", "photo"),
        (a_picture, "", "description"),
        (a_picture, "Pas d’enfants", "description"),
        (a_picture, "a\x00b", "description"),
        (a_picture, "x" * 201, "description"),
    ],
)
def test_a_refused_photo_is_explained_beside_the_field(client, landlord, unit, file, words, target):
    answer = upload(client.sign_in(landlord), unit, file(), words)
    db.session.refresh(unit)

    assert answer.status_code == 422
    assert f'href="#{target}"' in answer.text
    assert unit.photos == []


def test_a_missing_file_is_asked_for(client, landlord, unit):
    page = f"/units/{unit.id}/photos"

    answer = client.sign_in(landlord).submit(page, {"description": "La cuisine"})

    assert answer.status_code == 422
    assert 'href="#photo"' in answer.text
    assert 'value="La cuisine"' in answer.text


def test_photos_are_moved_and_deleted_by_buttons(client, landlord, unit):
    first, second = add(unit, landlord, "La cuisine"), add(unit, landlord, "Le salon")
    browser, page = client.sign_in(landlord), f"/units/{unit.id}/photos"

    moved = browser.submit(page, to=f"/units/photos/{second.id}/move/up")
    db.session.refresh(unit)
    order = [photo.description for photo in unit.photos]
    deleted = browser.submit(page, to=f"/units/photos/{first.id}/delete")
    db.session.refresh(unit)

    assert (moved.status_code, deleted.status_code) == (303, 303)
    assert order == ["Le salon", "La cuisine"]
    assert [photo.description for photo in unit.photos] == ["Le salon"]


def test_a_direction_that_does_not_exist_is_not_found(client, landlord, unit):
    photo = add(unit, landlord)
    page = f"/units/{unit.id}/photos"

    answer = client.sign_in(landlord).submit(page, to=f"/units/photos/{photo.id}/move/sideways")

    assert answer.status_code == 404


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_picture_is_served_as_a_file_that_nothing_runs(client, landlord, unit, size):
    photo = add(unit, landlord)

    answer = client.sign_in(landlord).get(f"/units/photos/{photo.id}/{size}", buffered=True)

    assert answer.status_code == 200
    assert answer.mimetype == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("size", ["huge", "..", "large.webp"])
def test_only_two_sizes_exist(client, landlord, unit, size):
    photo = add(unit, landlord)

    assert client.sign_in(landlord).get(f"/units/photos/{photo.id}/{size}").status_code == 404


def test_a_picture_is_for_its_landlord_and_administrators(client, landlord):
    unit = a_unit(landlord, state=UnitState.SUBMITTED)
    address = f"/units/photos/{add(unit, landlord).id}/small"

    assert status(client, landlord, address) == 200
    assert status(client, an_administrator(), address) == 200
    assert status(client, a_landlord(), address) == 404
    assert status(client, a_case_worker(), address) == 404
    assert status(client, a_local_authority(), address) == 404
    assert status(client, None, address) == 302


def test_a_picture_of_a_draft_is_for_its_landlord_alone(client, landlord, unit):
    address = f"/units/photos/{add(unit, landlord).id}/small"

    assert status(client, an_administrator(), address) == 404


def test_a_row_without_its_file_answers_404(client, landlord, unit):
    photo = add(unit, landlord)
    gallery.forget_photo(photo.file_name)

    assert client.sign_in(landlord).get(f"/units/photos/{photo.id}/small").status_code == 404


def test_a_full_gallery_offers_no_more_room(client, landlord, unit, monkeypatch):
    monkeypatch.setattr(gallery, "MOST_PHOTOS", 1)
    add(unit, landlord)

    page = client.sign_in(landlord).get(f"/units/{unit.id}/photos")

    assert 'type="file"' not in page.text
