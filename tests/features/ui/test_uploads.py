"""Files that lie about what they are or weigh too much: said in words, what was typed is kept."""

import html
from collections.abc import Mapping
from http import HTTPStatus
from io import BytesIO
from types import MappingProxyType
from typing import NamedTuple

import pytest

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements.papers.models import DocumentScan
from stirrup.spreadsheets.models import UploadedList
from stirrup.units.models import UnitPhoto
from tests import factories
from tests.features.placements.signing import a_round
from tests.features.referrals.situations import date_fields

DESCRIPTION = "Cuisine avec plaque à induction"
PNG = b"\x89PNG\r\n\x1a\n"
LIES = {
    "empty": ("photo.jpg", b""),
    "a program": ("photo.jpg", b"MZ\x90\x00\x03" + bytes(200)),
    "a truncated picture": ("photo.png", PNG + b"\x00\x00\x00\rIHDR\x00\x00"),
    "a page": ("list.csv", b"<!doctype html><script>alert(7)</script>"),
    "a PDF cut short": ("scan.pdf", b"%PDF-1.7\n1 0 obj << /Type /Catalog"),
    "a workbook cut short": ("list.xlsx", b"PK\x03\x04" + bytes(80)),
    "a name that is a path": ("../../../etc/passwd", b"\0\1\2\3"),
}


class Upload(NamedTuple):
    """A page that takes a file: who sends it, under which name, with what beside it."""

    person: User
    page: str
    name: str
    typed: dict[str, str]
    model: type
    chosen: Mapping[str, int] = MappingProxyType({})


def a_photo() -> Upload:
    landlord = factories.a_landlord(language="en")
    unit = factories.a_draft_unit(landlord)
    page, typed = f"/units/{unit.id}/photos", {"description": DESCRIPTION}
    return Upload(landlord, page, "photo", typed, UnitPhoto)


def a_scan() -> Upload:
    opened = a_round()
    opened.team.language = "en"
    db.session.commit()
    typed = date_fields("signed_on", today())
    page, chosen = f"/papers/{opened.paper.id}/scan", {"signatures": opened.paper.signatures[0].id}
    return Upload(opened.team, page, "files", typed, DocumentScan, chosen)


def a_list_of_homes() -> Upload:
    return Upload(factories.a_landlord(language="en"), "/units/imports", "file", {}, UploadedList)


def a_list_of_referrals() -> Upload:
    worker = factories.a_case_worker(language="en")
    return Upload(worker, "/referrals/imports", "file", {}, UploadedList)


@pytest.fixture(params=[a_photo, a_scan, a_list_of_homes, a_list_of_referrals])
def upload(app, client, request) -> Upload:
    made = request.param()
    client.sign_in(made.person)
    return made


@pytest.mark.parametrize("lie", LIES)
def test_what_is_no_such_file_is_refused_beside_the_field(client, upload, lie):
    name, content = LIES[lie]

    file = {upload.name: (BytesIO(content), name)}

    answer = client.submit(upload.page, {**upload.typed, **upload.chosen, **file})

    said = html.unescape(answer.text)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="{upload.name}-error"' in said
    assert all(f'value="{words}"' in said for words in upload.typed.values())
    assert "<script>alert" not in answer.text
    assert db.session.query(upload.model).count() == 0


def test_what_is_too_heavy_is_told_with_the_limit_and_the_way_back(client, upload):
    answer = send_too_much(client, upload.page)

    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "12 MB" in answer.text
    assert f'href="{upload.page}"' in answer.text
    assert db.session.query(upload.model).count() == 0


def test_a_photo_that_is_too_heavy_costs_no_words(client):
    upload = a_photo()
    client.sign_in(upload.person)
    client.submit(upload.page, upload.typed | {"kept_page": upload.page}, to="/kept-forms")

    answer = send_too_much(client, upload.page)

    assert f'href="{upload.page}?kept=1"' in answer.text
    assert DESCRIPTION in client.get(f"{upload.page}?kept=1").text


def send_too_much(client, page: str):
    """Thirteen megabytes, from the page that takes files."""
    seen_on = {"Referer": f"http://localhost{page}"}
    kind = "multipart/form-data; boundary=x"
    return client.post(page, data=bytes(13 * 1024 * 1024), content_type=kind, headers=seen_on)
