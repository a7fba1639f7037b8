"""The words of a lease are found however a page spells them, and nothing else is."""

import pytest

from stirrup.documents.lint import ALLOWED_SENTENCES, FORBIDDEN, forbidden_words, text_of
from stirrup.documents.render import render_html
from tests.core.documents.samples import AGREEMENT, OWNER_SUMMARY

DENIAL = ALLOWED_SENTENCES["agreement.html"][0]


@pytest.mark.parametrize("word", FORBIDDEN)
def test_each_forbidden_word_is_found(word):
    assert word in forbidden_words(f"Le texte dit {word}, puis continue.")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("LES LOYERS", "loyer"),
        ("un lo\u00adyer", "loyer"),
        ("un lo-\nyer", "loyer"),
        ("sous-\nlocation", "sous-location"),
        ("sous‑locations", "sous-location"),
        ("dépôts de\ngarantie", "dépôt de garantie"),
        ("depot de garantie", "dépôt de garantie"),
        ("indemnité d’occupation", "indemnité d'occupation"),
        ("bai\u200bl", "bail"),
        ("ＢＡＩＬ", "bail"),
    ],
)
def test_a_disguised_word_is_found(text, word):
    assert word in forbidden_words(text)


@pytest.mark.parametrize("text", ["bailli", "locative", "Bailleul", "sous le toit", "la garantie"])
def test_a_word_that_only_looks_alike_is_let_through(text):
    assert forbidden_words(text) == ()


def test_the_denial_is_allowed_as_a_whole_sentence_only():
    assert forbidden_words(DENIAL, allowed=(DENIAL,)) == ()
    assert forbidden_words(DENIAL.replace("n'est pas", "est"), allowed=(DENIAL,)) == ("bail",)


def test_the_denial_does_not_excuse_another_lease():
    assert forbidden_words(f"{DENIAL} Le bail commence.", allowed=(DENIAL,)) == ("bail",)


def test_a_value_of_a_user_is_not_judged():
    text = "Le logement est 3 rue du Bail, 59800 Lille."

    assert forbidden_words(text) == ("bail",)
    assert forbidden_words(text, masked=("3 rue du Bail, 59800 Lille",)) == ()


@pytest.mark.parametrize(
    ("template", "data"),
    [
        ("agreement.html", {"agreement": AGREEMENT}),
        ("owner_summary.html", {"summary": OWNER_SUMMARY}),
    ],
)
def test_a_template_says_no_forbidden_word(template, data):
    text = text_of(render_html(template, data))

    assert forbidden_words(text, allowed=ALLOWED_SENTENCES[template]) == ()


def test_a_word_cut_by_a_tag_is_read_whole():
    assert forbidden_words(text_of("<p>lo<b>yer</b></p><p>sous</p><p>toit</p>")) == ("loyer",)


def test_a_forbidden_word_planted_in_a_page_is_found():
    page = render_html("agreement.html", {"agreement": AGREEMENT})

    spoiled = text_of(page.replace("Le logement est gratuit", "Le loyer est modeste"))

    assert forbidden_words(spoiled, allowed=ALLOWED_SENTENCES["agreement.html"]) == ("loyer",)
