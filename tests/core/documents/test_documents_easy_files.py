"""The files that residents keep: their pages, their language, their faces, the same bytes."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from stirrup.documents.checker import findings
from stirrup.documents.lint import forbidden_words, text_of
from stirrup.documents.print_job import PrintJob
from stirrup.documents.render import render_html
from stirrup.documents.typography import visible
from tests.core.documents.conftest import text_in
from tests.core.documents.easy_samples import (
    CONTACTS_SHEET,
    DATA_NOTICE,
    EASY_SUMMARY,
    LANGUAGES,
    SITUATIONS,
)
from tests.core.documents.jobs import job_of

FILES = {
    **{language: replace(EASY_SUMMARY, language=language) for language in LANGUAGES},
    "contacts": CONTACTS_SHEET,
    "notice": DATA_NOTICE,
}
TEMPLATES = {
    "contacts": ("contacts_sheet.html", "sheet"),
    "notice": ("data_notice.html", "notice"),
}
FAMILIES = {
    "fr": {"Atkinson", "Source-Serif"},
    "en": {"Atkinson", "Source-Serif"},
    "ar": {"Atkinson", "Source-Serif", "Vazirmatn"},
    "uk": {"Atkinson", "Source-Serif", "Source-Sans"},
}
LONG = "Très long nom composé de personne " * 9


def easy_job(name: str, content) -> PrintJob:
    return job_of(*TEMPLATES.get(name, ("easy_summary.html", "easy")), content)


@pytest.fixture(scope="module")
def files(renderer, made_once) -> dict[str, bytes]:
    def print_all():
        return {name: renderer.pdf(easy_job(name, content)) for name, content in FILES.items()}

    return made_once("easy-files", print_all)


@pytest.fixture(scope="module")
def texts(files) -> dict[str, str]:
    return {name: text_in(pdf) for name, pdf in files.items()}


@pytest.mark.parametrize("name", FILES)
def test_the_checker_finds_nothing_in_its_language(files, name):
    content = FILES[name]
    language = getattr(content, "language", "fr")

    assert findings(files[name], reference=content.reference, language=language) == ()


@pytest.mark.parametrize("name", ["en", "ar", "uk"])
def test_the_checker_would_find_another_language(files, name):
    found = findings(files[name], reference=FILES[name].reference, language="fr")

    assert found == ("language",)


@pytest.mark.parametrize(
    ("name", "pages"), [("fr", 5), ("en", 1), ("ar", 1), ("uk", 1), ("contacts", 1), ("notice", 3)]
)
def test_a_file_has_no_page_too_many(files, name, pages):
    with pikepdf.open(BytesIO(files[name])) as pdf:
        assert len(pdf.pages) == pages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("situation", ["high up, others pay", "temporary residence"])
def test_the_fullest_key_page_stays_one_page(renderer, language, situation):
    content = replace(EASY_SUMMARY, language=language, **SITUATIONS[situation])

    pages = text_in(renderer.pdf(easy_job(language, content))).removesuffix("\f").split("\f")

    assert len(pages) == (5 if language == "fr" else 1)


def test_each_subject_of_the_french_file_begins_a_page(texts):
    pages = [page.split("\n\n") for page in texts["fr"].removesuffix("\f").split("\f")]

    begun = [" ".join(page[2].split()) for page in pages[1:]]
    headings = ["Vivre dans le logement", "Comment nous avons choisi", "Vos informations"]
    for told, heading in zip(begun, [*headings, "La fin du séjour"], strict=True):
        assert told.startswith(heading)


@pytest.mark.parametrize("name", FILES)
def test_only_the_arabic_file_turns_its_pages_the_other_way(files, name):
    with pikepdf.open(BytesIO(files[name])) as pdf:
        direction = str(pdf.Root.ViewerPreferences.get("/Direction", "/L2R"))

    assert direction == ("/R2L" if name == "ar" else "/L2R")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_brings_its_faces_embedded_as_subsets(files, language):
    with pikepdf.open(BytesIO(files[language])) as pdf:
        names = {str(font.BaseFont) for page in pdf.pages for font in page.resources.Font.values()}

    assert all(name[7] == "+" for name in names), names
    used = {family for family in FAMILIES["ar"] | FAMILIES["uk"] if any(family in n for n in names)}
    assert used == FAMILIES[language]


@pytest.mark.parametrize("name", FILES)
def test_the_same_content_gives_the_same_bytes(files, renderer, name):
    again = renderer.pdf(easy_job(name, replace(FILES[name])))

    assert again == files[name]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("fr", ["Vous avez un logement.", "Le logement est gratuit.", "Appelez le", "Vivre dans"]),
        ("en", ["You have a home.", "The home is free of charge.", "You can refuse.", "Call"]),
        ("uk", ["У вас є житло.", "Житло безкоштовне.", "Ви можете відмовитися.", "Телефонуйте"]),
        ("ar", ["لديكم سكن", "السكن مجاني", "يمكنكم الرفض", "اتصلوا بالرقم"]),
        ("contacts", ["Qui appeler", "03 53 01 42 18", "112", "39 28", "27 rue des Tisserands"]),
        ("notice", ["L’essentiel", "1. Qui répond", "5. Pour combien", "7. Vos droits"]),
    ],
)
def test_a_file_is_read_in_the_order_of_its_page(texts, name, told):
    text = " ".join(visible(texts[name]).split())

    places = [text.find(one) for one in told]

    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["fr", "contacts", "notice"])
def test_no_word_of_a_lease_is_printed(texts, name):
    assert forbidden_words(texts[name]) == ()


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("fr", "facile 1.0"),
        ("ar", "facile 1.0"),
        ("contacts", "contacts 1.0"),
        ("notice", "notice 1.0"),
    ],
)
def test_each_page_names_the_version_of_its_template(texts, name, version):
    for page in texts[name].removesuffix("\f").split("\f"):
        assert version in " ".join(page.split())


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("person", "printed"),
    [(LONG, "composé de"), ("عائلة حداد", "عائلة"), ("Zoe\u0301 Ґалаґан", "Zoé Ґалаґан")],
)
def test_a_long_or_foreign_name_still_makes_a_file(renderer, name, person, printed):
    changes = {"referent": person} | ({"association": person} if name in TEMPLATES else {})

    text = visible(text_in(renderer.pdf(easy_job(name, replace(FILES[name], **changes)))))

    assert printed in " ".join(text.split())


def sheet(**changes) -> str:
    page = render_html("contacts_sheet.html", {"sheet": replace(CONTACTS_SHEET, **changes)})
    return " ".join(text_of(page).split())


def notice(**changes) -> str:
    page = render_html("data_notice.html", {"notice": replace(DATA_NOTICE, **changes)})
    return " ".join(text_of(page).split())


def test_the_contacts_sheet_keeps_the_address_of_a_protected_household():
    assert "Tisserands" in sheet()
    assert "Tisserands" not in sheet(address="")
    assert "aux secours" not in sheet(address="")


def test_a_referent_without_a_number_is_asked_for_at_the_association():
    text = sheet(referent_phone="")

    assert "03 53 01 42 20" not in text
    assert "Demandez Julie Delattre." in text


def test_the_notice_names_who_answers_who_decided_and_whom_to_ask():
    text = notice()

    for told in (
        "Toits et Passerelles répond de votre dossier",
        "donnees@stirrup.example",
        "de l’équipe Stirrup, a examiné la proposition et l’a retenue le 10 février 2026",
        "stirrup.example/rules",
        "une autre personne la réexamine",
        "cnil.fr",
    ):
        assert told in text


def test_the_notice_tells_what_the_owner_reads():
    assert "noms et dates de naissance des adultes" in notice()
    assert "Ni vos noms, ni vos dates de naissance." in notice(owner_reads_names=False)
    assert "noms et dates de naissance des adultes" not in notice(owner_reads_names=False)


def test_a_notice_that_was_not_read_before_is_not_said_to_have_been():
    assert "version 2026-11" in notice()
    assert "lue avec vous" not in notice(told_version="", told_on=None)
