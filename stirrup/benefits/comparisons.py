"""Other routes, shown beside the loan and never added to it: gifts of rent, Loc'Avantages.

`list_comparisons` gives one line for each route that an owner of that kind has. Without figures of
the owner a line tells its conditions only, and its amounts are None.
"""

from dataclasses import dataclass
from decimal import Decimal

from stirrup.benefits.codes_aids import AidCode
from stirrup.benefits.codes_gifts import GiftCode
from stirrup.benefits.company_gifts import CompanyGift
from stirrup.benefits.doubts import Certainty
from stirrup.benefits.dwelling import OwnerKind
from stirrup.benefits.gifts import WaivedRent, work_out_gift
from stirrup.benefits.lines import EuroRange
from stirrup.benefits.loc_avantages import Convention
from stirrup.benefits.parameters import Parameter, find_parameter
from stirrup.benefits.rounding import NOTHING
from stirrup.benefits.route_sentences import (
    gift_formulas,
    gift_notes,
    loc_conditions,
    loc_formulas,
    loc_notes,
)
from stirrup.benefits.sentences import Sentence, say
from stirrup.wording import N_, Labelled


class Route(Labelled):
    """What an owner could do with a dwelling, as far as income tax goes."""

    FREE_LOAN = "free_loan", N_("Free loan")
    GIFT_OF_RENT = "gift_of_rent", N_("Gift of the rent")
    COMPANY_GIFT = "company_gift", N_("Gift of a company")
    LOC_AVANTAGES = "loc_avantages", N_("Loc'Avantages")


@dataclass(frozen=True)
class ComparisonLine:
    """One route: its net effect on the tax of a year and what is paid once, in euros.

    An amount of None is not known. `sources` are the figures of the law that the line rests on.
    """

    route: Route
    headline: Sentence
    yearly: EuroRange | None
    once: Decimal | None
    certainty: Certainty
    article: str
    formulas: tuple[Sentence, ...]
    conditions: tuple[Sentence, ...]
    notes: tuple[Sentence, ...]
    sources: tuple[Parameter, ...]


def list_comparisons(
    owner: OwnerKind,
    *,
    year: int,
    waived_rent: WaivedRent | None = None,
    company_gift: CompanyGift | None = None,
    convention: Convention | None = None,
) -> tuple[ComparisonLine, ...]:
    """Return the routes of an owner for that year, the free loan first."""
    if owner is OwnerKind.PERSON:
        routes = compare_gift(year, waived_rent), compare_loc_avantages(year, convention)
        return (compare_free_loan(year), *routes)
    if owner is OwnerKind.COMPANY:
        return (compare_free_loan(year), compare_company_gift(year, company_gift))
    return (compare_free_loan(year),)


def compare_free_loan(year: int) -> ComparisonLine:
    """Return the line of a loan without a lease: no income and no reduction."""
    sources = _sources(year, "income_tax.free_loan_income")
    return ComparisonLine(
        route=Route.FREE_LOAN,
        headline=say(GiftCode.FREE_LOAN),
        yearly=EuroRange.of([source.value for source in sources]) if sources else None,
        once=NOTHING,
        certainty=Certainty.CONFIRMED,
        article=_article(sources),
        formulas=(),
        conditions=(),
        notes=(),
        sources=sources,
    )


def compare_gift(year: int, gift: WaivedRent | None = None) -> ComparisonLine:
    """Return the line of a waived rent; its net gain may be below zero."""
    outcomes = work_out_gift(gift) if gift else ()
    sources = _sources(
        gift.year if gift else year,
        "gifts_individuals.general_rate",
        "gifts_individuals.income_share",
        "gifts_individuals.help_rate",
        "gifts_individuals.help_ceiling",
        "income_tax.simple_regime_allowance",
        "income_tax.social_levies",
    )
    return ComparisonLine(
        route=Route.GIFT_OF_RENT,
        headline=say(GiftCode.GIFT_OF_RENT),
        yearly=EuroRange.of(one.net_gain for one in outcomes) if outcomes else None,
        once=NOTHING,
        certainty=Certainty.TO_CONFIRM,
        article=_article(sources),
        formulas=gift_formulas(gift, outcomes[0]) if gift else (),
        conditions=(
            say(GiftCode.LEASE_AND_TOTAL_WAIVER),
            say(GiftCode.ASSOCIATION_ELIGIBLE),
            say(GiftCode.INCOME_DECLARED),
            say(GiftCode.REDUCTION_NEEDS_TAX),
        ),
        notes=tuple(gift_notes(gift, outcomes)) if gift else (),
        sources=sources,
    )


def compare_company_gift(year: int, gift: CompanyGift | None = None) -> ComparisonLine:
    """Return the line of a company that makes a dwelling available."""
    sources = _sources(
        gift.year if gift else year,
        "gifts_companies.rate",
        "gifts_companies.ceiling",
        "gifts_companies.turnover_share",
    )
    carried = gift.carried_forward if gift else NOTHING
    return ComparisonLine(
        route=Route.COMPANY_GIFT,
        headline=say(GiftCode.COMPANY_GIFT),
        yearly=EuroRange.of([gift.reduction]) if gift else None,
        once=NOTHING,
        certainty=Certainty.TO_CONFIRM,
        article=_article(sources),
        formulas=(),
        conditions=(say(GiftCode.ASSOCIATION_ELIGIBLE), say(GiftCode.NO_SERVICE_IN_RETURN)),
        notes=(say(GiftCode.CARRIED_FORWARD, carried_euros=carried),) if carried else (),
        sources=sources,
    )


def compare_loc_avantages(year: int, convention: Convention | None = None) -> ComparisonLine:
    """Return the line of a convention begun that year: what a free loan gives no right to."""
    begins = convention.begins_on.year if convention else year
    sources = _sources(
        begins,
        "loc_avantages.term_years",
        "loc_avantages.yearly_cap",
        "loc_avantages.premium_lease",
    )
    return ComparisonLine(
        route=Route.LOC_AVANTAGES,
        headline=say(AidCode.LOC_AVANTAGES),
        yearly=EuroRange.of([convention.annual_reduction]) if convention else None,
        once=convention.premium_once if convention else None,
        certainty=Certainty.ESTIMATED,
        article=_article(sources),
        formulas=tuple(loc_formulas(convention)) if convention else (),
        conditions=tuple(loc_conditions(begins)),
        notes=tuple(loc_notes(convention)),
        sources=sources,
    )


def _sources(year: int, *names: str) -> tuple[Parameter, ...]:
    found = (find_parameter(name, year) for name in names)
    return tuple(one for one in found if one)


def _article(sources: tuple[Parameter, ...]) -> str:
    return sources[0].article if sources else ""
