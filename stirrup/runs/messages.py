"""The morning digest: what there is to decide, to administrators, without a word about anybody."""

from sqlalchemy import func, select

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.permissions import Role
from stirrup.runs.enums import UNDECIDED_STATES
from stirrup.runs.models import MatchRun, Proposal


def announce(run: MatchRun) -> None:
    """One mail to each administrator when something waits for a decision; the caller commits."""
    waiting = _count_undecided()
    if not waiting:
        return
    for person in _administrators():
        enqueue(
            person.email,
            person.language,
            "runs/digest",
            key=f"digest-{run.id}-{person.id}",
            waiting=waiting,
            proposals=run.proposals_count,
            households=run.households_count,
            units=run.units_count,
            proved=run.is_proved,
        )


def _count_undecided() -> int:
    query = select(func.count()).where(Proposal.state.in_(UNDECIDED_STATES))
    return db.session.scalar(query) or 0


def _administrators() -> list[User]:
    query = select(User).where(User.role == Role.ADMINISTRATOR, User.deactivated_at.is_(None))
    return list(db.session.scalars(query.order_by(User.id)))
