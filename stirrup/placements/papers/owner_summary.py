"""The content of an owner's tax summary for one stay: the core's figures in French sentences."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask_babel import force_locale
from flask_babel import gettext as _

from stirrup.benefits.codes import Code
from stirrup.benefits.doubts import Certainty
from stirrup.benefits.duties import Duty
from stirrup.benefits.lines import BenefitLine, EuroRange
from stirrup.benefits.occupation import Occupation, longest_days_in
from stirrup.benefits.parameters import Parameter
from stirrup.benefits.sentences import Sentence
from stirrup.benefits.summary import BenefitSummary, summarise
from stirrup.clock import today
from stirrup.documents.contents import summary_parts as parts
from stirrup.documents.contents.owner_summary import OwnerSummaryContent
from stirrup.placements import french
from stirrup.placements.lifecycle import last_day
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import ONE, Heading, PaperKind
from stirrup.units.benefit_words import said
from stirrup.units.benefits_view import find_dwelling

CERTAINTY: dict[Certainty, parts.Certainty] = {
    Certainty.CONFIRMED: "confirmed",
    Certainty.ESTIMATED: "estimated",
    Certainty.TO_CONFIRM: "to_confirm",
}
LEAST_SURE_FIRST = (Certainty.TO_CONFIRM, Certainty.ESTIMATED, Certainty.CONFIRMED)
NOTHING = parts.Amount(Decimal(0), Decimal(0))


class TaxFactsUnknownError(LookupError):
    """The vacancy or the property-tax notice is not described: nothing can be computed."""


def owner_summary_content(
    placement: Placement, _slot: str, heading: Heading
) -> OwnerSummaryContent:
    """Everything the summary of this stay says. Raises TaxFactsUnknownError."""
    unit = placement.unit
    dwelling = find_dwelling(unit)
    if dwelling is None:
        raise TaxFactsUnknownError(unit.reference)
    stay = Occupation(placement.first_day, last_day(placement.first_day))
    summary = summarise(dwelling, [stay], as_of=today())
    with force_locale("fr"):
        return OwnerSummaryContent(
            **heading,
            as_of=summary.last_checked_on,
            year=stay.first_day.year,
            owner=unit.organisation.name,
            dwelling=f"{french.kind(unit)} du {french.address(unit)}",
            tax_number=french.grouped(unit.tax_number),
            occupations=(parts.Occupation(stay.first_day, stay.last_day, stay.days),),
            longest_runs=tuple(_longest_runs(stay)),
            answer=_answer(summary),
            still_due=tuple(_still_due(summary)),
            avoided=_total(summary.direct, "Taxes qui ne devraient pas être dues."),
            conditional=_total(summary.conditional, _conditional_note(summary)),
            lost=parts.Total(NOTHING, "declared", _lost_note(unit.vacancy_involuntary)),
            steps=tuple(_steps(summary.duties)),
            direct_rows=tuple(map(_row, summary.direct)),
            conditional_rows=tuple(map(_row, summary.conditional)),
            lost_rows=tuple(_lost_rows(stay.first_day.year)),
            formulas=tuple(_formulas(summary)),
            conditions=tuple(_conditions(summary)),
            sources=_sources(summary.sources),
            rules_version=f"{summary.last_checked_on:%Y.%m}",
        )


def _longest_runs(stay: Occupation) -> Iterator[parts.YearRun]:
    for year in range(stay.first_day.year, stay.last_day.year + 1):
        yield parts.YearRun(year, longest_days_in([stay], year))


def _answer(summary: BenefitSummary) -> parts.Answer:
    avoided = [line for line in summary.direct if line.avoided.high]
    reasons = [line.reasons[-1] for line in summary.direct if line.reasons]
    return parts.Answer(
        years=tuple(line.tax_year for line in avoided),
        amount=parts.Amount(summary.at_least, summary.at_most),
        reason=" ".join(dict.fromkeys(map(said, reasons))),
        doubt=" ".join(_doubts(summary)[:1]),
    )


def _doubts(summary: BenefitSummary) -> list[str]:
    """What is not settled or not known: the first one is the main doubt, told on the first page."""
    lines = [line for line in (*summary.direct, *summary.conditional) if line.avoided.high]
    return list(dict.fromkeys(said(note) for line in lines for note in line.notes))


def _still_due(summary: BenefitSummary) -> Iterator[parts.TaxDue]:
    for line in summary.direct:
        if line.code == Code.TAX_STILL_DUE:
            yield parts.TaxDue(line.tax_year, _amount(line.with_placement))


def _total(lines: Sequence[BenefitLine], note: str) -> parts.Total:
    """The sum of lines of one kind, as sure as the least sure of them."""
    gained = [line for line in lines if line.avoided.high]
    low = sum((line.avoided.low for line in gained), Decimal(0))
    high = sum((line.avoided.high for line in gained), Decimal(0))
    found = {line.certainty for line in gained} or {Certainty.CONFIRMED}
    certainty = next(one for one in LEAST_SURE_FIRST if one in found)
    return parts.Total(parts.Amount(low, high), CERTAINTY[certainty], note)


def _conditional_note(summary: BenefitSummary) -> str:
    if not summary.conditional:
        return "Aucun gain sous condition n’est compté."
    return " ".join(said(line.headline) for line in summary.conditional)


def _lost_note(involuntary: bool) -> str:
    if involuntary:
        return "À vérifier : un dégrèvement de taxe foncière peut être en cours."
    return "Aucun dégrèvement de taxe foncière n’était en cours."


def _row(line: BenefitLine) -> parts.BenefitRow:
    rate = said(line.rate)
    tax = _(line.regime.label).split("(")[-1].rstrip(")").split(")")[0]
    return parts.BenefitRow(
        year=line.tax_year,
        label=f"{tax} : {rate}",
        article=line.article,
        without=_amount(line.without_placement),
        with_stay=_amount(line.with_placement),
        gap=_amount(line.avoided),
        certainty=CERTAINTY[line.certainty],
    )


def _lost_rows(year: int) -> Iterator[parts.BenefitRow]:
    """What does not change is said too: a free loan makes neither income nor reduction."""
    label = "Impôt sur le revenu : ni revenu, ni réduction"
    yield parts.BenefitRow(year, label, "CGI art. 15 II", NOTHING, NOTHING, NOTHING, "confirmed")


def _steps(duties: Sequence[Duty]) -> Iterator[parts.Step]:
    """What to do, in order; the claims of several years are told once."""
    claims = [duty for duty in duties if duty.code == Code.CLAIM_IF_TAXED]
    departures = [duty for duty in duties if duty.code == Code.DECLARE_DEPARTURE]
    for duty in duties:
        if duty.code == Code.DECLARE_ARRIVAL and departures:
            yield _both_declarations(duty, departures[0])
        elif duty not in (*claims, *departures):
            yield _step(duty)
        elif claims and duty == claims[0]:
            yield _claims(claims)


def _both_declarations(arrival: Duty, departure: Duty) -> parts.Step:
    """Two dates, one obligation."""
    step = _step(arrival)
    limits = [french.day(duty.before) for duty in (arrival, departure) if duty.before]
    return parts.Step(
        f"Avant le {french.listed(limits, 'pour l’entrée, le')} pour la fin", step.what
    )


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


def _step(duty: Duty) -> parts.Step:
    when = f"Avant le {french.day(duty.before)}" if duty.before else "Dès maintenant"
    article = f" {duty.article}." if duty.article else ""
    return parts.Step(when, said(duty.sentence) + article)


def _formulas(summary: BenefitSummary) -> Iterator[parts.Formula]:
    for line in (*summary.direct, *summary.conditional):
        text = ". ".join(said(formula) for formula in line.formulas)
        if text:
            yield parts.Formula(f"Taxe {line.tax_year}", f"{text}.")


def _conditions(summary: BenefitSummary) -> Iterator[parts.Condition]:
    for sentence in summary.conditions:
        yield parts.Condition(said(sentence).rstrip("."), *_proof(sentence))
    for doubt in _doubts(summary)[1:]:
        yield parts.Condition(doubt.rstrip("."), None, "Pas de texte lu à ce jour")


def _proof(sentence: Sentence) -> tuple[bool | None, str]:
    """Whether the condition is met, and what shows it."""
    if sentence.code == Code.OCCUPIED_IN_A_ROW:
        return None, "Convention, puis certificat d’occupation"
    if sentence.code == Code.OCCUPIED_TOO_SHORTLY:
        return False, "Convention"
    if sentence.code == Code.OWNED_AND_VACANT_SINCE:
        return True, "Déclaré par vous"
    return None, "Selon ce que deviendra le logement"


def _sources(sources: Sequence[Parameter]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.article for one in sources if one.article))


def _amount(euros: EuroRange) -> parts.Amount:
    return parts.Amount(euros.low, euros.high)


PAPER = PaperKind(
    DocumentKind.OWNER_SUMMARY,
    template="owner_summary.html",
    name="summary",
    content=OwnerSummaryContent,
    slots=lambda _placement: ONE,
    build=owner_summary_content,
    missing=list_missing,
)
