"""Cases of the gifts: a rent waived by a person, a dwelling made available by a company."""

from dataclasses import fields
from typing import Any

from stirrup.benefits.case_kinds.facts import (
    Facts,
    Result,
    UnreadableFactError,
    as_choice,
    as_day,
    as_json,
)
from stirrup.benefits.codes_gifts import GiftCode
from stirrup.benefits.company_gifts import CompanyGift
from stirrup.benefits.gifts import GiftOutcome, IncomeRegime, WaivedRent, work_out_gift
from stirrup.benefits.sentences import say

FREE_LOAN, WAIVED_RENT = "pret_a_usage", "abandon_de_loyer"
COLUMNS = (*(field.name for field in fields(GiftOutcome)), "reduction_lost", "net_gain")


def work_out_individual(facts: Facts) -> Result:
    """Return what a waived rent brings and costs; a loan without a lease changes nothing."""
    mode = facts.raw("mode")
    if mode == FREE_LOAN:
        return dict.fromkeys(COLUMNS, 0)
    if mode != WAIVED_RENT:
        raise UnreadableFactError(f"mode: {mode} is not one of {FREE_LOAN}, {WAIVED_RENT}")
    kept, *others = work_out_gift(_waived_rent(facts))
    result: Result = {column: as_json(getattr(kept, column)) for column in COLUMNS}
    other_gains = {one.net_gain for one in others} - {kept.net_gain}
    if other_gains:
        note = say(GiftCode.CEILING_CHANGED_IN_THE_YEAR, year=facts.year("year"))
        result["alternatives"] = [as_json(gain) for gain in sorted(other_gains)]
        result["note"] = str(note)
    return result


def _waived_rent(facts: Facts) -> WaivedRent:
    return WaivedRent(
        year=facts.year("year", "tax_year"),
        rent=facts.amount("rent_waived"),
        marginal_rate=facts.amount("marginal_rate"),
        taxable_income=facts.amount("taxable_income"),
        tax_before_reductions=facts.amount("ir_before_reductions"),
        helps_people=facts.yes("eligible_1ter", False),
        other_rents=facts.amount("other_rents", 0),
        regime=_income_regime(facts),
        charges=facts.amount("charges", 0),
        given_on=as_day("given_on", facts.raw("given_on")) if facts.has("given_on") else None,
    )


def _income_regime(facts: Facts) -> IncomeRegime:
    """Read the regime; a map is the vacancy tax of a combined case, and charges tell the rest."""
    written: Any = facts.raw("regime", None)
    if isinstance(written, str):
        return as_choice("regime", IncomeRegime)(written)
    return IncomeRegime.REAL if facts.has("charges") else IncomeRegime.SIMPLE


def work_out_company(facts: Facts) -> Result:
    """Return the ceiling of the year, the reduction and what is carried forward."""
    gift = CompanyGift(
        year=facts.year("year", "tax_year"),
        cost_price=facts.amount("cost_price"),
        turnover=facts.amount("turnover"),
        helps_people=facts.yes("eligible_1ter", False),
    )
    return {
        "ceiling": as_json(gift.ceiling),
        "reduction": as_json(gift.reduction),
        "carried_forward": as_json(gift.carried_forward),
    }
