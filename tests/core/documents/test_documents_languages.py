"""Days, hours and spaces in the languages of the documents other than French."""

from datetime import date, time

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from stirrup.documents.bundle import FONTS
from stirrup.documents.languages import clock_in, english, set_text, ukrainian, weekday_in
from stirrup.documents.page_setting import language_of, set_page
from stirrup.documents.typography import NARROW, NO_BREAK, visible

ALPHABETS = {
    "en": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz‘’“”",
    "uk": "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя’«»",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى،؟",
    "fr": "ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸàâæçèéêëîïôœùûüÿ’«»€",
}


def shown(text: object) -> str:
    """Narrow no-break spaces as ~, no-break spaces as _."""
    return str(text).replace(NARROW, "~").replace(NO_BREAK, "_")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "lundi 2_mars_2026"),
        ("en", "Monday 2_March_2026"),
        ("uk", "понеділок, 2_березня 2026_року"),
        ("ar", "الاثنين 2 آذار (مارس) 2026"),
    ],
)
def test_a_day_is_written_in_its_language(language, expected):
    assert shown(weekday_in(date(2026, 3, 2), language)) == expected


@pytest.mark.parametrize("language", ["fr", "en", "uk", "ar"])
def test_each_language_has_twelve_months_and_seven_weekdays(language):
    days = [weekday_in(date(2026, month, 1), language) for month in range(1, 13)]
    week = [weekday_in(date(2026, 3, day), language).split()[0] for day in range(2, 9)]

    assert len({shown(day).partition("2026")[0][-14:] for day in days}) == 12
    assert len(set(week)) == 7


@pytest.mark.parametrize(
    ("language", "hour", "expected"),
    [
        ("fr", time(10), "10_heures"),
        ("en", time(10), "10_am"),
        ("en", time(0, 5), "12:05_am"),
        ("en", time(12), "12_pm"),
        ("en", time(14, 30), "2:30_pm"),
        ("uk", time(9, 5), "9:05"),
        ("ar", time(10), "10:00"),
    ],
)
def test_an_hour_is_written_in_its_language(language, hour, expected):
    assert shown(clock_in(hour, language)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Don\'t say "home".', "Don’t say “home”."),
        ("('yes')", "(‘yes’)"),
        ("What? Now! Here: yes; no", "What? Now! Here: yes; no"),
        ("tell us 8 days before 2 March 2026", "tell us 8_days before 2_March_2026"),
        ("03 53 01 42 18", "03_53_01_42_18"),
        ("rue Basse, 59100 Roubaix", "rue Basse, 59100_Roubaix"),
    ],
)
def test_english_text_takes_no_french_space(text, expected):
    assert shown(english(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("комп'ютер", "комп’ютер"),
        ('« дім » і "дім"', "«дім» і_«дім»"),
        ("Ви в себе вдома.", "Ви в_себе вдома."),
        ("Що? Так! Ось: так; ні", "Що? Так! Ось: так; ні"),
        ("за 8 днів, 2 березня", "за 8_днів, 2_березня"),
    ],
)
def test_ukrainian_text_takes_its_own_spaces(text, expected):
    assert shown(ukrainian(text)) == expected


@pytest.mark.parametrize("set_in", [english, ukrainian])
@given(text=st.text())
def test_setting_a_text_twice_changes_nothing(set_in, text):
    once = set_in(visible(text))

    assert set_in(once) == once


@pytest.mark.parametrize("language", ["fr", "en", "uk", "ar", "xx"])
def test_no_language_opens_a_tag(language):
    assert "<script>" not in set_text("<script>", language)


def test_arabic_text_is_left_as_it_is_written():
    text = "عندكم سؤال؟ 2 آذار (مارس) : « 1er »"

    assert set_text(text, "ar") == text


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", "Qui~? 1<sup>er</sup>"), ("en", "Qui ? 1er"), ("uk", "Qui ? 1er"), ("ar", "Qui ? 1er")],
)
def test_a_page_is_set_in_the_language_that_it_declares(language, expected):
    page = f'<html lang="{language}" dir="ltr"><p>Qui ? 1er</p></html>'

    assert language_of(page) == language
    assert f"<p>{expected}</p>" in shown(set_page(page))


@pytest.mark.parametrize("language", ALPHABETS)
@pytest.mark.parametrize("weight", ["400", "700"])
def test_every_letter_of_the_languages_has_a_face(language, weight):
    known = set()
    for path in FONTS.glob(f"*-{weight}-normal.woff2"):
        with TTFont(path) as face:
            known |= set(face.getBestCmap())

    assert [letter for letter in ALPHABETS[language] if ord(letter) not in known] == []
