"""The papers of a stay beside its agreement: what they say, and that they keep to every rule."""

import re
from dataclasses import replace
from io import BytesIO
from unicodedata import normalize

import pikepdf
import pytest
from pydantic import TypeAdapter

from stirrup.documents.archive import content_json
from stirrup.documents.checker import findings
from stirrup.documents.contents.inventory import Compared, InventoryRoom, KeyCounts, Seen
from stirrup.documents.contents.occupation_certificate import Proof
from stirrup.documents.lint import forbidden_words, text_of
from stirrup.documents.render import render_html
from tests.core.documents.conftest import text_in
from tests.core.documents.jobs import job_of
from tests.core.documents.life_samples import (
    ATTESTATION,
    CERTIFICATE,
    ENTRY_INVENTORY,
    LIFE_SAMPLES,
    PLAN,
)
from tests.core.documents.samples import SIGNED

WORDS_OF_CODE = ("None", "{{", "{%", "Decimal(", "datetime", "undefined")
LONG = "Un nom très long " * 18  # 306 signs
NAMES = (
    "e\u0301le\u0300ve N\u0303ez",
    "عائلة الخطيب",
    "Łukasz Žižka-Ångström",
    LONG,
    "<b>x</b> {{7*7}}",
)
each = pytest.mark.parametrize("name", LIFE_SAMPLES)


def page_of(name: str, **changes) -> str:
    """The words of the page, one space for any space."""
    template, variable, content = LIFE_SAMPLES[name]
    page = render_html(template, {variable: replace(content, **changes)})
    return re.sub(r"\s+", " ", text_of(page))


# Every paper


@each
def test_the_checker_finds_nothing_in_a_paper(sample_pdf, name):
    reference = LIFE_SAMPLES[name][2].reference

    assert findings(sample_pdf(name), reference=reference) == ()


@each
def test_every_page_of_a_paper_has_its_reference_and_number(sample_pdf, name):
    reference = LIFE_SAMPLES[name][2].reference
    pages = text_in(sample_pdf(name)).removesuffix("\f").split("\f")

    for number, page in enumerate(pages, start=1):
        assert reference in page
        assert f"Page {number} sur {len(pages)}" in page


@each
def test_a_paper_says_no_word_of_a_lease_and_none_of_the_code(sample_pdf, name):
    text = text_in(sample_pdf(name))

    assert forbidden_words(text) == ()
    assert [word for word in WORDS_OF_CODE if word in text] == []


@each
def test_a_forbidden_word_planted_in_a_paper_is_found(name):
    template, variable, content = LIFE_SAMPLES[name]
    page = render_html(template, {variable: content})

    spoiled = text_of(page.replace("</h1>", " et quittance</h1>", 1))

    assert forbidden_words(spoiled) == ("quittance",)


@each
def test_a_paper_waits_for_a_jurist_until_its_template_is_validated(name):
    notice = "Modèle à faire valider par un juriste ou l’ADIL"

    assert notice in page_of(name)
    assert notice not in page_of(name, template_validated=True)


@each
def test_a_paper_names_its_template_and_its_version(name):
    content = LIFE_SAMPLES[name][2]

    assert f"version 1 · modèle {content.template_version} · français" in page_of(name)
    assert re.fullmatch(r"[a-z-]+ \d+\.\d+", content.template_version)


@each
def test_a_paper_is_read_back_from_its_own_data(name):
    content = LIFE_SAMPLES[name][2]

    assert TypeAdapter(type(content)).validate_json(content_json(content)) == content


# The owner's certificate of occupation


def test_a_certificate_tells_each_run_with_its_days():
    text = page_of("occupation_certificate")

    assert "Du 2 mars 2026 au 1er septembre 2026 inclus : 184 jours de suite." in text
    assert "Depuis le 2 octobre 2026, en cours : 106 jours de suite au 15 janvier 2027." in text
    assert "Terme prévu par la convention : 1er avril 2027." in text


def test_a_certificate_says_year_by_year_whether_ninety_days_are_passed():
    text = page_of("occupation_certificate")

    assert "2026 184 jours oui non taxe 2027" in text
    assert "2027 15 jours non oui taxe 2028" in text
    assert "l’année 2027 n’est comptée que jusqu’au 15 janvier 2027" in text


def test_a_certificate_says_which_rule_no_text_confirms():
    assert "Pour les taxes 2027 et 2028, les 90 jours viennent de la règle précédente" in page_of(
        "occupation_certificate"
    )
    assert "Aucun texte" not in page_of("occupation_certificate", presumed_tax_years=())


def test_a_certificate_of_an_ended_stay_is_not_under_way():
    text = page_of("occupation_certificate", runs=CERTIFICATE.runs[:1], years=CERTIFICATE.years[:1])

    assert "en cours" not in text
    assert "Terme prévu" not in text


def test_a_certificate_past_the_term_says_that_the_exit_is_awaited():
    text = page_of("occupation_certificate", runs=CERTIFICATE.runs[:1], exit_awaited=True)

    assert "Le terme est passé ; la sortie n’est pas encore constatée." in text


def test_a_certificate_without_proofs_has_no_empty_list():
    assert "Les preuves conservées" not in page_of("occupation_certificate", proofs=())


@pytest.mark.parametrize("typed", NAMES)
def test_an_owner_and_an_insurance_are_printed_as_they_were_typed(typed):
    text = page_of("occupation_certificate", owner=typed, proofs=(Proof("Assurance", typed),))

    assert text.count(" ".join(normalize("NFC", typed).split())) == 2


@pytest.mark.parametrize("title", ["tripartite", "via_association", "residence_temporaire"])
def test_a_certificate_names_the_title_of_each_legal_basis(title):
    assert "gratui" in page_of("occupation_certificate", legal_title=title)


# The residents' attestation


def test_an_attestation_says_who_lives_where_since_when_free_by_which_title():
    text = page_of("resident_attestation")

    for expected in (
        "Samira Haddad, date de naissance : 14 avril 1991",
        "Elias Haddad, date de naissance : 3 novembre 1988",
        "avec un enfant mineur",
        "27 rue des Tisserands, 59100 Roubaix depuis le 2 mars 2026",
        "aucune somme n’est due pour l’occupation",
        "Valable trois mois, du 9 mars 2026 au 9 juin 2026.",
        "référence ST-2026-000412, jusqu’au 1er septembre 2026.",
        "par un contrat à leur nom",
        "K7QM 2XTR 94HP A3BD",
    ):
        assert expected in text


def test_an_attestation_never_calls_residents_somebody_s_guests():
    assert "hébergé" not in page_of("resident_attestation")


def test_an_attestation_fits_on_one_page(sample_pdf):
    assert text_in(sample_pdf("resident_attestation")).count("\f") == 1
    assert text_in(sample_pdf("protected_attestation")).count("\f") == 1


def test_an_attestation_of_one_person_speaks_of_one():
    text = page_of("resident_attestation", residents=ATTESTATION.residents[:1], children_count=0)

    assert "Le résident est chez lui" in text
    assert "mineur" not in text
    assert "leur" not in text


@pytest.mark.parametrize("children", [0, 1, 2, 13])
def test_an_attestation_counts_children_and_names_none(children):
    text = page_of("resident_attestation", children_count=children)

    assert ("enfants mineurs" in text) is (children > 1)


def test_a_protected_attestation_gives_the_address_of_the_association_alone(sample_pdf):
    file = sample_pdf("protected_attestation")
    with pikepdf.open(BytesIO(file)) as pdf:
        (attached,) = pdf.attachments.values()
        data = attached.get_file().read_bytes().decode()

    for secret in ("Tisserands", "Vanhoutte"):
        assert secret not in text_in(file)
        assert secret not in data
    assert "5 place de la Fosse" in text_in(file)


def test_an_attestation_that_hides_the_home_cannot_name_its_owner():
    with pytest.raises(ValueError, match="does not name its owner"):
        replace(ATTESTATION, address="")


@pytest.mark.parametrize("typed", NAMES)
def test_a_name_from_anywhere_is_printed_as_text(typed):
    person = replace(ATTESTATION.residents[0], name=typed)

    text = page_of("resident_attestation", residents=(person,))

    assert " ".join(normalize("NFC", typed).split()) in text


def test_an_attestation_of_names_from_everywhere_is_a_sound_file(renderer):
    people = tuple(replace(ATTESTATION.residents[0], name=name) for name in NAMES)
    content = replace(ATTESTATION, residents=people, children_count=0)

    file = renderer.pdf(job_of("resident_attestation.html", "attestation", content))

    assert findings(file, reference=content.reference) == ()
    assert "Łukasz Žižka" in text_in(file)


# Inventories and keys


def test_an_entry_tells_each_element_with_its_state_in_words():
    text = page_of("entry_inventory")

    for expected in (
        "Murs usé Deux trous de cheville",
        "Chauffage neuf sans remarque",
        "Fenêtres et volets mauvais",
        "Chaises 4 usé",
        "3 clés et 1 badge",
        "Électricité PDL 00 000 000 000 412 18 204 kWh",
        "Eau non noté 842 m³",
        "Samira Haddad, Elias Haddad, Claire Vanhoutte et Julie Delattre",
        "Objets usuels non comptés : Four ou micro-ondes, Lave-linge.",
        ENTRY_INVENTORY.photos_digest,
    ):
        assert expected in text


def test_an_exit_shows_both_moments_side_by_side():
    text = page_of("exit_inventory")

    assert "Comparé à celui d’entrée, du 2 mars 2026." in text
    assert "Murs usé : Deux trous de cheville au-dessus du canapé bon : Rebouchés" in text
    assert "Balcon non relevé bon" in text
    assert "Évier et robinet bon non relevé" in text
    assert "Chaises 4, état usé 3, état usé" in text
    assert "18 204 kWh 19 960 kWh" in text


def test_normal_wear_is_never_charged():
    sentence = (
        "L’usure normale n’est jamais à la charge des résidents (article 1884 du Code civil)."
    )

    assert sentence in page_of("entry_inventory")
    assert sentence in page_of("exit_inventory")


@pytest.mark.parametrize("name", ["entry_inventory", "exit_inventory"])
def test_an_inventory_of_nothing_says_so(name):
    text = page_of(
        name, present=(), rooms=(), furniture=(), meters=(), absent_furniture=(), photos_digest=""
    )

    for expected in (
        "Aucune pièce n’a été décrite.",
        "Aucun meuble n’a été compté.",
        "Aucun compteur n’a été relevé.",
    ):
        assert expected in text
    assert "Présents" not in text
    assert "Photos" not in text


@pytest.mark.parametrize("name", ["entry_inventory", "exit_inventory", "key_receipt"])
def test_a_signed_paper_says_whether_it_waits_is_signed_or_sealed(name):
    assert "Exemplaire à signer" in page_of(name)
    assert "Exemplaire signé" in page_of(name, signatures=SIGNED)
    assert "Exemplaire numérique scellé" in page_of(name, signatures=SIGNED, sealed=True)


@pytest.mark.parametrize("typed", NAMES)
def test_rooms_and_remarks_are_printed_as_they_were_typed(typed):
    room = InventoryRoom(typed, (Compared(typed, Seen("good", typed)),))
    expected = " ".join(normalize("NFC", typed).split())

    assert page_of("entry_inventory", rooms=(room,)).count(expected) == 3


def test_an_inventory_of_names_from_everywhere_and_forty_elements_is_a_sound_file(renderer):
    elements = tuple(Compared(f"{name} {n}", Seen("bad", name)) for n in range(8) for name in NAMES)
    content = replace(ENTRY_INVENTORY, rooms=(InventoryRoom(LONG, elements),))

    file = renderer.pdf(job_of("inventory.html", "inventory", content))

    assert findings(file, reference=content.reference) == ()


def test_a_receipt_tells_counts_people_and_day_and_no_code():
    text = page_of("key_receipt")

    assert "Remises le lundi 2 mars 2026, convention ST-2026-000412." in text
    assert "Quoi 3 clés et 1 badge" in text
    assert "Remises par Julie Delattre, Toits et Passerelles" in text
    assert "Reçues par Samira Haddad Elias Haddad" in text
    assert "Aucun code d’accès n’est écrit ici" in text


@pytest.mark.parametrize("typed", NAMES)
def test_a_receipt_names_people_as_they_are_written(typed):
    text = page_of("key_receipt", handed_by=typed, received_by=(typed,))

    assert text.count(" ".join(normalize("NFC", typed).split())) == 2


def test_a_receipt_of_two_adults_fits_on_one_page(sample_pdf):
    assert text_in(sample_pdf("key_receipt")).count("\f") == 1


def test_one_key_and_no_badge_are_singular_and_silent():
    text = page_of("key_receipt", counts=KeyCounts(1))

    assert "Quoi 1 clé Logement" in text


# The personal plan


def test_a_plan_says_that_not_taking_part_ends_nothing():
    assert "Ne pas participer ne met pas fin au séjour." in page_of("personal_plan")


def test_a_plan_says_who_reads_it_and_never_where_they_live():
    text = page_of("personal_plan")

    assert "Le propriétaire et la plateforme ne le lisent pas." in text
    assert "Pour les résidents et l’association seuls" in text
    assert "Tisserands" not in text


def test_a_plan_gives_each_milestone_its_day():
    text = page_of("personal_plan")

    assert "signer au plus tard le mardi 17 mars 2026." in text
    for line in ("Trois jours avant 27 février 2026", "Entrée 2 mars 2026", "Trois mois 2 juin"):
        assert line in text


def test_a_plan_lists_every_right_with_its_place_and_day_and_room_to_write():
    text = page_of("personal_plan")

    assert "Assurance de l’occupant Assureur, association 27 février 2026" in text
    assert "Compte bancaire Banque, Banque de France 17 mars 2026" in text
    assert "Retraite Carsat, Agirc-Arrco au besoin" in text
    template, variable, content = LIFE_SAMPLES["personal_plan"]
    assert render_html(template, {variable: content}).count("<td></td>") == len(PLAN.rights) == 29


def test_a_plan_has_room_for_each_resident_and_the_referent_to_sign():
    text = page_of("personal_plan")

    assert text.count("Date et signature") == 3


@pytest.mark.parametrize("typed", NAMES)
def test_a_plan_of_one_person_with_any_name_is_written(typed):
    text = page_of("personal_plan", residents=(typed,), duty_phone="")

    assert " ".join(normalize("NFC", typed).split()) in text
    assert "astreinte" not in text
