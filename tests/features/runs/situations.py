"""Mornings and nights for these tests."""

from datetime import timedelta

from sqlalchemy import func, select, update

from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.matching.over_time.holds import HoldPolicy
from stirrup.matching.weights import Weights
from stirrup.runs.choice_models import MatchParameters, PairChoice, UnitHold
from stirrup.runs.enums import ChoiceKind, HoldReason
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.nightly import NightReport, run_night
from stirrup.runs.parameters import adopt_parameters
from stirrup.units.enums import UnitState
from tests.factories import a_case_worker, a_referral, a_unit, an_administrator, stored


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


def a_choice(kind: ChoiceKind, referral=None, unit=None, **values) -> PairChoice:
    """A pair asked for, or ruled out, until tomorrow."""
    ordinary = {
        "kind": kind,
        "referral": referral or a_referral(),
        "unit": unit or a_unit(),
        "note": "Near the school",
        "made_by": an_administrator(),
        "expires_on": today() + timedelta(days=1),
    }
    return stored(PairChoice(**ordinary | values))


def a_hold(unit=None, *, reason=HoldReason.REVIEWER, **values) -> UnitHold:
    """A home held for those who need it step-free, for nine more days."""
    unit = unit or a_unit()
    unit.state = UnitState.HELD
    ordinary = {
        "unit": unit,
        "from_date": today() - timedelta(days=9),
        "until_date": today() + timedelta(days=9),
        "kept_for": 1,
        "reason": reason,
        "made_by": an_administrator() if reason == HoldReason.REVIEWER else None,
    }
    return stored(UnitHold(**ordinary | values))


def in_force(*, policy=HoldPolicy(), weights=Weights()) -> MatchParameters:  # noqa: B008 (frozen)
    """A version adopted with its report."""
    return adopt_parameters(
        by=an_administrator(), weights=weights, policy=policy, note="Monday", report={"nights": 9}
    )


def a_town(households: int = 6, homes: int = 4) -> None:
    """More ready households than open homes, all of which suit."""
    worker = a_case_worker()
    for number in range(households):
        a_referral(worker, waiting_since=today() - timedelta(days=10 + number))
    for _ in range(homes):
        a_unit()
