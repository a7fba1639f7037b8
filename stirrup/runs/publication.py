"""The one transaction that shows a night: fence, discard, insert, account, journal, mail."""

import hashlib
import json
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.matching.problem import Problem
from stirrup.matching.solution import Solution
from stirrup.matching.solver import library_versions
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.runs.claim import LEASE, Claim
from stirrup.runs.enums import ProposalState, RunKind, RunState
from stirrup.runs.explanations import ExplainedPair
from stirrup.runs.messages import announce
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.open_units import free_places
from stirrup.runs.undecided import is_kept, is_replaced
from stirrup.units.models import Place


class LeaseLostError(RuntimeError):
    """Another process has taken the run over: this one writes nothing."""


@dataclass(frozen=True)
class Night:
    """What was computed, and the seconds that each stage took."""

    problem: Problem
    solution: Solution
    pairs: list[ExplainedPair]
    """The pairs of the solution, the most urgent first."""
    seconds: dict[str, float]


def publish(claim: Claim, night: Night, *, territory: Sequence[str] | None, by: User | None) -> int:
    """Replace undecided proposals by tonight's and finish the run, or change nothing at all.

    Returns how many were published. Raises LeaseLostError.
    """
    _fence(claim)
    run = db.session.get_one(MatchRun, claim.run_id, populate_existing=True)
    _discard_earlier(territory)
    proposals = list(_proposals(run, night, territory))
    if proposals:
        db.session.execute(insert(Proposal), proposals)
    _finish(run, night, len(proposals))
    audit.record(by, "run_published", run, proposals=len(proposals), status=night.solution.status)
    if run.kind == RunKind.NIGHTLY:
        announce(run)
    db.session.commit()
    return len(proposals)


def digest_of(solution: Solution) -> str:
    """SHA-256 of the pairs: two runs with the same proposals have the same."""
    return hashlib.sha256(json.dumps(solution.pairs).encode()).hexdigest()


def _fence(claim: Claim) -> None:
    """Hold the run's row until the commit; exactly one row, or the lease is lost."""
    held = update(MatchRun).where(claim.still_holds).values(lease_until=now() + LEASE)
    if _rows_changed(held) != 1:
        raise LeaseLostError(f"run {claim.run_id}, attempt {claim.attempt}")


def _discard_earlier(territory: Sequence[str] | None) -> None:
    """The version moves too: a page opened before the run cannot decide on what it replaced."""
    _rows_changed(
        update(Proposal)
        .where(is_replaced(territory))
        .values(state=ProposalState.DISCARDED, version=Proposal.version + 1)
    )


def _rows_changed(statement: Any) -> int:
    changed = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(changed.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result counts rows


def _proposals(
    run: MatchRun, night: Night, territory: Sequence[str] | None
) -> Iterator[dict[str, Any]]:
    """Rows to insert; a pair that lost a side while the night computed is left out."""
    ready, places = _still_ready(territory), _still_free(territory)
    number = _last_number(run.business_date)
    for pair in night.pairs:
        if pair.referral_id in ready and places.get(pair.unit_id):
            number += 1
            yield {
                "run_id": run.id,
                "number": number,
                "referral_id": pair.referral_id,
                "unit_id": pair.unit_id,
                "place_id": places[pair.unit_id].pop(0),
                "state": ProposalState.SUBMITTED,
                "version": 1,
                "first_day": pair.first_day,
                "explanation": pair.explanation,
                "created_at": now(),
            }


def _still_ready(territory: Sequence[str] | None) -> set[int]:
    kept_back = select(Proposal.referral_id).where(is_kept(territory))
    ready = Referral.state == ReferralState.READY
    return set(db.session.scalars(select(Referral.id).where(ready, Referral.id.not_in(kept_back))))


def _still_free(territory: Sequence[str] | None) -> dict[int, list[int]]:
    return free_places(Place.id.not_in(select(Proposal.place_id).where(is_kept(territory))))


def _last_number(business_date: date) -> int:
    """Runs of one date share one numbering: a reference names one proposal."""
    query = select(func.max(Proposal.number)).join(Proposal.run)
    return db.session.scalar(query.where(MatchRun.business_date == business_date)) or 0


def _finish(run: MatchRun, night: Night, proposals: int) -> None:
    problem, solution = night.problem, night.solution
    run.state = RunState.PUBLISHED
    run.finished_at = now()
    run.weights_version = problem.weights.version
    run.versions = library_versions() | {"python": platform.python_version()}
    run.input_digest = problem.digest()
    run.input_snapshot = problem.to_bytes()
    run.output_digest = digest_of(solution)
    run.status = solution.status
    run.value, run.bound, run.gap = str(solution.value), str(solution.bound), solution.gap
    run.households_count, run.units_count = len(problem.households), len(problem.units)
    run.eligible_pairs = solution.eligible_pairs
    run.price_of_urgency = solution.price_of_urgency
    run.proposals_count = proposals
    run.durations = night.seconds
