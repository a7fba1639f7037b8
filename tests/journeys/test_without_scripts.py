"""The two long flows in a browser that runs no script."""

import pytest

from stirrup.accounts.passwords import hash_password
from stirrup.extensions import db
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit
from tests.factories import a_case_worker, a_landlord
from tests.journeys import listing, referring

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

PASSWORD = "trois portes vertes au canal"


def test_a_landlord_lists_a_home(app, come, tmp_path):
    landlord = come(looks=(), scripts=False)
    landlord.sign_in(a_landlord(password_hash=hash_password(PASSWORD)).email, PASSWORD)

    listing.list_home(landlord, street="12 rue des Arts", photo=listing.photo_with_place(tmp_path))

    db.session.rollback()
    home = db.session.query(Unit).one()
    assert home.state == UnitState.SUBMITTED
    assert len(home.photos) == 1
    assert landlord.faults == []


def test_a_case_worker_refers_a_household(app, come):
    worker = come(looks=(), scripts=False)
    worker.sign_in(a_case_worker(password_hash=hash_password(PASSWORD)).email, PASSWORD)

    referring.refer_household(
        worker,
        safety="59098",
        near="commune-59646",
        phone="06 98 76 54 32",
        email="menage@example.org",
    )

    db.session.rollback()
    referral = db.session.query(Referral).one()
    assert referral.state == ReferralState.READY
    assert len(referral.safety_zones) == 1
    assert worker.faults == []
