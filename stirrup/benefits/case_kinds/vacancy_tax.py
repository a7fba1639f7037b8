"""Cases of the vacancy taxes: each tax year with and without the placements."""

from collections.abc import Sequence
from decimal import Decimal

from stirrup.benefits.case_kinds.facts import Facts, Result, as_choice, as_json, as_number
from stirrup.benefits.codes import Code
from stirrup.benefits.comparison import YearOutcome, study
from stirrup.benefits.doubts import notes_on
from stirrup.benefits.dwelling import Dwelling, OwnerKind
from stirrup.benefits.occupation import united
from stirrup.benefits.regimes import ByYear, Regime, Vote, in_force
from stirrup.benefits.rental_value import RentalValue
from stirrup.benefits.vacancy_tax import Assessment

TOTALS = ("avoided_principal", "avoided_total", "rate_restart_gain")


def work_out(facts: Facts) -> Result:
    """Return each requested tax year, and the totals: null when a part of one is not known."""
    years = facts.years("tax_years")
    dwelling = _dwelling(facts, years)
    outcomes = study(dwelling, united(facts.periods("placements")), years)
    by_year = {str(one.year): _year(dwelling, one) for one in outcomes}
    totals = {column: [year[column] for year in by_year.values()] for column in TOTALS}
    return {"by_year": by_year} | {
        column: None if None in values else sum(values) for column, values in totals.items()
    }


def _year(dwelling: Dwelling, outcome: YearOutcome) -> Result:
    kept = outcome.kept
    fees = kept.avoided_fees
    year: Result = {
        "without_placement": _assessment(kept.without_placement),
        "with_placement": _assessment(kept.with_placement),
        "avoided_principal": as_json(kept.avoided_principal),
        "avoided_fees": as_json(fees),
        "avoided_total": None if fees is None else as_json(kept.avoided_total),
        "rate_restart_gain": as_json(kept.restart_gain_principal),
    }
    notes = list(notes_on(dwelling, outcome))
    if outcome.alternatives:
        year["alternatives"] = [as_json(amount) for amount in outcome.alternatives]
    if outcome.alternatives or Code.RESTS_ON_1_JANUARY in [note.code for note in notes]:
        year["note"] = " ".join(map(str, notes))
    return year


def _assessment(one: Assessment) -> Result:
    rate = as_json(one.rate) if one.due else None
    reasons = {} if one.due else {"reasons": [reason.code.value for reason in one.reasons]}
    return {"due": one.due, "rate": rate, "tax": as_json(one.tax), **reasons}


def _dwelling(facts: Facts, years: Sequence[int]) -> Dwelling:
    facts.raw("regime")
    regimes = facts.by_year("regime", as_choice("regime", Regime))
    return Dwelling(
        vacant_since=facts.day("vacant_since"),
        owner_since=facts.day("owner_since"),
        rental_value=_rental_value(facts),
        regimes=regimes,
        votes=_votes(facts, regimes, years),
        habitable=facts.yes("habitable", True),
        furnished=facts.yes("furnished", False),
        involuntary=facts.yes("involuntary", False),
        owner_kind=facts.choice("owner_kind", OwnerKind, OwnerKind.PERSON),
        past_occupations=tuple(facts.periods("past_placements", ())),
    )


def _rental_value(facts: Facts) -> RentalValue:
    facts.raw("vlc")
    values = facts.by_year("vlc", lambda written: as_number("vlc", written))
    return RentalValue(known=values.years, every_year=values.default)


def _votes(facts: Facts, regimes: ByYear[Regime], years: Sequence[int]) -> ByYear[Vote]:
    """Read `voted` for the tense zone of TVLH and `rate` for the taxes that only a vote creates."""
    tense = _vote(facts.among("voted")) if facts.has("voted") else None
    rates = facts.by_year("rate", lambda written: as_number("rate", written))
    votes = {}
    for year in range(min(years), max(years) + 1):
        regime, rate = in_force(regimes.at(year) or Regime.NONE, year), rates.at(year)
        if regime is Regime.TVLH_TENSE and tense:
            votes[year] = tense
        elif regime in (Regime.THLV, Regime.TVLH_OTHER) and rate is not None:
            votes[year] = Vote.flat(rate)
    return ByYear(votes)


def _vote(voted: Facts) -> Vote:
    first, following = (_rate(voted, name) for name in ("first", "next"))
    return Vote(first, following)


def _rate(voted: Facts, name: str) -> Decimal | None:
    return voted.amount(name) if voted.has(name) else None
