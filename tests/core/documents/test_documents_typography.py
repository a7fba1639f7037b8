"""French typography: values as words, and text set with the right spaces."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.documents.page_setting import set_page
from stirrup.documents.typography import (
    NARROW,
    NO_BREAK,
    clock,
    counted,
    day,
    euro_range,
    euros,
    french,
    in_words,
    listed,
    number,
    percent,
    spaced,
    visible,
    weekday,
    wide,
)


def shown(text: str) -> str:
    """Narrow no-break spaces as ~, no-break spaces as _."""
    return str(text).replace(NARROW, "~").replace(NO_BREAK, "_")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (day(date(2026, 3, 2)), "2_mars_2026"),
        (day(date(2026, 9, 1)), "1er_septembre_2026"),
        (weekday(date(2026, 3, 2)), "lundi 2_mars_2026"),
        (clock(time(10)), "10_heures"),
        (clock(time(1)), "1_heure"),
        (clock(time(9, 5)), "9_h_05"),
        (euros(0), "0_€"),
        (euros(Decimal("1234.5")), "1~234,50_€"),
        (euros(Decimal("1020.00")), "1~020_€"),
        (euros(Decimal("0.005")), "0,01_€"),
        (euros(1_234_567), "1~234~567_€"),
        (euro_range(510, 1020), "510 à 1~020_€"),
        (euro_range(Decimal("510"), Decimal("510.00")), "510_€"),
        (number(Decimal("58.00")), "58"),
        (number(Decimal("2.55")), "2,55"),
        (number(Decimal("1000")), "1~000"),
        (percent(Decimal("0.34")), "34_%"),
        (percent(Decimal("0.125")), "12,5_%"),
        (in_words(1), "un"),
        (in_words(1, feminine=True), "une"),
        (in_words(3, feminine=True), "trois"),
        (in_words(13), "13"),
        (counted(0, "clé"), "0_clé"),
        (counted(1, "clé"), "1_clé"),
        (counted(184, "jour"), "184_jours"),
        (counted(2, "mois", "mois"), "2_mois"),
        (listed(["a"]), "a"),
        (listed(["a", "b"]), "a et b"),
        (listed(["a", "b", "c"], "ou"), "a, b ou c"),
        (wide(euros(1020)), "1_020_€"),
    ],
)
def test_values_are_written_in_french(value, expected):
    assert shown(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qui : eux ; quand ? ici !", "Qui~: eux~; quand~? ici~!"),
        ("« le logement »", "«~le logement~»"),
        ("«le logement»", "«~le logement~»"),
        ("l'eau d'ici", "l’eau d’ici"),
        ("18 204 kWh et 3 000 €", "18~204_kWh et 3~000_€"),
        ("1 020 € × 9 % = 92 €", "1~020_€_×_9_%_=_92_€"),
        ("le 2 mars 2026", "le 2_mars_2026"),
        ("le 1er mars 2026", "le 1er_mars_2026"),
        ("article 8, articles 1366 à 1368", "article_8, articles_1366 à 1368"),
        ("(annexe F)", "(annexe_F)"),
        ("loi n° 89-462, Mme Claire, M. Paul", "loi n°_89-462, Mme_Claire, M._Paul"),
        ("rue Basse, 59100 Roubaix", "rue Basse, 59100_Roubaix"),
        ("58 m², 48 heures, 6 mois, 10 h 30", "58_m², 48_heures, 6_mois, 10_h_30"),
        ("03 53 01 42 18", "03_53_01_42_18"),
        ("595 120 000 000", "595_120_000_000"),
        ("2e étage", "2e_étage"),
        ("https://impots.gouv.fr et 10:30", "https://impots.gouv.fr et 10:30"),
        ("un article suivant", "un article suivant"),
    ],
)
def test_text_takes_french_spaces(text, expected):
    assert shown(spaced(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le 1er étage", "le 1<sup>er</sup>_étage"),
        ("2e, 1re", "2<sup>e</sup>, 1<sup>re</sup>"),
        ("W595e, 3e-Z, code 4er5", "W595e, 3e-Z, code 4er5"),
        ("<b>1er</b>", "&lt;b&gt;1<sup>er</sup>&lt;/b&gt;"),
    ],
)
def test_ordinals_are_raised_and_the_rest_is_escaped(text, expected):
    assert shown(french(text)) == expected


@given(st.text())
def test_setting_a_text_twice_changes_nothing(text):
    once = spaced(visible(text))

    assert spaced(once) == once


@given(st.text())
def test_no_text_opens_a_tag(text):
    told = french(visible(text)).replace("<sup>", "").replace("</sup>", "")

    assert "<" not in told
    assert ">" not in told


def test_signs_that_hide_or_reorder_are_dropped():
    assert visible("a\u202eb\u0000c\u200bd\u2066e") == "abcde"


def test_an_accent_typed_apart_joins_its_letter():
    assert visible("e\u0301") == "é"


def test_a_page_is_set_between_its_tags_alone():
    page = '<p title="Qui : 1er">Qui : le 1er</p>'

    assert shown(set_page(page)) == '<p title="Qui : 1er">Qui~: le 1<sup>er</sup></p>'


def test_titles_and_drawings_keep_their_ordinals_flat():
    page = "<title>1er : A</title><svg><title>1er</title><text>1er</text></svg><p>1er</p>"

    assert shown(set_page(page)) == (
        "<title>1er~: A</title><svg><title>1er</title><text>1er</text></svg><p>1<sup>er</sup></p>"
    )


def test_style_sheets_are_left_alone():
    page = "<style>article > p { color : red }</style>"

    assert set_page(page) == page


def test_escaped_text_stays_escaped():
    assert set_page("<p>&lt;script&gt; &amp;amp;</p>") == "<p>&lt;script&gt; &amp;amp;</p>"


def test_a_no_break_space_of_the_template_is_kept():
    assert shown(set_page("<p>le&nbsp;propriétaire</p>")) == "<p>le_propriétaire</p>"
