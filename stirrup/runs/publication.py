"""The one transaction that shows a night: fence, discard, hold, insert, account, journal, mail."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, update

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.database import rows_changed
from stirrup.extensions import db
from stirrup.matching.over_time.holds import Hold
from stirrup.matching.problem import Problem
from stirrup.matching.solution import Solution
from stirrup.runs.claim import LEASE, Claim
from stirrup.runs.enums import ProposalState, RunState
from stirrup.runs.explanations import ExplainedPair
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.policy_holds import replace_holds
from stirrup.runs.queries import next_number
from stirrup.runs.still_possible import with_places
from stirrup.runs.undecided import is_replaced
from stirrup.runs.versions import versions_here


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
    holds: Sequence[Hold] = ()
    """Homes that the policy keeps back from tonight on; the problem knows them already."""
    parameters_id: int | None = None


def publish(claim: Claim, night: Night, *, territory: Sequence[str] | None, by: User | None) -> int:
    """Replace undecided proposals and holds by tonight's and finish the run, or change nothing.

    Returns how many were published. Raises LeaseLostError.
    """
    _fence(claim)
    run = db.session.get_one(MatchRun, claim.run_id, populate_existing=True)
    _discard_earlier(territory)
    took_part = set(night.problem.units.id.tolist())
    replace_holds(night.holds, among=took_part, on=run.business_date)
    proposals = list(_proposals(run, night, territory))
    if proposals:
        db.session.execute(insert(Proposal), proposals)
    _finish(run, night, len(proposals))
    audit.record(by, "run_published", run, proposals=len(proposals), status=night.solution.status)
    db.session.commit()
    return len(proposals)


def digest_of(solution: Solution) -> str:
    """SHA-256 of the pairs: two runs with the same proposals have the same."""
    return hashlib.sha256(json.dumps(solution.pairs).encode()).hexdigest()


def _fence(claim: Claim) -> None:
    """Hold the run's row until the commit; exactly one row, or the lease is lost."""
    held = update(MatchRun).where(claim.still_holds).values(lease_until=now() + LEASE)
    if rows_changed(held.execution_options(synchronize_session=False)) != 1:
        raise LeaseLostError(f"run {claim.run_id}, attempt {claim.attempt}")


def _discard_earlier(territory: Sequence[str] | None) -> None:
    """The version moves too: a page opened before the run cannot decide on what it replaced."""
    db.session.execute(
        update(Proposal)
        .where(is_replaced(territory))
        .values(state=ProposalState.DISCARDED, version=Proposal.version + 1)
        .execution_options(synchronize_session=False)
    )


def _proposals(
    run: MatchRun, night: Night, territory: Sequence[str] | None
) -> Iterator[dict[str, Any]]:
    """Rows to insert, for what is still possible."""
    possible = with_places(night.problem, night.pairs, territory)
    first = next_number(run.business_date)
    for number, (pair, place_id) in enumerate(possible, first):
        yield {
            "run_id": run.id,
            "number": number,
            "referral_id": pair.referral_id,
            "unit_id": pair.unit_id,
            "place_id": place_id,
            "state": ProposalState.SUBMITTED,
            "version": 1,
            "first_day": pair.first_day,
            "explanation": pair.explanation,
            "created_at": now(),
        }


def _finish(run: MatchRun, night: Night, proposals: int) -> None:
    problem, solution = night.problem, night.solution
    run.state = RunState.PUBLISHED
    run.finished_at = now()
    run.weights_version = problem.weights.version
    run.parameters_id = night.parameters_id
    run.versions = versions_here()
    run.input_digest = problem.digest()
    run.input_snapshot = problem.to_bytes()
    run.output_digest = digest_of(solution)
    run.status = solution.status
    run.value, run.bound, run.gap = str(solution.value), str(solution.bound), solution.gap
    run.households_count, run.units_count = len(problem.households), len(problem.units)
    run.eligible_pairs = solution.eligible_pairs
    run.price_of_urgency = solution.price_of_urgency
    run.unmet_pins = [list(pair) for pair in solution.unmet_pins]
    run.proposals_count = proposals
    run.durations = night.seconds
