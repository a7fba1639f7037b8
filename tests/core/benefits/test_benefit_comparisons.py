"""Other routes beside the loan: conditions always, amounts with the owner's figures only."""

from datetime import date
from decimal import Decimal

import pytest

from stirrup.benefits.codes_aids import AidCode
from stirrup.benefits.codes_gifts import GiftCode
from stirrup.benefits.company_gifts import CompanyGift
from stirrup.benefits.comparisons import Route, list_comparisons
from stirrup.benefits.doubts import Certainty
from stirrup.benefits.dwelling import OwnerKind
from stirrup.benefits.gifts import IncomeRegime, WaivedRent
from stirrup.benefits.lines import EuroRange
from stirrup.benefits.loc_avantages import Convention, Form, Level

WAIVED = WaivedRent(
    year=2026,
    rent=Decimal(3000),
    marginal_rate=Decimal("0.30"),
    taxable_income=Decimal(40000),
    tax_before_reductions=Decimal(5000),
    helps_people=True,
)
CONVENTION = Convention(
    Level.LOC2, date(2026, 12, 1), 6, Decimal(5400), True, Form.LEASE, Decimal(55)
)


def line_of(route, owner=OwnerKind.PERSON, **figures):
    lines = list_comparisons(owner, year=2026, **figures)
    return next(line for line in lines if line.route is route)


def changed(gift, **changes):
    return WaivedRent(**(vars(gift) | changes))


def codes(sentences):
    return [one.code for one in sentences]


@pytest.mark.parametrize(
    ("owner", "routes"),
    [
        (OwnerKind.PERSON, [Route.FREE_LOAN, Route.GIFT_OF_RENT, Route.LOC_AVANTAGES]),
        (OwnerKind.COMPANY, [Route.FREE_LOAN, Route.COMPANY_GIFT]),
        (OwnerKind.HLM, [Route.FREE_LOAN]),
        (OwnerKind.COMMUNE, [Route.FREE_LOAN]),
    ],
)
def test_an_owner_has_the_routes_of_its_kind(owner, routes):
    assert [line.route for line in list_comparisons(owner, year=2026)] == routes


def test_a_free_loan_changes_nothing_to_the_income_tax():
    line = line_of(Route.FREE_LOAN)

    assert line.yearly == EuroRange(Decimal(0), Decimal(0), Decimal(0))
    assert (line.once, line.article) == (0, "CGI art. 15, II")
    assert line.certainty is Certainty.CONFIRMED


@pytest.mark.parametrize(
    ("route", "owner"),
    [
        (Route.GIFT_OF_RENT, OwnerKind.PERSON),
        (Route.LOC_AVANTAGES, OwnerKind.PERSON),
        (Route.COMPANY_GIFT, OwnerKind.COMPANY),
    ],
)
def test_without_figures_a_route_tells_its_conditions_only(route, owner):
    line = line_of(route, owner)

    assert line.yearly is None
    assert line.formulas == ()
    assert line.conditions
    assert line.certainty is not Certainty.CONFIRMED


def test_a_waived_rent_shows_what_it_brings_and_costs():
    line = line_of(Route.GIFT_OF_RENT, waived_rent=WAIVED)

    assert line.yearly.kept == 1169
    assert [str(one) for one in line.formulas] == [
        "Waived rent taxed: 3000 gives an income of 2100",
        "Income tax 630, social levies 361",
        "2160 - 630 - 361 = 1169",
    ]
    assert GiftCode.LEASE_AND_TOTAL_WAIVER in codes(line.conditions)
    assert line.certainty is Certainty.TO_CONFIRM
    assert line.notes == ()


def test_a_waived_rent_may_cost_more_than_it_brings():
    poor = changed(
        WAIVED,
        marginal_rate=Decimal(0),
        taxable_income=Decimal(12000),
        tax_before_reductions=Decimal(0),
    )

    assert line_of(Route.GIFT_OF_RENT, waived_rent=poor).yearly.kept == -361


def test_a_ceiling_that_changed_in_the_year_makes_a_range():
    line = line_of(Route.GIFT_OF_RENT, waived_rent=changed(WAIVED, year=2025))

    assert line.yearly == EuroRange(Decimal(1079), Decimal(1079), Decimal(1169))
    assert codes(line.notes) == [GiftCode.CEILING_CHANGED_IN_THE_YEAR]


def test_what_exceeds_the_limit_of_the_year_is_told():
    large = changed(WAIVED, rent=Decimal(12000))

    line = line_of(Route.GIFT_OF_RENT, waived_rent=large)

    assert [str(note) for note in line.notes] == [
        "2000 are above the limit of the year and carried forward."
    ]


def test_a_deficit_is_told_and_not_counted():
    deficit = changed(WAIVED, regime=IncomeRegime.REAL, charges=Decimal(4000))

    assert codes(line_of(Route.GIFT_OF_RENT, waived_rent=deficit).notes) == [
        GiftCode.DEFICIT_NOT_COUNTED
    ]


@pytest.mark.parametrize(("cost", "notes"), [(20000, []), (20001, [GiftCode.CARRIED_FORWARD])])
def test_a_company_is_told_what_it_carries_forward(cost, notes):
    gift = CompanyGift(2026, Decimal(cost), Decimal(100000))

    line = line_of(Route.COMPANY_GIFT, OwnerKind.COMPANY, company_gift=gift)

    assert line.yearly.kept == 12000
    assert codes(line.notes) == notes


def test_a_convention_is_a_comparison_and_says_so():
    line = line_of(Route.LOC_AVANTAGES, convention=CONVENTION)

    assert (line.yearly.kept, line.once) == (2160, 1000)
    assert [str(one) for one in line.formulas] == ["5400 of rent a year × 0.4 = 2160"]
    assert codes(line.notes) == [
        AidCode.LOC_NOT_A_LOAN,
        AidCode.LOC_CAPPED,
        AidCode.PREMIUM_FORMS_DISPUTED,
    ]
    assert "of 6 years at least, begun in 2027 at the latest" in str(line.conditions[0])


def test_a_route_without_figures_of_the_law_promises_nothing():
    lines = list_comparisons(OwnerKind.PERSON, year=2040)

    loc = next(line for line in lines if line.route is Route.LOC_AVANTAGES)
    assert (loc.sources, loc.article, loc.yearly) == ((), "", None)
    assert AidCode.LOC_TERM not in codes(loc.conditions)


@pytest.mark.parametrize("owner", list(OwnerKind))
def test_every_figure_behind_a_route_may_be_printed(owner):
    for line in list_comparisons(owner, year=2026):
        assert line.sources
        assert all(source.is_printable for source in line.sources)


def test_a_convention_without_a_right_shows_no_formula():
    short = Convention(Level.LOC2, date(2026, 12, 1), 5, Decimal(5400))

    line = line_of(Route.LOC_AVANTAGES, convention=short)

    assert (line.yearly.kept, line.once, line.formulas) == (0, 0, ())
