"""Every weight that a person may set, in words, with its bounds; and what differs between two."""

from dataclasses import dataclass
from typing import Any

from stirrup.matching.weights import LARGEST_WEIGHT, Weights
from stirrup.referrals.enums import Urgency
from stirrup.wording import N_


@dataclass(frozen=True)
class WeightWords:
    """One weight: where it stands in Weights, what it is called, what it does, its bounds."""

    name: str
    label: str
    meaning: str
    minimum: int = 0
    maximum: int = LARGEST_WEIGHT
    band: int | None = None
    """Which of the urgency bands; None: a weight of its own."""

    def value(self, weights: Weights) -> int:
        """The whole number that these weights have here."""
        if self.band is not None:
            return weights.urgency[self.band]
        return int(getattr(weights, self.name))


URGENCY_MEANING = N_("For each household of this level of urgency that gets a home.")
WEIGHTS = (
    *(
        WeightWords(f"urgency_{band}", urgency.label, URGENCY_MEANING, minimum=1, band=band)
        for band, urgency in enumerate(list(Urgency)[:-1])
    ),
    WeightWords("placed", N_("Points for a home"), N_("For each household that gets a home.")),
    WeightWords(
        "waiting", N_("Most points for waiting"), N_("The most points that waiting can bring.")
    ),
    WeightWords(
        "days_per_waiting_point",
        N_("Days of waiting for one point"),
        N_("The fewer the days, the faster waiting counts."),
        minimum=1,
    ),
    WeightWords(
        "scarcity",
        N_("Most points for a need that few homes meet"),
        N_("The most points for a household whose needs few open homes meet."),
    ),
    WeightWords(
        "scarce_below_percent",
        N_("Share of homes from which a need is ordinary, in percent"),
        N_("From this share of the open homes on, a need brings no points of its own."),
        minimum=1,
        maximum=100,
    ),
    WeightWords(
        "fit", N_("Points for no spare bedroom"), N_("For a home without a spare bedroom.")
    ),
    WeightWords(
        "fit_per_spare_bedroom",
        N_("Points lost by spare bedroom"),
        N_("Taken from the points of the line above."),
    ),
    WeightWords(
        "access",
        N_("Points for keeping accessible homes for those who need them"),
        N_("Lost when an accessible home would go to a household that does not need it."),
    ),
    WeightWords(
        "wishes",
        N_("Points for the first wished commune"),
        N_("For the first of the wished communes, or no wish."),
    ),
    WeightWords(
        "wishes_per_rank",
        N_("Points lost by rank of the wish"),
        N_("Taken from the points of the line above."),
    ),
    WeightWords(
        "distance",
        N_("Most points for a home near the places that count"),
        N_("For a home at the very places that the household must stay near."),
    ),
    WeightWords(
        "stability",
        N_("Points for a proposal of yesterday"),
        N_("For keeping a proposal that nobody has reviewed."),
    ),
)


@dataclass(frozen=True)
class WeightChange:
    """One weight that two versions do not share."""

    label: str
    before: int
    after: int


def weights_with(present: Weights, values: dict[str, int]) -> Weights:
    """The present weights with these values. Raises ProblemRefused."""
    bands = tuple(values[words.name] for words in WEIGHTS if words.band is not None)
    others: dict[str, Any] = {
        words.name: values[words.name] for words in WEIGHTS if words.band is None
    }
    return Weights(version=present.version, lots=present.lots, urgency=(*bands, 0), **others)


def changes_between(before: Weights, after: Weights) -> list[WeightChange]:
    """What another version changed, in the order of the form."""
    return [
        WeightChange(words.label, words.value(before), words.value(after))
        for words in WEIGHTS
        if words.value(before) != words.value(after)
    ]
