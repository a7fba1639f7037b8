"""The easy pages: short plain sentences, the same rows in each language, Arabic read its way."""

import re
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import product

import pytest

from stirrup.documents.bundle import PICTOGRAMS, TEMPLATES
from stirrup.documents.lint import forbidden_words, text_of
from stirrup.documents.render import render_html
from stirrup.documents.typography import NO_BREAK
from tests.core.documents.easy_samples import EASY_SUMMARY, LANGUAGES, SITUATIONS

MOST_WORDS = 15
ROW = re.compile(r'<section class="row p-([\w-]+)">(.*?)</section>', re.DOTALL)
PARAGRAPH = re.compile(r"<p[^>]*>(.*?)</p>", re.DOTALL)
LEASE_ELSEWHERE = {
    "en": r"\b(rent|rents|rental|tenants?|tenancy|leases?|landlords?|deposits?)\b",
    "ar": "إيجار|مستأجر|مؤجر|كراء",
    "uk": r"\b(оренд|наймач|квартплат)",
}
EVERY_PAGE = list(product(LANGUAGES, SITUATIONS))


def page_in(language: str, **changes) -> str:
    return render_html(
        "easy_summary.html", {"easy": replace(EASY_SUMMARY, language=language, **changes)}
    )


@cache
def told_in(language: str, situation: str) -> str:
    """The page of one of the situations, made once for all the tests."""
    return page_in(language, **SITUATIONS[situation])


def rows_of(page: str) -> list[tuple[str, list[str]]]:
    """Each row's pictogram and its lines, as a reader sees them."""
    return [
        (pictogram, [flat(text_of(line)) for line in PARAGRAPH.findall(inside)])
        for pictogram, inside in ROW.findall(page)
    ]


def key_rows(page: str) -> list[tuple[str, list[str]]]:
    """The rows of the first page, which every language has."""
    rows = rows_of(page)
    last = [pictogram for pictogram, _lines in rows].index("call")
    return rows[: last + 1]


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text)).strip()


def sentences(page: str) -> list[str]:
    lines = [line for _pictogram, told in rows_of(page) for line in told]
    foot = [flat(text_of(line)) for line in re.findall(r'<p class="foot">(.*?)</p>', page)]
    cut = (re.split(r"(?<=[.?!؟])\s", line) for line in lines + foot)
    return [sentence for each in cut for sentence in each if sentence]


@pytest.mark.parametrize(("language", "situation"), EVERY_PAGE)
def test_a_sentence_has_at_most_fifteen_words(language, situation):
    page = told_in(language, situation)

    long = [one for one in sentences(page) if len(re.findall(r"[\w’'@./-]+", one)) > MOST_WORDS]

    assert long == []


@pytest.mark.parametrize(("language", "situation"), EVERY_PAGE)
def test_no_acronym_is_printed(language, situation):
    told = " ".join(sentences(told_in(language, situation)))

    assert re.findall(r"\b(?:[A-ZÀ-Ý]{2,}|[А-ЯІЇЄҐ]{2,})\b", told) == []


@pytest.mark.parametrize(("language", "situation"), EVERY_PAGE)
def test_each_row_has_a_bold_line_and_at_most_three_under_it(language, situation):
    for pictogram, lines in rows_of(told_in(language, situation)):
        assert 1 <= len(lines) <= 4, pictogram
        assert all(lines), pictogram


@pytest.mark.parametrize("situation", SITUATIONS)
def test_row_for_row_each_language_says_the_same(situation):
    told = {
        language: [
            (pictogram, len(lines), re.findall(r"\d\d \d\d \d\d \d\d \d\d|2026", " ".join(lines)))
            for pictogram, lines in key_rows(told_in(language, situation))
        ]
        for language in LANGUAGES
    }

    assert told["en"] == told["fr"]
    assert told["ar"] == told["fr"]
    assert told["uk"] == told["fr"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_telephone_comes_last_on_every_page(language):
    page = page_in(language)
    subjects = re.split(r'<div class="subject">', page)

    for subject in subjects:
        pictogram, lines = rows_of(subject)[-1]
        assert pictogram == "call"
        assert "03 53 01 42 18" in lines[-1]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_french_pages_say_no_word_of_a_lease(situation):
    assert forbidden_words(text_of(told_in("fr", situation))) == ()


@pytest.mark.parametrize(("language", "words"), LEASE_ELSEWHERE.items())
@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_translation_says_a_word_of_a_lease(language, words, situation):
    text = text_of(told_in(language, situation)).lower()

    assert re.findall(words, text) == []


@pytest.mark.parametrize(
    ("language", "planted"),
    [("en", "You pay rent."), ("ar", "تدفعون الإيجار"), ("uk", "Ви платите оренду.")],
)
def test_a_lease_would_be_found_in_a_translation(language, planted):
    assert re.search(LEASE_ELSEWHERE[language], planted.lower())


@pytest.mark.parametrize(
    ("language", "entry", "last"),
    [
        ("fr", "Vous entrez le lundi 2 mars 2026, à 10 heures.", "mardi 1er septembre 2026."),
        ("en", "You move in on Monday 2 March 2026, at 10 am.", "Tuesday 1 September 2026."),
        (
            "uk",
            "Заселення: понеділок, 2 березня 2026 року, о 10:00.",
            "вівторок, 1 вересня 2026 року.",
        ),
        (
            "ar",
            "تدخلون يوم الاثنين 2 آذار (مارس) 2026، الساعة 10:00.",
            "الثلاثاء 1 أيلول (سبتمبر) 2026.",
        ),
    ],
)
def test_the_days_are_told_with_their_weekday_in_each_language(language, entry, last):
    lines = dict(key_rows(page_in(language)))["date"]

    assert lines[0] == entry
    assert lines[1].endswith(last)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_declares_its_language_and_direction(language):
    page = page_in(language)

    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in page


def test_latin_words_stand_apart_in_arabic_rows():
    for situation in SITUATIONS:
        rows = "".join(inside for _pictogram, inside in ROW.findall(told_in("ar", situation)))
        bare = re.sub(r'<bdi dir="ltr">.*?</bdi>|<[^>]+>', " ", rows)

        assert re.findall(r"[A-Za-zÀ-ÿ]{2,}", bare) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_telephone_is_never_cut_or_turned_round(language):
    number = "03 53 01 42 18".replace(" ", NO_BREAK)
    if language == "ar":
        number = "03 53 01 42 18"  # left as it is: its class keeps it on one line

    assert f'<b class="phone"><bdi dir="ltr">{number}</bdi></b>' in page_in(language)


@pytest.mark.parametrize("language", ["en", "ar", "uk"])
def test_a_translation_says_that_it_must_be_read_again_until_it_was(language):
    assert "traduction à faire relire" in page_in(language)
    assert "traduction à faire relire" not in page_in(language, template_validated=True)


def test_it_is_called_easy_to_read_and_claims_no_label():
    text = text_of(page_in("fr"))

    assert "Version facile à lire" in text
    assert "FALC" not in text


def test_a_protected_household_reads_its_address_nowhere():
    for language in LANGUAGES:
        page = page_in(language, address="")

        assert "Tisserands" not in page
        assert len(dict(key_rows(page))["home"]) == 3


def test_the_french_file_has_a_page_for_each_subject():
    headings = re.findall(r"<h([12])[^>]*>(.*?)</h\1>", page_in("fr"))

    assert [level for level, _text in headings] == ["1", "2", "2", "2", "2"]
    assert [text for _level, text in headings[1:]] == [
        "Vivre dans le logement",
        "Comment nous avons choisi",
        "Vos informations",
        "La fin du séjour",
    ]


def test_every_pictogram_is_drawn_and_used():
    drawn = {path.stem.removesuffix("-mirrored") for path in PICTOGRAMS.glob("*.svg")}
    sources = "".join(path.read_text() for path in TEMPLATES.glob("easy_*.html"))
    styled = set(re.findall(r"bundled:([\w-]+)\.svg", (TEMPLATES / "easy_summary.css").read_text()))

    assert set(re.findall(r'row\("([\w-]+)"', sources)) == drawn
    assert {name.removesuffix("-mirrored") for name in styled} == drawn


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Nom " * 75, "Nom Nom Nom"),
        ("<b onclick=x>Zoé</b> {{7*7}}", "<b onclick=x>Zoé</b> {{7*7}}"),
        ("عائلة حداد", "عائلة حداد"),
        ("Zoe\u0301 Łukasz Ґалаґан", "Zoé Łukasz Ґалаґан"),
        ("\u202eelibaH", "elibaH"),
    ],
)
def test_a_strange_name_stays_a_name(language, name, printed):
    page = page_in(language, referent=name)

    lines = dict(key_rows(page))["people"]
    assert printed in lines[0]
    assert "<b onclick" not in page
    assert "\u202e" not in page
