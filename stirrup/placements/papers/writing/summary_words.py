"""The figures of the core as the French rows, steps and conditions of an owner's tax summary."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from flask_babel import gettext as _

from stirrup.benefits.aids import Aid
from stirrup.benefits.aids import State as AidState
from stirrup.benefits.codes import Code
from stirrup.benefits.comparisons import compare_free_loan
from stirrup.benefits.doubts import Certainty
from stirrup.benefits.duties import Duty
from stirrup.benefits.lines import BenefitLine, EuroRange
from stirrup.benefits.losses import LossLine
from stirrup.benefits.parameters import find_parameter
from stirrup.benefits.sentences import Sentence
from stirrup.benefits.summary import BenefitSummary
from stirrup.documents.contents import summary_parts as parts
from stirrup.placements import french
from stirrup.units.benefit_words import said, short_name

CERTAINTY: dict[Certainty, parts.Certainty] = {
    Certainty.CONFIRMED: "confirmed",
    Certainty.ESTIMATED: "estimated",
    Certainty.TO_CONFIRM: "to_confirm",
}
LEAST_SURE_FIRST = (Certainty.TO_CONFIRM, Certainty.ESTIMATED, Certainty.CONFIRMED)
NOTHING = parts.Amount(Decimal(0), Decimal(0))
OF_THE_RENTAL_VALUE = (Code.NOTICE_FORMULA, Code.COEFFICIENT_FORMULA)
KEPT_COSTS = (
    "la taxe foncière et la taxe d’enlèvement des ordures ménagères",
    "les charges de copropriété",
    "l’assurance du propriétaire non occupant",
    "l’entretien de la chaudière et les réparations",
)
"""What the agreement leaves to the owner; amounts are the owner's own, never guessed."""


def answer(summary: BenefitSummary) -> parts.Answer:
    """The first thing to read: which years, for how much, and the main doubt."""
    avoided = [line for line in summary.direct if line.avoided.high]
    reasons = [line.reasons[-1] for line in summary.direct if line.reasons]
    return parts.Answer(
        years=tuple(line.tax_year for line in avoided),
        amount=parts.Amount(summary.at_least, summary.at_most),
        reason=" ".join(dict.fromkeys(map(said, reasons))),
        doubt=" ".join(doubts(summary)[:1]),
    )


def doubts(summary: BenefitSummary) -> list[str]:
    """What is not settled or not known: the first one is the main doubt, told on the first page."""
    lines = [line for line in (*summary.direct, *summary.conditional) if line.avoided.high]
    return list(dict.fromkeys(said(note) for line in lines for note in line.notes))


def still_due(summary: BenefitSummary) -> Iterator[parts.TaxDue]:
    """The taxes that the stay changes nothing about."""
    for line in summary.direct:
        if line.code == Code.TAX_STILL_DUE:
            yield parts.TaxDue(line.tax_year, _amount(line.with_placement))


def avoided(summary: BenefitSummary) -> parts.Total:
    """The first column."""
    return _total(summary.direct, "Taxes qui ne devraient pas être dues.")


def conditional(summary: BenefitSummary) -> parts.Total:
    """The second column."""
    note = " ".join(said(line.headline) for line in summary.conditional)
    return _total(summary.conditional, note or "Aucun gain sous condition n’est compté.")


def lost(summary: BenefitSummary) -> parts.Total:
    """The third column: an amount that nobody can work out is to be checked, never zero."""
    if not summary.lost:
        note = "Aucun dégrèvement de taxe foncière n’était en cours, comme vous l’avez déclaré."
        return parts.Total(NOTHING, "declared", note)
    note = " ".join(said(line.headline) for line in summary.lost)
    known = [line.amount for line in summary.lost if line.amount is not None]
    if len(known) < len(summary.lost):
        return parts.Total(None, "to_confirm", note)
    lost_in_all = sum(known, Decimal(0))
    return parts.Total(parts.Amount(lost_in_all, lost_in_all), "estimated", note)


def _total(lines: Sequence[BenefitLine], note: str) -> parts.Total:
    """The sum of lines of one kind, as sure as the least sure of them."""
    gained = [line for line in lines if line.avoided.high]
    low = sum((line.avoided.low for line in gained), Decimal(0))
    high = sum((line.avoided.high for line in gained), Decimal(0))
    found = {line.certainty for line in gained or lines} or {Certainty.ESTIMATED}
    certainty = next(one for one in LEAST_SURE_FIRST if one in found)
    return parts.Total(parts.Amount(low, high), CERTAINTY[certainty], note)


def row(line: BenefitLine) -> parts.BenefitRow:
    """One tax of one year, without and with the stay."""
    fees = "" if line.fees_known or not line.without_placement.high else ", frais inconnus"
    return parts.BenefitRow(
        year=line.tax_year,
        label=f"{short_name(line.regime)} : {said(line.rate)}{fees}",
        article=line.article,
        without=_amount(line.without_placement),
        with_stay=_amount(line.with_placement),
        gap=_amount(line.avoided),
        certainty=CERTAINTY[line.certainty],
    )


def lost_rows(summary: BenefitSummary, year: int) -> Iterator[parts.BenefitRow]:
    """What is lost, then what does not change: it is said too."""
    for line in summary.lost:
        yield _loss_row(line)
    if not summary.lost and (relief := _relief_article(year)):
        label = "Dégrèvement de taxe foncière : la vacance dépendait de vous"
        yield parts.BenefitRow(year, label, relief, NOTHING, NOTHING, NOTHING, "declared")
    loan = compare_free_loan(year)
    if loan.yearly is not None:
        label = "Impôt sur le revenu : ni revenu, ni réduction"
        certainty = CERTAINTY[loan.certainty]
        yield parts.BenefitRow(year, label, loan.article, NOTHING, NOTHING, NOTHING, certainty)


def _loss_row(line: LossLine) -> parts.BenefitRow:
    gap = None if line.amount is None else parts.Amount(line.amount, line.amount)
    return parts.BenefitRow(
        year=line.tax_year,
        label=said(line.headline).rstrip("."),
        article=line.article,
        without=None,
        with_stay=None,
        gap=gap,
        certainty=CERTAINTY[line.certainty],
    )


def _relief_article(year: int) -> str:
    figure = find_parameter("property_tax_relief.least_vacancy_months", year)
    return figure.article if figure else ""


def steps(duties: Sequence[Duty]) -> Iterator[parts.Step]:
    """What to do, in order: what has the same limit is told once, and so are all claims."""
    claims = [duty for duty in duties if duty.code == Code.CLAIM_IF_TAXED]
    told = [duty for duty in duties if duty not in claims]
    for _limit, same in groupby(told, key=lambda duty: duty.before):
        group = list(same)
        if claims and group[0].before is None:
            yield _claims(claims)
        yield _step(group)


def _claims(claims: Sequence[Duty]) -> parts.Step:
    years = french.listed([str(duty.tax_year) for duty in claims], "ou")
    limits = [
        f"pour {duty.tax_year}, avant le {french.day(duty.before)}"
        for duty in claims
        if duty.before
    ]
    return parts.Step(
        f"À l’avis de taxe {years}",
        "Si la taxe vous est demandée, présentez une réclamation avec la convention et le"
        f" certificat d’occupation : {french.listed(limits, 'et')}. {claims[0].article}.",
    )


def _step(duties: Sequence[Duty]) -> parts.Step:
    """Several duties of one day; a sentence that they share is written once."""
    first = duties[0]
    when = f"Avant le {french.day(first.before)}" if first.before else "Dès maintenant"
    sentences = [said(duty.sentence).rstrip(".").split(". ") for duty in duties]
    what = ". ".join(dict.fromkeys(one for told in sentences for one in told))
    article = f" {first.article}." if first.article else ""
    return parts.Step(when, f"{what}.{article}")


def formulas(summary: BenefitSummary) -> Iterator[parts.Formula]:
    """The rental value once, then the tax of each year."""
    lines = (*summary.direct, *summary.conditional)
    every = dict.fromkeys(said(one) for line in lines for one in line.formulas if _is_value(one))
    if every:
        yield parts.Formula("Valeur locative", _text(every))
    for line in lines:
        own = [said(one) for one in line.formulas if not _is_value(one)]
        if own:
            yield parts.Formula(f"Taxe {line.tax_year}", _text(own))
    for loss in summary.lost:
        if loss.formulas:
            text = _text(list(map(said, loss.formulas)))
            yield parts.Formula(f"Dégrèvement {loss.tax_year}", text)


def _is_value(formula: Sentence) -> bool:
    return formula.code in OF_THE_RENTAL_VALUE


def _text(sentences: Sequence[str] | dict[str, None]) -> str:
    return ". ".join(sentences) + "."


def aid(one: Aid) -> parts.AidRow:
    """One aid of the catalogue with the conditions that it asks for."""
    return parts.AidRow(
        label=said(one.headline),
        amount=None if one.amount is None else parts.Amount(one.amount, one.amount),
        conditions=" ".join(
            f"{said(condition.sentence).rstrip('.')} ({_(condition.state.label)})."
            for condition in one.conditions
        ),
        open=one.state != AidState.UNMET,
    )


def _amount(euros: EuroRange) -> parts.Amount:
    return parts.Amount(euros.low, euros.high)
