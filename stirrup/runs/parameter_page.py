"""What the pages of the parameters print: what is in force, what each version changed, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from stirrup.matching.over_time.hold_policy import SAMPLED_FUTURES, HoldPolicy
from stirrup.matching.weights import Weights
from stirrup.runs.choice_models import MatchParameters
from stirrup.runs.parameters import policy_of, weights_of
from stirrup.runs.policy_reports import MeasureLine, measure_lines
from stirrup.runs.weight_words import WEIGHTS, WeightChange, changes_between


@dataclass(frozen=True)
class WeightLine:
    """One weight of a version."""

    label: str
    meaning: str
    value: int


@dataclass(frozen=True)
class VersionLine:
    """One version of the history; that of the program has no row."""

    version: str
    parameters: MatchParameters | None
    adopted_at: datetime | None
    changes: list[WeightChange]
    policy: HoldPolicy
    policy_changed: bool

    @property
    def longest_nights(self) -> int:
        """After how many nights every home that opened is free again."""
        return longest_nights(self.policy)

    @property
    def measures(self) -> list[MeasureLine]:
        """What the report says of the policy, before and after."""
        return measure_lines(self.parameters.report if self.parameters else None, self.policy)


def longest_nights(policy: HoldPolicy) -> int:
    """On how many nights at most a policy keeps a home."""
    if policy.name == SAMPLED_FUTURES:
        return max(policy.nights, policy.futures_nights)
    return policy.nights


def weight_lines(weights: Weights) -> list[WeightLine]:
    """Every weight in words, in the order of the form."""
    return [WeightLine(words.label, words.meaning, words.value(weights)) for words in WEIGHTS]


def history(adopted: Sequence[MatchParameters]) -> list[VersionLine]:
    """Every version, the latest first and that of the program last, with what each changed."""
    versions = [*adopted, None]
    lines = [_line(later, earlier) for later, earlier in pairwise(versions)]
    return [*lines, _line(None, None)]


def _line(parameters: MatchParameters | None, before: MatchParameters | None) -> VersionLine:
    weights, policy = weights_of(parameters), policy_of(parameters)
    return VersionLine(
        version=weights.version,
        parameters=parameters,
        adopted_at=parameters.adopted_at if parameters else None,
        changes=changes_between(weights_of(before), weights),
        policy=policy,
        policy_changed=policy != policy_of(before),
    )
