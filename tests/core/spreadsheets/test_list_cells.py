"""Cells are read the way people fill lists in; what cannot be read suggests what was meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.spreadsheets.cells import (
    CellRefused,
    Choices,
    read_day,
    read_yes_no,
    refuse_formula,
    squeezed,
)
from stirrup.spreadsheets.columns import Column, match_columns
from stirrup.spreadsheets.communes import find_commune
from stirrup.ui.parsing import NotReadable

YEARS = {"first": date(2000, 1, 1), "last": date(2030, 12, 31)}


@pytest.mark.parametrize(
    "typed",
    ["10/05/2024", "10.5.2024", "10-05-2024", "10 05 2024", "2024-05-10", "2024-05-10 00:00:00"],
)
def test_a_day_is_read_as_the_french_write_it_or_in_iso_form(typed):
    assert read_day(typed, **YEARS) == date(2024, 5, 10)


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("10/05/24", "10/05/2024"),
        ("05/31/2024", "31/05/2024"),
        ("31/02/2024", ""),
        ("May 2024", ""),
        ("45422", "10/05/2024"),
        ("10/05/1899", ""),
    ],
)
def test_an_unclear_day_is_refused_with_what_was_meant(typed, suggestion):
    with pytest.raises(CellRefused) as refused:
        read_day(typed, **YEARS)

    assert refused.value.suggestion == suggestion


@pytest.mark.parametrize("typed", ["oui", "Oui", "O", "x", "X", "1", "vrai", "yes", "TRUE"])
def test_yes_has_many_ways(typed):
    assert read_yes_no(typed) is True


@pytest.mark.parametrize("typed", ["non", "N", "0", "faux", "No", "false"])
def test_no_has_many_ways(typed):
    assert read_yes_no(typed) is False


def test_neither_yes_nor_no_is_refused():
    with pytest.raises(CellRefused):
        read_yes_no("peut-être")


HEATING = Choices({"gas": ["Gaz, individuel", "gas"], "wood": ["Bois ou granulés", "wood"]})


@pytest.mark.parametrize("typed", ["Gaz, individuel", "gaz individuel", "GAS", "Gaz  Individuel."])
def test_a_choice_is_read_by_its_words_or_its_code(typed):
    assert HEATING.read(typed) == "gas"


def test_an_unknown_choice_suggests_the_nearest():
    with pytest.raises(CellRefused) as refused:
        HEATING.read("Bois et granulés")

    assert refused.value.suggestion == "Bois ou granulés"


def test_several_choices_are_read_even_when_one_holds_a_comma():
    assert HEATING.read_several("bois ou granulés, Gaz, individuel") == ["wood", "gas"]


def test_a_formula_is_no_text():
    with pytest.raises(CellRefused):
        refuse_formula('=HYPERLINK("http://example.org")', str)


@pytest.mark.parametrize(
    ("written", "postcode", "code"),
    [
        ("Roubaix", "59100", "59512"),
        ("ROUBAIX", "", "59512"),
        ("59512", "59100", "59512"),
        ("", "59100", "59512"),
        ("Villeneuve d'Ascq", "59650", "59009"),
        ("villeneuve-d’ascq", "59650", "59009"),
    ],
)
def test_a_commune_is_found_by_code_or_by_name_and_postcode(written, postcode, code):
    assert find_commune(written, postcode).code == code


@pytest.mark.parametrize(
    ("written", "postcode", "suggestion"),
    [("Roubais", "59100", "Roubaix"), ("", "", ""), ("Nulleville", "", ""), ("", "00000", "")],
)
def test_an_unknown_commune_is_refused(written, postcode, suggestion):
    with pytest.raises(CellRefused) as refused:
        find_commune(written, postcode)

    assert refused.value.suggestion == suggestion


def a_column(name: str, *headings: str) -> Column:
    return Column(name, headings, str, "")


COLUMNS = [
    a_column("street", "Numéro et rue", "Adresse"),
    a_column("surface", "Surface", "Surface m²"),
]


@pytest.mark.parametrize("heading", ["Adresse", "ADRESSE :", "numero et rue", "Numéro  et rues"])
def test_a_heading_is_recognised_whatever_its_accents_and_capitals(heading):
    assert match_columns(COLUMNS, [heading], {}) == {"street": heading}


def test_what_an_organisation_chose_last_time_comes_first():
    matched = match_columns(COLUMNS, ["Adresse", "Libellé 7"], {"street": "Libellé 7"})

    assert matched == {"street": "Libellé 7"}


def test_one_heading_fills_one_column():
    twins = [a_column("a", "Surface"), a_column("b", "Surface")]

    assert match_columns(twins, ["Surface"], {}) == {"a": "Surface"}


def test_unknown_headings_fill_nothing():
    assert match_columns(COLUMNS, ["Couleur des volets"], {}) == {}


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(typed):
    for read in (lambda text: read_day(text, **YEARS), read_yes_no, HEATING.read_several):
        try:
            read(typed)
        except NotReadable as refusal:
            assert refusal.sentence


@given(st.text(max_size=60))
def test_squeezing_twice_changes_nothing(typed):
    assert squeezed(squeezed(typed)) == squeezed(typed)
