"""Weights: what each part of a score is worth; published, versioned, checked on creation."""

from dataclasses import dataclass, fields
from itertools import pairwise

from stirrup.matching.columns import ProblemRefused

URGENCY_BANDS = 4
LARGEST_WEIGHT = 10_000


@dataclass(frozen=True)
class Weights:
    """Points by part, whole numbers.

    The order of the levels (docs/matching.md) decides first: no number of points of a lower level
    buys anything of a higher one. The points grade within a level and make scores readable.
    """

    version: str = "2026-1"
    urgency: tuple[int, ...] = (3_000, 2_000, 1_000, 0)
    """By band, falling to 0: no shelter tonight, ends in 7 days, in 30 days, stable."""
    placed: int = 1_000
    """For each household that gets a home."""
    waiting: int = 60
    """Most points that waiting can bring."""
    days_per_waiting_point: int = 3
    scarcity: int = 40
    """Most points for a need that few open homes meet."""
    scarce_below_percent: int = 25
    """Share of open homes from which a need is ordinary: no bonus."""
    fit: int = 10
    """For a home without a spare bedroom."""
    fit_per_spare_bedroom: int = 5
    access: int = 10
    """For leaving accessible homes to those who need them."""
    wishes: int = 10
    """For the first of the wished communes, or when any will do."""
    wishes_per_rank: int = 2
    distance: int = 10
    """For a home at the very places the household must stay near."""
    stability: int = 1
    """For keeping a proposal of yesterday that nobody has reviewed."""
    lots: int = 2**20
    """How many different lots the seeded draw has; they break ties and bring no points."""

    def __post_init__(self) -> None:
        _refuse_unless(0 < len(self.version) <= 40, "version")
        bands = self.urgency
        falling = all(high > low for high, low in pairwise(bands))
        _refuse_unless(len(bands) == URGENCY_BANDS and falling and bands[-1] == 0, "urgency")
        _refuse_unless(bands[0] <= LARGEST_WEIGHT, "urgency")
        for part in fields(self):
            if part.type is int:
                _refuse_unless(0 <= getattr(self, part.name) <= _largest(part.name), part.name)
        _refuse_unless(self.days_per_waiting_point >= 1, "days_per_waiting_point")
        _refuse_unless(1 <= self.scarce_below_percent <= 100, "scarce_below_percent")
        _refuse_unless(self.lots >= 1, "lots")


def _largest(part: str) -> int:
    return 2**20 if part == "lots" else LARGEST_WEIGHT


def _refuse_unless(holds: bool, part: str) -> None:
    if not holds:
        raise ProblemRefused(f"Weights.{part}: out of bounds")
