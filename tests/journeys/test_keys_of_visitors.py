"""What people without an account, or on their way to one, do with the keys alone."""

from datetime import date

import pytest

from stirrup.accounts.invitations import invite
from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.permissions import Role
from tests.factories import ROUBAIX, a_local_authority, an_association
from tests.features.accounts.situations import (
    OTHER_PASSWORD,
    PASSWORD,
    a_landlord,
    an_administrator,
    token_sent_to,
)
from tests.journeys import listing

pytestmark = pytest.mark.browser


def test_an_account_is_opened(sit_down):
    visitor = sit_down()

    visitor.open("/register")
    visitor.send_wrong()
    listing.open_account(
        visitor, name="Paul Vasseur", email="p.vasseur@example.org", password=PASSWORD
    )

    assert visitor.path == "/today"
    assert visitor.faults == []


def test_a_lost_password_is_replaced(sit_down):
    person = a_landlord()
    visitor = sit_down()

    visitor.open("/sign-in")
    visitor.follow("/forgotten-password")
    visitor.answer(email=person.email)
    visitor.send_filled()
    visitor.open(f"/reset-password?token={token_sent_to(person.email)}")
    visitor.answer(password="court")
    visitor.send_wrong()
    visitor.answer(password=OTHER_PASSWORD)
    visitor.send_filled()

    assert visitor.path == "/today"
    assert visitor.faults == []


def test_an_invitation_is_accepted(sit_down):
    invite("nora@example.org", Role.CASE_WORKER, an_association(), by=an_administrator())
    visitor = sit_down()

    visitor.open(f"/invitation?token={token_sent_to('nora@example.org')}")
    visitor.send_wrong()
    visitor.answer(display_name="Nora Petit", password=PASSWORD)
    visitor.send_filled()

    db.session.rollback()
    assert db.session.query(User).filter_by(display_name="Nora Petit").count() == 1
    assert visitor.faults == []


def test_a_gain_is_estimated_and_a_document_verified(sit_down, tmp_path):
    visitor = sit_down()
    file = tmp_path / "convention.pdf"
    file.write_bytes(b"%PDF-1.7 of somebody else")

    visitor.open("/simulator")
    visitor.answer(commune=ROUBAIX, vacant_since=date(2024, 5, 10), base=1320)
    visitor.ask()
    visitor.open("/verify")
    visitor.answer(file=file)
    visitor.send()

    assert visitor.page.locator("#answer").count() == 1
    assert visitor.faults == []


def test_a_local_authority_chooses_its_mails_and_reads_the_figures(sit_down):
    visitor = sit_down(a_local_authority())

    visitor.open("/account")
    visitor.follow("/notices")
    visitor.open("/how-it-works")

    assert visitor.faults == []
