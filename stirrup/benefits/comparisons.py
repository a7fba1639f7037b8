"""Other routes, shown beside the loan and never added to it: gifts of rent, Loc'Avantages.

`list_comparisons` gives one line for each route that an owner of that kind has. Without figures of
the owner a line tells its conditions only, and its amounts are None.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from stirrup.benefits.codes_aids import AidCode
from stirrup.benefits.codes_gifts import GiftCode
from stirrup.benefits.company_gifts import CompanyGift
from stirrup.benefits.doubts import Certainty
from stirrup.benefits.dwelling import OwnerKind
from stirrup.benefits.gifts import GiftOutcome, WaivedRent, work_out_gift
from stirrup.benefits.lines import EuroRange
from stirrup.benefits.loc_avantages import WITH_PREMIUM, Convention
from stirrup.benefits.parameters import Parameter, find_parameter
from stirrup.benefits.rounding import NOTHING
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
        formulas=_gift_formulas(gift, outcomes[0]) if gift else (),
        conditions=(
            say(GiftCode.LEASE_AND_TOTAL_WAIVER),
            say(GiftCode.ASSOCIATION_ELIGIBLE),
            say(GiftCode.INCOME_DECLARED),
            say(GiftCode.REDUCTION_NEEDS_TAX),
        ),
        notes=tuple(_gift_notes(gift, outcomes)) if gift else (),
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
        formulas=tuple(_loc_formulas(convention)) if convention else (),
        conditions=tuple(_loc_conditions(begins)),
        notes=tuple(_loc_notes(convention)),
        sources=sources,
    )


def _gift_formulas(gift: WaivedRent, outcome: GiftOutcome) -> tuple[Sentence, ...]:
    income, tax = outcome.net_property_income, outcome.income_tax
    levies, used = outcome.social_levies, outcome.reduction_used
    return (
        say(GiftCode.TAXED_RENT_FORMULA, rent_euros=gift.rent, income_euros=income),
        say(GiftCode.TAX_ON_RENT_FORMULA, tax_euros=tax, levies_euros=levies),
        say(
            GiftCode.NET_FORMULA,
            used_euros=used,
            tax_euros=tax,
            levies_euros=levies,
            net_euros=outcome.net_gain,
        ),
    )


def _gift_notes(gift: WaivedRent, outcomes: tuple[GiftOutcome, ...]) -> Iterator[Sentence]:
    kept = outcomes[0]
    if kept.carried_forward:
        yield say(GiftCode.CARRIED_FORWARD, carried_euros=kept.carried_forward)
    if any(one.net_gain != kept.net_gain for one in outcomes):
        yield say(GiftCode.CEILING_CHANGED_IN_THE_YEAR, year=gift.year)
    if kept.net_property_income < 0:
        yield say(GiftCode.DEFICIT_NOT_COUNTED)


def _loc_formulas(convention: Convention) -> Iterator[Sentence]:
    if rate := convention.rate:
        yield say(
            AidCode.LOC_FORMULA,
            rent_euros=convention.annual_rent,
            reduction_rate=rate.value,
            reduction_euros=convention.annual_reduction,
        )


def _loc_conditions(year: int) -> Iterator[Sentence]:
    if term := find_parameter("loc_avantages.term_years", year):
        yield say(AidCode.LOC_TERM, term_count=term.value, last_year=term.end)
    yield say(AidCode.LOC_MAIN_RESIDENCE)
    yield say(AidCode.LOC_CEILINGS)


def _loc_notes(convention: Convention | None) -> Iterator[Sentence]:
    yield say(AidCode.LOC_NOT_A_LOAN)
    if convention and (
        cap := find_parameter("loc_avantages.yearly_cap", convention.begins_on.year)
    ):
        yield say(AidCode.LOC_CAPPED, cap_euros=cap.value)
    if convention and convention.intermediated and convention.level in WITH_PREMIUM:
        yield say(AidCode.PREMIUM_FORMS_DISPUTED)


def _sources(year: int, *names: str) -> tuple[Parameter, ...]:
    found = (find_parameter(name, year) for name in names)
    return tuple(one for one in found if one)


def _article(sources: tuple[Parameter, ...]) -> str:
    return sources[0].article if sources else ""
