"""The content of an owner's tax summary, of one stay or of a whole year, in French sentences."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import force_locale

from stirrup.benefits.aids import list_aids
from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.occupation import Occupation, longest_days_in
from stirrup.benefits.parameters import Parameter
from stirrup.benefits.regimes import find_law
from stirrup.benefits.summary import BenefitSummary
from stirrup.clock import today
from stirrup.documents.contents import summary_parts as parts
from stirrup.documents.contents.owner_summary import OwnerSummaryContent
from stirrup.geography import get_commune
from stirrup.placements import french
from stirrup.placements.enums import FactsSection
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import MissingFact
from stirrup.placements.papers.paper_kind import ONE, Heading, PaperKind
from stirrup.placements.papers.writing import summary_words as words
from stirrup.placements.papers.writing.summary_evidence import list_conditions
from stirrup.placements.papers.writing.yearly import (
    ENDED,
    Covered,
    covered_by_stay,
    covered_by_year,
    list_begun,
    years_of,
)
from stirrup.ui import filters
from stirrup.units.benefits_view import find_dwelling
from stirrup.units.other_routes import aid_facts
from stirrup.wording import N_

ZONES = {
    "tense": "zone tendue : taxe due sans vote de la commune",
    "tourist": "zone touristique : taxe due sans vote de la commune",
    "none": "hors des zones de vacance : taxe due seulement si elle a été votée",
}


class TaxFactsUnknownError(LookupError):
    """The vacancy or the property-tax notice is not described: nothing can be computed."""


def owner_summary_content(placement: Placement, slot: str, heading: Heading) -> OwnerSummaryContent:
    """All the summary says: of this stay (no slot), or of the year that the slot names.

    Raises TaxFactsUnknownError.
    """
    unit = placement.unit
    dwelling = find_dwelling(unit)
    if dwelling is None:
        raise TaxFactsUnknownError(unit.reference)
    issued_on: date = heading["issued_on"]
    covered = _covered(placement, slot)
    summary = covered.summarised(dwelling, issued_on)
    year = int(slot) if slot else covered.stays[0].first_day.year
    with force_locale("fr"):
        return OwnerSummaryContent(
            **heading,
            as_of=summary.last_checked_on,
            year=year,
            covers="year" if slot else "stay",
            also_in=_other_years(covered, year) if slot else (),
            owner=unit.organisation.name,
            dwelling=f"{french.kind(unit)} du {french.address(unit)}",
            tax_number=french.grouped(unit.tax_number),
            occupations=tuple(_occupations(covered, issued_on)),
            longest_runs=tuple(_longest_runs(covered)),
            answer=words.answer(summary),
            still_due=tuple(words.still_due(summary)),
            avoided=words.avoided(summary),
            conditional=words.conditional(summary),
            lost=words.lost(summary),
            steps=tuple(words.steps(summary.duties)),
            direct_rows=tuple(map(words.row, summary.direct)),
            conditional_rows=tuple(map(words.row, summary.conditional)),
            lost_rows=tuple(words.lost_rows(summary, year)),
            kept_costs=words.KEPT_COSTS,
            aids=tuple(_aids(placement, dwelling)),
            formulas=(_commune(placement, dwelling, summary), *words.formulas(summary)),
            conditions=tuple(list_conditions(summary, covered, issued_on)),
            open_points=tuple(words.doubts(summary)[1:]),
            sources=_sources(summary.sources),
            rules_version=f"{summary.last_checked_on:%Y.%m}",
        )


def slots(placement: Placement) -> Sequence[str]:
    """The stay's own summary, then those of the years that end with this stay."""
    years = years_of(placement, list_begun(placement.unit_id), today())
    return (*ONE, *map(str, years))


def missing(placement: Placement) -> tuple[MissingFact, ...]:
    """Without dates and notice nothing can be worked out; what else is unknown is said."""
    if find_dwelling(placement.unit) is not None:
        return ()
    sentence = N_("What the tax asks: vacant and owned since when, base of the property-tax notice")
    return (MissingFact(FactsSection.HOME, sentence),)


def _covered(placement: Placement, slot: str) -> Covered:
    if not slot:
        return covered_by_stay(placement)
    return covered_by_year(list_begun(placement.unit_id), int(slot))


def _other_years(covered: Covered, year: int) -> tuple[int, ...]:
    """The years whose summary tells the same stay again: nobody may add them up."""
    touched = {each for run in covered.runs for each in _years(run)}
    return tuple(sorted(touched - {year}))


def _occupations(covered: Covered, on: date) -> Iterator[parts.Occupation]:
    for stay in covered.stays:
        planned = stay.state not in ENDED and stay.last_day >= on
        days = (stay.last_day - stay.first_day).days + 1
        yield parts.Occupation(stay.first_day, stay.last_day, days, planned)


def _longest_runs(covered: Covered) -> Iterator[parts.YearRun]:
    for year in sorted({year for run in covered.runs for year in _years(run)}):
        yield parts.YearRun(year, longest_days_in(covered.runs, year))


def _years(run: Occupation) -> range:
    return range(run.first_day.year, run.last_day.year + 1)


def _aids(placement: Placement, dwelling: Dwelling) -> Iterator[parts.AidRow]:
    commune = get_commune(placement.unit.commune_code)
    return map(words.aid, list_aids(aid_facts(dwelling, commune, placement.first_day)))


def _commune(placement: Placement, dwelling: Dwelling, summary: BenefitSummary) -> parts.Formula:
    """Zone and voted rates: on what every rate of the page rests."""
    commune = get_commune(placement.unit.commune_code)
    votes = [_vote(dwelling, line.tax_year) for line in summary.direct]
    told = " ; ".join(filter(None, votes)) or "aucun taux voté ne nous est connu"
    return parts.Formula("Commune", f"{commune.name}, {ZONES[commune.tax_zone]}. Votes : {told}.")


def _vote(dwelling: Dwelling, year: int) -> str:
    vote = dwelling.votes.at(year)
    if vote is None or find_law(dwelling.regime(year), year) is None:
        return ""
    first, following = vote.rate(1), vote.rate(2)
    rates = [filters.percent(rate) for rate in dict.fromkeys((first, following)) if rate]
    return f"{year}, {french.listed(rates, 'puis')}"


def _sources(sources: Sequence[Parameter]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.article for one in sources if one.article))


PAPER = PaperKind(
    DocumentKind.OWNER_SUMMARY,
    template="owner_summary.html",
    name="summary",
    content=OwnerSummaryContent,
    slots=slots,
    build=owner_summary_content,
    missing=missing,
)
