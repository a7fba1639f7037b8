"""What the lines of `comparisons` say: formulas, conditions and notes of each route."""

from collections.abc import Iterator

from stirrup.benefits.codes_aids import AidCode
from stirrup.benefits.codes_gifts import GiftCode
from stirrup.benefits.gifts import GiftOutcome, WaivedRent
from stirrup.benefits.loc_avantages import WITH_PREMIUM, Convention
from stirrup.benefits.parameters import find_parameter
from stirrup.benefits.sentences import Sentence, say


def gift_formulas(gift: WaivedRent, outcome: GiftOutcome) -> tuple[Sentence, ...]:
    """Return how the net of a waived rent is found."""
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


def gift_notes(gift: WaivedRent, outcomes: tuple[GiftOutcome, ...]) -> Iterator[Sentence]:
    """Yield what a reader has to know about the net of a waived rent."""
    kept = outcomes[0]
    if kept.carried_forward:
        yield say(GiftCode.CARRIED_FORWARD, carried_euros=kept.carried_forward)
    if any(one.net_gain != kept.net_gain for one in outcomes):
        yield say(GiftCode.CEILING_CHANGED_IN_THE_YEAR, year=gift.year)
    if kept.net_property_income < 0:
        yield say(GiftCode.DEFICIT_NOT_COUNTED)


def loc_formulas(convention: Convention) -> Iterator[Sentence]:
    """Yield how the reduction of a convention is found, when it gives right to one."""
    if rate := convention.rate:
        yield say(
            AidCode.LOC_FORMULA,
            rent_euros=convention.annual_rent,
            reduction_rate=rate.value,
            reduction_euros=convention.annual_reduction,
        )


def loc_conditions(year: int) -> Iterator[Sentence]:
    """Yield what a convention begun that year asks for."""
    if term := find_parameter("loc_avantages.term_years", year):
        yield say(AidCode.LOC_TERM, term_count=term.value, last_year=term.end)
    yield say(AidCode.LOC_MAIN_RESIDENCE)
    yield say(AidCode.LOC_CEILINGS)


def loc_notes(convention: Convention | None) -> Iterator[Sentence]:
    """Yield what a reader has to know about a convention; without one, that a loan is none."""
    yield say(AidCode.LOC_NOT_A_LOAN)
    if convention and (
        cap := find_parameter("loc_avantages.yearly_cap", convention.begins_on.year)
    ):
        yield say(AidCode.LOC_CAPPED, cap_euros=cap.value)
    if convention and convention.intermediated and convention.level in WITH_PREMIUM:
        yield say(AidCode.PREMIUM_FORMS_DISPUTED)
