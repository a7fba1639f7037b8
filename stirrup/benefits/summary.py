"""What an owner gains from lending a dwelling: direct, conditional and lost amounts kept apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stirrup.benefits.codes import Code
from stirrup.benefits.comparison import YearOutcome, study
from stirrup.benefits.doubts import Certainty
from stirrup.benefits.duties import Duty, list_duties
from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.lines import BenefitLine, conditional_line, direct_line
from stirrup.benefits.losses import LossLine, list_losses
from stirrup.benefits.occupation import Occupation, united
from stirrup.benefits.parameters import Parameter, list_parameters
from stirrup.benefits.regimes import find_law
from stirrup.benefits.rounding import NOTHING
from stirrup.benefits.sentences import Sentence, say

SHARED_FILES = ("rental_value.", "rounding.", "duties.")


@dataclass(frozen=True)
class BenefitSummary:
    """The owner's summary on a day; amounts in euros, known fees included, kinds never added up.

    `direct` has one line per tax year, be the gain nothing; `at_least` and `at_most` add up its
    lowest and highest admissible amounts. `lost` is what accepting a placement costs: an amount of
    None there is to be checked.
    """

    as_of: date
    direct: tuple[BenefitLine, ...]
    conditional: tuple[BenefitLine, ...]
    lost: tuple[LossLine, ...]
    conditions: tuple[Sentence, ...]
    duties: tuple[Duty, ...]
    sources: tuple[Parameter, ...]

    @property
    def at_least(self) -> Decimal:
        """Direct gain that every admissible reading gives."""
        return sum((line.avoided.low for line in self.direct), NOTHING)

    @property
    def at_most(self) -> Decimal:
        """Direct gain under the most favourable reading, without any higher rate being voted."""
        return sum((line.avoided.high for line in self.direct), NOTHING)

    @property
    def direct_by_certainty(self) -> Mapping[Certainty, tuple[Decimal, Decimal]]:
        """Lowest and highest direct gain of the lines of each certainty."""
        totals = dict.fromkeys(Certainty, (NOTHING, NOTHING))
        for line in self.direct:
            low, high = totals[line.certainty]
            totals[line.certainty] = (low + line.avoided.low, high + line.avoided.high)
        return totals

    @property
    def last_checked_on(self) -> date:
        """The day since when every figure used has been checked."""
        return min(source.last_checked_on for source in self.sources)


def summarise(
    dwelling: Dwelling,
    occupations: Sequence[Occupation],
    *,
    as_of: date,
    tax_years: Sequence[int] | None = None,
) -> BenefitSummary:
    """Work out what the occupations bring, by default for every tax year that they touch."""
    runs = united(occupations)
    outcomes = study(dwelling, runs, tax_years or _years_touched(dwelling, runs, as_of))
    if not tax_years and not outcomes[-1].kept.restart_gain:
        outcomes = outcomes[:-1]  # the year in which a rate could have started again
    restarts = [one for one in outcomes if one.kept.restart_gain]
    direct = tuple(
        direct_line(dwelling, one) for one in outcomes if one not in restarts or one.may_be_direct
    )
    conditional = tuple(conditional_line(dwelling, one) for one in restarts)
    lost = list_losses(dwelling, runs)
    return BenefitSummary(
        as_of=as_of,
        direct=direct,
        conditional=conditional,
        lost=lost,
        conditions=tuple(_conditions(dwelling, runs, conditional)),
        duties=list_duties(runs, [line.tax_year for line in direct if line.avoided.high]),
        sources=(*_sources(dwelling, outcomes), *dict.fromkeys(line.source for line in lost)),
    )


def _years_touched(dwelling: Dwelling, runs: Sequence[Occupation], as_of: date) -> Sequence[int]:
    """Return the years from the first day to the first one that no occupation can avoid."""
    first = runs[0].first_day.year if runs else as_of.year
    after = (runs[-1].last_day.year if runs else as_of.year) + 1
    law = find_law(dwelling.regime(after), after)
    return range(first, after + (law.vacancy_years if law else 1) + 1)


def _conditions(
    dwelling: Dwelling, runs: Sequence[Occupation], conditional: Sequence[BenefitLine]
) -> Iterator[Sentence]:
    yield say(
        Code.OWNED_AND_VACANT_SINCE,
        owner_since_on=dwelling.owner_since,
        vacant_since_on=dwelling.vacant_since,
    )
    for run in runs:
        yield from _on_the_length(dwelling, run)
    if dwelling.habitable and not dwelling.furnished:
        yield say(Code.VACANT_OTHERWISE)
    for line in conditional:
        yield say(Code.VACANT_AGAIN, year=line.tax_year - 1)
    if dwelling.involuntary:
        yield say(Code.PROPERTY_TAX_RELIEF_AT_RISK)


def _on_the_length(dwelling: Dwelling, run: Occupation) -> Iterator[Sentence]:
    year = run.first_day.year + 1
    if law := find_law(dwelling.regime(year), year):
        long_enough = run.days > law.threshold_days
        yield say(
            Code.OCCUPIED_IN_A_ROW if long_enough else Code.OCCUPIED_TOO_SHORTLY,
            first_on=run.first_day,
            last_on=run.last_day,
            occupied_days=run.days,
            threshold_days=law.threshold_days,
        )


def _sources(dwelling: Dwelling, outcomes: Sequence[YearOutcome]) -> Iterator[Parameter]:
    """Yield the figures of the laws of these years, then those that serve every tax."""
    laws = [find_law(dwelling.regime(one.year), one.year) for one in outcomes]
    cited = {figure: None for law in laws if law for figure in law.figures.values()}
    yield from cited
    first = min((outcomes[0].year, *dwelling.rental_value.known))
    years = range(first, outcomes[-1].year + 1)
    for one in list_parameters():
        if (
            one.is_printable
            and one.name.startswith(SHARED_FILES)
            and any(map(one.is_in_force, years))
        ):
            yield one
