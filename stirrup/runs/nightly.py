"""The night, told in order: claim, load, solve, check, explain, publish.

Everything is computed outside any transaction, then published in one: whoever reads the database
sees the proposals of yesterday or those of today, never a mixture. A night that fails leaves those
of yesterday in place.
"""

import logging
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from time import perf_counter

from sqlalchemy import update

from stirrup.accounts.models import User
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.matching.checker import check
from stirrup.matching.columns import ProblemRefused
from stirrup.matching.over_time.holds import SAMPLED_FUTURES, homes_to_keep, with_holds
from stirrup.matching.solver import solve
from stirrup.permissions import Permission, require
from stirrup.refusals import RefusedError
from stirrup.runs.claim import Claim, claim_manual, claim_night, kept, refuse_wrong_date
from stirrup.runs.enums import RunKind, RunState
from stirrup.runs.explanations import explain_all
from stirrup.runs.loader import load
from stirrup.runs.models import MatchRun
from stirrup.runs.open_units import opening_days
from stirrup.runs.own_history import past_before
from stirrup.runs.parameters import find_parameters, policy_of
from stirrup.runs.publication import Night, publish
from stirrup.wording import N_

logger = logging.getLogger("stirrup.night")


class UnsoundSolutionError(RuntimeError):
    """The independent checker refuses the solution: nothing of it may be shown."""


class RunFailedError(RefusedError):
    """The run stopped on a fault; what was there before is still there."""

    sentence = N_("The run failed. The proposals of the last run are kept.")
    status = HTTPStatus.INTERNAL_SERVER_ERROR


@dataclass(frozen=True)
class NightReport:
    """What a run did, under the names of MatchRun's columns. A dry run has no `run_id`."""

    run_id: int | None
    business_date: date
    households_count: int
    units_count: int
    eligible_pairs: int
    proposals_count: int
    status: str
    gap: float
    price_of_urgency: int | None
    unmet_pins: list[list[int]]
    """(referral, unit) of each pair asked for that no solution could hold."""
    durations: dict[str, float]
    """Seconds by stage."""


def run_night(
    business_date: date,
    *,
    owner: str,
    seed: int | None = None,
    territory: Sequence[str] | None = None,
    dry_run: bool = False,
    kind: RunKind = RunKind.NIGHTLY,
    by: User | None = None,
) -> NightReport:
    """Match what is open with who is ready, and publish it as proposals to decide.

    `owner` names this process; `territory` is a set of INSEE codes; the seed follows from the date.
    Raises the refusals of `claim`, RunFailedError.
    """
    seed = seed_of(business_date) if seed is None else seed
    if dry_run:
        refuse_wrong_date(business_date)
        return _report(_compute(business_date, seed, territory))
    if kind == RunKind.NIGHTLY:
        claim = claim_night(business_date, owner=owner, seed=seed)
    else:
        claim = claim_manual(business_date, owner=owner, seed=seed, territory=territory, by=by)
    try:
        with kept(claim):
            night = _compute(business_date, seed, territory)
        with _timed(night.seconds, "publish"):
            proposals = publish(claim, night, territory=territory, by=by)
    except Exception as fault:
        _mark_failed(claim, fault)
        raise RunFailedError from fault
    return _report(night, claim, proposals)


def start_manual_run(*, by: User, territory: Sequence[str] | None = None) -> NightReport:
    """Run the matcher now, for a named person: undecided proposals are replaced."""
    require(by, Permission.RUN_START)
    return run_night(
        today(), owner=name_of_this_process(), territory=territory, kind=RunKind.MANUAL, by=by
    )


def name_of_this_process() -> str:
    """Who holds a run: the machine and the process."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def seed_of(business_date: date) -> int:
    """The seed of a date, which anyone can recompute: 21 November 2026 gives 20261121."""
    return int(f"{business_date:%Y%m%d}")


def _compute(business_date: date, seed: int, territory: Sequence[str] | None) -> Night:
    """Load, choose what to hold, solve, check, explain; no transaction stays open meanwhile."""
    seconds: dict[str, float] = {}
    with _timed(seconds, "load"):
        problem, opened_on = load(business_date, seed=seed, territory=territory), opening_days()
        parameters = find_parameters(problem.weights.version)
        parameters_id, policy = getattr(parameters, "id", None), policy_of(parameters)
        ahead = policy.name == SAMPLED_FUTURES
        seen = past_before(business_date, territory) if ahead else None
        db.session.rollback()
    with _timed(seconds, "hold"):
        holds = homes_to_keep(problem, opened_on, policy, seen)
        problem = with_holds(problem, holds)
    with _timed(seconds, "solve"):
        solution = solve(problem)
    with _timed(seconds, "check"):
        violations = check(problem, solution)
    if violations:
        raise UnsoundSolutionError("; ".join(violations[:5]))
    with _timed(seconds, "explain"):
        pairs = explain_all(problem, solution)
    return Night(problem, solution, pairs, seconds, holds, parameters_id)


def _mark_failed(claim: Claim, fault: Exception) -> None:
    """Say so on the run, in a transaction of its own; without the lease nothing is written."""
    db.session.rollback()
    logger.error("run %s failed: %s", claim.run_id, type(fault).__name__, exc_info=fault)
    failed = update(MatchRun).where(claim.still_holds)
    with db.engine.begin() as connection:
        connection.execute(
            failed.values(state=RunState.FAILED, finished_at=now(), failure=_cause(fault))
        )


def _cause(fault: Exception) -> str:
    """Its kind, and the words of our own faults: those of libraries may hold values of rows."""
    ours = isinstance(fault, UnsoundSolutionError | ProblemRefused)
    return f"{type(fault).__name__}: {fault}"[:500] if ours else type(fault).__name__


def _report(night: Night, claim: Claim | None = None, proposals: int | None = None) -> NightReport:
    solution = night.solution
    return NightReport(
        run_id=claim.run_id if claim else None,
        business_date=night.problem.business_date,
        households_count=len(night.problem.households),
        units_count=len(night.problem.units),
        eligible_pairs=solution.eligible_pairs,
        proposals_count=len(night.pairs) if proposals is None else proposals,
        status=solution.status,
        gap=solution.gap,
        price_of_urgency=solution.price_of_urgency,
        unmet_pins=[list(pair) for pair in solution.unmet_pins],
        durations=night.seconds,
    )


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    started = perf_counter()
    yield
    seconds[stage] = round(perf_counter() - started, 3)
