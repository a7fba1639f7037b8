"""The whole story in a real browser: from an empty home to a signed agreement, on each database."""

import shutil
import subprocess
from dataclasses import dataclass
from http import HTTPStatus

import pytest
from flask import Flask

from stirrup.accounts.models import User
from stirrup.accounts.passwords import hash_password
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements.models import Placement
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.production import produce_pending
from stirrup.referrals.enums import Urgency
from stirrup.referrals.models import Referral
from stirrup.referrals.places import get_point
from stirrup.runs.models import Proposal
from stirrup.runs.nightly import run_night
from stirrup.units.models import Unit
from stirrup.units.photos import LONGEST_SIDES, picture_path
from tests.conftest import missing
from tests.factories import a_case_worker, a_referral, an_administrator
from tests.journeys import listing, referring, reviewing
from tests.journeys.pages import DESK, EVERY_LOOK, Visitor

pytestmark = pytest.mark.browser

PASSWORD = "trois portes vertes au canal"
AVOIDED_CODE, AVOIDED = "59098", "Bousbecque"
NEAR = "commune-59646"
PUBLIC = ("/",)
"""Its simulator offers every commune of the metropole to anybody."""
PHONE, EMAIL = "06 98 76 54 32", "menage@example.org"


@dataclass
class Story:
    """Who takes part, each in their own browser."""

    landlord: Visitor
    worker: Visitor
    team: Visitor
    referent: User

    @property
    def faults(self) -> list[str]:
        return [*self.landlord.faults, *self.worker.faults, *self.team.faults]


@pytest.fixture
def story(come, database_url) -> Story:
    """An association and an administrator; how pages look does not depend on the database."""
    looks = EVERY_LOOK if database_url.startswith("sqlite") else (DESK,)
    landlord, worker, team = (come(looks=looks) for _person in range(3))
    kept = hash_password(PASSWORD)
    referent = a_case_worker(display_name="Nadia Lefèvre", password_hash=kept)
    administrator = an_administrator(display_name="Hugo Masson", password_hash=kept)
    worker.sign_in(referent.email, PASSWORD)
    team.sign_in(administrator.email, PASSWORD)
    return Story(landlord, worker, team, referent)


def test_from_an_empty_home_to_the_agreement(app: Flask, story: Story, tmp_path) -> None:
    landlord, worker, team = story.landlord, story.worker, story.team

    listing.open_account(
        landlord, name="Paul Vasseur", email="p.vasseur@example.org", password=PASSWORD
    )
    photo = listing.photo_with_place(tmp_path)
    listing.list_home(landlord, street="12 rue des Arts", photo=photo)
    unit = the_only(Unit)
    assert "€" in landlord.page.locator("#gain .sum").inner_text()
    assert listing.says_where(photo)
    assert not any(map(listing.says_where, stored_pictures(unit)))

    reviewing.verify_landlord(team, unit.organisation_id)
    reviewing.open_home(team, unit.id)

    referring.refer_household(worker, safety=AVOIDED_CODE, near=NEAR, phone=PHONE, email=EMAIL)
    referral = the_only(Referral)
    a_referral(urgency=Urgency.STABLE)

    report = run_night(today(), owner="journey")
    assert report.proposals_count == 1
    proposal = the_only(Proposal)
    assert proposal.referral_id == referral.id

    reviewing.accept_proposal(team, proposal.id)
    stay = the_only(Placement)
    reviewing.complete_facts(team, stay.id)

    landlord.menu("/stays")
    landlord.follow(f"/stays/{stay.id}")
    assert named_by(landlord.text(), story.referent, referral) == []
    assert landlord.status_of(f"/referrals/{referral.id}") == HTTPStatus.NOT_FOUND

    reviewing.record_both_answers(team)
    reviewing.order_documents(team)
    assert produce_pending() == len(stay.documents)

    landlord.open(f"/stays/{stay.id}")
    assert story.referent.display_name in landlord.text()
    summary_at = address_of(stay, "owner_summary")
    landlord.follow(summary_at)
    landlord.open(f"/stays/{stay.id}")
    summary = words_of(landlord.download(f"{summary_at}.pdf"))
    assert reference_of(stay, "owner_summary") in summary

    worker.menu("/stays")
    worker.follow(f"/stays/{stay.id}")
    agreement_at = address_of(stay, "agreement")
    worker.follow(agreement_at)
    worker.open(f"/stays/{stay.id}")
    agreement = words_of(worker.download(f"{agreement_at}.pdf"))
    assert reference_of(stay, "agreement") in agreement
    assert all(name in agreement for name in reviewing.ADULTS)

    assert where_said(AVOIDED, landlord) + where_said(AVOIDED, team) == []
    assert where_said(get_point(NEAR).label, landlord) == []
    assert not story.faults, "\n".join(story.faults)


def the_only(model):
    """The only row of a table, as it is stored now."""
    db.session.rollback()
    return db.session.query(model).one()


def stored_pictures(unit: Unit):
    """The files of the home's photos."""
    paths = [picture_path(one.file_name, size) for one in unit.photos for size in LONGEST_SIDES]
    assert paths
    return paths


def named_by(text: str, referent: User, referral: Referral) -> list[str]:
    """What identifies the household or its referent in a text."""
    secrets = (
        *reviewing.ADULTS,
        referent.display_name,
        referral.reference,
        EMAIL,
        "06 98",
        AVOIDED,
    )
    return [secret for secret in secrets if secret in text.replace("\N{NO-BREAK SPACE}", " ")]


def where_said(word: str, visitor: Visitor) -> list[str]:
    """The pages, among those that a person passed signed in, where a word stands."""
    pages = {address: page for address, page in visitor.read.items() if address not in PUBLIC}
    assert pages
    return [address for address, page in pages.items() if word in page]


def words_of(pdf: bytes) -> str:
    """The text of a PDF document, as a reader extracts it."""
    assert pdf.startswith(b"%PDF")
    if shutil.which("pdftotext") is None:
        missing("pdftotext")
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def address_of(stay: Placement, kind: str) -> str:
    return f"/papers/{paper_of(stay, kind).id}"


def reference_of(stay: Placement, kind: str) -> str:
    return paper_of(stay, kind).reference


def paper_of(stay: Placement, kind: str) -> PlacementDocument:
    db.session.rollback()
    papers = db.session.query(PlacementDocument).filter_by(placement_id=stay.id, kind=kind)
    return papers.one()
