"""Some of the campaign of bad files (tests/long): what is right is kept exactly, the rest named."""

import pytest

from stirrup.extensions import db
from stirrup.units.models import Unit
from tests import factories
from tests.features.spreadsheets.campaign.hostile import hostile
from tests.features.spreadsheets.campaign.journeys import assert_the_whole_way, sent_all_the_way
from tests.features.spreadsheets.campaign.lists import invent

SENDERS = {"units": factories.a_landlord, "referrals": factories.a_case_worker}


@pytest.mark.parametrize("kind", list(SENDERS))
@pytest.mark.parametrize("seed", range(3))
def test_right_rows_are_kept_exactly_and_wrong_cells_named(app, kind, seed):
    with app.test_request_context():
        assert_the_whole_way(invent(seed, kind), SENDERS[kind]())


def test_no_file_breaks_the_pages_and_nothing_is_written(client):
    client.sign_in(factories.a_landlord())

    for seed in range(12):
        sent_all_the_way(client, "units", hostile(seed).content)

    assert db.session.query(Unit).count() == 0
