"""Pages of the steps and reasons: who opens them, what they refuse, what they keep."""

import re

import pytest
from sqlalchemy import select

from stirrup.extensions import db
from stirrup.placements.lanes.catalogue import lanes_in_force, lanes_of_the_program
from stirrup.placements.lanes.enums import StepCode
from stirrup.placements.lanes.models import ReasonSetting
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_local_authority,
    an_administrator,
)

STEP = {
    "name_fr": "Visite",
    "name_en": "Visit",
    "text_fr": "Le ménage voit le logement avec son référent.",
    "text_en": "",
    "delay": "9",
    "unit": "days",
    "remind_after": "3",
    "escalate_after": "6",
    "timeout": "flag",
    "enabled": "y",
}
REASON = {
    "side": "household",
    "label_fr": "Trop près de l’école",
    "label_en": "",
    "term": "days",
    "days": "45",
    "household": "ready",
    "home": "open",
}
READ = ("/lanes", "/lanes/steps/visit", "/lanes/reasons/new", "/lanes/reasons/size")
WRITTEN = (
    "/lanes/steps/visit",
    "/lanes/steps/visit/restore",
    "/lanes/reasons/new",
    "/lanes/reasons/size",
    "/lanes/reasons/size/retire",
    "/lanes/reasons/size/bring-back",
    "/lanes/reasons/size/restore",
)
SEEN = re.compile(r'name="seen" value="(\w*)"')


@pytest.fixture
def team(client):
    return client.sign_in(an_administrator())


def seen_on(client, page: str) -> str:
    return SEEN.search(client.get(page).text).group(1)


def send(client, page: str, fields: dict, to: str | None = None):
    """Open a page and send its form as a browser would, with the stamp it showed."""
    return client.submit(page, {"seen": seen_on(client, page), **fields}, to=to)


@pytest.mark.parametrize("page", READ)
def test_an_administrator_opens_them(team, page):
    assert team.get(page).status_code == 200


@pytest.mark.parametrize("page", ["/lanes/steps/nothing", "/lanes/reasons/nothing"])
def test_a_step_or_a_reason_that_does_not_exist_is_not_found(team, page):
    assert team.get(page).status_code == 404


@pytest.mark.parametrize("somebody", [a_landlord, a_case_worker, a_local_authority])
def test_another_role_neither_reads_nor_writes_them(client, somebody):
    client.sign_in(somebody())
    client.application.config["WTF_CSRF_ENABLED"] = False
    try:
        statuses = {client.get(page).status_code for page in READ}
        statuses |= {client.post(page, data={}).status_code for page in WRITTEN}
    finally:
        client.application.config["WTF_CSRF_ENABLED"] = True

    assert statuses == {403}
    assert lanes_in_force() == lanes_of_the_program()


def test_nobody_is_sent_to_sign_in(client):
    for page in READ:
        assert "/sign-in" in client.get(page).headers["Location"]


def test_the_list_names_every_step_and_every_reason(team):
    text = team.get("/lanes").text

    lanes = lanes_in_force()
    words = [step.name["fr"] for step in lanes.steps]
    words += [reason.label["fr"] for reason in lanes.reasons.values()]
    assert [one for one in words if one not in text] == []


def test_a_step_is_changed_and_its_history_says_by_whom(team):
    answer = send(team, "/lanes/steps/visit", STEP)

    assert answer.status_code == 303
    step = lanes_in_force().step(StepCode.VISIT)
    assert (step.delay, step.remind_after, step.escalate_after) == (9, 3, 6)
    assert "Personne" in team.get("/lanes/steps/visit").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_fr", ""),
        ("text_fr", ""),
        ("delay", "0"),
        ("delay", "61"),
        ("delay", "12345678901234567890"),
        ("delay", "NaN"),
        ("remind_after", "7"),
        ("escalate_after", "10"),
        ("unit", "moons"),
        ("name_fr", "a\x00b"),
        ("text_fr", "Vu."),
        ("name_fr", "x" * 61),
    ],
)
def test_what_is_wrong_in_a_step_is_said_beside_it_and_kept(team, field, value):
    answer = send(team, "/lanes/steps/visit", STEP | {field: value, "name_en": "Kept as typed"})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Kept as typed" in answer.text
    assert lanes_in_force() == lanes_of_the_program()


def test_a_page_left_open_while_somebody_else_changed_the_step_is_told(team):
    old = seen_on(team, "/lanes/steps/visit")
    send(team, "/lanes/steps/visit", STEP)

    answer = team.submit("/lanes/steps/visit", STEP | {"seen": old, "delay": "30"})

    assert answer.status_code == 409
    assert 'value="30"' in answer.text
    assert lanes_in_force().step(StepCode.VISIT).delay == 9
    again = SEEN.search(answer.text).group(1)
    team.submit("/lanes/steps/visit", STEP | {"seen": again, "delay": "30"})
    assert lanes_in_force().step(StepCode.VISIT).delay == 30


def test_a_wrong_form_sent_again_still_tells_of_a_change(team):
    """A refusal of the form does not make the page look newer than it is."""
    old = seen_on(team, "/lanes/steps/visit")
    send(team, "/lanes/steps/visit", STEP)

    refused = team.submit("/lanes/steps/visit", STEP | {"seen": old, "delay": "0"})

    assert SEEN.search(refused.text).group(1) == old


@pytest.mark.parametrize("code", ["agreement", "signatures", "keys"])
def test_once_papers_are_made_a_step_asks_neither_about_falling_nor_leaving_out(team, code):
    text = team.get(f"/lanes/steps/{code}").text

    assert 'name="timeout"' not in text
    assert 'name="enabled"' not in text


def test_a_step_goes_back_by_one_button(team):
    send(team, "/lanes/steps/visit", STEP)

    answer = send(team, "/lanes/steps/visit", {}, to="/lanes/steps/visit/restore")

    assert answer.status_code == 303
    assert lanes_in_force() == lanes_of_the_program()


def test_a_reason_is_added_and_offered(team):
    answer = send(team, "/lanes/reasons/new", REASON)

    assert answer.status_code == 303
    row = db.session.scalars(select(ReasonSetting)).one()
    assert (row.code, row.forbids_days) == ("trop_pres_de_l_ecole", 45)
    assert "Trop près de l’école" in team.get("/lanes").text


@pytest.mark.parametrize(("term", "days"), [("none", 0), ("ever", None)])
def test_a_term_is_not_at_all_or_for_ever(team, term, days):
    send(team, "/lanes/reasons/new", REASON | {"term": term, "days": ""})

    assert db.session.scalars(select(ReasonSetting.forbids_days)).one() == days


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("days", ""),
        ("days", "0"),
        ("days", "3651"),
        ("side", ""),
        ("side", "neighbour"),
        ("label_fr", ""),
        ("label_fr", "a\x00b"),
        ("label_fr", "y" * 121),
        ("household", "nowhere"),
    ],
)
def test_what_is_wrong_in_a_reason_is_said_beside_it(team, field, value):
    answer = send(team, "/lanes/reasons/new", REASON | {field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert db.session.scalars(select(ReasonSetting)).all() == []


def test_the_same_reason_sent_twice_is_said_beside_its_words(team):
    send(team, "/lanes/reasons/new", REASON)

    answer = send(team, "/lanes/reasons/new", REASON)

    assert answer.status_code == 422
    assert 'id="label_fr-error"' in answer.text


def test_a_reason_is_retired_and_offered_again_from_its_page(team):
    page = "/lanes/reasons/size"

    send(team, page, {}, to=f"{page}/retire")
    retired = lanes_in_force().reasons["size"].retired
    send(team, page, {}, to=f"{page}/bring-back")

    assert (retired, lanes_in_force().reasons["size"].retired) == (True, False)


def test_a_reason_that_the_platform_gives_offers_no_retiring(team):
    assert "/retire" not in team.get("/lanes/reasons/deadline_passed").text

    answer = send(
        team, "/lanes/reasons/deadline_passed", {}, to="/lanes/reasons/deadline_passed/retire"
    )

    assert answer.status_code == 409


def test_what_an_administrator_types_is_shown_as_text(team):
    send(team, "/lanes/reasons/new", REASON | {"label_fr": "<script>alert(1)</script>"})

    text = team.get("/lanes").text

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
