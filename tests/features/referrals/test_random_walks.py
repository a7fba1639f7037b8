"""Whatever happens to it, in whatever order, a referral is never lost and never loses its wait."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.referrals import services
from stirrup.referrals.enums import CloseReason, ParkReason, ReferralState
from stirrup.referrals.lifecycle import TRANSITIONS, ReferralInWrongStateError, after
from stirrup.referrals.models import Referral
from stirrup.referrals.steps import Step
from tests.factories import a_case_worker, a_referral, an_administrator
from tests.features.referrals.situations import answered

TOMORROW = timedelta(days=1)
LATER = timedelta(days=40)


def submit(referral, _team):
    services.submit_referral(referral, by=referral.referent)


def ask(referral, team):
    services.ask_to_complete(referral, "Une date plus tardive convient-elle ?", by=team)


def confirm(referral, _team):
    services.confirm_referral(referral, by=referral.referent)


def park(referral, _team):
    services.park_referral(
        referral, ParkReason.UNREACHABLE, today() + TOMORROW, by=referral.referent
    )


def resume(referral, _team):
    services.resume_referral(referral, by=referral.referent)


def change_needs(referral, _team):
    answered(referral, Step.NEEDS, accepts_shared=True)


def let_time_pass(_referral, _team):
    services.resume_parked(today() + LATER)
    services.expire_unconfirmed(today() + LATER)


def reserve(referral, _team):
    """An accepted proposal, as the stays do it."""
    referral.state = after(referral.state, "reserve")
    db.session.commit()


def decline(referral, _team):
    """A stay that falls through: a refusal."""
    referral.state = after(referral.state, "release")
    db.session.commit()


WALKS = (submit, ask, confirm, park, resume, change_needs, let_time_pass, reserve, decline)


def stored(referral_id: int) -> tuple:
    query = select(Referral.state, Referral.waiting_since).where(Referral.id == referral_id)
    return tuple(db.session.execute(query).one())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WALKS), min_size=1, max_size=12))
def test_no_walk_loses_a_referral_or_its_waiting_date(app, walk):
    referral, team = a_referral(situation="hosted", support_level="medium"), an_administrator()
    waiting_since = referral.waiting_since
    referrals = db.session.scalar(select(func.count(Referral.id)))

    for step in walk:
        before = stored(referral.id)
        try:
            step(referral, team)
        except ReferralInWrongStateError:
            db.session.rollback()
            assert stored(referral.id) == before

    assert stored(referral.id)[1] == waiting_since
    assert db.session.scalar(select(func.count(Referral.id))) == referrals


def test_every_state_has_a_way_on():
    leaving = {state for sources, _target in TRANSITIONS.values() for state in sources}

    assert leaving == set(ReferralState)


@pytest.mark.parametrize("state", list(ReferralState))
def test_a_closed_referral_is_kept(app, state):
    referral = a_referral(a_case_worker(), state=state)

    try:
        services.withdraw_referral(referral, CloseReason.OTHER, by=referral.referent)
    except ReferralInWrongStateError:
        db.session.rollback()

    assert db.session.get(Referral, referral.id) is not None
