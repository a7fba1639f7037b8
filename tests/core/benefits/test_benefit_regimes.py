"""Which vacancy tax a commune levies, and at which rate."""

from datetime import date
from decimal import Decimal

import pytest

from stirrup.benefits.regimes import Regime, Vote, ZoneRegimes, find_law, in_force, regime_for
from stirrup.benefits.sentences import UnusableFactsError
from stirrup.benefits.vacancy_tax import assess


@pytest.mark.parametrize(
    ("zone", "year", "regime"),
    [
        ("tense", 2026, Regime.TLV),
        ("tense", 2027, Regime.TVLH_TENSE),
        ("tourist", 2023, Regime.THLV),
        ("tourist", 2024, Regime.TLV),
        ("tourist", 2026, Regime.TLV),
        ("tourist", 2027, Regime.TVLH_TENSE),
        ("none", 2026, Regime.THLV),
        ("none", 2027, Regime.TVLH_OTHER),
    ],
)
def test_a_zone_decides_the_tax_of_a_year(zone, year, regime):
    assert regime_for(zone, year) is regime


def test_a_commune_listed_later_pays_the_voted_tax_before():
    assert [regime_for("tense", year, listed_since=2024) for year in (2023, 2024)] == [
        Regime.THLV,
        Regime.TLV,
    ]


def test_a_zone_that_does_not_exist_is_refused():
    with pytest.raises(KeyError):
        regime_for("seaside", 2026)


def test_a_tax_is_the_one_of_its_time_whatever_its_name():
    assert in_force(Regime.TVLH_TENSE, 2026) is Regime.TLV
    assert in_force(Regime.TLV, 2027) is Regime.TVLH_TENSE
    assert in_force(Regime.TVLH_OTHER, 2026) is Regime.THLV
    assert in_force(Regime.NONE, 2027) is Regime.NONE


def test_no_tax_is_known_before_the_first_figures():
    assert in_force(Regime.TLV, 2012) is Regime.NONE


def test_a_commune_of_the_new_list_is_first_taxed_when_it_enters(dwelling):
    old = dwelling(
        vacant_since=date(2010, 1, 1),
        owner_since=date(2009, 1, 1),
        regimes=ZoneRegimes("tense", listed_since=2024),
    )

    assert [one.rank for one in assess(old, [], [2024, 2025])] == [1, 2]


def test_nobody_votes_the_rates_of_tlv():
    law = find_law(Regime.TLV, 2026)

    assert law.rate(1, Vote.flat(Decimal("0.5"))) == Decimal("0.17")
    assert law.highest_rates is None


def test_a_vote_for_one_taxed_year_leaves_the_other_to_the_law():
    law = find_law(Regime.TVLH_TENSE, 2027)

    assert [law.rate(rank, Vote(first_rate=Decimal("0.2"))) for rank in (1, 2)] == [
        Decimal("0.2"),
        Decimal("0.34"),
    ]


@pytest.mark.parametrize("rate", ["-0.1", "1.1"])
def test_a_rate_that_is_no_share_is_refused(rate):
    with pytest.raises(UnusableFactsError):
        Vote.flat(Decimal(rate))
