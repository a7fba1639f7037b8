"""A night solved again with changes: what stayed the same is not worked out a second time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from stirrup.matching.columns import Column, get_row
from stirrup.matching.eligibility import RULES, ToldRule, allowed, obstacles, told
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.problem import Problem
from stirrup.matching.solution import Solution
from stirrup.matching.solver import solve
from stirrup.matching.trials.what_if import Ban, Change, Hold, Release, changed

CHANGED_RULES = tuple(rule for rule in RULES if rule.code in ("kept", "banned_pairs"))
"""The only hard rules on which a ban or a hold bears."""


@dataclass(frozen=True)
class UnmetPin:
    """A pair asked for that no solution could hold."""

    referral_id: int
    unit_id: int
    obstacles: tuple[ToldRule, ...]
    """What forbids it; empty when it gave way to other pins or to a limit."""


@dataclass(frozen=True, eq=False)
class Tried:
    """A night with changes and its solution, as exact as that of the night itself."""

    problem: Problem
    solution: Solution

    def unmet_pins(self) -> tuple[UnmetPin, ...]:
        """Return the pins that are not met, each with the obstacles that may be told."""
        problem = self.problem
        return tuple(
            UnmetPin(
                referral_id,
                unit_id,
                told(
                    obstacles(
                        problem,
                        get_row(problem.units, unit_id),
                        get_row(problem.households, referral_id),
                    ),
                    met=False,
                ),
            )
            for referral_id, unit_id in self.solution.unmet_pins
        )


@dataclass(frozen=True, eq=False)
class Trial:
    """A night ready to be solved with one set of changes after another."""

    problem: Problem
    eligible: tuple[Column, Column]

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Work out what all trials share."""
        return cls(problem, eligible_pairs(problem))

    def solve(self, changes: Sequence[Change] = ()) -> Tried:
        """Solve the night with these changes; the same pairs as a night that began with them.

        Raises one of the kinds of ChangeRefusedError. The price of urgency is left out.
        """
        problem = changed(self.problem, changes)
        eligible = self._eligible(problem, {type(change) for change in changes})
        return Tried(problem, solve(problem, eligible=eligible, price_urgency=False))

    def _eligible(self, problem: Problem, kinds: set[type[Change]]) -> tuple[Column, Column]:
        if Release in kinds:
            return eligible_pairs(problem)
        if kinds & {Ban, Hold}:
            return allowed(problem, *self.eligible, CHANGED_RULES)
        return self.eligible
