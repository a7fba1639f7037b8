"""Cases of the vacancy tax and of a waived rent together; what has no figure is named."""

from collections.abc import Iterator
from dataclasses import replace

from stirrup.benefits.case_kinds import gifts, vacancy_tax
from stirrup.benefits.case_kinds.facts import Facts, Result
from stirrup.benefits.codes import Code
from stirrup.benefits.codes_aids import AidCode
from stirrup.benefits.sentences import say


def work_out(facts: Facts) -> Result:
    """Return both gains and their sum, null when a part of it is not known."""
    taxes = vacancy_tax.work_out(facts.among("vacancy_tax"))
    gift = gifts.work_out_individual(_gift_facts(facts.among("income_tax_gift", "gift")))
    avoided, net = taxes["avoided_total"], gift["net_gain"]
    return {
        "tlv_avoided_total": avoided,
        "gift_net": net,
        "total": None if avoided is None else avoided + net,
        "not_included": list(_not_included(taxes)),
    }


def _gift_facts(facts: Facts) -> Facts:
    """Complete what a combined case may leave out: the mode, and the year of the first stay."""
    completed = {"mode": gifts.WAIVED_RENT if facts.has("rent_waived") else gifts.FREE_LOAN}
    stays = facts.periods("placements", ())
    if stays and not facts.has("year"):
        completed["year"] = str(min(stays).first_day.year)
    return replace(facts, inputs=completed | dict(facts.inputs))


def _not_included(taxes: Result) -> Iterator[str]:
    if taxes["avoided_total"] is None:
        yield str(say(Code.FEES_UNKNOWN))
    for year, found in taxes["by_year"].items():
        if found["rate_restart_gain"]:
            yield str(say(Code.RATE_RESTARTS, tax_year=year))
    yield str(say(AidCode.NO_AMOUNT_FOUND))
