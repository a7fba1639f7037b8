"""What a loan of six months would bring the owner of an empty home, without an account."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from stirrup.benefits.dwelling import Dwelling, OwnerKind
from stirrup.benefits.parameters import Parameter, find_latest
from stirrup.benefits.regimes import ByYear, Vote, ZoneRegimes
from stirrup.benefits.rental_value import RentalValue
from stirrup.geography import Commune, get_commune
from stirrup.public.figures import ROUBAIX
from stirrup.units.gain import Gain, gain_of
from stirrup.units.vote_queries import votes_in
from stirrup.units.window import likely_first_day
from stirrup.wording import N_, Labelled

MONTH_OF_THE_NOTICE = 9
"""From September on, the property-tax notice of the year has come."""
STAND_IN = Decimal(10_000)
"""Rental value with which taxes are told when none is given: no amount of it is ever shown."""
OUTSIDE_EVERY_ZONE = "none"
ZONE_FIGURES = {
    "tense": "tlv.tense_zone_communes",
    "tourist": "tlv.tourist_zone_communes",
    OUTSIDE_EVERY_ZONE: "tlv.tense_zone_communes",
}
"""The list of the decree that says it."""


class Standing(Labelled):
    """How the home is while it is empty, as far as the tax asks."""

    EMPTY = "empty", N_("Empty, without furniture, fit to live in")
    AGAINST_MY_WILL = (
        "against_my_will",
        N_("Offered at the market price without a taker, or waiting for heavy works"),
    )
    FURNISHED = "furnished", N_("Furnished, as a second home")
    UNINHABITABLE = "uninhabitable", N_("Not fit to live in without major works")


@dataclass(frozen=True)
class Answers:
    """What was answered; `notice_base` is in euros, None when it is not at hand."""

    commune: Commune
    vacant_since: date
    owner_since: date
    owner_kind: OwnerKind
    notice_base: int | None
    notice_year: int
    standing: Standing
    first_day: date


@dataclass(frozen=True)
class Estimate:
    """What the answers give: the zone of the commune in words, then the gain."""

    commune: Commune
    zone: str
    zone_source: Parameter | None
    has_tax: bool
    gain: Gain


@dataclass(frozen=True)
class Example:
    """An ordinary empty home, to show an estimate before anything is typed."""

    commune: Commune
    vacant_since: date
    notice_base: int
    gain: Gain


def ordinary_example(today: date) -> Example:
    """A home in Roubaix, empty for two years and a half, with an ordinary tax notice."""
    commune, vacant_since, notice_base = get_commune(ROUBAIX), date(today.year - 2, 5, 1), 1320
    answers = Answers(
        commune=commune,
        vacant_since=vacant_since,
        owner_since=vacant_since,
        owner_kind=OwnerKind.PERSON,
        notice_base=notice_base,
        notice_year=last_notice_year(today),
        standing=Standing.EMPTY,
        first_day=likely_first_day(None, today),
    )
    return Example(commune, vacant_since, notice_base, estimate(answers, today).gain)


def last_notice_year(today: date) -> int:
    """The year of the latest property-tax notice that an owner holds."""
    return today.year if today.month >= MONTH_OF_THE_NOTICE else today.year - 1


def estimate(answers: Answers, today: date) -> Estimate:
    """Work the answers out with the votes in force. One query."""
    votes = votes_in(answers.commune.code)
    gain = gain_of(
        _dwelling(answers, votes),
        answers.commune,
        answers.first_day,
        today=today,
        amounts_known=answers.notice_base is not None,
    )
    outside = answers.commune.tax_zone == OUTSIDE_EVERY_ZONE
    return Estimate(
        commune=answers.commune,
        zone=_zone_words(answers.commune, votes),
        zone_source=find_latest(ZONE_FIGURES[answers.commune.tax_zone]),
        has_tax=not outside or bool(votes.years),
        gain=gain,
    )


def _dwelling(answers: Answers, votes: ByYear[Vote]) -> Dwelling:
    return Dwelling(
        vacant_since=answers.vacant_since,
        owner_since=answers.owner_since,
        rental_value=_rental_value(answers),
        regimes=ZoneRegimes(answers.commune.tax_zone, answers.commune.taxed_since),
        votes=votes,
        habitable=answers.standing != Standing.UNINHABITABLE,
        furnished=answers.standing == Standing.FURNISHED,
        owner_kind=answers.owner_kind,
        involuntary=answers.standing == Standing.AGAINST_MY_WILL,
    )


def _rental_value(answers: Answers) -> RentalValue:
    if answers.notice_base is None:
        return RentalValue(every_year=STAND_IN)
    return RentalValue.from_notice(Decimal(answers.notice_base), answers.notice_year)


def _zone_words(commune: Commune, votes: ByYear[Vote]) -> str:
    if commune.tax_zone != OUTSIDE_EVERY_ZONE:
        return str(
            _(
                "In %(commune)s the tax on vacant homes is due without any vote.",
                commune=commune.name,
            )
        )
    if votes.years:
        return str(
            _(
                "%(commune)s is outside the vacancy zones, and voted the tax.",
                commune=commune.name,
            )
        )
    return str(
        _(
            "%(commune)s is outside the vacancy zones: the tax exists there only if"
            " it was voted, and no vote is known to us. No tax is counted. The aids do not depend"
            " on it.",
            commune=commune.name,
        )
    )
