"""Why each pair: the compact part that is stored with a proposal, the rest read from the snapshot.

At night every proposal keeps its criteria and its points. Alternatives need the whole problem: they
are worked out when the page is opened, from the run's own stored input, and so never change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stirrup.matching.explanations.explanation import PairExplanation, explain_pair
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import PARTS, Part
from stirrup.matching.solution import Solution, rows_of_pairs
from stirrup.runs.criteria import criteria, first_common_day
from stirrup.runs.models import Proposal
from stirrup.runs.stored_night import StoredNight, published_solution

__all__ = ["ExplainedPair", "explain_all", "explain_proposal", "published_solution"]


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


def explain_proposal(proposal: Proposal, night: StoredNight | None) -> PairExplanation | None:
    """Rank and next-best choices on both sides, as they were; None once the input is forgotten."""
    if night is None:
        return None
    return explain_pair(night.problem, night.solution, proposal.referral_id, proposal.unit_id)
