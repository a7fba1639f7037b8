"""A night as it was stored: its input, decrypted once, and the proposals that came of it."""

from dataclasses import dataclass, replace

from stirrup.extensions import db
from stirrup.matching.problem import Problem, ProblemRefused
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
    given_up: frozenset[int] = frozenset()
    """Referrals whose proposal for the home looked at fell before the one looked at."""


def open_night_of(proposal: Proposal) -> StoredNight | None:
    """The night behind a proposal; one from a reserve list takes there the place of the first.

    None also when a side of it was not part of that night.
    """
    night = open_night(proposal.run)
    if night is None or proposal.reserve_of_id is None:
        return night
    pair = proposal.referral_id, proposal.unit_id
    problem = night.problem
    if pair[0] not in problem.households.id or pair[1] not in problem.units.id:
        return None
    before = frozenset(_referrals_before(proposal))
    kept = (one for one in night.solution.pairs if one != pair and not _is_of(one, before, pair))
    pairs = tuple(sorted([*kept, pair]))
    return replace(night, solution=replace(night.solution, pairs=pairs), given_up=before)


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


def _is_of(pair: tuple[int, int], referrals: frozenset[int], chosen: tuple[int, int]) -> bool:
    return pair[0] in referrals and pair[1] == chosen[1]


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
