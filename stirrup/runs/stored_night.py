"""A night as it was stored: its input, decrypted once, and the proposals that came of it."""

from dataclasses import dataclass

from stirrup.matching.problem import Problem, ProblemRefused
from stirrup.matching.solution import Solution
from stirrup.runs import queries
from stirrup.runs.models import MatchRun


@dataclass(frozen=True)
class StoredNight:
    """What explanations are read from: they never change once the night is published."""

    run: MatchRun
    problem: Problem
    solution: Solution
    """Its pairs, without the account by level."""


def open_last_night() -> StoredNight | None:
    """The last published run that looked everywhere; None before it, or once it is forgotten."""
    run = queries.last_run_everywhere()
    return open_night(run) if run else None


def open_night(run: MatchRun) -> StoredNight | None:
    """One run; None once its input is forgotten, or was stored by another version."""
    if run.input_snapshot is None:
        return None
    try:
        problem = Problem.from_bytes(run.input_snapshot)
    except ProblemRefused:
        return None
    return StoredNight(run, problem, published_solution(run))


def published_solution(run: MatchRun) -> Solution:
    """The solution of a run, from what it stored: its pairs, without the account by level."""
    pairs = queries.pairs_of(run)
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
