"""A dwelling left empty against the same dwelling lent: what becomes of the tax of each year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.occupation import Occupation, united
from stirrup.benefits.rounding import NOTHING
from stirrup.benefits.vacancy_tax import KEPT, Assessment, January, Reading, assess

OTHER_READINGS = tuple(
    reading
    for january in January
    for carries_on in (True, False)
    if (reading := Reading(carries_on, january)) != KEPT
)


@dataclass(frozen=True)
class YearComparison:
    """The tax of one year, if the dwelling stays empty and with the placement."""

    without_placement: Assessment
    with_placement: Assessment

    @property
    def is_direct(self) -> bool:
        """Whether a tax that would be due is not due at all with the placement."""
        return self.without_placement.due and not self.with_placement.due

    @property
    def avoided_principal(self) -> Decimal:
        """Tax avoided directly, fees left out, in euros."""
        return self.without_placement.tax if self.is_direct else NOTHING

    @property
    def avoided_fees(self) -> Decimal | None:
        """Fees avoided directly; None when no confirmed rule gives them."""
        return self.without_placement.fees if self.is_direct else NOTHING

    @property
    def avoided_total(self) -> Decimal:
        """Tax and known fees avoided directly."""
        return self.avoided_principal + (self.avoided_fees or NOTHING)

    @property
    def restart_gain(self) -> Decimal:
        """Tax and known fees gained by a lower rate in a year that is due either way."""
        if not self.with_placement.due:
            return NOTHING
        return self.without_placement.total - self.with_placement.total

    @property
    def restart_gain_principal(self) -> Decimal:
        """The same, fees left out."""
        if not self.with_placement.due:
            return NOTHING
        return self.without_placement.tax - self.with_placement.tax


@dataclass(frozen=True)
class YearOutcome:
    """One tax year under the reading kept, and under each other admissible reading."""

    kept: YearComparison
    others: tuple[tuple[Reading, YearComparison], ...]

    @property
    def year(self) -> int:
        """The tax year."""
        return self.kept.without_placement.year

    @property
    def comparisons(self) -> tuple[YearComparison, ...]:
        """The reading kept first, then the others."""
        return (self.kept, *(comparison for _, comparison in self.others))

    @property
    def alternatives(self) -> tuple[Decimal, ...]:
        """The other admissible values of the tax avoided directly, fees left out.

        That an occupation on 1 January does not count at all is the most cautious reading, not one
        that the texts leave open: it lowers what a summary announces, and is no alternative.
        """
        open_ones = (one for reading, one in self.others if reading.january is not January.NONE)
        values = {comparison.avoided_principal for comparison in open_ones}
        return tuple(sorted(values - {self.kept.avoided_principal}))

    @property
    def may_be_direct(self) -> bool:
        """Whether one reading at least makes the tax of that year not due at all."""
        return any(comparison.is_direct for comparison in self.comparisons)

    def under(self, reading: Reading) -> YearComparison:
        """Return the comparison under one of the other readings."""
        return dict(self.others)[reading]


def study(
    dwelling: Dwelling, occupations: Sequence[Occupation], tax_years: Iterable[int]
) -> tuple[YearOutcome, ...]:
    """Compare each tax year with and without the occupations, under every admissible reading."""
    years = sorted(set(tax_years))
    kept = _compare(dwelling, occupations, years, KEPT)
    others = [_compare(dwelling, occupations, years, reading) for reading in OTHER_READINGS]
    return tuple(
        YearOutcome(one, tuple(zip(OTHER_READINGS, row, strict=True)))
        for one, *row in zip(kept, *others, strict=True)
    )


def _compare(
    dwelling: Dwelling, occupations: Sequence[Occupation], years: Sequence[int], reading: Reading
) -> tuple[YearComparison, ...]:
    before = united(dwelling.past_occupations)
    after = united((*dwelling.past_occupations, *occupations))
    without_placement = assess(dwelling, before, years, reading)
    with_placement = assess(dwelling, after, years, reading)
    return tuple(map(YearComparison, without_placement, with_placement))
