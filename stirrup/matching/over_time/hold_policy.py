"""Hold policies: which homes may be kept, for whom, how long, and what is said about it."""

from dataclasses import dataclass

from stirrup.matching.columns import ProblemRefused
from stirrup.matching.weights import URGENCY_BANDS
from stirrup.wording import N_

OFF = "off"
RARE_NEEDS = "rare_needs"
SAMPLED_FUTURES = "sampled_futures"

SENTENCES = {
    OFF: N_("No home is kept: each night proposes all open homes."),
    RARE_NEEDS: N_(
        "A home that is step-free or has an adapted bathroom is kept at first for households"
        " that need it."
    ),
    SAMPLED_FUTURES: N_(
        "A home that is step-free or has an adapted bathroom is kept at first for households"
        " that need it. Any home is kept for some nights where the arrivals of the past suggest"
        " that it will serve a more urgent household soon."
    ),
}
BOUNDS = (
    N_("A home may be kept even from a household without shelter tonight."),
    N_("No home is ever kept from a household without shelter tonight."),
)

OFFERS = {
    "needs_step_free": "step_free",
    "needs_lift": "lift",
    "needs_ground_floor": "ground_floor",
    "needs_adapted_bathroom": "adapted_bathroom",
}
"""What a home offers to a need of `tables.KEPT_FOR`."""
LONGEST_HOLD = 60


@dataclass(frozen=True)
class HoldPolicy:
    """How homes are kept. The built-in one keeps none: another is adopted by a named person."""

    name: str = OFF
    nights: int = 14
    """A home is kept for rare needs on so many nights at most, from the night it opened on."""
    needs: tuple[str, ...] = ("needs_step_free", "needs_adapted_bathroom")
    """For whom: a home that offers what one of these needs asks is kept for those who have it."""
    protected_bands: int = 1
    """No home is kept from so many of the most urgent bands; 0 lets a hold pass before everyone."""
    futures_nights: int = 30
    """Sampled futures keep a home on so many nights at most, from the night it opened on."""
    samples: int = 12
    """How many futures are drawn each night."""
    horizon_nights: int = 40
    """How far they reach."""
    gain_percent: int = 105
    """A home is kept when it brings more, over all futures, than so much of tonight's worth.

    At 100 or below, homes would be kept for nothing but a household as urgent as tonight's."""

    def __post_init__(self) -> None:
        # Stored as JSON, where a tuple comes back as a list.
        object.__setattr__(self, "needs", tuple(self.needs))
        _refuse_unless(self.name in SENTENCES, "name")
        _refuse_unless(1 <= self.nights <= LONGEST_HOLD, "nights")
        _refuse_unless(bool(self.needs) and set(self.needs) <= set(OFFERS), "needs")
        _refuse_unless(0 <= self.protected_bands <= URGENCY_BANDS, "protected_bands")
        _refuse_unless(1 <= self.futures_nights <= LONGEST_HOLD, "futures_nights")
        _refuse_unless(1 <= self.samples <= 100, "samples")
        _refuse_unless(0 <= self.horizon_nights <= 400, "horizon_nights")
        _refuse_unless(50 <= self.gain_percent <= 1_000, "gain_percent")

    @property
    def sentence(self) -> str:
        """What it does with homes, to be shown wherever it is in force."""
        return SENTENCES[self.name]

    @property
    def bound(self) -> str:
        """Who comes before any hold."""
        return BOUNDS[min(self.protected_bands, 1)]


def _refuse_unless(holds: bool, part: str) -> None:
    if not holds:
        raise ProblemRefused(f"HoldPolicy.{part}: out of bounds")
