"""What accepting a stay costs: the relief of property tax that an involuntary vacancy gives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from stirrup.benefits.codes_relief import ReliefCode
from stirrup.benefits.doubts import Certainty
from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.occupation import Occupation, united
from stirrup.benefits.parameters import Parameter, find_parameter
from stirrup.benefits.property_tax_relief import MONTHS_IN_A_YEAR, InvoluntaryVacancy, relief
from stirrup.benefits.sentences import Sentence, say


@dataclass(frozen=True)
class LossLine:
    """The relief lost in one year, in euros; None when it has to be checked."""

    headline: Sentence
    tax_year: int
    amount: Decimal | None
    certainty: Certainty
    article: str
    formulas: tuple[Sentence, ...]
    notes: tuple[Sentence, ...]
    source: Parameter

    @property
    def code(self) -> ReliefCode:
        """The stable code of the line."""
        return ReliefCode(self.headline.code)


def list_losses(dwelling: Dwelling, runs: Sequence[Occupation]) -> tuple[LossLine, ...]:
    """Return a line for each year in which these occupations end a relief of property tax.

    Nothing is lost when the vacancy depends on the owner, or when the dwelling is furnished or not
    meant for letting.
    """
    if not dwelling.involuntary or dwelling.furnished or dwelling.meant_for_letting is False:
        return ()
    return tuple(_losses(dwelling, runs))


def _losses(dwelling: Dwelling, runs: Sequence[Occupation]) -> Iterator[LossLine]:
    vacancy = InvoluntaryVacancy(dwelling.vacant_since)
    before = united(dwelling.past_occupations)
    after = united((*dwelling.past_occupations, *runs))
    touched = range(runs[0].first_day.year, runs[-1].last_day.year + 2) if runs else ()
    for year in touched:
        left_empty, lent = (vacancy.relieved_months(one, year) for one in (before, after))
        figure = find_parameter("property_tax_relief.least_vacancy_months", year)
        if figure and lent < left_empty:
            amount = _lost_euros(dwelling, vacancy, (before, after), year)
            yield _line(dwelling, year, amount, (left_empty, lent), figure)


def _lost_euros(
    dwelling: Dwelling,
    vacancy: InvoluntaryVacancy,
    courses: Sequence[Sequence[Occupation]],
    year: int,
) -> Decimal | None:
    if dwelling.property_tax is None:
        return None
    left_empty, lent = (relief(dwelling.property_tax, vacancy, runs, year) for runs in courses)
    return left_empty - lent


def _line(
    dwelling: Dwelling,
    year: int,
    amount: Decimal | None,
    months: tuple[int, int],
    figure: Parameter,
) -> LossLine:
    known = amount is not None
    lost = say(ReliefCode.RELIEF_LOST, tax_year=year, lost_count=months[0] - months[1])
    return LossLine(
        headline=lost if known else say(ReliefCode.RELIEF_TO_CHECK, tax_year=year),
        tax_year=year,
        amount=amount,
        certainty=Certainty.ESTIMATED if known else Certainty.TO_CONFIRM,
        article=figure.article,
        formulas=tuple(_formulas(dwelling, months)),
        notes=tuple(_notes(dwelling, figure)),
        source=figure,
    )


def _formulas(dwelling: Dwelling, months: tuple[int, int]) -> Iterator[Sentence]:
    if dwelling.property_tax is None:
        return
    for count in months:
        yield say(
            ReliefCode.RELIEF_FORMULA,
            tax_euros=dwelling.property_tax,
            months_count=count,
            year_count=MONTHS_IN_A_YEAR,
            relief_euros=dwelling.property_tax * count / MONTHS_IN_A_YEAR,
        )


def _notes(dwelling: Dwelling, figure: Parameter) -> Iterator[Sentence]:
    if dwelling.property_tax is None:
        yield say(ReliefCode.PROPERTY_TAX_UNKNOWN)
    if dwelling.meant_for_letting is None:
        yield say(ReliefCode.RELIEF_IF_LET)
    yield say(ReliefCode.RELIEF_ON_CLAIM, least_count=figure.value)
    yield say(ReliefCode.RELIEF_IF_EMPTY_AGAIN)
