"""The demonstration: real communes, invented people, the same seed gives the same territory."""

from collections import Counter

import pytest
from sqlalchemy import select

from stirrup.accounts.enums import OrganisationKind
from stirrup.accounts.models import Organisation, User
from stirrup.clock import today
from stirrup.demo.homes import spread
from stirrup.demo.territory import is_empty, load_territory
from stirrup.extensions import db
from stirrup.geography import get_commune
from stirrup.permissions import Role
from stirrup.referrals.models import Referral
from stirrup.runs.choice_models import PairChoice
from stirrup.runs.models import MatchRun
from stirrup.runs.nightly import run_night
from stirrup.units.models import Unit
from tests import factories
from tests.conftest import empty


def told() -> list[tuple]:
    """What the territory says of its people, homes and households, without row numbers."""
    people = db.session.scalars(select(User).order_by(User.id))
    homes = db.session.scalars(select(Unit).order_by(Unit.id))
    referrals = db.session.scalars(select(Referral).order_by(Referral.id))
    return [
        *((person.email, person.display_name) for person in people),
        *((home.street, home.commune_code, home.surface_m2, home.vacant_since) for home in homes),
        *((one.people, one.urgency, one.waiting_since, len(one.communes)) for one in referrals),
    ]


def empty_tables() -> None:
    db.session.remove()
    empty(db.engine)


def test_the_same_seed_gives_the_same_territory(app):
    load_territory("!", households=20, units=12, seed=7)
    first = told()
    empty_tables()

    load_territory("!", households=20, units=12, seed=7)

    assert told() == first


def test_another_seed_gives_another_territory(app):
    load_territory("!", households=20, units=12, seed=7)
    first = told()
    empty_tables()

    load_territory("!", households=20, units=12, seed=8)

    assert told() != first


def test_the_ordinary_territory_holds_everybody_of_the_story(app):
    loaded = load_territory("!")

    roles = Counter(db.session.scalars(select(User.role)))
    kinds = Counter(db.session.scalars(select(Organisation.kind)))
    assert (loaded.landlords, loaded.units, loaded.case_workers, loaded.households) == (
        12,
        60,
        14,
        100,
    )
    assert roles[Role.ADMINISTRATOR] == 2
    assert roles[Role.LOCAL_AUTHORITY] == 1
    assert kinds[OrganisationKind.ASSOCIATION] == 6


def test_the_night_of_the_territory_has_a_pair_asked_for_and_linked_households(app):
    load_territory("!", households=40, units=25)

    run_night(today(), owner="test")

    run = db.session.scalars(select(MatchRun)).one()
    choice = db.session.scalars(select(PairChoice)).one()
    linked = db.session.scalars(select(Referral).where(Referral.link_group_id.is_not(None))).all()
    proposed = {(one.referral_id, one.unit_id) for one in run.proposals}
    assert (choice.referral_id, choice.unit_id) in proposed
    assert len(linked) == 2
    assert {one.id for one in linked} <= {referral_id for referral_id, _unit_id in proposed}


def test_homes_lie_where_homes_are_vacant():
    counts = Counter(commune.code for commune in spread(60))
    lille, roubaix = (get_commune(code).vacant_over_2_years for code in ("59350", "59512"))

    assert counts.total() == 60
    assert counts["59350"] / counts["59512"] == pytest.approx(lille / roubaix, rel=0.15)
    assert all(get_commune(code).vacant_over_2_years for code in counts)


def test_a_database_that_holds_somebody_is_left_alone(app):
    factories.an_administrator()

    done = app.test_cli_runner().invoke(args=["demo"])

    assert done.exit_code != 0
    assert "nothing was changed" in done.output
    assert not is_empty()
    assert db.session.scalar(select(Unit.id)) is None


def test_production_refuses_demonstration_accounts(app, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO_ACCOUNTS_ALLOWED", False)

    done = app.test_cli_runner().invoke(args=["demo"])

    assert done.exit_code != 0
    assert "refused in production" in done.output
    assert is_empty()
