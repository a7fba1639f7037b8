"""A person waives the rent of a lease: a gift (CGI art. 200) and a taxed income; net of both."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stirrup.benefits.amounts import require_amounts, require_shares
from stirrup.benefits.codes_gifts import GiftCode
from stirrup.benefits.parameters import find_parameter_on, get_parameter, value_at
from stirrup.benefits.rounding import NOTHING, euros
from stirrup.benefits.sentences import UnusableFactsError, say
from stirrup.wording import N_, Labelled


class IncomeRegime(Labelled):
    """How the rents of a household are taxed."""

    SIMPLE = "micro-foncier", N_("Simple regime (micro-foncier)")
    REAL = "reel", N_("Real regime")


@dataclass(frozen=True)
class WaivedRent:
    """The rent of one year, waived in whole for an eligible association; amounts in euros.

    `helps_people` is a body that helps people in difficulty (its status is asked, not presumed);
    `charges` are those of the dwelling, deducted under the real regime; `given_on` places the
    gift when a ceiling changes during the year. Raises UnusableFactsError on senseless amounts.
    """

    year: int
    rent: Decimal
    marginal_rate: Decimal
    taxable_income: Decimal
    tax_before_reductions: Decimal
    helps_people: bool = False
    other_rents: Decimal = NOTHING
    regime: IncomeRegime = IncomeRegime.SIMPLE
    charges: Decimal = NOTHING
    given_on: date | None = None

    def __post_init__(self) -> None:
        require_amounts(self.rent, self.taxable_income, self.tax_before_reductions)
        require_amounts(self.other_rents, self.charges)
        require_shares(self.marginal_rate)


@dataclass(frozen=True)
class GiftOutcome:
    """What the waiver brings and costs, in euros; the net gain may be below zero."""

    net_property_income: Decimal
    income_tax: Decimal
    social_levies: Decimal
    reduction: Decimal
    reduction_used: Decimal
    carried_forward: Decimal

    @property
    def reduction_lost(self) -> Decimal:
        """Reduction above the tax of the household: it is not paid out."""
        return self.reduction - self.reduction_used

    @property
    def net_gain(self) -> Decimal:
        """Reduction used, less what the waived rent is taxed."""
        return self.reduction_used - self.income_tax - self.social_levies


def work_out_gift(gift: WaivedRent) -> tuple[GiftOutcome, ...]:
    """Return the outcome of a waived rent, the reading kept first, then the other admissible ones.

    There are two readings when the ceiling changed during the year and the day of the gift is not
    given: the lower ceiling is kept. Raises UnusableFactsError when the rents exceed the simple
    regime, MissingParameterError for a year without figures.
    """
    return tuple(_outcome(gift, ceiling) for ceiling in _ceilings(gift))


def _outcome(gift: WaivedRent, ceiling: Decimal) -> GiftOutcome:
    year = gift.year
    income = _net_property_income(gift)
    taxed = max(income, NOTHING)  # what a deficit may save elsewhere is not counted
    counted, carried_forward = _general_gift(gift, ceiling)
    higher = value_at("gifts_individuals.help_rate", year) * min(gift.rent, ceiling)
    general = value_at("gifts_individuals.general_rate", year) * counted
    reduction = euros(higher + general, year)
    return GiftOutcome(
        net_property_income=income,
        income_tax=euros(taxed * gift.marginal_rate, year),
        social_levies=euros(taxed * value_at("income_tax.social_levies", year), year),
        reduction=reduction,
        reduction_used=min(reduction, euros(gift.tax_before_reductions, year)),
        carried_forward=euros(carried_forward, year),
    )


def _ceilings(gift: WaivedRent) -> tuple[Decimal, ...]:
    """Return the ceilings of the higher rate that may hold for this gift, the one kept first."""
    if not gift.helps_people:
        return (NOTHING,)
    name = "gifts_individuals.help_ceiling"
    first = get_parameter(name, gift.year)
    if gift.given_on:
        return ((find_parameter_on(name, gift.given_on) or first).value,)
    last = find_parameter_on(name, date(gift.year, 12, 31)) or first
    return tuple(dict.fromkeys((first.value, last.value)))


def _general_gift(gift: WaivedRent, ceiling: Decimal) -> tuple[Decimal, Decimal]:
    """Return what counts at the general rate this year, and what is carried forward."""
    rest = max(NOTHING, gift.rent - ceiling)
    share = value_at("gifts_individuals.income_share", gift.year)
    counted = min(rest, share * gift.taxable_income)
    return counted, rest - counted


def _net_property_income(gift: WaivedRent) -> Decimal:
    if gift.regime is IncomeRegime.REAL:
        return euros(gift.rent - gift.charges, gift.year)
    ceiling = value_at("income_tax.simple_regime_ceiling", gift.year)
    if gift.rent + gift.other_rents > ceiling:
        raise UnusableFactsError(say(GiftCode.ABOVE_THE_SIMPLE_REGIME, ceiling_euros=ceiling))
    allowance = value_at("income_tax.simple_regime_allowance", gift.year)
    return euros(gift.rent * (1 - allowance), gift.year)
