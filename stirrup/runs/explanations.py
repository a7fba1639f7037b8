"""Why each pair: the compact part that is stored with a proposal, the rest read from the snapshot.

At night every proposal keeps its criteria and its points. Alternatives need the whole problem: they
are worked out when the page is opened, from the run's own stored input, and so never change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from stirrup.extensions import db
from stirrup.matching.explanation import PairExplanation, explain_pair
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import PARTS, Part
from stirrup.matching.solution import Solution, rows_of_pairs
from stirrup.runs.criteria import criteria, first_common_day
from stirrup.runs.models import MatchRun, Proposal


@dataclass(frozen=True)
class ExplainedPair:
    """One pair of the solution with what is stored of its explanation."""

    referral_id: int
    unit_id: int
    band: int
    """Of urgency, 0 the most urgent."""
    waiting_days: int
    first_day: date
    """The earliest in both windows."""
    explanation: dict[str, Any]


def explain_all(problem: Problem, solution: Solution) -> list[ExplainedPair]:
    """Every pair with its criteria and its points by part; most urgent, longest wait first."""
    u, h = rows_of_pairs(problem, solution)
    columns = [(part, part.points(problem, u, h).tolist()) for part in PARTS]
    explained = [
        _explained(problem, unit, household, [(part, points[at]) for part, points in columns])
        for at, (unit, household) in enumerate(zip(u.tolist(), h.tolist(), strict=True))
    ]
    return sorted(explained, key=lambda pair: (pair.band, -pair.waiting_days, pair.referral_id))


def _explained(
    problem: Problem, u: int, h: int, parts: Sequence[tuple[Part, int]]
) -> ExplainedPair:
    households = problem.households
    points = [
        {"code": part.code, "points": earned, "maximum": part.maximum(problem.weights)}
        for part, earned in parts
    ]
    return ExplainedPair(
        referral_id=int(households.id[h]),
        unit_id=int(problem.units.id[u]),
        band=int(households.urgency[h]),
        waiting_days=int(households.waiting_days[h]),
        first_day=first_common_day(problem, u, h),
        explanation={"criteria": criteria(problem, u, h), "points": points},
    )


def explain_proposal(proposal: Proposal) -> PairExplanation | None:
    """Rank and next-best choices on both sides, as they were; None once the input is forgotten."""
    run = proposal.run
    if run.input_snapshot is None:
        return None
    problem = Problem.from_bytes(run.input_snapshot)
    return explain_pair(problem, published_solution(run), proposal.referral_id, proposal.unit_id)


def published_solution(run: MatchRun) -> Solution:
    """The solution of a run, from what it stored: its pairs, without the account by level."""
    query = select(Proposal.referral_id, Proposal.unit_id).where(Proposal.run_id == run.id)
    pairs = sorted((household, unit) for household, unit in db.session.execute(query))
    return Solution(
        pairs=tuple(pairs),
        status=run.status or "",
        value=int(run.value or 0),
        bound=int(run.bound or 0),
        gap=run.gap or 0.0,
        levels=(),
        eligible_pairs=run.eligible_pairs or 0,
        components=0,
        placed=len(pairs),
        urgent_placed_by_band=(),
        price_of_urgency=run.price_of_urgency,
    )
