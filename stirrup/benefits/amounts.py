"""Amounts and shares that somebody declared: refused when they make no sense."""

from decimal import Decimal

from stirrup.benefits.codes import Code
from stirrup.benefits.codes_gifts import GiftCode
from stirrup.benefits.sentences import UnusableFactsError, say


def require_amounts(*amounts: Decimal) -> None:
    """Raise UnusableFactsError when an amount is below zero."""
    for amount in amounts:
        if amount < 0:
            raise UnusableFactsError(say(GiftCode.AMOUNT_BELOW_ZERO, given_euros=amount))


def require_shares(*shares: Decimal) -> None:
    """Raise UnusableFactsError when a share is not between 0 and 1."""
    for share in shares:
        if not 0 <= share <= 1:
            raise UnusableFactsError(say(Code.RATE_NOT_A_SHARE, given_count=share))
