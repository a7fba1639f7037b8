"""A night as it was stored: its input, decrypted once, and the proposals that came of it."""

from dataclasses import dataclass, replace

from stirrup.extensions import db
from stirrup.matching.problem import Problem, ProblemRefused
from stirrup.matching.relations import read_pairs
from stirrup.matching.solution import Solution
from stirrup.runs import queries
from stirrup.runs.models import MatchRun, Proposal


@dataclass(frozen=True)
class StoredNight:
    """What explanations are read from: they never change once the night is published."""

    run: MatchRun
    problem: Problem
    solution: Solution
    """Its pairs, without the account by level."""


def open_night_of(proposal: Proposal) -> StoredNight | None:
    """The night behind a proposal, as if one from a reserve list stood where the first one stood.

    Whoever was refused this home is ruled out there. None also when a side was not part of it.
    """
    night = open_night(proposal.run)
    if night is None or proposal.reserve_of_id is None:
        return night
    pair, known = (proposal.referral_id, proposal.unit_id), night.problem
    if pair[0] not in known.households.id or pair[1] not in known.units.id:
        return None
    refused = [(referral, pair[1]) for referral in _referrals_before(proposal)]
    kept = (one for one in night.solution.pairs if one != pair and one not in refused)
    pairs = tuple(sorted([*kept, pair]))
    solution = replace(night.solution, pairs=pairs)
    return StoredNight(night.run, _ruling_out(known, refused), solution)


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


def _referrals_before(proposal: Proposal) -> list[int]:
    """Who was proposed this home before, along the reserve list of the day."""
    referrals, number = [], proposal.reserve_of_id
    while number is not None:
        before = db.session.get_one(Proposal, number)
        referrals.append(before.referral_id)
        number = before.reserve_of_id
    return referrals


def _ruling_out(problem: Problem, refused: list[tuple[int, int]]) -> Problem:
    """The problem as it stands once these pairs were declined."""
    households = problem.households
    now_declined = read_pairs(households.id, problem.units.id, refused)
    declined = households.declined_pairs.joined(now_declined)
    return replace(problem, households=replace(households, declined_pairs=declined))


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
