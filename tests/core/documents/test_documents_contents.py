"""What a content may be, and what it says of itself."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from stirrup.documents.archive import content_json
from stirrup.documents.contents.agreement_parts import Charge
from stirrup.documents.contents.summary_parts import Amount
from stirrup.documents.timeline import WIDTH, timeline
from tests.core.documents.samples import AGREEMENT, OWNER_SUMMARY, SIGNED


@pytest.mark.parametrize("item", ["electricity", "gas", "water", "heating", "internet"])
def test_residents_may_pay_what_they_consume(item):
    assert Charge(item, "residents").payer == "residents"


@pytest.mark.parametrize(
    "item",
    ["resident_insurance", "owner_insurance", "boiler_service", "co_ownership", "property_tax"],
)
def test_residents_never_pay_anything_else(item):
    with pytest.raises(ValueError, match="never pay"):
        Charge(item, "residents")


def test_what_residents_pay_is_printed_first():
    payers = [charge.payer for charge in AGREEMENT.charges_by_payer]

    assert payers == ["residents"] * 4 + ["association"] + ["landlord"] * 5


def test_a_stay_counts_its_first_and_its_last_day():
    assert AGREEMENT.dates.days == 184


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_the_truce_runs_from_november_to_march(last_day, expected):
    assert replace(AGREEMENT.dates, last_day=last_day).ends_in_truce is expected


def test_a_stay_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends after"):
        replace(AGREEMENT.dates, last_day=AGREEMENT.dates.first_day)


def test_an_agreement_waits_for_a_hand_until_all_have_signed():
    assert AGREEMENT.on_paper
    assert not replace(AGREEMENT, signatures=SIGNED).on_paper


def test_an_amount_goes_up():
    with pytest.raises(ValueError, match="low to high"):
        Amount(Decimal(2), Decimal(1))


@pytest.mark.parametrize("content", [AGREEMENT, OWNER_SUMMARY])
def test_a_content_becomes_the_same_json_each_time(content):
    first, second = content_json(content), content_json(replace(content))

    assert first == second
    assert json.loads(first)["issued_on"] == content.issued_on.isoformat()


def test_json_refuses_what_it_has_no_form_for():
    with pytest.raises(TypeError, match="No JSON form"):
        content_json(replace(AGREEMENT, title=object()))


def test_key_dates_alternate_and_stay_on_the_ruler():
    dates = AGREEMENT.dates
    ruler = timeline(
        (
            (dates.first_day, "Clés"),
            (dates.plan_due_on, "Plan"),
            (dates.review_on, "Bilan"),
            (dates.notice_on, "Avis"),
            (dates.last_day, "Dernier jour"),
        )
    )

    assert [mark.above for mark in ruler.marks] == [True, False, True, False, True]
    assert [ruler.marks[0].anchor, ruler.marks[-1].anchor] == ["start", "end"]
    assert all(0 < mark.x < WIDTH for mark in ruler.marks)
    assert [month.name for month in ruler.months] == [
        "mars", "avril", "mai", "juin", "juillet", "août",
    ]  # fmt: skip


def test_a_ruler_that_crosses_new_year_names_the_year():
    ruler = timeline(((date(2026, 10, 2), "Clés"), (date(2027, 4, 1), "Fin")))

    assert "janvier\u00a02027" in [month.name for month in ruler.months]
