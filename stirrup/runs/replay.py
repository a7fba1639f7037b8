"""A stored run, computed once more from its own input: the same bit for bit, or why not."""

from dataclasses import dataclass
from enum import Enum

from stirrup.extensions import db
from stirrup.matching.columns import ProblemRefused
from stirrup.matching.problem import Problem
from stirrup.matching.solver import solve
from stirrup.refusals import RefusedError
from stirrup.runs.enums import RunState
from stirrup.runs.models import MatchRun
from stirrup.runs.publication import digest_of
from stirrup.runs.versions import changed_versions
from stirrup.wording import N_


class RunNotFinishedError(RefusedError):
    """Only a published run has an outcome to compare with."""

    sentence = N_("This run did not finish: there is nothing to replay.")


class InputGoneError(RefusedError):
    """Inputs are kept for a time, then forgotten."""

    sentence = N_("The input of this run is no longer stored: it cannot be replayed.")


class InputUnreadableError(RefusedError):
    """Stored in a form that this program no longer reads."""

    sentence = N_("The input of this run was stored by another version of the program.")


class CutByTheClockError(RefusedError):
    """A clock stopped it: on another day it would have gone further."""

    sentence = N_("This run was cut short by the clock: it cannot be replayed exactly.")


class Verdict(Enum):
    """What a replay found; the value is the exit code of the command."""

    IDENTICAL = 0
    DIFFERENT = 1
    SAME_WITH_OTHER_VERSIONS = 3
    DIFFERENT_WITH_OTHER_VERSIONS = 4


@dataclass(frozen=True)
class Replay:
    """What was recorded and what was found, pair by pair under the same name."""

    input_digests: tuple[str | None, str]
    output_digests: tuple[str | None, str]
    values: tuple[str | None, str]
    changed_versions: dict[str, tuple[str, str]]

    @property
    def verdict(self) -> Verdict:
        """Identical asks for the same input, proposals, value and versions."""
        compared = (self.input_digests, self.output_digests, self.values)
        same = all(recorded == found for recorded, found in compared)
        if self.changed_versions:
            return (
                Verdict.SAME_WITH_OTHER_VERSIONS if same else Verdict.DIFFERENT_WITH_OTHER_VERSIONS
            )
        return Verdict.IDENTICAL if same else Verdict.DIFFERENT


def replay(run: MatchRun) -> Replay:
    """Solve the stored input again and compare; nothing is written.

    Raises RunNotFinishedError, InputGoneError, InputUnreadableError, CutByTheClockError.
    """
    problem = _stored_problem(run)
    recorded = run.input_digest, run.output_digest, run.value
    changed = changed_versions(run.versions)
    db.session.rollback()
    solution = solve(problem)
    return Replay(
        input_digests=(recorded[0], problem.digest()),
        output_digests=(recorded[1], digest_of(solution)),
        values=(recorded[2], str(solution.value)),
        changed_versions=changed,
    )


def _stored_problem(run: MatchRun) -> Problem:
    if run.state != RunState.PUBLISHED:
        raise RunNotFinishedError
    if not run.replayable:
        raise CutByTheClockError
    if run.input_snapshot is None:
        raise InputGoneError
    try:
        return Problem.from_bytes(run.input_snapshot)
    except ProblemRefused as refusal:
        raise InputUnreadableError from refusal
