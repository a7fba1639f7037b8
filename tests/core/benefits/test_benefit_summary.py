"""The owner's summary: lines, totals, conditions, duties and sources."""

from datetime import date
from decimal import Decimal

import pytest

from stirrup.benefits.codes import Code
from stirrup.benefits.doubts import Certainty
from stirrup.benefits.dwelling import OwnerKind
from stirrup.benefits.lines import EuroRange
from stirrup.benefits.occupation import Occupation
from stirrup.benefits.regimes import ByYear, Regime, Vote, ZoneRegimes
from stirrup.benefits.rental_value import RentalValue
from stirrup.benefits.summary import summarise

AS_OF = date(2026, 11, 21)
SPRING_2026 = Occupation(date(2026, 3, 2), date(2026, 9, 1))
WINTER_2026 = Occupation(date(2026, 12, 14), date(2027, 6, 13))


def exactly(amount):
    return EuroRange(Decimal(amount), Decimal(amount), Decimal(amount))


def line_of(summary, year):
    return next(line for line in (*summary.direct, *summary.conditional) if line.tax_year == year)


def codes(sentences):
    return {one.code for one in sentences}


def test_the_tax_of_a_year_already_begun_is_still_due(dwelling):
    line = line_of(summarise(dwelling(), [SPRING_2026], as_of=AS_OF), 2026)

    assert line.code is Code.TAX_STILL_DUE
    assert line.without_placement == line.with_placement == exactly(1112)
    assert line.avoided == exactly(0)
    assert line.avoided.is_exact
    assert str(line.rate) == "0.34, taxed year number 2"
    assert line.article == "CGI art. 232"
    assert line.certainty is Certainty.ESTIMATED


def test_the_first_year_of_the_new_tax_is_a_range_to_confirm(dwelling):
    line = line_of(summarise(dwelling(), [SPRING_2026], as_of=AS_OF), 2027)

    assert line.code is Code.TAX_AVOIDED
    assert line.regime is Regime.TVLH_TENSE
    assert line.avoided == EuroRange(Decimal(510), Decimal(1020), Decimal(1020))
    assert not line.avoided.is_exact
    assert str(line.rate) == "0.17 to 0.34"
    assert line.article == "CGI art. 1406 bis"
    assert line.certainty is Certainty.TO_CONFIRM
    assert not line.fees_known
    assert codes(line.notes) == {
        Code.RANK_MAY_RESTART,
        Code.OCCUPATION_RULE_PRESUMED,
        Code.VOTE_UNKNOWN,
        Code.FEES_UNKNOWN,
        Code.COEFFICIENT_UNKNOWN,
    }


def test_a_rate_that_starts_again_is_a_conditional_gain_apart(dwelling):
    summary = summarise(dwelling(), [SPRING_2026], as_of=AS_OF)

    (line,) = summary.conditional
    assert (line.tax_year, line.code) == (2028, Code.RATE_RESTARTS)
    assert (line.without_placement, line.with_placement) == (exactly(1020), exactly(510))
    assert line.avoided == exactly(510)
    assert str(line.rate) == "0.17 instead of 0.34"
    assert 2028 not in [direct.tax_year for direct in summary.direct]


def test_totals_add_up_direct_gains_only(dwelling):
    summary = summarise(dwelling(), [SPRING_2026], as_of=AS_OF)

    assert (summary.at_least, summary.at_most) == (510, 1020)
    assert summary.direct_by_certainty[Certainty.TO_CONFIRM] == (510, 1020)
    assert summary.direct_by_certainty[Certainty.ESTIMATED] == (0, 0)
    assert summary.lost == ()


def test_a_formula_shows_its_figures(dwelling):
    line = line_of(summarise(dwelling(), [SPRING_2026], as_of=AS_OF), 2026)

    assert [str(one) for one in line.formulas] == [
        "2 × 1500 (base of the 2026 property-tax notice) = 3000",
        "3000 × 0.34 = 1020",
        "Fees: 1020 × 0.09 = 92. Total: 1112",
    ]


def test_a_range_shows_both_formulas(dwelling):
    line = line_of(summarise(dwelling(), [SPRING_2026], as_of=AS_OF), 2027)

    assert [str(one) for one in line.formulas[1:]] == [
        "3000 × 0.34 = 1020",
        "3000 × 0.17 = 510 if the count of taxed years starts again",
    ]


def test_a_rental_value_from_an_older_notice_shows_its_coefficients(dwelling):
    older = dwelling(rental_value=RentalValue.from_notice(Decimal(1500), 2024))

    line = line_of(summarise(older, [SPRING_2026], as_of=AS_OF), 2026)

    assert "3000 in 2024 × 1.025136 = 3075.408000 in 2026" in map(str, line.formulas)
    assert line.certainty is Certainty.ESTIMATED


def test_a_year_that_rests_on_1_january_alone_counts_for_nothing_at_least(dwelling):
    summary = summarise(dwelling(), [WINTER_2026], as_of=AS_OF)

    resting = line_of(summary, 2027)
    assert resting.avoided == EuroRange(Decimal(0), Decimal(1020), Decimal(1020))
    assert Code.RESTS_ON_1_JANUARY in codes(resting.notes)
    assert line_of(summary, 2028).avoided == exactly(1020)
    assert (summary.at_least, summary.at_most) == (1020, 2040)


def test_a_later_year_of_the_new_tax_does_not_number_a_count_that_is_not_settled(dwelling):
    line = line_of(summarise(dwelling(), [WINTER_2026], as_of=AS_OF), 2028)

    assert str(line.rate) == "0.34, second taxed year or later"


def test_a_short_stay_over_new_year_gains_nothing_for_sure(dwelling):
    stay = Occupation(date(2025, 12, 1), date(2026, 2, 28))

    summary = summarise(dwelling(), [stay], as_of=AS_OF)

    assert (summary.at_least, line_of(summary, 2026).avoided.kept) == (0, 0)
    assert Code.SHORT_OCCUPATION_ON_1_JANUARY in codes(line_of(summary, 2026).notes)
    assert Code.OCCUPIED_TOO_SHORTLY in codes(summary.conditions)


def test_a_rate_that_starts_again_and_a_tax_perhaps_avoided_are_two_lines(dwelling):
    summer = Occupation(date(2025, 3, 1), date(2025, 8, 31))
    new_year = Occupation(date(2026, 12, 1), date(2027, 1, 31))

    summary = summarise(dwelling(), [summer, new_year], as_of=AS_OF, tax_years=[2027])

    (direct,), (conditional,) = summary.direct, summary.conditional
    assert (direct.code, conditional.code) == (Code.TAX_STILL_DUE, Code.RATE_RESTARTS)
    assert direct.avoided == EuroRange(Decimal(0), Decimal(0), Decimal(1020))
    assert conditional.avoided == EuroRange(Decimal(0), Decimal(510), Decimal(510))


def test_a_tax_that_is_not_due_anyway_says_why(dwelling):
    recent = dwelling(vacant_since=date(2026, 5, 1))

    line = line_of(summarise(recent, [SPRING_2026], as_of=AS_OF, tax_years=[2027]), 2027)

    assert line.code is Code.TAX_NOT_DUE_ANYWAY
    assert codes(line.reasons) == {Code.VACANT_TOO_RECENTLY}
    assert str(line.rate) == "no tax"
    assert line.formulas == line.notes == ()


def test_a_first_taxed_year_is_named(dwelling):
    recent = dwelling(vacant_since=date(2025, 5, 1))

    line = line_of(summarise(recent, [SPRING_2026], as_of=AS_OF), 2027)

    assert str(line.rate) == "0.17, first taxed year"
    assert line.avoided == exactly(510)


def test_a_voted_tax_is_estimated_without_its_fees(dwelling):
    rural = dwelling(
        vacant_since=date(2015, 1, 1),
        regimes=ZoneRegimes("none"),
        votes=ByYear({2026: Vote.flat(Decimal("0.2"))}),
    )
    stay = Occupation(date(2025, 3, 1), date(2025, 8, 31))

    line = line_of(summarise(rural, [stay], as_of=AS_OF, tax_years=[2026]), 2026)

    assert (line.regime, line.avoided) == (Regime.THLV, exactly(600))
    assert str(line.rate) == "0.2, rate of the commune"
    assert line.certainty is Certainty.ESTIMATED
    assert codes(line.notes) == {Code.FEES_UNKNOWN}


def test_a_vote_that_was_entered_is_no_longer_unknown(dwelling):
    voted = dwelling(votes=ByYear(default=Vote(Decimal("0.3"), Decimal("0.6"))))

    line = line_of(summarise(voted, [SPRING_2026], as_of=AS_OF), 2027)

    assert line.avoided == EuroRange(Decimal(900), Decimal(1800), Decimal(1800))
    assert Code.VOTE_UNKNOWN not in codes(line.notes)


def test_a_tax_too_small_to_be_collected_is_no_gain(dwelling):
    tiny = dwelling(rental_value=RentalValue.from_notice(Decimal(15), 2026))

    line = line_of(summarise(tiny, [SPRING_2026], as_of=AS_OF), 2026)

    assert line.without_placement == exactly(0)
    assert Code.NOT_COLLECTED in codes(line.notes)


def test_a_commune_without_the_tax_has_nothing_to_cite(dwelling):
    spared = dwelling(regimes=ByYear(default=Regime.NONE))

    line = line_of(summarise(spared, [SPRING_2026], as_of=AS_OF), 2027)

    assert (line.article, line.certainty) == ("", Certainty.ESTIMATED)
    assert codes(line.reasons) == {Code.TAX_NOT_IN_FORCE}


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ({"habitable": False}, Code.UNINHABITABLE),
        ({"furnished": True}, Code.FURNISHED),
        ({"owner_kind": OwnerKind.HLM}, Code.SOCIAL_LANDLORD),
        ({"involuntary": True}, Code.INVOLUNTARY),
    ],
)
def test_a_dwelling_outside_the_tax_gains_nothing(dwelling, fact, code):
    summary = summarise(dwelling(**fact), [SPRING_2026], as_of=AS_OF)

    assert (summary.at_least, summary.at_most, summary.conditional) == (0, 0, ())
    assert all(code in codes(line.reasons) for line in summary.direct)


def test_an_involuntary_vacancy_warns_of_the_property_tax_relief(dwelling):
    summary = summarise(dwelling(involuntary=True), [SPRING_2026], as_of=AS_OF)

    assert Code.PROPERTY_TAX_RELIEF_AT_RISK in codes(summary.conditions)


def test_conditions_recall_the_dates_declared(dwelling):
    summary = summarise(dwelling(), [SPRING_2026], as_of=AS_OF)

    assert [str(one) for one in summary.conditions] == [
        "Yours since 2011-04-08, vacant since 2023-06-10, as you declared.",
        "Occupied from 2026-03-02 to 2026-09-01: 184 days in a row, more than the 90 required.",
        "Outside these dates the dwelling stays vacant, unfurnished and fit to live in.",
        "The dwelling stays vacant during all of 2027 and is taxed again.",
    ]


def test_conditions_never_contradict_what_was_declared(dwelling):
    summary = summarise(dwelling(furnished=True), [SPRING_2026], as_of=AS_OF)

    assert Code.VACANT_OTHERWISE not in codes(summary.conditions)


def test_a_stay_inside_one_year_is_declared_once(dwelling):
    declaration, claim, proofs = summarise(dwelling(), [SPRING_2026], as_of=AS_OF).duties

    assert (declaration.code, declaration.before) == (Code.DECLARE_OCCUPATION, date(2027, 7, 1))
    assert (declaration.article, declaration.sentence.values["fine_euros"]) == (
        "CGI art. 1418",
        150,
    )
    assert (claim.code, claim.tax_year, claim.before) == (
        Code.CLAIM_IF_TAXED,
        2027,
        date(2029, 1, 1),
    )
    assert (proofs.code, proofs.before) == (Code.KEEP_PROOFS, None)


def test_a_stay_across_1_january_is_declared_twice(dwelling):
    duties = summarise(dwelling(), [WINTER_2026], as_of=AS_OF).duties

    assert [(one.code, one.before) for one in duties[:2]] == [
        (Code.DECLARE_ARRIVAL, date(2027, 7, 1)),
        (Code.DECLARE_DEPARTURE, date(2028, 7, 1)),
    ]


def test_a_stay_that_ends_on_31_december_leaves_the_dwelling_vacant_the_next_year(dwelling):
    stay = Occupation(date(2026, 7, 1), date(2026, 12, 31))

    duties = summarise(dwelling(), [stay], as_of=AS_OF).duties

    assert [one.before for one in duties[:2]] == [date(2027, 7, 1), date(2028, 7, 1)]


def test_a_stay_before_the_declaration_existed_asks_for_none(dwelling):
    long_ago = dwelling(vacant_since=date(2015, 1, 1))
    stay = Occupation(date(2020, 3, 1), date(2020, 8, 31))

    duties = summarise(long_ago, [stay], as_of=AS_OF).duties

    assert {one.code for one in duties} == {Code.CLAIM_IF_TAXED, Code.KEEP_PROOFS}


def test_without_an_occupation_the_summary_shows_what_is_due(dwelling):
    summary = summarise(dwelling(), [], as_of=AS_OF)

    assert [line.tax_year for line in summary.direct] == [2026, 2027]
    assert {line.code for line in summary.direct} == {Code.TAX_STILL_DUE}


def test_a_summary_keeps_to_the_years_asked(dwelling):
    summary = summarise(dwelling(), [SPRING_2026], as_of=AS_OF, tax_years=[2027])

    assert [line.tax_year for line in (*summary.direct, *summary.conditional)] == [2027]


def test_sources_cite_each_law_and_every_shared_figure(dwelling):
    summary = summarise(dwelling(), [SPRING_2026], as_of=AS_OF)

    names = {source.name for source in summary.sources}
    assert {"tlv.next_rate", "tvlh_tense.first_rate", "rounding.step"} <= names
    assert not any(name.startswith("thlv") for name in names)
    assert summary.last_checked_on == min(one.last_checked_on for one in summary.sources)


def test_the_day_of_the_summary_is_the_one_given(dwelling):
    assert summarise(dwelling(), [SPRING_2026], as_of=AS_OF).as_of == AS_OF


def test_a_sentence_is_shown_in_the_words_of_its_reader(dwelling):
    line = line_of(summarise(dwelling(), [SPRING_2026], as_of=AS_OF), 2027)

    words = line.headline.words(
        translate={line.code.label: "Taxe %(tax_year)s évitée"}.__getitem__,
        show=lambda name, value: f"<{name}: {value}>",
    )

    assert words == "Taxe <tax_year: 2027> évitée"
