"""The owner's yearly summary: which stays, which years, what it says and with which evidence."""

from datetime import date
from decimal import Decimal

import pytest

from stirrup.placements.enums import PlacementState
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.writing import owner_summary
from stirrup.placements.papers.writing.owner_summary import missing, owner_summary_content, slots
from tests import factories
from tests.features.placements.past_stays import a_stay

TODAY = date(2027, 9, 15)


@pytest.fixture(autouse=True)
def in_september_2027(monkeypatch):
    monkeypatch.setattr(owner_summary, "today", lambda: TODAY)


def heading(issued_on: date = TODAY) -> dict:
    return {
        "reference": "ST-2027-000007",
        "version": 1,
        "issued_on": issued_on,
        "verification_code": "",
        "verification_address": "",
    }


@pytest.fixture
def unit(app):
    """Vacant since May 2024, base 1,320 on the notice of 2026: rental value 2,640."""
    return factories.a_unit()


def summary_of(stay, slot="", **options):
    return owner_summary_content(stay, slot, heading(**options))


def test_a_planned_stay_has_its_own_summary_and_no_year(unit):
    stay = a_stay(unit, date(2027, 3, 1), date(2027, 9, 1), PlacementState.SCHEDULED)

    assert slots(stay) == ("",)


def test_a_stay_has_the_years_it_touches_that_are_not_to_come(unit):
    stay = a_stay(unit, date(2027, 8, 1), date(2028, 2, 1), PlacementState.ACTIVE)

    assert slots(stay) == ("", "2027")


def test_a_year_belongs_to_the_latest_stay_of_the_dwelling(unit):
    first = a_stay(unit, date(2026, 11, 1), date(2027, 5, 1))
    second = a_stay(unit, date(2027, 6, 1), date(2027, 12, 1), PlacementState.ACTIVE)
    elsewhere = a_stay(factories.a_unit(), date(2027, 7, 1), date(2028, 1, 1))

    assert slots(first) == ("", "2026")
    assert slots(second) == ("", "2027")
    assert slots(elsewhere) == ("", "2027")


def test_a_cancelled_stay_is_no_fact_of_a_year(unit):
    stay = a_stay(unit, date(2027, 2, 1), date(2027, 8, 1))
    a_stay(unit, date(2027, 8, 15), date(2028, 2, 15), PlacementState.CANCELLED)

    assert slots(stay) == ("", "2027")
    assert len(summary_of(stay, "2027").occupations) == 1


def test_a_year_unites_its_stays_that_touch(unit):
    # 1 February to 31 March, then 1 April to 10 May: 28 + 31 + 30 + 10 = 99 days in a row. Each
    # alone has 90 or fewer, both together avoid the 2028 tax: 34 % of 2,640 = 898.
    a_stay(unit, date(2027, 2, 1), date(2027, 4, 1), PlacementState.ENDED_EARLY)
    last = a_stay(unit, date(2027, 4, 1), date(2027, 5, 11), PlacementState.ENDED_EARLY)

    content = summary_of(last, "2027")

    assert [(run.year, run.days) for run in content.longest_runs] == [(2027, 99)]
    assert [stay.days for stay in content.occupations] == [59, 40]
    assert content.answer.years == (2028,)
    assert content.answer.amount.low == Decimal(898)


def test_a_stay_alone_counts_its_own_days_after_those_before(unit):
    a_stay(unit, date(2027, 2, 1), date(2027, 4, 1), PlacementState.ENDED_EARLY)
    last = a_stay(unit, date(2027, 4, 1), date(2027, 5, 11), PlacementState.ENDED_EARLY)

    content = summary_of(last)

    assert content.covers == "stay"
    assert len(content.occupations) == 1
    assert content.answer.years == (2028,)


def test_the_year_before_is_no_gain_of_this_one(unit):
    # The first stay avoided the 2027 tax already; the second one avoids 2028 alone.
    a_stay(unit, date(2026, 2, 1), date(2026, 8, 1))
    last = a_stay(unit, date(2027, 2, 1), date(2027, 8, 1))

    assert summary_of(last, "2027").answer.years == (2028,)


def test_a_stay_across_new_year_stands_in_both_years_and_says_so(unit):
    stay = a_stay(unit, date(2026, 10, 1), date(2027, 4, 1))

    assert slots(stay) == ("", "2026", "2027")
    assert summary_of(stay, "2026").also_in == (2027,)
    assert summary_of(stay, "2027").also_in == (2026,)
    assert summary_of(stay).also_in == ()
    assert [run.days for run in summary_of(stay, "2027").longest_runs] == [92, 90]


def test_the_last_day_as_it_stands_is_used(unit):
    broken_off = a_stay(unit, date(2027, 2, 1), date(2027, 4, 12), PlacementState.ENDED_EARLY)

    content = summary_of(broken_off)

    assert content.occupations[0].last_day == date(2027, 4, 11)
    assert content.answer.years == ()
    assert any(condition.met is False for condition in content.conditions)


def test_days_to_come_are_planned_and_their_condition_not_met_yet(unit):
    stay = a_stay(unit, date(2027, 8, 1), date(2028, 2, 1), PlacementState.ACTIVE)

    content = summary_of(stay, "2027")

    assert content.occupations[0].planned
    proofs = [one for one in content.conditions if "Convention" in one.evidence]
    assert [one.met for one in proofs] == [None]


def test_conditions_name_the_papers_that_the_owner_holds(unit):
    stay = a_stay(unit, date(2027, 2, 1), date(2027, 8, 1))
    factories.a_paper(stay, reference="ST-2027-000011", state=DocumentState.SEALED)
    factories.a_paper(stay, kind=DocumentKind.OCCUPATION_CERTIFICATE, reference="ST-2027-000012")
    factories.a_paper(stay, kind=DocumentKind.PERSONAL_PLAN, reference="ST-2027-000013")

    conditions = summary_of(stay, "2027").conditions

    evidence = " ".join(one.evidence for one in conditions)
    assert "Convention ST-2027-000011, certificat d’occupation ST-2027-000012" in evidence
    assert "000013" not in evidence
    assert any(one.met and "000011" in one.evidence for one in conditions)


def test_a_relief_that_may_be_lost_is_to_be_checked_and_never_zero(app):
    stay = a_stay(factories.a_unit(vacancy_involuntary=True), date(2027, 2, 1), date(2027, 8, 1))

    content = summary_of(stay)

    assert content.lost.amount is None
    assert content.lost.certainty == "to_confirm"
    assert content.lost_rows[0].gap is None
    assert "1389" in content.lost_rows[0].article


def test_what_does_not_change_is_said(unit):
    content = summary_of(a_stay(unit, date(2027, 2, 1), date(2027, 8, 1)))

    assert content.lost.amount.high == 0
    assert {row.certainty for row in content.lost_rows} == {"declared", "confirmed"}
    assert content.kept_costs
    assert content.aids


def test_the_voted_rate_is_printed(unit):
    factories.a_vote(tax_year=2028, first_rate=Decimal("0.25"), next_rate=Decimal("0.5"))

    content = summary_of(a_stay(unit, date(2027, 2, 1), date(2027, 8, 1)))

    assert "Votes : 2028, 25 % puis 50 %" in content.formulas[0].text.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert content.answer.amount.low == Decimal(1320)


def test_nothing_is_computed_without_the_notice(app):
    stay = a_stay(factories.a_unit(property_tax_base=None), date(2027, 2, 1), date(2027, 8, 1))

    assert missing(stay)
    with pytest.raises(owner_summary.TaxFactsUnknownError):
        summary_of(stay)
