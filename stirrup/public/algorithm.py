"""The rules of the algorithm for the public page, read from the code that applies them."""

from dataclasses import dataclass

from stirrup.matching.eligibility import OTHER_CONDITIONS, RULES, told
from stirrup.matching.scoring import OF_THE_HOUSEHOLD, OF_THE_PAIR, Part
from stirrup.matching.weights import Weights
from stirrup.referrals.enums import Urgency


@dataclass(frozen=True)
class WeighedPart:
    """A reason to prefer, and the most points it can bring."""

    sentence: str
    most: int


@dataclass(frozen=True)
class Algorithm:
    """What every pair must meet, then what is preferred, the first first."""

    version: str
    conditions: tuple[str, ...]
    bands: tuple[str, ...]
    of_the_household: tuple[WeighedPart, ...]
    of_the_pair: tuple[WeighedPart, ...]


def published_algorithm(weights: Weights) -> Algorithm:
    """What the night applies with these weights; silent rules are one line told apart."""
    conditions = [rule.sentence for rule in told(RULES, met=True) if rule.code != OTHER_CONDITIONS]
    return Algorithm(
        version=weights.version,
        conditions=tuple(conditions),
        bands=tuple(urgency.label for urgency in Urgency),
        of_the_household=tuple(_weighed(part, weights) for part in OF_THE_HOUSEHOLD),
        of_the_pair=tuple(_weighed(part, weights) for part in OF_THE_PAIR),
    )


def _weighed(part: Part, weights: Weights) -> WeighedPart:
    return WeighedPart(part.sentence, part.maximum(weights))
