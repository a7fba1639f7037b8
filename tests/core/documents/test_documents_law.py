"""The legal papers of a stay: every article of each form, no lease, no name too many, no threat."""

import json
import re
from dataclasses import replace
from datetime import date, time

import pytest

from stirrup.documents.archive import content_json
from stirrup.documents.checker import findings
from stirrup.documents.contents.agreement_parts import Borrower
from stirrup.documents.contents.end_notice import NoticeParty
from stirrup.documents.contents.truce import eve_of_truce, in_truce
from stirrup.documents.lint import ALLOWED_SENTENCES, forbidden_words, text_of
from stirrup.documents.render import render_html
from tests.core.documents.conftest import text_in
from tests.core.documents.jobs import agreement_job
from tests.core.documents.law_samples import (
    AMENDMENT,
    CERTIFICATE,
    END_NOTICE,
    HOUSING,
    LANDLORD_CERTIFICATE,
    LAW_SAMPLES,
    LOAN,
    LOAN_AMENDMENT,
    RESIDENCE_HOUSING,
    RESIDENCE_LOAN,
)
from tests.core.documents.samples import AGREEMENT

each = pytest.mark.parametrize("name", LAW_SAMPLES)
AGREEMENTS = [name for name, sample in LAW_SAMPLES.items() if sample[0] == "agreement.html"]
OWNERS_SIDE = (
    "loan",
    "residence_loan",
    "loan_amendment",
    "landlord_notice",
    "landlord_certificate",
)
OF_ALL = [*range(1, 24)]
OF_THE_LOAN = [*range(1, 12), *range(13, 19), *range(20, 24)]
OF_THE_HOUSING = [*range(1, 7), *range(8, 16), 17, *range(19, 24)]
ARTICLES = {
    "agreement": OF_ALL,
    "loan": OF_THE_LOAN,
    "residence_loan": OF_THE_LOAN,
    "housing": OF_THE_HOUSING,
    "residence_housing": OF_THE_HOUSING,
}
WORDS_OF_CODE = ("None", "{{", "{%", "Decimal(", "datetime", "undefined")
THREATS = ("expulsé", "poursuiv", "sanction", "mise en demeure", "huissier", "pénalité")
STRANGE_NAMES = (
    "e\u0301le\u0300ve N\u0303ez",
    "عائلة الخطيب",
    "Łukasz Žižka-Ångström",
    "Un nom très long " * 18,
    "<b>x</b> {{7*7}}",
)
TRUCE_TWINS = [
    (date(2026, 10, 30), "neither"),
    (date(2026, 10, 31), "eve"),
    (date(2026, 11, 1), "truce"),
    (date(2027, 3, 31), "truce"),
    (date(2027, 4, 1), "neither"),
]


def html_of(name: str, **changes) -> str:
    template, variable, content = LAW_SAMPLES[name]
    return render_html(template, {variable: replace(content, **changes)})


def page_of(name: str, **changes) -> str:
    """The words of the page, one space for any space."""
    return re.sub(r"\s+", " ", text_of(html_of(name, **changes)))


def articles_in(page: str) -> list[int]:
    """The numbers of the articles that have a heading."""
    return [int(number) for number in re.findall(r'<h2><span class="no">Article.(\d+)', page)]


# Every paper


@each
def test_the_checker_finds_nothing_in_a_legal_paper(sample_pdf, name):
    reference = LAW_SAMPLES[name][2].reference

    assert findings(sample_pdf(name), reference=reference) == ()


@each
def test_a_file_says_no_word_of_a_lease_and_nothing_of_the_code(sample_pdf, name):
    text = text_in(sample_pdf(name))

    assert forbidden_words(text, allowed=ALLOWED_SENTENCES[LAW_SAMPLES[name][0]]) == ()
    assert [word for word in WORDS_OF_CODE if word in text] == []


@each
def test_a_word_of_a_lease_planted_in_a_page_is_found(name):
    spoiled = page_of(name).replace("logement", "logement sans loyer", 1)

    assert forbidden_words(spoiled, allowed=ALLOWED_SENTENCES[LAW_SAMPLES[name][0]]) == ("loyer",)


@each
def test_every_page_of_a_file_has_its_reference_and_number(sample_pdf, name):
    pages = text_in(sample_pdf(name)).removesuffix("\f").split("\f")

    for number, page in enumerate(pages, start=1):
        assert LAW_SAMPLES[name][2].reference in page
        assert f"Page {number} sur {len(pages)}" in page


@each
def test_a_paper_waits_for_a_jurist_until_its_template_is_validated(name):
    notice = "Modèle à faire valider par un juriste ou l’ADIL"

    assert notice in page_of(name)
    assert notice not in page_of(name, template_validated=True)


@each
def test_a_paper_threatens_nobody(name):
    page = page_of(name).lower()

    assert [word for word in THREATS if word in page] == []


def test_each_form_of_paper_names_its_template_and_version():
    versions = {LAW_SAMPLES[name][2].template_version for name in LAW_SAMPLES}

    assert versions == {
        "convention 1.1",
        "pret-association 1.0",
        "hebergement 1.0",
        "mise-a-disposition-residence 1.0",
        "contrat-residence 1.0",
        "avenant 1.0",
        "notification-fin 1.0",
        "certificat-fin 1.0",
    }


# Agreements


@pytest.mark.parametrize("name", AGREEMENTS)
def test_each_form_has_its_articles_and_no_other(name):
    assert articles_in(html_of(name)) == ARTICLES[name]


@pytest.mark.parametrize("name", AGREEMENTS)
def test_clauses_of_a_form_are_numbered_without_a_gap(name):
    numbers = re.findall(r'<p[^>]*><span class="no">(\d+)\.(\d+)', html_of(name))

    for article in ARTICLES[name][:-1]:
        clauses = [int(clause) for number, clause in numbers if int(number) == article]
        assert clauses == list(range(1, len(clauses) + 1)), article


@pytest.mark.parametrize("name", AGREEMENTS)
def test_each_form_denies_being_a_lease_in_one_sentence_and_gives_the_home_for_free(name):
    page = page_of(name)

    assert forbidden_words(page) == ("bail",)
    assert "pour l’occupation du logement" in page


@pytest.mark.parametrize("name", ["agreement", "housing", "residence_housing"])
def test_what_residents_sign_names_the_night_and_the_person_who_decided(name):
    page = page_of(name)

    assert "traitement algorithmique dans la nuit du 10 février 2026" in page
    assert "Claire Morel, de l’équipe Stirrup, a examiné cette proposition" in page


def test_the_loan_lets_the_association_choose_whom_it_houses():
    assert "Le choix du ménage n’appartient qu’à elle." in page_of("loan")
    assert "un ménage de trois personnes, dont un enfant mineur" in page_of("loan")


def test_the_housing_agreement_names_the_loan_that_allows_it():
    assert f"référence {AGREEMENT.reference}" in page_of("housing")


@pytest.mark.parametrize("name", ["residence_loan", "residence_housing"])
def test_a_temporary_residence_states_its_approval_and_bills_nothing(name):
    page = page_of(name)

    assert "agrément 59-2025-17, valable jusqu’au 31 décembre 2028" in page
    assert "Article 29 de la loi n° 2018-1021 du 23 novembre 2018" in page
    assert "Les résidents ne paient rien : ni eau, ni gaz, ni électricité, ni chauffage." in page


def test_a_temporary_residence_is_renewed_within_eighteen_months_unless_a_letter_comes_in_time():
    page = page_of("residence_housing")

    assert "sans dépasser dix-huit mois en tout, soit le 1er septembre 2027" in page
    assert "par lettre recommandée ou par acte de commissaire de justice" in page
    assert "au plus tard le 1er août 2026 pour le premier terme" in page


def test_the_body_gives_the_premises_back_empty():
    assert "l’association rend le logement libre de toute occupation" in page_of("residence_loan")


@pytest.mark.parametrize("content", [RESIDENCE_LOAN, RESIDENCE_HOUSING])
def test_a_temporary_residence_that_bills_a_resident_is_refused(content):
    with pytest.raises(ValueError, match="billed nothing"):
        replace(content, charges=AGREEMENT.charges)


def test_a_loan_that_names_a_resident_is_refused():
    with pytest.raises(ValueError, match="counts the residents"):
        replace(LOAN, borrowers=AGREEMENT.borrowers)


def test_a_loan_that_tells_the_language_of_a_resident_is_refused():
    with pytest.raises(ValueError, match="nothing else"):
        replace(LOAN, explained_in="en arabe")


def test_the_owner_is_no_party_to_the_housing_agreement():
    with pytest.raises(ValueError, match="no party"):
        replace(HOUSING, lenders=AGREEMENT.lenders)


@pytest.mark.parametrize("name", AGREEMENTS)
def test_the_personal_plan_is_in_no_list_of_annexes(name):
    assert "<b>I</b>" not in html_of(name)


def test_a_protected_adult_signs_with_the_person_who_assists():
    assisted = Borrower("Samira Haddad", date(1991, 4, 14), assisted_by="Rim Saadi, curatrice")

    page = page_of("agreement", borrowers=(assisted,))

    assert "avec l’assistance de Rim Saadi, curatrice, qui signe aussi." in page


# What the owner never reads


@pytest.mark.parametrize("name", OWNERS_SIDE)
def test_what_the_owner_reads_in_two_contracts_names_no_resident(sample_pdf, name):
    _template, _variable, content = LAW_SAMPLES[name]

    told = text_in(sample_pdf(name)) + content_json(content).decode() + html_of(name)

    for word in ("Haddad", "Samira", "Elias", "arabe", "Rim Saadi"):
        assert word not in told


def test_the_outcome_stands_in_the_association_s_copy_alone():
    assert "Un logement social" in page_of("end_certificate")
    assert "Un logement social" not in page_of("landlord_certificate")
    assert json.loads(content_json(LANDLORD_CERTIFICATE))["outcome"] == ""


@pytest.mark.parametrize("told", [{"outcome": "family"}, {"residents": ("Samira Haddad",)}])
def test_a_landlord_s_certificate_that_tells_too_much_is_refused(told):
    with pytest.raises(ValueError, match="landlord's copy"):
        replace(LANDLORD_CERTIFICATE, **told)


def test_an_owner_s_amendment_that_names_a_resident_is_refused():
    with pytest.raises(ValueError, match="names none"):
        replace(LOAN_AMENDMENT, residents=("Samira Haddad",))


# Dates


@pytest.mark.parametrize(("day", "expected"), TRUCE_TWINS)
def test_a_day_is_in_the_truce_on_its_eve_or_neither(day, expected):
    assert (in_truce(day), eve_of_truce(day)) == (expected == "truce", expected == "eve")


@pytest.mark.parametrize(("day", "expected"), TRUCE_TWINS)
def test_an_agreement_warns_of_the_truce_and_of_its_eve(day, expected):
    dates = replace(AGREEMENT.dates, first_day=date(2026, 4, 1), last_day=day)

    page = page_of("agreement", dates=dates)

    assert ("6.5" in page) == (expected != "neither")
    assert ("tombe pendant cette suspension" in page) == (expected == "truce")
    assert ("commence le lendemain du dernier jour" in page) == (expected == "eve")


@pytest.mark.parametrize(("day", "expected"), TRUCE_TWINS)
def test_a_notice_tells_what_the_truce_means_in_plain_words(day, expected):
    page = page_of("end_notice", announced_on=date(2026, 9, 1), effective_on=day)

    assert ("Ce jour tombe pendant la trêve hivernale." in page) == (expected == "truce")
    assert ("La trêve hivernale commence le lendemain." in page) == (expected == "eve")


@pytest.mark.parametrize(("day", "expected"), TRUCE_TWINS)
def test_an_amendment_warns_of_the_truce(day, expected):
    page = page_of("amendment", last_day=day)

    assert ("tombe pendant la trêve hivernale" in page) == (expected == "truce")
    assert ("commence le lendemain du dernier jour" in page) == (expected == "eve")


# Amendment


def test_an_amendment_carries_the_reference_of_its_agreement_and_its_number():
    page = page_of("amendment")

    assert "Avenant de prolongation n° 1" in page
    assert "À la convention de mise à disposition gratuite ST-2026-000412," in page


def test_an_amendment_renews_nothing_tacitly_and_comes_before_the_last_day():
    page = page_of("amendment")

    assert "Il n’y a pas de reconduction tacite" in page
    assert "Tous signent cet avenant avant la fin du 1er septembre 2026." in page
    assert "dans la limite de douze mois en tout" in page


def test_an_amendment_counts_rights_and_names_none():
    assert "6 droits ouverts, 3 démarches en cours" in page_of("amendment")
    assert "droits ouverts" not in page_of("amendment", rights_granted=None)


def test_an_amendment_says_which_tax_days_it_adds():
    page = page_of("amendment")

    assert "le logement est occupé le 1er janvier 2027" in page
    assert "avant le 1er juillet 2027 puis avant le 1er juillet 2028" in page


def test_an_amendment_that_prolongs_nothing_is_refused():
    with pytest.raises(ValueError, match="ends later"):
        replace(AMENDMENT, last_day=AMENDMENT.former_last_day)


# Notice and certificate


@pytest.mark.parametrize(
    ("ground", "text"),
    [
        ("term", "Articles 1875 et 1888 du Code civil"),
        ("residents_leave", "Article 14.1 de la convention"),
        ("association_hands_over", "Article 14.2 de la convention"),
        ("pressing_need", "Article 1889 du Code civil"),
        ("serious_breach", "Article 1880 du Code civil"),
        ("unfit_home", "Article L. 1331-23 du code de la santé publique"),
    ],
)
def test_a_notice_gives_the_text_of_its_ground_and_help(ground, text):
    page = page_of("end_notice", ground=ground)

    assert text in page
    assert "03 53 01 42 18" in page
    assert "39 28" in page


def test_a_temporary_residence_that_is_not_renewed_says_which_law():
    page = page_of("end_notice", is_residence=True)

    assert "Article 29 de la loi n° 2018-1021 : la convention n’est pas renouvelée" in page


def test_a_body_that_hands_over_ends_no_stay():
    page = page_of("end_notice", ground="association_hands_over")

    assert "Le séjour ne s’arrête pas." in page
    assert "dernier jour du séjour" not in page


def test_a_notice_given_by_hand_has_room_for_a_receipt():
    assert html_of("end_notice").count('class="hand"') == 3
    assert 'class="hand"' not in html_of("end_notice", delivery="electronic")


def test_a_notice_after_the_day_it_announces_is_refused():
    with pytest.raises(ValueError, match="before the day"):
        replace(END_NOTICE, announced_on=date(2026, 9, 2))


def test_a_certificate_tells_the_exit_the_keys_and_the_days():
    page = page_of("end_certificate")

    assert "mardi 1er septembre 2026, à 11 h 30" in page
    assert "3 sur 3" in page
    assert "184 jours de suite" in page
    assert "estimés à 180,50 €" in page


def test_a_certificate_without_damage_inventory_or_hour_says_so_plainly():
    page = page_of(
        "end_certificate",
        has_damage=False,
        damage_euros=None,
        fund_euros=None,
        exit_inventory_on=None,
        left_at=None,
        meters=(),
        forwards_mail=False,
    )

    assert "Aucun dommage constaté" in page
    assert "Pas encore fait" in page
    assert "Les résidents ne demandent pas que leur courrier suive." in page


def test_the_day_of_arrival_counts_when_somebody_leaves_at_once():
    assert replace(CERTIFICATE, left_on=CERTIFICATE.first_day, left_at=time(18)).days == 1


# Names of all kinds


def test_strange_names_are_printed_and_keep_the_file_whole(renderer):
    borrowers = tuple(Borrower(name, date(1990, 1, 1)) for name in STRANGE_NAMES)
    content = replace(HOUSING, borrowers=borrowers)

    pdf = renderer.pdf(agreement_job(content))

    assert findings(pdf, reference=content.reference) == ()
    assert "élève Ñez" in text_in(pdf)
    assert "<b>x</b> {{7*7}}" in text_in(pdf)


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_a_notice_prints_any_name_as_text(name):
    page = html_of("end_notice", author=NoticeParty("residents", (name,)))

    assert "<b><b>x" not in page
    assert "49" not in text_of(page).replace("ST-2026", "")
