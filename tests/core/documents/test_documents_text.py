"""What a reader finds on the pages."""

import re
from dataclasses import replace
from datetime import date

import pytest

from stirrup.documents.lint import ALLOWED_SENTENCES, forbidden_words, text_of
from stirrup.documents.render import render_html
from tests.core.documents.conftest import text_in
from tests.core.documents.samples import AGREEMENT, OWNER_SUMMARY, SIGNED

TEXTS = ("agreement_text", "summary_text")
WORDS_OF_CODE = ("None", "{{", "{%", "Decimal(", "datetime", "undefined")


def flat(text: str) -> str:
    """One space for any space; extractors drop the narrow one before marks and in thousands."""
    return re.sub(r"\s+", " ", text)


def agreement_page(**changes) -> str:
    page = render_html("agreement.html", {"agreement": replace(AGREEMENT, **changes)})
    return flat(text_of(page))


def summary_page(**changes) -> str:
    page = render_html("owner_summary.html", {"summary": replace(OWNER_SUMMARY, **changes)})
    return flat(text_of(page))


@pytest.mark.parametrize("name", TEXTS)
def test_every_page_names_the_document_and_its_place(name, request):
    pages = request.getfixturevalue(name).removesuffix("\f").split("\f")

    for number, page in enumerate(pages, start=1):
        assert "ST-2026-000412" in page
        assert f"Page {number} sur {len(pages)}" in page


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_of_the_code_is_printed(name, request):
    text = request.getfixturevalue(name)

    assert [word for word in WORDS_OF_CODE if word in text] == []


@pytest.mark.parametrize(
    ("name", "template"),
    [("agreement_text", "agreement.html"), ("summary_text", "owner_summary.html")],
)
def test_no_word_of_a_lease_is_printed(name, template, request):
    text = request.getfixturevalue(name)

    assert forbidden_words(text, allowed=ALLOWED_SENTENCES[template]) == ()


def test_the_agreement_denies_being_a_lease_in_one_sentence(agreement_text):
    assert forbidden_words(agreement_text) == ("bail",)


def test_the_agreement_has_its_twenty_three_articles(agreement_text):
    found = re.findall(r"^Article (\d+)\b", agreement_text, re.MULTILINE)

    assert [int(number) for number in found] == list(range(1, 24))


def test_clauses_are_numbered_without_a_gap(agreement_text):
    numbers = re.findall(r"^(\d+)\.(\d+)\b", agreement_text, re.MULTILINE)

    for article in range(1, 23):
        clauses = [int(clause) for number, clause in numbers if int(number) == article]
        if article not in (6, 1):  # their last clauses depend on the dates and on a third party
            assert clauses == list(range(1, len(clauses) + 1)), article


def test_a_clause_starts_on_the_line_of_its_number(agreement_pdf):
    lines = text_in(agreement_pdf, "-layout").splitlines()

    assert [line for line in lines if re.fullmatch(r"\s*\d+\.\d+\s*", line)] == []


def test_no_heading_ends_a_page(agreement_pdf, summary_pdf):
    for pdf in (agreement_pdf, summary_pdf):
        for page in text_in(pdf, "-layout").removesuffix("\f").split("\f"):
            body = [line for line in page.splitlines() if line.strip()][:-2]
            assert not re.match(r"\s*Article \d+", body[-1]), body[-1]


def test_the_first_page_says_who_where_when_and_for_how_much(agreement_text):
    first = flat(agreement_text.split("\f")[0])

    assert "Claire Vanhoutte prête un logement" in first
    assert "à Samira Haddad et Elias Haddad, qui y vivent avec leur enfant." in first
    assert "Du lundi 2 mars 2026, à 10 heures, au mardi 1er septembre 2026 inclus." in first
    assert "0 €. Le logement est gratuit." in first
    assert "l’électricité, le gaz et l’eau qu’ils consomment, au prix réel." in first


def test_a_person_alone_is_spoken_of_as_one():
    text = agreement_page(borrowers=AGREEMENT.borrowers[:1], children_count=0)

    assert (
        "Samira Haddad, qui y vit. L’association Toits et Passerelles l’accompagne."
        in text.replace(" .", " .")
    )


def test_a_stay_that_ends_in_the_truce_says_so():
    winter = replace(AGREEMENT.dates, first_day=date(2026, 6, 2), last_day=date(2026, 12, 1))

    assert "trêve hivernale. Les parties le savent" in agreement_page(dates=winter)
    assert "trêve hivernale. Les parties le savent" not in agreement_page()


def test_a_document_says_that_it_waits_for_a_jurist_until_it_is_validated():
    notice = "Modèle à faire valider par un juriste ou l’ADIL"

    assert notice in agreement_page()
    assert notice not in agreement_page(template_validated=True)


def test_a_document_says_whether_it_is_to_sign_signed_or_sealed():
    assert "Exemplaire à signer" in agreement_page()
    assert "Exemplaire signé" in agreement_page(signatures=SIGNED)
    assert "Exemplaire numérique scellé" in agreement_page(signatures=SIGNED, sealed=True)


def test_a_signature_tells_when_how_and_where_the_proof_is():
    text = agreement_page(signatures=SIGNED)

    assert "Signé le 26 février 2026 à 10 h 12, par code reçu au téléphone." in text
    assert "Signature simple · preuve P-000412-1" in text


def test_an_annex_that_is_not_attached_is_not_mentioned():
    text = agreement_page(annexes=())

    assert "annexe" not in text.lower().replace("annexes cave", "")


def test_the_summary_answers_first():
    text = summary_page()

    assert "En 2027, vous devriez éviter 510 à 1 020 € de taxe" in text
    assert text.index("vous devriez") < text.index("Ligne par ligne")


def test_a_summary_without_gain_says_so_plainly():
    answer = replace(OWNER_SUMMARY.answer, years=())

    text = summary_page(answer=answer, covers="stay")

    assert "Nous ne trouvons aucune taxe évitée par ce séjour." in text
    assert "vous devriez éviter" not in text


def test_a_summary_of_a_year_says_that_another_one_tells_the_same_stay():
    text = summary_page(also_in=(2027,))

    assert "figure aussi dans la synthèse 2027 : ne les additionnez pas non plus" in text
    assert "figure aussi" not in summary_page()


def test_an_amount_that_nobody_knows_is_to_be_checked_and_never_zero():
    lost = replace(OWNER_SUMMARY.lost, amount=None, certainty="to_confirm")

    text = summary_page(lost=lost)

    assert "Perdu à vérifier" in text


def test_aids_are_told_with_their_conditions_and_not_counted():
    text = summary_page()

    assert "Aides existantes, non comptées" in text
    assert "5 000 €, hors d’un prêt gratuit" in text
    assert "Restent à votre charge, avec ou sans prêt : la taxe foncière" in text


def test_a_condition_nobody_can_confirm_is_to_be_checked():
    text = summary_page()

    assert "Règle des 90 jours gardée par la TVLH à vérifier Aucun texte à ce jour" in text
