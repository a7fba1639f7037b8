"""One line of the owner's summary for one tax year: amounts, rate, certainty, in which words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from stirrup.benefits.codes import Code
from stirrup.benefits.comparison import YearOutcome
from stirrup.benefits.doubts import Certainty, certainty_of, notes_on
from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.regimes import Regime, find_law
from stirrup.benefits.sentences import Sentence, say
from stirrup.benefits.vacancy_tax import Assessment
from stirrup.wording import N_, Labelled


class BenefitKind(Labelled):
    """What kind of gain a line is; amounts of two kinds are never added up."""

    DIRECT = "direct", N_("Avoided directly")
    CONDITIONAL = "conditional", N_("Under condition")
    LOST = "lost", N_("Lost")


@dataclass(frozen=True)
class EuroRange:
    """An amount under the reading kept, between the lowest and the highest admissible ones."""

    low: Decimal
    kept: Decimal
    high: Decimal

    @classmethod
    def of(cls, amounts: Iterable[Decimal]) -> Self:
        """Build from the amounts under each reading, the one kept first."""
        found = tuple(amounts)
        return cls(min(found), found[0], max(found))

    @property
    def is_exact(self) -> bool:
        """Whether every reading gives the same amount."""
        return self.low == self.high


@dataclass(frozen=True)
class BenefitLine:
    """What becomes of one tax in one year; amounts in euros, known fees included."""

    kind: BenefitKind
    headline: Sentence
    tax_year: int
    regime: Regime
    rate: Sentence
    without_placement: EuroRange
    with_placement: EuroRange
    avoided: EuroRange
    fees_known: bool
    certainty: Certainty
    article: str
    reasons: tuple[Sentence, ...]
    formulas: tuple[Sentence, ...]
    notes: tuple[Sentence, ...]

    @property
    def code(self) -> Labelled:
        """The stable code of the line."""
        return self.headline.code


def direct_line(dwelling: Dwelling, outcome: YearOutcome) -> BenefitLine:
    """Return the line of what the placement avoids directly that year, be it nothing."""
    left_empty, lent = outcome.kept.without_placement, outcome.kept.with_placement
    avoided = EuroRange.of(one.avoided_total for one in outcome.comparisons)
    if not left_empty.due:
        code = Code.TAX_NOT_DUE_ANYWAY
    else:
        code = Code.TAX_STILL_DUE if lent.due else Code.TAX_AVOIDED
    reasons = lent.reasons if left_empty.due else left_empty.reasons
    rate = _rate_left_empty(outcome)
    return _line(BenefitKind.DIRECT, code, dwelling, outcome, avoided, rate, reasons)


def conditional_line(dwelling: Dwelling, outcome: YearOutcome) -> BenefitLine:
    """Return the line of a rate that falls back because an earlier year was not due."""
    left_empty, lent = outcome.kept.without_placement, outcome.kept.with_placement
    gained = EuroRange.of(one.restart_gain for one in outcome.comparisons)
    rate = say(Code.RATE_INSTEAD, low_rate=lent.rate, high_rate=left_empty.rate)
    again = (say(Code.VACANT_AGAIN, year=outcome.year - 1),)
    kind, code = BenefitKind.CONDITIONAL, Code.RATE_RESTARTS
    return _line(kind, code, dwelling, outcome, gained, rate, again)


def _line(
    kind: BenefitKind,
    code: Code,
    dwelling: Dwelling,
    outcome: YearOutcome,
    avoided: EuroRange,
    rate: Sentence,
    reasons: tuple[Sentence, ...],
) -> BenefitLine:
    left_empty = outcome.kept.without_placement
    law = find_law(left_empty.regime, outcome.year)
    notes = tuple(notes_on(dwelling, outcome))
    return BenefitLine(
        kind=kind,
        headline=say(code, tax_year=outcome.year),
        tax_year=outcome.year,
        regime=left_empty.regime,
        rate=rate,
        without_placement=EuroRange.of(one.without_placement.total for one in outcome.comparisons),
        with_placement=EuroRange.of(one.with_placement.total for one in outcome.comparisons),
        avoided=avoided,
        fees_known=left_empty.fees is not None,
        certainty=certainty_of(dwelling, outcome, notes),
        article=law.article if law else "",
        reasons=reasons,
        formulas=tuple(_formulas(dwelling, outcome)),
        notes=notes,
    )


def _rate_left_empty(outcome: YearOutcome) -> Sentence:
    left_empty = outcome.kept.without_placement
    if not left_empty.due:
        return say(Code.NO_RATE)
    rates = [one.without_placement.rate for one in outcome.comparisons]
    low, high = min(rates), max(rates)
    if low != high:
        return say(Code.RATE_BETWEEN, low_rate=low, high_rate=high)
    if left_empty.regime in (Regime.THLV, Regime.TVLH_OTHER):
        return say(Code.COMMUNE_RATE, low_rate=low)
    if left_empty.rank == 1:
        return say(Code.FIRST_TAXED_YEAR, low_rate=low)
    if any(one.without_placement.rank != left_empty.rank for one in outcome.comparisons):
        return say(Code.NOT_FIRST_TAXED_YEAR, low_rate=low)
    return say(Code.LATER_TAXED_YEAR, low_rate=low, taxed_count=left_empty.rank)


def _formulas(dwelling: Dwelling, outcome: YearOutcome) -> Iterator[Sentence]:
    left_empty, lent = outcome.kept.without_placement, outcome.kept.with_placement
    if not left_empty.due:
        return
    yield from dwelling.rental_value.at(outcome.year).steps
    yield from _tax_formula(left_empty, Code.TAX_FORMULA)
    if lent.due and lent.rate != left_empty.rate:
        yield from _tax_formula(lent, Code.TAX_FORMULA)
    restarted = min((one.without_placement for one in outcome.comparisons), key=lambda one: one.tax)
    if restarted.rate != left_empty.rate:
        yield from _tax_formula(restarted, Code.TAX_FORMULA_IF_RESTARTED)


def _tax_formula(one: Assessment, code: Code) -> Iterator[Sentence]:
    yield say(code, base_euros=one.base, tax_rate=one.rate, tax_euros=one.tax)
    law = find_law(one.regime, one.year)
    if law and one.fees:
        yield say(
            Code.FEES_FORMULA,
            tax_euros=one.tax,
            fees_rate=law.find("fees_rate"),
            fees_euros=one.fees,
            total_euros=one.total,
        )
