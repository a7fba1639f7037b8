"""What a landlord may not write about people, and what may be written about a home."""

import pytest

from stirrup.units.refused_criteria import RefusedCriterion, find_refused_criteria


@pytest.mark.parametrize(
    ("text", "criterion"),
    [
        ("Pas d’enfants", RefusedCriterion.FAMILY),
        ("pas de bébé", RefusedCriterion.FAMILY),
        ("Femme seule", RefusedCriterion.FAMILY),
        ("idéal couple", RefusedCriterion.FAMILY),
        ("No children please", RefusedCriterion.FAMILY),
        ("Hommes uniquement", RefusedCriterion.SEX),
        ("plus de 30 ans", RefusedCriterion.AGE),
        ("Réservé aux séniors", RefusedCriterion.AGE),
        ("nationalité française", RefusedCriterion.ORIGIN),
        ("pas d'étrangers", RefusedCriterion.ORIGIN),
        ("famille catholique", RefusedCriterion.RELIGION),
        ("CDI exigé", RefusedCriterion.JOB),
        ("pas de RSA", RefusedCriterion.JOB),
        ("Emploi stable", RefusedCriterion.JOB),
        ("parle français", RefusedCriterion.LANGUAGE),
        ("pas d’handicapés", RefusedCriterion.HEALTH),
        ("Personnes sérieuses", RefusedCriterion.CHARACTER),
    ],
)
def test_a_criterion_about_people_is_found(text, criterion):
    assert criterion in find_refused_criteria(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3e étage, porte gauche, code 12B45",
        "Chambre d’enfant avec lit bébé",
        "Résidence des Étudiants, bâtiment B",
        "Salon, vue sur cour, pas de vis-à-vis",
        "Salle de bain adaptée à un fauteuil roulant",
        "Cour non fermée",
        "Interphone Dupont",
        "Cuisine sans hotte",
    ],
)
def test_a_description_of_the_home_passes(text):
    assert find_refused_criteria(text) == []


def test_every_criterion_has_its_words():
    examples = {
        "sans enfant", "pas d’hommes", "moins de 25 ans", "nationalité", "musulman",
        "RSA", "francophone", "bonne santé", "sérieux",
    }  # fmt: skip

    found = {criterion for text in examples for criterion in find_refused_criteria(text)}

    assert found == set(RefusedCriterion)
