"""The rules of the algorithm for the public page, read from the code that applies them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stirrup.matching.eligibility import OTHER_CONDITIONS, RULES, told
from stirrup.matching.over_time.holds import OFF, HoldPolicy
from stirrup.matching.scoring import OF_THE_HOUSEHOLD, OF_THE_PAIR, Part
from stirrup.matching.weights import Weights
from stirrup.referrals.enums import Urgency
from stirrup.runs.choice_models import MatchParameters
from stirrup.runs.parameter_page import VersionLine, history, longest_nights
from stirrup.runs.parameters import policy_of, weights_of


@dataclass(frozen=True)
class WeighedPart:
    """A reason to prefer, and the most points it can bring."""

    sentence: str
    most: int


@dataclass(frozen=True)
class Algorithm:
    """What every pair must meet, then what is preferred, the first first."""

    version: str
    adopted_at: datetime | None
    """None: the weights that come with the program."""
    policy: tuple[str, ...]
    """Which homes are kept back, and who comes before that, in sentences."""
    most_nights: int | None
    """How long a home is kept at most; None when none is."""
    conditions: tuple[str, ...]
    bands: tuple[str, ...]
    of_the_household: tuple[WeighedPart, ...]
    of_the_pair: tuple[WeighedPart, ...]
    versions: tuple[VersionLine, ...]
    """All of them, the latest first, with what each changed."""


def published_algorithm(adopted: Sequence[MatchParameters]) -> Algorithm:
    """What the next night applies, from the versions adopted, the latest first.

    Silent rules are one line told apart. Who adopted a version, and the reason, stay inside.
    """
    in_force = adopted[0] if adopted else None
    weights, policy = weights_of(in_force), policy_of(in_force)
    conditions = [rule.sentence for rule in told(RULES, met=True) if rule.code != OTHER_CONDITIONS]
    return Algorithm(
        version=weights.version,
        adopted_at=in_force.adopted_at if in_force else None,
        policy=_policy_sentences(policy),
        most_nights=None if policy.name == OFF else longest_nights(policy),
        conditions=tuple(conditions),
        bands=tuple(urgency.label for urgency in Urgency),
        of_the_household=tuple(_weighed(part, weights) for part in OF_THE_HOUSEHOLD),
        of_the_pair=tuple(_weighed(part, weights) for part in OF_THE_PAIR),
        versions=tuple(history(adopted)),
    )


def _policy_sentences(policy: HoldPolicy) -> tuple[str, ...]:
    if policy.name == OFF:
        return (policy.sentence,)
    return (policy.sentence, policy.bound)


def _weighed(part: Part, weights: Weights) -> WeighedPart:
    return WeighedPart(part.sentence, part.maximum(weights))
