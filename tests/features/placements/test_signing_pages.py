"""The pages where one signs: who sees which act, by hand too, and what is typed wrong."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements.papers.enums import (
    DocumentKind,
    DocumentState,
    SignatureState,
    SigningMethod,
    SigningParty,
)
from stirrup.placements.papers.models import DocumentScan
from stirrup.placements.papers.signing.services import refuse_to_sign
from tests import factories
from tests.features.placements.signing import a_round, a_stay_with_an_agreement, last_code, sign_all


@pytest.fixture
def opened(app):
    return a_round()


def list_of(opened) -> str:
    return f"/papers/{opened.paper.id}/signatures"


def page_of(opened, party: SigningParty) -> str:
    act = "witness" if party == SigningParty.RESIDENTS else "sign"
    return f"/papers/signatures/{opened.of(party).id}/{act}"


def code_of(opened, party: SigningParty) -> str:
    return f"/papers/signatures/{opened.of(party).id}/code"


def today_in_parts(name: str, day=None) -> dict:
    day = day or today()
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def test_the_landlord_signs_on_the_page(client, opened):
    client.sign_in(opened.landlord)
    page = page_of(opened, SigningParty.LANDLORD)
    client.submit(page, to=code_of(opened, SigningParty.LANDLORD))
    typed = {"has_read": "y", "name": "claire vanhoutte", "code": last_code(opened.landlord)}

    answer = client.submit(page, typed)

    assert answer.status_code == 303
    assert opened.of(SigningParty.LANDLORD).state == SignatureState.SIGNED


def test_the_page_shows_the_whole_document_and_its_digest(client, opened):
    client.sign_in(opened.landlord)

    page = client.get(page_of(opened, SigningParty.LANDLORD))
    framed = client.get(f"/papers/{opened.paper.id}")

    assert f'<iframe class="document" src="/papers/{opened.paper.id}"' in page.text
    assert opened.paper.sha256 in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    assert "Signatures</h2>" in framed.text


def test_the_case_worker_signs_with_a_resident_on_the_page(client, opened):
    client.sign_in(opened.worker)
    page = page_of(opened, SigningParty.RESIDENTS)
    client.submit(page, to=code_of(opened, SigningParty.RESIDENTS))
    typed = {
        "identity_check": "identity_card",
        "explained_in": "ar",
        "interpreter": "Rim Saadi",
        "has_read": "y",
        "name": "SAMIRA HADDAD",
        "code": last_code(opened.worker),
    }

    answer = client.submit(page, typed)

    assert answer.status_code == 303
    assert opened.of(SigningParty.RESIDENTS).method == SigningMethod.ASSISTED


@pytest.mark.parametrize(
    ("typed", "beside"),
    [
        ({"name": "Claire Vanhoutte", "code": "123456"}, "has_read"),
        ({"has_read": "y", "name": "", "code": "123456"}, "name"),
        ({"has_read": "y", "name": "Marc", "code": "123456"}, "name"),
        ({"has_read": "y", "name": "a\0b", "code": "123456"}, "name"),
        ({"has_read": "y", "name": "Claire Vanhoutte", "code": ""}, "code"),
        ({"has_read": "y", "name": "Claire Vanhoutte", "code": "123456"}, "code"),
        ({"has_read": "y", "name": "Claire Vanhoutte", "code": "9" * 20}, "code"),
        ({"has_read": "y", "name": "Claire Vanhoutte", "code": "١٢٣٤٥٦"}, "code"),
    ],
)
def test_what_is_typed_wrong_is_told_beside_the_field_and_kept(client, opened, typed, beside):
    client.sign_in(opened.landlord)

    page = client.submit(page_of(opened, SigningParty.LANDLORD), typed)

    assert page.status_code == 422
    assert f'id="{beside}-error"' in page.text
    if typed.get("name", "").isprintable() and typed.get("name"):
        assert typed["name"] in page.text
    assert opened.of(SigningParty.LANDLORD).state == SignatureState.AWAITED


def test_a_signature_given_twice_is_a_page_that_says_so(client, opened):
    client.sign_in(opened.landlord)
    page = page_of(opened, SigningParty.LANDLORD)
    client.submit(page, to=code_of(opened, SigningParty.LANDLORD))
    typed = {"has_read": "y", "name": "Claire Vanhoutte", "code": last_code(opened.landlord)}
    client.submit(page, typed)

    assert client.get(page).status_code == 409


@pytest.mark.parametrize("party", [SigningParty.LANDLORD, SigningParty.RESIDENTS])
def test_each_reader_is_offered_their_own_acts_alone(client, opened, party):
    signer = opened.landlord if party == SigningParty.LANDLORD else opened.worker
    other = opened.worker if party == SigningParty.LANDLORD else opened.landlord

    offered = client.sign_in(signer).get(list_of(opened)).text
    elsewhere = client.sign_in(other).get(list_of(opened)).text

    assert page_of(opened, party) in offered
    assert page_of(opened, party) not in elsewhere


def test_strangers_find_no_page_and_wrong_roles_no_way_to_sign(client, opened):
    addresses = [
        list_of(opened),
        page_of(opened, SigningParty.LANDLORD),
        page_of(opened, SigningParty.RESIDENTS),
        f"/papers/{opened.paper.id}/scan",
    ]

    nobody = [client.get(one).status_code for one in addresses]
    client.sign_in(factories.a_landlord())
    strangers = [client.get(one).status_code for one in addresses]
    client.sign_in(opened.team)
    team = [client.get(one).status_code for one in addresses]
    client.sign_in(opened.worker)
    worker = [client.get(one).status_code for one in addresses]

    assert nobody == [302] * 4
    assert strangers == [404] * 4
    assert team == [200, 403, 403, 200]
    assert worker == [200, 403, 200, 200]


def test_the_team_sends_and_withdraws_on_the_page(client, app):
    opened = a_stay_with_an_agreement()
    client.sign_in(opened.team)
    paper = opened.paper

    client.submit(list_of(opened), to=f"/papers/{paper.id}/send")
    sent = paper.state
    client.submit(list_of(opened), to=f"/papers/{paper.id}/withdraw")

    assert (sent, paper.state) == (DocumentState.SENT, DocumentState.SUPERSEDED)


def test_a_refusal_is_recorded_on_the_page(client, opened):
    client.sign_in(opened.landlord)
    signature = opened.of(SigningParty.LANDLORD)

    client.submit(list_of(opened), to=f"/papers/signatures/{signature.id}/refuse")

    assert signature.state == SignatureState.REFUSED
    assert client.get(page_of(opened, SigningParty.LANDLORD)).status_code == 409


def a_photo() -> BytesIO:
    content = BytesIO()
    picture = Image.new("RGB", (800, 1100), "white")
    exif = picture.getexif()
    exif[0x010E] = "50.6942, 3.1746"
    picture.save(content, "JPEG", exif=exif)
    content.seek(0)
    return content


def a_scanned_pdf(pages: int = 2, **root) -> BytesIO:
    content = BytesIO()
    with pikepdf.new() as pdf:
        for _page in range(pages):
            pdf.add_blank_page()
        for name, value in root.items():
            pdf.Root[f"/{name}"] = value
        pdf.save(content)
    content.seek(0)
    return content


def an_attaching_pdf() -> BytesIO:
    content = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["program.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ")
        pdf.save(content)
    content.seek(0)
    return content


def a_locked_pdf() -> BytesIO:
    content = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(content, encryption=pikepdf.Encryption(owner="a", user="b"))
    content.seek(0)
    return content


JAVASCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def add_scan(client, opened, files, *, who=None, day=None):
    chosen = who or [one.id for one in opened.paper.signatures]
    fields = {"signatures": chosen, "files": files, **today_in_parts("signed_on", day)}
    return client.submit(
        f"/papers/{opened.paper.id}/scan", fields, content_type="multipart/form-data"
    )


def test_photos_of_the_signed_paper_end_the_round_and_keep_nothing_but_the_picture(client, opened):
    client.sign_in(opened.worker)

    answer = add_scan(client, opened, [(a_photo(), "1.jpg"), (a_photo(), "2.jpg")])

    scan = db.session.query(DocumentScan).one()
    assert answer.status_code == 303
    assert opened.paper.state == DocumentState.SIGNED
    assert {one.method for one in opened.paper.signatures} == {SigningMethod.WET}
    assert (scan.pages_count, scan.content[:5]) == (2, b"%PDF-")
    assert scan.sha256 == sha256(scan.content).hexdigest()
    assert b"50.6942" not in scan.content
    assert scan.sha256 in opened.of(SigningParty.LANDLORD).evidence


def test_a_scanned_pdf_is_kept_as_it_is_and_downloaded_by_readers_alone(client, opened):
    content = a_scanned_pdf().getvalue()
    landlord = opened.of(SigningParty.LANDLORD)
    client.sign_in(opened.team)
    add_scan(client, opened, [(BytesIO(content), "x.pdf")], who=[landlord.id])
    address = f"/papers/{opened.paper.id}/scans/{db.session.query(DocumentScan).one().id}"

    answer = client.get(address)

    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert opened.paper.state == DocumentState.SENT
    assert client.sign_in(factories.a_landlord()).get(address).status_code == 404
    assert client.sign_in(opened.landlord).get(f"{address}9").status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        lambda: BytesIO(b"%PDF-1.7 nothing"),
        lambda: BytesIO(b"<html>"),
        lambda: BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        lambda: a_scanned_pdf(OpenAction=JAVASCRIPT),
        lambda: a_scanned_pdf(pages=41),
        an_attaching_pdf,
        a_locked_pdf,
        lambda: BytesIO(a_photo().getvalue()[:300]),
    ],
    ids=["broken", "html", "svg", "javascript", "long", "attachment", "locked", "cut"],
)
def test_what_is_no_scan_is_refused_beside_the_field(client, opened, content):
    client.sign_in(opened.worker)

    page = add_scan(client, opened, [(content(), "scan.pdf")])

    assert page.status_code == 422
    assert 'id="files-error"' in page.text
    assert db.session.query(DocumentScan).count() == 0
    assert {one.state for one in opened.paper.signatures} == {SignatureState.AWAITED}


def test_the_day_of_a_signature_by_hand_lies_between_the_document_and_today(client, opened):
    client.sign_in(opened.worker)

    for day in (today() + timedelta(days=1), today() - timedelta(days=1)):
        page = add_scan(client, opened, [(a_photo(), "1.jpg")], day=day)

        assert page.status_code == 422
        assert 'id="signed_on-error"' in page.text


def test_somebody_else_s_signature_cannot_be_declared_by_its_number(client, opened):
    amendment = factories.a_paper(opened.placement, kind=DocumentKind.AMENDMENT, slot="1")
    other = factories.a_signature(amendment)
    client.sign_in(opened.worker)

    page = add_scan(client, opened, [(a_photo(), "1.jpg")], who=[other.id])

    assert page.status_code == 422
    assert other.state == SignatureState.AWAITED


def test_after_a_refusal_nothing_is_offered_but_the_withdrawal(client, opened):
    refuse_to_sign(opened.of(SigningParty.RESIDENTS), by=opened.worker)

    landlord = client.sign_in(opened.landlord).get(list_of(opened)).text
    team = client.sign_in(opened.team).get(list_of(opened)).text

    assert page_of(opened, SigningParty.LANDLORD) not in landlord
    assert f"/papers/{opened.paper.id}/withdraw" in team
    assert f"/papers/{opened.paper.id}/scan" not in team


def test_all_signatures_are_shown_with_their_way_and_day(client, opened):
    sign_all(opened)
    client.sign_in(opened.landlord)
    with client.session_transaction() as cookie:
        cookie["language"] = "en"

    page = client.get(list_of(opened)).text

    assert page.count("By a code received by e-mail") == 2
    assert page.count("With a case worker as witness") == 2
    assert "All have signed" in page
