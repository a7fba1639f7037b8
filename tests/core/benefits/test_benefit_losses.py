"""The relief of property tax that a stay ends: lost when known, to check when not."""

from datetime import date
from decimal import Decimal

import pytest

from stirrup.benefits.codes_relief import ReliefCode
from stirrup.benefits.doubts import Certainty
from stirrup.benefits.occupation import Occupation
from stirrup.benefits.summary import summarise

AS_OF = date(2026, 11, 21)
SPRING_2026 = Occupation(date(2026, 3, 10), date(2026, 9, 9))
WINTER_2026 = Occupation(date(2026, 10, 1), date(2027, 3, 31))


@pytest.fixture
def lost(dwelling):
    def find(stay=SPRING_2026, **facts):
        facts = {"involuntary": True, "property_tax": Decimal(1200)} | facts
        return summarise(dwelling(**facts), [stay], as_of=AS_OF).lost

    return find


def test_a_stay_loses_the_months_that_it_fills(lost):
    (line,) = lost()

    assert (line.tax_year, line.amount, line.code) == (2026, 600, ReliefCode.RELIEF_LOST)
    assert str(line.headline) == "Relief of the 2026 property tax lost for 6 months."
    assert [str(one) for one in line.formulas] == [
        "1200 × 12 of 12 months = 1200",
        "1200 × 6 of 12 months = 600",
    ]
    assert (line.article, line.certainty) == ("CGI art. 1389", Certainty.ESTIMATED)


def test_a_stay_across_1_january_has_a_line_for_each_year(lost):
    assert [(line.tax_year, line.amount) for line in lost(WINTER_2026)] == [
        (2026, Decimal(300)),
        (2027, Decimal(400)),
    ]


def test_a_stay_that_ends_in_december_still_loses_january(lost):
    stay = Occupation(date(2026, 6, 16), date(2026, 12, 15))

    assert [(line.tax_year, line.amount) for line in lost(stay)] == [(2026, Decimal(600))]
    assert [line.tax_year for line in lost(Occupation(stay.first_day, date(2026, 12, 31)))] == [
        2026,
        2027,
    ]


def test_a_property_tax_that_is_not_known_is_to_check(lost):
    (line,) = lost(property_tax=None)

    assert (line.amount, line.code) == (None, ReliefCode.RELIEF_TO_CHECK)
    assert line.certainty is Certainty.TO_CONFIRM
    assert ReliefCode.PROPERTY_TAX_UNKNOWN in {note.code for note in line.notes}
    assert line.formulas == ()


@pytest.mark.parametrize("known", [None, True])
def test_whether_the_dwelling_is_meant_for_letting_is_recalled_when_not_known(lost, known):
    (line,) = lost(meant_for_letting=known)

    recalled = ReliefCode.RELIEF_IF_LET in {note.code for note in line.notes}
    assert recalled is (known is None)


@pytest.mark.parametrize(
    "facts", [{"involuntary": False}, {"furnished": True}, {"meant_for_letting": False}]
)
def test_nothing_is_lost_without_a_relief(lost, facts):
    assert lost(**facts) == ()


def test_without_a_stay_nothing_is_lost(dwelling):
    empty = dwelling(involuntary=True, property_tax=Decimal(1200))

    assert summarise(empty, [], as_of=AS_OF).lost == ()


def test_a_past_stay_is_not_lost_twice(lost):
    assert lost(past_occupations=(SPRING_2026,)) == ()


def test_a_loss_cites_its_figure_and_stays_out_of_the_totals(dwelling):
    empty = dwelling(involuntary=True, property_tax=Decimal(1200))

    summary = summarise(empty, [SPRING_2026], as_of=AS_OF)

    assert "property_tax_relief.least_vacancy_months" in {one.name for one in summary.sources}
    assert (summary.at_least, summary.at_most) == (0, 0)
