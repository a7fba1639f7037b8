"""The database refuses a double booking: of a place, of a household, whoever writes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy.exc import DatabaseError

from stirrup.extensions import db
from stirrup.placements.enums import PlacementState
from stirrup.placements.lifecycle import end_day
from stirrup.placements.models import AgreementFacts, Placement
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import Proposal
from tests import factories

CONTENDERS, CONTESTS = 8, 10


def a_rival(stay: Placement, *, unit=None, referral=None, shift_days: int = 0, **values):
    """An unsaved stay of the same place or the same household."""
    proposal = factories.a_proposal(
        unit or stay.unit,
        referral or stay.referral,
        run=stay.run_of_test,
        state=ProposalState.ACCEPTED,
    )
    first_day = stay.first_day + timedelta(days=shift_days)
    return Placement(
        proposal_id=proposal.id,
        unit_id=proposal.unit_id,
        place_id=proposal.place_id,
        referral_id=proposal.referral_id,
        matched_on=stay.matched_on,
        decided_by_id=stay.decided_by_id,
        first_day=first_day,
        end_day=end_day(first_day),
        facts=AgreementFacts(),
        **values,
    )


@pytest.fixture
def stay(app):
    proposal = factories.a_proposal(state=ProposalState.ACCEPTED)
    placement = factories.a_placement(proposal)
    placement.run_of_test = proposal.run
    return placement


def saved(row) -> bool:
    """Whether the database took the row."""
    db.session.add(row)
    try:
        db.session.commit()
    except DatabaseError:
        db.session.rollback()
        return False
    return True


def test_a_place_is_not_lent_twice_on_one_day(stay):
    rival = a_rival(stay, referral=factories.a_referral(), shift_days=30)

    assert not saved(rival)


def test_a_household_does_not_live_twice_on_one_day(stay):
    rival = a_rival(stay, unit=factories.a_unit(), shift_days=30)

    assert not saved(rival)


def test_the_next_stay_may_begin_on_the_day_after_the_last(stay):
    days = (stay.end_day - stay.first_day).days
    rival = a_rival(stay, referral=factories.a_referral(), shift_days=days)

    assert saved(rival)


def test_a_stay_one_day_too_early_is_refused(stay):
    days = (stay.end_day - stay.first_day).days - 1
    rival = a_rival(stay, referral=factories.a_referral(), shift_days=days)

    assert not saved(rival)


def test_a_cancelled_stay_takes_no_place(stay):
    stay.state = PlacementState.CANCELLED
    db.session.commit()

    assert saved(a_rival(stay))


def test_a_cancelled_stay_does_not_come_back_over_another(stay):
    stay.state = PlacementState.CANCELLED
    db.session.commit()
    assert saved(a_rival(stay))

    stay.state = PlacementState.SCHEDULED

    assert not saved(stay)


def test_another_place_of_a_shared_home_is_free(stay):
    shared = factories.a_unit(places=2)
    first = a_rival(stay, unit=shared, referral=factories.a_referral())
    second = a_rival(stay, unit=shared, referral=factories.a_referral())
    second.place_id = shared.places[1].id

    assert saved(first)
    assert saved(second)


def test_of_racing_writers_exactly_one_wins(app, stay):
    for _contest in range(CONTESTS):
        unit = factories.a_unit()
        proposals = [
            factories.a_proposal(
                unit, factories.a_referral(), run=stay.run_of_test, state=ProposalState.ACCEPTED
            ).id
            for _contender in range(CONTENDERS)
        ]

        assert count_winners(app, stay, unit, proposals) == 1


def count_winners(app, stay, unit, proposal_ids) -> int:
    start = Barrier(CONTENDERS)
    rows = [row_of(stay, unit, number) for number in proposal_ids]

    def write(row: dict) -> bool:
        with app.app_context():
            start.wait()
            return saved(Placement(**row, facts=AgreementFacts()))

    db.session.commit()
    with ThreadPoolExecutor(CONTENDERS) as contenders:
        return sum(contenders.map(write, rows))


def row_of(stay, unit, proposal_id) -> dict:
    proposal = db.session.get_one(Proposal, proposal_id)
    return {
        "proposal_id": proposal.id,
        "unit_id": unit.id,
        "place_id": unit.places[0].id,
        "referral_id": proposal.referral_id,
        "matched_on": stay.matched_on,
        "decided_by_id": stay.decided_by_id,
        "first_day": stay.first_day,
        "end_day": stay.end_day,
    }
