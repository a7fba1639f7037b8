"""What a run changed against the one before it: which households gained, changed or lost a home."""

from dataclasses import dataclass

from sqlalchemy import select

from stirrup.extensions import db
from stirrup.runs.enums import ProposalState, RunState
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.queries import LATEST_FIRST


@dataclass(frozen=True)
class Changes:
    """Referral ids; `gone`: proposed before, neither decided nor proposed again."""

    new: frozenset[int]
    moved: frozenset[int]
    gone: frozenset[int]


def changes_of(run: MatchRun) -> Changes | None:
    """Against the published run just before; None when it is the first one."""
    before = _find_previous(run)
    if before is None:
        return None
    now_proposed, then_proposed = _homes(run.id), _homes(before)
    both = now_proposed.keys() & then_proposed.keys()
    return Changes(
        new=frozenset(now_proposed.keys() - then_proposed.keys()),
        moved=frozenset(one for one in both if now_proposed[one] != then_proposed[one]),
        gone=frozenset(_homes(before, ProposalState.DISCARDED).keys() - now_proposed.keys()),
    )


def _find_previous(run: MatchRun) -> int | None:
    earlier = select(MatchRun.id).where(
        MatchRun.state == RunState.PUBLISHED, MatchRun.finished_at < run.finished_at
    )
    return db.session.scalar(earlier.order_by(*LATEST_FIRST).limit(1))


def _homes(run_id: int, state: ProposalState | None = None) -> dict[int, int]:
    query = select(Proposal.referral_id, Proposal.unit_id).where(Proposal.run_id == run_id)
    if state is not None:
        query = query.where(Proposal.state == state)
    return dict(db.session.execute(query).all())
