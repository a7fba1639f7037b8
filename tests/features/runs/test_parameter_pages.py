"""The pages of weights and policy: read by the team, adopted with a reason, published."""

import io
import json
from dataclasses import asdict

import pytest

from stirrup.extensions import db
from stirrup.matching.over_time.holds import RARE_NEEDS, HoldPolicy
from stirrup.matching.weights import Weights
from stirrup.runs import parameters
from stirrup.runs.choice_models import MatchParameters
from stirrup.runs.policy_reports import MEASURES
from stirrup.runs.weight_words import WEIGHTS
from tests.factories import a_case_worker, a_landlord, a_local_authority, an_administrator
from tests.features.runs.situations import count, in_force

ADOPT = "/parameters/adopt"
HOLDS = HoldPolicy(name=RARE_NEEDS, nights=21, needs=("needs_step_free",))


def some_figures(number: float) -> dict:
    return {name: {"mean": number, "low": number - 0.5, "high": number + 0.5} for name in MEASURES}


REPORT = {
    "format": 1,
    "compared_with": "optimum",
    "policies": [
        {"code": "first_come", "label": "First come", "holds": None, "summary": some_figures(1)},
        {
            "code": "optimum",
            "label": "The engine as it is",
            "holds": {"name": "off"},
            "summary": some_figures(20),
        },
        {
            "code": RARE_NEEDS,
            "label": "Homes kept for rare needs",
            "holds": asdict(HOLDS) | {"needs": list(HOLDS.needs)},
            "summary": some_figures(23),
            "difference": some_figures(3),
        },
    ],
}


@pytest.fixture
def administrator(client):
    person = an_administrator(language="en", display_name="Awa Diop")
    client.sign_in(person)
    return person


def answers(**changed) -> dict[str, str]:
    """The form as it is opened, with a reason and some answers changed."""
    present = parameters.weights_in_force()
    values = {words.name: str(words.value(present)) for words in WEIGHTS}
    return values | {"policy": "same", "note": "Decided on Monday"} | changed


def a_report(content=REPORT) -> tuple[io.BytesIO, str]:
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    return io.BytesIO(content), "report.json"


def test_the_page_shows_the_weights_of_the_program_before_any_adoption(client, administrator):
    page = client.get("/parameters").text

    assert "Version 2026-1" in page
    assert "Comes with the program" in page
    assert "No home is kept" in page


def test_the_history_tells_who_adopted_what_when_and_why(client, administrator):
    adopted = parameters.adopt_parameters(
        by=administrator, weights=Weights(waiting=80), policy=HoldPolicy(), note="Waits too short"
    )

    page = client.get("/parameters").text

    for words in (adopted.version, "Awa Diop", "Waits too short", "60 became 80"):
        assert words in page


def test_a_version_has_its_page_and_its_report(client, administrator):
    adopted = in_force(policy=HOLDS, weights=Weights(waiting=80))

    page = client.get(f"/parameters/{adopted.id}").text
    report = client.get(f"/parameters/{adopted.id}/report.json").json

    assert "60 became 80" in page
    assert "At most 21 nights" in page
    assert report == {"nights": 9}


def test_the_form_opens_on_the_weights_in_force(client, administrator):
    in_force(weights=Weights(waiting=83))

    assert 'value="83"' in client.get(ADOPT).text


def test_new_weights_are_adopted_under_a_version_of_their_own(client, administrator):
    answer = client.submit(ADOPT, answers(waiting="80"), follow_redirects=True)

    adopted = parameters.parameters_in_force()
    assert f"Version {adopted.version} is in force from the next night on." in answer.text
    assert parameters.weights_in_force().waiting == 80
    assert (adopted.adopted_by, adopted.note) == (administrator, "Decided on Monday")


def test_every_weight_can_be_adopted(client, administrator):
    typed = {words.name: str(words.value(Weights()) + 1) for words in WEIGHTS}

    client.submit(ADOPT, answers(**typed))

    adopted = parameters.weights_in_force()
    assert [words.value(adopted) for words in WEIGHTS] == [int(value) for value in typed.values()]
    assert (adopted.lots, adopted.urgency[3]) == (Weights().lots, 0)


def test_a_policy_is_adopted_with_the_figures_of_its_report(client, administrator):
    client.submit(ADOPT, answers(policy=RARE_NEEDS, report=a_report()))

    assert parameters.policy_in_force() == HOLDS
    assert parameters.parameters_in_force().report == REPORT


def test_a_policy_without_a_report_is_refused_and_what_was_typed_is_kept(client, administrator):
    answer = client.submit(ADOPT, answers(policy=RARE_NEEDS, waiting="81"))

    assert answer.status_code == 409
    assert "A policy is adopted from a back-test" in answer.text
    assert 'value="81"' in answer.text
    assert count(MatchParameters) == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\x00",
        b"[]",
        b"{}",
        b"[" * 100_000,
        REPORT | {"format": 2},
        REPORT | {"policies": []},
        REPORT | {"policies": 3},
        REPORT | {"policies": [3]},
        REPORT | {"policies": [{"code": RARE_NEEDS, "holds": {"name": "unknown"}}]},
        REPORT | {"policies": [{"code": RARE_NEEDS, "holds": {"nights": 10**20}}]},
        REPORT | {"policies": [{"code": RARE_NEEDS, "holds": {"surprise": 1}}]},
        REPORT | {"policies": [{"code": "first_come", "holds": None}]},
    ],
)
def test_a_file_that_is_no_report_is_refused_beside_its_field(client, administrator, content):
    answer = client.submit(ADOPT, answers(policy=RARE_NEEDS, report=a_report(content)))

    assert answer.status_code == 422
    assert count(MatchParameters) == 0


@pytest.mark.parametrize(
    "rows",
    [REPORT["policies"][:2], [REPORT["policies"][2] | {"difference": None}]],
    ids=["absent", "not compared"],
)
def test_a_report_that_does_not_compare_the_policy_is_refused(client, administrator, rows):
    other = REPORT | {"policies": rows}

    answer = client.submit(ADOPT, answers(policy=RARE_NEEDS, report=a_report(other)))

    assert answer.status_code == 422
    assert "This report does not compare that policy" in answer.text


def test_a_version_shows_what_its_policy_changes(client, administrator):
    client.submit(ADOPT, answers(policy=RARE_NEEDS, report=a_report()))

    page = client.get(f"/parameters/{parameters.parameters_in_force().id}").text

    for words in ("Urgent households housed", ">20<", ">23<", "2.5 to 3.5"):
        assert words in page


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("waiting", ""),
        ("waiting", "-1"),
        ("waiting", "10001"),
        ("waiting", "9" * 20),
        ("waiting", "NaN"),
        ("waiting", "1.5"),
        ("waiting", "6\x000"),
        ("days_per_waiting_point", "0"),
        ("scarce_below_percent", "0"),
        ("scarce_below_percent", "101"),
        ("urgency_0", "2000"),
        ("urgency_1", "3000"),
        ("urgency_2", "0"),
        ("policy", "unknown"),
        ("note", ""),
        ("note", "x" * 501),
    ],
)
def test_an_answer_out_of_bounds_is_refused_beside_its_field(client, administrator, name, typed):
    answer = client.submit(ADOPT, answers(**{name: typed}))

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text or "govuk-form-group--error" in answer.text
    assert count(MatchParameters) == 0


def test_adopting_what_is_in_force_is_said(client, administrator):
    answer = client.submit(ADOPT, answers())

    assert answer.status_code == 409
    assert "nothing was changed" in answer.text


@pytest.mark.parametrize("outsider", [a_case_worker, a_landlord, a_local_authority])
@pytest.mark.parametrize(
    "page", ["/parameters", "/parameters/1", "/parameters/1/report.json", ADOPT]
)
def test_only_the_team_opens_these_pages(client, outsider, page):
    client.sign_in(outsider())

    assert client.get(page).status_code in (403, 404)


@pytest.mark.parametrize("page", ["/parameters", ADOPT])
def test_a_guest_is_asked_to_sign_in(client, page):
    answer = client.get(page)

    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_an_unknown_version_is_not_found(client, administrator):
    assert client.get("/parameters/999999").status_code == 404


def test_adopting_needs_a_form_of_ours(client, administrator):
    assert client.post(ADOPT, data={"note": "x"}).status_code == 400


def test_the_public_rules_follow_what_is_in_force(client):
    adopted = in_force(weights=Weights(waiting=77), policy=HOLDS)

    client.get("/language/en")
    page = client.get("/rules").text

    assert adopted.version in page
    assert "77" in page
    assert "kept at first for households that need it" in page
    assert "Monday" not in page
    assert adopted.adopted_by.display_name not in page


def test_the_public_rules_list_the_versions_and_what_each_changed(client):
    first, second = in_force(weights=Weights(waiting=70)), in_force(weights=Weights(waiting=71))
    db.session.commit()

    client.get("/language/en")
    page = client.get("/rules").text

    assert page.index(second.version) < page.rindex(first.version)
    assert "60 became 70" in page
    assert "70 became 71" in page
    assert "2026-1" in page
