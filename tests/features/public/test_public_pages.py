"""Pages for everybody: they work without account, and tell what the code does."""

from dataclasses import asdict
from http import HTTPStatus

import pytest

from stirrup.matching.eligibility import OTHER_CONDITIONS_LABEL, RULES
from stirrup.matching.scoring import OF_THE_HOUSEHOLD, OF_THE_PAIR
from stirrup.matching.weights import Weights
from stirrup.placements.lanes.enums import DelayUnit, StepCode, Timeout
from stirrup.placements.lanes.models import StepSetting
from stirrup.public.algorithm import published_algorithm
from stirrup.referrals.notice import NOTICE, NOTICE_VERSION
from stirrup.runs.choice_models import MatchParameters
from tests import factories

PAGES = [
    "/",
    "/simulator",
    "/how-it-works",
    "/rules",
    "/help",
    "/accessibility",
    "/personal-data",
    "/legal",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_opens_for_nobody_in_both_languages(client, page, language):
    client.get(f"/language/{language}")

    answer = client.get(page)

    assert answer.status_code == HTTPStatus.OK
    assert f'<html lang="{language}">' in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_nothing_inline(client, page):
    text = client.get(page).text

    assert "style=" not in text
    assert "<script>" not in text
    assert " onclick" not in text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_nothing_of_another_site(client, page):
    text = client.get(page).text

    assert 'src="http' not in text
    assert 'href="http' not in text


@pytest.mark.parametrize(
    ("person", "first_page"),
    [
        (factories.an_administrator, "worklists.today"),
        (factories.a_landlord, "worklists.today"),
        (factories.a_case_worker, "worklists.today"),
        (factories.a_local_authority, "accounts.profile"),
    ],
)
def test_a_person_who_is_inside_goes_on_to_their_work(client, path_to, person, first_page):
    client.sign_in(person())

    assert client.get("/").location == path_to(first_page)


def test_the_figures_of_the_home_page_are_those_of_the_data(client):
    client.get("/language/en")

    text = client.get("/").text

    assert "1,967" in text
    assert "4,600" in text
    assert "LOVAC 2025" in text


def test_each_told_rule_is_published_by_its_label(client):
    conditions = published_algorithm(()).conditions

    assert conditions == tuple(rule.label for rule in RULES if rule.told)
    assert OTHER_CONDITIONS_LABEL not in conditions


def test_the_published_points_are_those_that_are_applied():
    weights = Weights(waiting=61)

    adopted = MatchParameters(version="2026-2", weights=asdict(weights), policy={})
    algorithm = published_algorithm([adopted])

    published = {part.sentence: part.most for part in algorithm.of_the_household}
    assert published == {part.sentence: part.maximum(weights) for part in OF_THE_HOUSEHOLD}
    assert len(algorithm.of_the_pair) == len(OF_THE_PAIR)


def test_no_silent_rule_is_named(client):
    client.get("/language/en")
    text = client.get("/rules").text

    silent = {rule.code for rule in RULES if not rule.told}

    assert silent
    assert not any(code in text for code in silent)


def test_the_notice_told_to_households_is_published_with_its_version(client):
    client.get("/language/en")

    text = client.get("/personal-data").text

    assert NOTICE_VERSION in text
    assert all(heading in text for heading, _sentences in NOTICE)


def test_legal_notices_say_what_a_demonstration_is(client):
    client.get("/language/en")
    client.application.config["DEMO_BANNER"] = True
    try:
        text = client.get("/legal").text
    finally:
        client.application.config["DEMO_BANNER"] = False

    assert "invented data" in text


def test_an_unknown_page_is_not_found(client):
    assert client.get("/nowhere").status_code == HTTPStatus.NOT_FOUND


def test_the_rules_tell_the_steps_in_force(client):
    client.get("/language/en")
    changed = StepSetting(
        code=StepCode.LANDLORD_ANSWER,
        name={"fr": "Oui ou non du propriétaire", "en": "Yes or no of the landlord"},
        text={"fr": "", "en": ""},
        delay=9,
        unit=DelayUnit.DAYS,
        remind_after=3,
        escalate_after=6,
        timeout=Timeout.RELEASE,
        enabled=True,
        changed_by_id=factories.an_administrator().id,
    )
    factories.stored(changed)

    text = client.get("/rules").text

    assert "Yes or no of the landlord" in text
    assert "9 days" in text


def test_legal_notices_say_what_the_operator_has_not_given(client):
    client.get("/language/en")

    assert "To be completed by the operator of this site" in client.get("/legal").text


def test_legal_notices_give_what_the_operator_gave(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "LEGAL_NAME", "Le Relais du Canal, association")

    assert "Le Relais du Canal, association" in client.get("/legal").text
