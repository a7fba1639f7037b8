"""Every figure of the law is dated, sourced and checked, or it is refused."""

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

import stirrup.benefits
from stirrup.benefits import parameters
from stirrup.benefits.figure_units import UNITS
from stirrup.benefits.parameters import (
    Confidence,
    IncompleteParameterError,
    MissingParameterError,
    find_latest,
    find_parameter,
    find_parameter_on,
    list_parameters,
    read_parameters,
    value_at,
)
from stirrup.benefits.regimes import Regime, find_law

PACKAGE = Path(stirrup.benefits.__file__).parent
COMPLETE = {
    "unit": "euros",
    "article": "CGI art. 1657",
    "source": "CGI art. 1657, read in an archive",
    "confidence": "confirmed",
    "last_checked_on": date(2026, 11, 21),
    "values": [{"start": 2020, "end": 2022, "value": 12}, {"start": 2023, "value": 15}],
}


@pytest.fixture
def reading(tmp_path):
    def read(**changes):
        written = {key: value for key, value in (COMPLETE | changes).items() if value is not None}
        file = tmp_path / "floor.yaml"
        file.write_text(yaml.safe_dump({"amount": written}), "utf-8")
        return dict(read_parameters(file))["floor.amount"]

    return read


def named(parameter):
    return f"{parameter.name}-{parameter.from_on or parameter.start}"


@pytest.mark.parametrize("parameter", list_parameters(), ids=named)
def test_a_figure_cites_article_source_unit_confidence_and_last_check(parameter):
    assert parameter.article.strip()
    unsourced = parameter.confidence is Confidence.UNSOURCED
    assert unsourced or len(parameter.source.split()) >= 3, "a source is spelled out in words"
    assert parameter.unit.strip()
    assert isinstance(parameter.confidence, Confidence)
    assert isinstance(parameter.last_checked_on, date)


@pytest.mark.parametrize("parameter", list_parameters(), ids=named)
def test_a_share_lies_between_zero_and_one(parameter):
    assert parameter.value >= 0
    assert not parameter.unit.startswith("share") or parameter.value < 1


@pytest.mark.parametrize("missing", ["unit", "article", "source", "confidence", "last_checked_on"])
def test_a_figure_without_its_citation_is_refused(reading, missing):
    with pytest.raises(IncompleteParameterError, match=missing):
        reading(**{missing: None})


def test_a_figure_may_be_marked_as_without_a_source(reading):
    figures = reading(source=None, confidence="unsourced")

    assert {one.confidence for one in figures} == {Confidence.UNSOURCED}


@pytest.mark.parametrize(
    ("confidence", "printable"),
    [("confirmed", True), ("secondary", True), ("unverified", False), ("unsourced", False)],
)
def test_only_what_somebody_read_may_be_printed(reading, confidence, printable):
    assert {one.is_printable for one in reading(confidence=confidence)} == {printable}


@pytest.fixture
def figures_of(tmp_path, monkeypatch):
    """Replace the figures of the law by those of one file, and forget them afterwards."""

    def use(**changes):
        written = {key: value for key, value in (COMPLETE | changes).items() if value is not None}
        (tmp_path / "floor.yaml").write_text(yaml.safe_dump({"amount": written}), "utf-8")
        monkeypatch.setattr(parameters, "DIRECTORY", tmp_path)
        forget()

    def forget():
        parameters._by_name.cache_clear()
        parameters.find_parameter.cache_clear()

    forget()
    yield use
    monkeypatch.undo()
    forget()


@pytest.mark.parametrize("confidence", ["unverified", "unsourced"])
def test_a_figure_that_nobody_verified_is_listed_and_never_found(figures_of, confidence):
    figures_of(confidence=confidence, source=None if confidence == "unsourced" else "somewhere")

    assert [one.value for one in list_parameters()] == [12, 15]
    assert find_parameter("floor.amount", 2024) is None
    assert find_parameter_on("floor.amount", date(2024, 5, 1)) is None
    assert find_latest("floor.amount") is None
    with pytest.raises(MissingParameterError):
        value_at("floor.amount", 2024)


def test_a_figure_that_somebody_read_is_found(figures_of):
    figures_of()

    assert find_parameter("floor.amount", 2024).value == 15
    assert find_latest("floor.amount").value == 15


def test_the_fees_that_nobody_verified_reach_no_result():
    (fees,) = [one for one in list_parameters() if one.name == "thlv.fees_rate"]

    assert fees.confidence is Confidence.UNVERIFIED
    assert find_law(Regime.THLV, 2025).find("fees_rate") is None


def test_a_figure_that_changes_during_a_year_is_the_one_of_1_january(reading):
    values = [
        {"start": 2020, "end": 2022, "value": 12},
        {"start": 2022, "from_on": date(2022, 10, 14), "value": 15},
    ]

    earlier, later = reading(values=values)

    assert (earlier.is_in_force(2022), later.is_in_force(2022)) == (True, True)
    assert find_parameter("gifts_individuals.help_ceiling", 2025).value == 1000


@pytest.mark.parametrize(
    ("day", "ceiling"), [(date(2025, 10, 13), 1000), (date(2025, 10, 14), 2000)]
)
def test_a_figure_that_changes_during_a_year_is_found_by_day(day, ceiling):
    assert find_parameter_on("gifts_individuals.help_ceiling", day).value == ceiling


def test_a_figure_without_a_value_is_refused(reading):
    with pytest.raises(IncompleteParameterError, match="value"):
        reading(values=[{"start": 2020}])


def test_a_confidence_that_does_not_exist_is_refused(reading):
    with pytest.raises(KeyError):
        reading(confidence="certain")


def test_two_values_for_one_year_are_refused(reading):
    with pytest.raises(IncompleteParameterError, match="2022"):
        reading(values=[{"start": 2020, "value": 12}, {"start": 2022, "value": 15}])


def test_what_is_written_once_holds_for_each_value(reading):
    earlier, later = reading()

    assert (earlier.article, later.article) == ("CGI art. 1657", "CGI art. 1657")
    assert (earlier.value, later.value) == (Decimal(12), Decimal(15))


def test_a_value_holds_from_its_first_year_to_its_last(reading):
    earlier, later = reading()

    assert [year for year in range(2018, 2026) if earlier.is_in_force(year)] == [2020, 2021, 2022]
    assert [year for year in range(2018, 2026) if later.is_in_force(year)] == [2023, 2024, 2025]


def test_a_value_is_found_by_year():
    rates = [value_at("tlv.first_rate", year) for year in (2022, 2023)]

    assert rates == [Decimal("0.125"), Decimal("0.17")]


def test_a_year_without_a_value_is_refused():
    with pytest.raises(MissingParameterError, match="2027"):
        value_at("tlv.first_rate", 2027)


def test_a_coefficient_that_is_not_published_is_not_invented():
    assert find_parameter("rental_value.coefficient", 2027) is None


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda file: file.stem)
def test_the_code_holds_no_figure_of_law(module):
    """Rates, thresholds, amounts and years live in YAML; code counts with 0, 1, 2 and 1 January."""
    tree = ast.parse(module.read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    days = [call for call in calls if ast.unparse(call.func) == "date"]
    excused = {id(node) for call in days for node in call.args}

    written = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and id(node) not in excused
    }

    assert written <= {0, 1, 2}


def test_every_unit_can_be_said_in_the_reader_s_language():
    assert {parameter.unit for parameter in list_parameters()} <= set(UNITS)
