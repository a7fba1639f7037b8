"""Mornings and nights for these tests."""

from datetime import timedelta

from sqlalchemy import func, select, update

from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.nightly import NightReport, run_night
from tests.factories import a_case_worker, a_referral, a_unit


def tonight(**options) -> NightReport:
    """Run the night of today."""
    return run_night(today(), owner="test", **options)


def proposals_in(state) -> list[Proposal]:
    """Stored proposals of one state, in their order."""
    query = select(Proposal).filter_by(state=state).order_by(Proposal.run_id, Proposal.number)
    return list(db.session.scalars(query))


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def let_the_lease_end() -> None:
    """Two minutes later, for every run that is still claimed."""
    ended = update(MatchRun).values(lease_until=now() - timedelta(seconds=1))
    db.session.execute(ended)
    db.session.commit()


def a_town(households: int = 6, homes: int = 4) -> None:
    """More ready households than open homes, all of which suit."""
    worker = a_case_worker()
    for number in range(households):
        a_referral(worker, waiting_since=today() - timedelta(days=10 + number))
    for _ in range(homes):
        a_unit()
