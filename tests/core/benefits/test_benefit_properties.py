"""What holds for every dwelling and every occupation."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from stirrup.benefits.company_gifts import CompanyGift
from stirrup.benefits.comparison import study
from stirrup.benefits.gifts import WaivedRent, work_out_gift
from stirrup.benefits.occupation import Occupation, longest_days_in, united
from stirrup.benefits.property_tax_relief import InvoluntaryVacancy, relief
from stirrup.benefits.regimes import ByYear, Regime, Vote, ZoneRegimes
from stirrup.benefits.rental_value import RentalValue
from stirrup.benefits.summary import summarise
from stirrup.benefits.vacancy_tax import January, Reading, assess

AS_OF = date(2026, 11, 21)
YEARS = range(2022, 2032)
days = st.dates(date(2021, 1, 1), date(2029, 12, 31))
lengths = st.integers(1, 500)


@st.composite
def occupations(draw):
    first = draw(days)
    return Occupation(first, first + timedelta(days=draw(lengths) - 1))


@st.composite
def changes(draw):
    """Facts of a dwelling: dates, zone or voted tax, rental value."""
    voted = draw(st.booleans())
    return {
        "vacant_since": draw(st.dates(date(2015, 1, 1), date(2028, 1, 1))),
        "owner_since": draw(st.dates(date(2010, 1, 1), date(2027, 1, 1))),
        "regimes": ByYear(default=Regime.THLV) if voted else ZoneRegimes("tense"),
        "votes": ByYear(default=Vote.flat(Decimal("0.4")) if voted else None),
        "rental_value": RentalValue(every_year=Decimal(draw(st.integers(50, 9000)))),
    }


@given(facts=changes(), stays=st.lists(occupations(), max_size=3))
def test_a_gain_is_never_negative(dwelling, facts, stays):
    for outcome in study(dwelling(**facts), stays, YEARS):
        for comparison in outcome.comparisons:
            assert comparison.avoided_principal >= 0
            assert comparison.restart_gain >= 0
            assert not (comparison.avoided_principal and comparison.restart_gain)


@given(facts=changes(), stays=st.lists(occupations(), max_size=3))
def test_a_tax_due_with_a_placement_was_due_without(dwelling, facts, stays):
    for outcome in study(dwelling(**facts), stays, YEARS):
        for comparison in outcome.comparisons:
            assert comparison.without_placement.due or not comparison.with_placement.due


@given(facts=changes(), stay=occupations(), cut=lengths)
def test_splitting_a_placement_into_two_touching_ones_changes_nothing(dwelling, facts, stay, cut):
    assume(cut < stay.days)
    last_day = stay.first_day + timedelta(days=cut - 1)
    halves = [
        Occupation(last_day + timedelta(days=1), stay.last_day),
        Occupation(stay.first_day, last_day),
    ]

    assert study(dwelling(**facts), halves, YEARS) == study(dwelling(**facts), [stay], YEARS)


@given(facts=changes(), stays=st.lists(occupations(), max_size=3))
def test_the_rank_counts_the_years_due_in_a_row(dwelling, facts, stays):
    before = 0
    for one in assess(dwelling(**facts), united(stays), range(2015, 2032)):
        assert one.rank == (before + 1 if one.due else 0)
        before = one.rank


@given(facts=changes(), stay=occupations())
def test_a_year_already_due_on_its_1_january_is_never_credited(dwelling, facts, stay):
    for outcome in study(dwelling(**facts), [stay], YEARS):
        if date(outcome.year, 1, 1) < stay.first_day:
            assert all(one.avoided_principal == 0 for one in outcome.comparisons)


@given(facts=changes(), stay=occupations())
def test_91_days_inside_a_year_always_save_the_tax_of_the_next(dwelling, facts, stay):
    runs = united([stay])
    for outcome in study(dwelling(**facts), [stay], YEARS):
        if longest_days_in(runs, outcome.year - 1) > 90:
            assert not any(one.with_placement.due for one in outcome.comparisons)


@given(facts=changes(), first=days, length=st.integers(1, 90))
def test_90_days_or_fewer_save_nothing_for_sure(dwelling, facts, first, length):
    stay = Occupation(first, first + timedelta(days=length - 1))

    summary = summarise(dwelling(**facts), [stay], as_of=AS_OF)

    assert summary.at_least == 0
    assert summary.conditional == ()


@given(facts=changes(), stays=st.lists(occupations(), max_size=3))
def test_totals_are_those_of_the_lines(dwelling, facts, stays):
    summary = summarise(dwelling(**facts), stays, as_of=AS_OF)

    certainties = summary.direct_by_certainty.values()
    assert summary.at_least == sum(low for low, _ in certainties)
    assert summary.at_most == sum(high for _, high in certainties)
    assert 0 <= summary.at_least <= summary.at_most


@given(facts=changes(), stays=st.lists(occupations(), max_size=3))
def test_totals_are_those_of_the_readings(dwelling, facts, stays):
    summary = summarise(dwelling(**facts), stays, as_of=AS_OF, tax_years=YEARS)

    gains = [
        [comparison.avoided_total for comparison in outcome.comparisons]
        for outcome in study(dwelling(**facts), stays, YEARS)
    ]
    assert summary.at_least == sum(map(min, gains))
    assert summary.at_most == sum(map(max, gains))


@given(facts=changes(), stays=st.lists(occupations(), min_size=1, max_size=3))
def test_by_default_no_gain_is_left_out(dwelling, facts, stays):
    first = min(stay.first_day for stay in stays).year

    shown = summarise(dwelling(**facts), stays, as_of=AS_OF)
    every = summarise(dwelling(**facts), stays, as_of=AS_OF, tax_years=range(first, 2040))

    assert shown.at_most == every.at_most
    assert [line.tax_year for line in shown.conditional] == [
        line.tax_year for line in every.conditional
    ]


@given(stays=st.lists(occupations(), max_size=5))
def test_united_runs_are_apart_and_keep_every_day(stays):
    runs = united(stays)

    for earlier, later in pairwise(runs):
        assert later.first_day - earlier.last_day > timedelta(days=1)
    for stay in stays:
        assert any(run.covers(stay.first_day) and run.covers(stay.last_day) for run in runs)


@given(facts=changes(), stays=st.lists(occupations(), min_size=2, max_size=4), data=st.data())
def test_the_order_of_placements_is_indifferent(dwelling, facts, stays, data):
    shuffled = data.draw(st.permutations(stays))

    assert study(dwelling(**facts), shuffled, YEARS) == study(dwelling(**facts), stays, YEARS)


@given(facts=changes(), stays=st.lists(occupations(), max_size=3), more=occupations())
def test_more_occupation_never_makes_a_tax_due(dwelling, facts, stays, more):
    fewer = study(dwelling(**facts), stays, YEARS)
    longer = study(dwelling(**facts), [*stays, more], YEARS)

    for before, after in zip(fewer, longer, strict=True):
        for one, other in zip(before.comparisons, after.comparisons, strict=True):
            assert one.with_placement.due or not other.with_placement.due
            assert other.avoided_principal >= one.avoided_principal


@given(facts=changes(), stays=st.lists(occupations(), max_size=3))
def test_alternatives_are_other_values_in_order(dwelling, facts, stays):
    for outcome in study(dwelling(**facts), stays, YEARS):
        assert outcome.kept.avoided_principal not in outcome.alternatives
        assert list(outcome.alternatives) == sorted(set(outcome.alternatives))


@given(facts=changes(), stay=occupations())
def test_a_run_that_is_long_on_one_side_of_1_january_has_no_doubt_about_that_day(
    dwelling, facts, stay
):
    assume(stay.longest_in_a_year > 90)
    settled = Reading(january=January.LONG_INSIDE_A_YEAR)

    for outcome in study(dwelling(**facts), [stay], YEARS):
        assert outcome.under(settled) == outcome.kept


taxes = st.integers(0, 5000).map(Decimal)


@given(tax=taxes, since=days, stays=st.lists(occupations(), max_size=3), again=st.booleans())
def test_a_stay_never_adds_to_a_relief(tax, since, stays, again):
    vacancy, runs = InvoluntaryVacancy(since, again_after=again), united(stays)

    for year in YEARS:
        lent = relief(tax, vacancy, runs, year)
        assert 0 <= lent <= relief(tax, vacancy, (), year) <= tax


@given(tax=taxes, since=days, stay=occupations(), cut=lengths)
def test_a_relief_ignores_how_a_stay_is_cut(tax, since, stay, cut):
    assume(cut < stay.days)
    end = stay.first_day + timedelta(days=cut - 1)
    halves = [
        Occupation(stay.first_day, end),
        Occupation(end + timedelta(days=1), stay.last_day),
    ]

    vacancy = InvoluntaryVacancy(since)
    for year in YEARS:
        assert relief(tax, vacancy, united(halves), year) == relief(tax, vacancy, [stay], year)


shares = st.decimals(0, 1, places=2)


@st.composite
def waived_rents(draw):
    return WaivedRent(
        year=draw(st.integers(2018, 2027)),
        rent=Decimal(draw(st.integers(0, 15000))),
        marginal_rate=draw(shares),
        taxable_income=Decimal(draw(st.integers(0, 200000))),
        tax_before_reductions=Decimal(draw(st.integers(0, 50000))),
        helps_people=draw(st.booleans()),
    )


@given(gift=waived_rents())
def test_a_waived_rent_never_brings_more_than_its_reduction(gift):
    for outcome in work_out_gift(gift):
        assert 0 <= outcome.reduction_used <= outcome.reduction
        assert outcome.reduction_used <= gift.tax_before_reductions
        assert outcome.net_gain <= outcome.reduction_used
        assert 0 <= outcome.carried_forward <= gift.rent
        assert outcome.reduction_lost == outcome.reduction - outcome.reduction_used


@given(gift=waived_rents())
def test_the_reading_kept_is_the_lowest_gain(gift):
    kept, *others = work_out_gift(gift)

    assert all(kept.net_gain <= other.net_gain for other in others)


@given(gift=waived_rents())
def test_without_income_tax_a_waived_rent_only_costs(gift):
    poor = replace(gift, tax_before_reductions=Decimal(0))

    assert all(outcome.net_gain <= 0 for outcome in work_out_gift(poor))


@given(cost=st.integers(0, 10**7), turnover=st.integers(0, 10**9), year=st.integers(2019, 2027))
def test_a_company_gift_is_counted_or_carried_forward(cost, turnover, year):
    gift = CompanyGift(year, Decimal(cost), Decimal(turnover))

    assert gift.carried_forward + min(gift.cost_price, gift.ceiling) == cost
    assert 0 <= gift.reduction <= cost
    assert gift.reduction <= replace(gift, helps_people=True).reduction
