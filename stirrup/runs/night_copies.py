"""A copy of the last published night, to try changes on and to look for homes with."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from stirrup.matching.problem import Problem
from stirrup.matching.solution import Solution
from stirrup.matching.trials.trial import Trial, Tried
from stirrup.matching.trials.what_if import Change
from stirrup.refusals import RefusedError
from stirrup.runs.models import MatchRun
from stirrup.runs.publication import digest_of
from stirrup.runs.queries import last_published_run
from stirrup.runs.stored_night import StoredNight, open_night
from stirrup.wording import N_


class InputForgottenError(RefusedError):
    """The run no longer has its input, or it was stored by another version of the program."""

    sentence = N_("The input of this run is no longer kept: nothing can be tried on it.")


class LaterRunError(RefusedError):
    """What was tried was tried on proposals that no longer stand."""

    sentence = N_(
        "A later run has made other proposals meanwhile. Nothing was adopted: look at what your"
        " changes do to the new ones."
    )


@dataclass(frozen=True)
class NightCopy:
    """A run with its problem; nothing that is tried on it is stored."""

    night: StoredNight

    @property
    def run(self) -> MatchRun:
        """The run that is copied."""
        return self.night.run

    @property
    def problem(self) -> Problem:
        """What the run was given."""
        return self.night.problem

    @cached_property
    def trial(self) -> Trial:
        """What every trial shares."""
        return Trial.of(self.problem)

    @cached_property
    def solution(self) -> Solution:
        """What the run proposed; solved again when publishing left a pair out of it."""
        if digest_of(self.night.solution) == self.run.output_digest:
            return self.night.solution
        return self.trial.solve().solution

    def tried(self, changes: Sequence[Change]) -> Tried:
        """The night with changes. Raises one of the kinds of ChangeRefusedError."""
        return self.trial.solve(changes)


def copy_of(run: MatchRun) -> NightCopy:
    """The night of a run as it was. Raises InputForgottenError."""
    night = open_night(run)
    if night is None:
        raise InputForgottenError
    return NightCopy(night)


def last_run(expected: int | None = None) -> MatchRun | None:
    """The last published run. Raises LaterRunError when another one was expected."""
    run = last_published_run()
    if expected is not None and (run is None or run.id != expected):
        raise LaterRunError
    return run
