"""What a run changed against the one before it: which households gained, changed or lost a home."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

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
    """Against the published run just before; None when it is the first one. One query."""
    rows = db.session.execute(_proposals_of_both(run)).all()
    mine = [row for row in rows if row.id == run.id]
    before = [row for row in rows if row.id != run.id]
    if not before:
        return None
    now_proposed, then_proposed = _homes(mine), _homes(before)
    given_up = [row for row in before if row.state == ProposalState.DISCARDED]
    both = now_proposed.keys() & then_proposed.keys()
    return Changes(
        new=frozenset(now_proposed.keys() - then_proposed.keys()),
        moved=frozenset(one for one in both if now_proposed[one] != then_proposed[one]),
        gone=frozenset(_homes(given_up).keys() - now_proposed.keys()),
    )


def _proposals_of_both(run: MatchRun) -> Any:
    """The run and the one before it, each with its proposals, or with none at all."""
    earlier = select(MatchRun.id).where(
        MatchRun.state == RunState.PUBLISHED, MatchRun.finished_at < run.finished_at
    )
    before = earlier.order_by(*LATEST_FIRST).limit(1).scalar_subquery()
    query = select(MatchRun.id, Proposal.referral_id, Proposal.unit_id, Proposal.state)
    return query.outerjoin(MatchRun.proposals).where(
        or_(MatchRun.id == run.id, MatchRun.id == before)
    )


def _homes(rows: Iterable[Any]) -> dict[int, int]:
    return {row.referral_id: row.unit_id for row in rows if row.referral_id is not None}
