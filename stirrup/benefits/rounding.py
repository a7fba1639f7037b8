"""Rounding of bases and taxes, and the floor under which nothing is collected."""

from decimal import ROUND_HALF_UP, Decimal

from stirrup.benefits.parameters import value_at

NOTHING = Decimal(0)


def euros(amount: Decimal, year: int) -> Decimal:
    """Round as the tax of that year: to the nearest euro, a half going up."""
    step = value_at("rounding.step", year)
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def is_collected(total: Decimal, year: int) -> bool:
    """Whether a tax of that total, fees included, is large enough to be asked."""
    return total >= value_at("rounding.not_collected_below", year)
