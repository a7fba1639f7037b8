"""A company makes a dwelling available: a gift in kind, at cost price (CGI art. 238 bis)."""

from dataclasses import dataclass
from decimal import Decimal

from stirrup.benefits.amounts import require_amounts
from stirrup.benefits.parameters import find_parameter, value_at
from stirrup.benefits.rounding import euros


@dataclass(frozen=True)
class CompanyGift:
    """The gift of one year, in euros, to an association that may receive it.

    `helps_people` is a body that helps people in difficulty: the lower rate of large gifts spares
    it. Raises UnusableFactsError when an amount is below zero.
    """

    year: int
    cost_price: Decimal
    turnover: Decimal
    helps_people: bool = False

    def __post_init__(self) -> None:
        require_amounts(self.cost_price, self.turnover)

    @property
    def ceiling(self) -> Decimal:
        """What counts at most that year: an amount, or a share of the turnover when it is more."""
        amount = value_at("gifts_companies.ceiling", self.year)
        share = value_at("gifts_companies.turnover_share", self.year)
        return euros(max(amount, share * self.turnover), self.year)

    @property
    def reduction(self) -> Decimal:
        """Reduction of tax in euros."""
        counted = min(self.cost_price, self.ceiling)
        threshold = find_parameter("gifts_companies.large_gift_from", self.year)
        ordinary = counted if self.helps_people or not threshold else min(counted, threshold.value)
        reduction = ordinary * value_at("gifts_companies.rate", self.year)
        if counted > ordinary:
            lower = value_at("gifts_companies.large_gift_rate", self.year)
            reduction += (counted - ordinary) * lower
        return euros(reduction, self.year)

    @property
    def carried_forward(self) -> Decimal:
        """What exceeds the ceiling."""
        return euros(max(self.cost_price - self.ceiling, Decimal(0)), self.year)
