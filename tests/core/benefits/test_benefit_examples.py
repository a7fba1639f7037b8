"""The figures quoted by docs/benefits.md are those that the program prints."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from stirrup.benefits.cases import work_out
from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.occupation import Occupation
from stirrup.benefits.parameters import list_parameters
from stirrup.benefits.regimes import ZoneRegimes
from stirrup.benefits.rental_value import RentalValue
from stirrup.benefits.summary import summarise

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "benefits.md").read_text("utf-8")
FIRST, SECOND = yaml.safe_load((DOCS / "samples" / "benefits.yaml").read_text("utf-8"))["cases"]


def assessed(one):
    return f"{one['rate']:.0%}, {one['tax']:,}".replace("%", " %") if one["due"] else "not due"


def row(year, found, column):
    sides = [assessed(found[side]) for side in ("without_placement", "with_placement")]
    amounts = [found["avoided_principal"], column(found), found["rate_restart_gain"]]
    shown = [one if isinstance(one, str) else f"{one:,}" for one in amounts]
    return "| " + " | ".join([year, *sides, *shown]) + " |"


def rows(case, column):
    by_year = work_out(case)["result"]["by_year"]
    return [row(year, found, column) for year, found in by_year.items()]


def other_values(found):
    return " or ".join(f"{one:,}" for one in found.get("alternatives", [])) or "-"


def test_the_first_example_is_what_the_program_prints():
    for line in rows(FIRST, lambda found: found["avoided_fees"]):
        assert line in PAGE

    assert f"**{work_out(FIRST)['result']['avoided_total']:,}** euros, fees included" in PAGE


def test_the_second_example_is_what_the_program_prints():
    for line in rows(SECOND, other_values):
        assert line in PAGE


def test_the_second_example_announces_what_the_summary_does():
    inputs = SECOND["inputs"]
    first, last = map(date.fromisoformat, inputs["placements"][0])
    dwelling = Dwelling(
        vacant_since=date.fromisoformat(inputs["vacant_since"]),
        owner_since=date.fromisoformat(inputs["owner_since"]),
        rental_value=RentalValue(every_year=Decimal(inputs["vlc"])),
        regimes=ZoneRegimes("tense"),
    )

    summary = summarise(
        dwelling, [Occupation(first, last)], as_of=date(2026, 11, 21), tax_years=[2027, 2028, 2029]
    )

    assert f"From **{summary.at_least:,}** to\n**{summary.at_most:,}** euros" in PAGE


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("tlv.first_rate", 2022),
        ("tlv.first_rate", 2026),
        ("tlv.next_rate", 2026),
        ("tvlh_tense.highest_next_rate", 2027),
        ("tvlh_other.highest_first_rate", 2027),
        ("income_tax.social_levies", 2026),
        ("tlv.fees_rate", 2026),
    ],
)
def test_a_rate_told_by_the_page_is_that_of_the_law(name, year):
    found = next(one for one in list_parameters() if one.name == name and one.is_in_force(year))

    assert f"{float(found.value * 100):g} %" in PAGE
