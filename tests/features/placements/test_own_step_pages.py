"""Pages of added steps: who opens them, what they refuse, where each side reads their words."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import select

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import Side, StepCode
from stirrup.placements.lanes.models import StepSetting
from tests import factories
from tests.features.placements.own_steps import an_own_step, order, seen
from tests.features.placements.test_lane_walks import Scene
from tests.features.placements.test_own_steps import come_to, done

NEW = {
    "name_fr": "Accord du syndic",
    "name_en": "",
    "text_fr": "Le syndic a donné son accord pour l’entrée du ménage.",
    "text_en": "",
    "side": "landlord",
    "after": "visit",
    "delay": "5",
    "unit": "days",
    "remind_after": "2",
    "escalate_after": "4",
    "timeout": "flag",
    "enabled": "y",
}
NAME = "Attestation d’assurance reçue"


@pytest.fixture
def scene(client) -> Scene:
    return Scene()


@pytest.fixture
def team(client):
    return client.sign_in(factories.an_administrator())


def page_of(scene: Scene, code: str) -> str:
    return f"/stays/{scene.stay.id}/steps/{code}"


def test_a_step_is_added_on_its_page(client, team):
    page = client.submit("/lanes/steps/new", NEW)

    (row,) = db.session.scalars(select(StepSetting))
    step = lanes_in_force().step(row.code)
    assert page.status_code == HTTPStatus.SEE_OTHER
    assert row.code == "own_accord_du_syndic"
    assert (step.side, step.after, step.delay) == (Side.LANDLORD, "visit", 5)
    assert "Accord du syndic" in client.get("/lanes").text


def test_a_form_sent_twice_adds_one_step(client, team):
    client.submit("/lanes/steps/new", NEW)

    again = client.submit("/lanes/steps/new", NEW)

    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert db.session.query(StepSetting).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_fr": ""},
        {"name_fr": "\x00"},
        {"name_fr": "x" * 61},
        {"side": "household"},
        {"side": "nobody"},
        {"side": ""},
        {"after": "keys"},
        {"after": "own_of_nobody"},
        {"after": ""},
        {"delay": "0"},
        {"delay": "61"},
        {"delay": "9" * 20},
        {"delay": "NaN"},
        {"unit": "years"},
        {"remind_after": "5"},
        {"escalate_after": "6"},
        {"after": "signatures", "timeout": "release"},
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(client, team, wrong):
    page = client.submit("/lanes/steps/new", NEW | wrong)

    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "govuk-error-message" in page.text
    assert order() == list(StepCode)


def test_a_step_is_changed_retired_brought_back_and_deleted(client, team):
    code = an_own_step()
    stamps = {"seen": seen(code)}

    client.submit(f"/lanes/steps/{code}", NEW | stamps | {"name_fr": "Autre chose"})
    changed = lanes_in_force().step(code)
    client.submit("/lanes", {"seen": seen(code)}, to=f"/lanes/steps/{code}/retire")
    retired = order()
    client.submit("/lanes", {"seen": seen(code)}, to=f"/lanes/steps/{code}/bring-back")
    back = order()
    client.submit("/lanes", {"seen": seen(code)}, to=f"/lanes/steps/{code}/retire")
    client.submit("/lanes", {"seen": seen(code)}, to=f"/lanes/steps/{code}/delete")

    assert (changed.name["fr"], changed.after, changed.side) == (
        "Autre chose",
        "visit",
        Side.ASSOCIATION,
    )
    assert (code in retired, code in back) == (False, True)
    assert db.session.query(StepSetting).count() == 0


@pytest.mark.parametrize("path", ["", "/retire", "/bring-back", "/delete"])
def test_a_step_that_is_none_answers_404(client, team, path):
    answer = client.submit("/lanes", {"seen": ""}, to=f"/lanes/steps/own_none{path}")

    assert answer.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("path", ["/retire", "/bring-back", "/delete"])
def test_a_step_of_the_program_is_not_retired(client, team, path):
    answer = client.submit("/lanes", {"seen": seen("visit")}, to=f"/lanes/steps/visit{path}")

    assert answer.status_code == HTTPStatus.CONFLICT
    assert order() == list(StepCode)


@pytest.mark.parametrize(
    "person", [factories.a_landlord, factories.a_case_worker, factories.a_local_authority]
)
def test_the_pages_of_steps_are_for_administrators(client, person):
    code, visitor = an_own_step(), person()
    client.sign_in(visitor)
    paths = ("/lanes/steps/new", f"/lanes/steps/{code}")

    statuses = [client.get(path).status_code for path in paths]

    assert set(statuses) == {HTTPStatus.FORBIDDEN}


@pytest.mark.parametrize(
    ("side", "speaker"),
    [(Side.ASSOCIATION, "worker"), (Side.LANDLORD, "landlord"), (Side.TEAM, "team")],
)
def test_whoever_is_expected_reads_it_and_says_that_it_is_done(client, scene, side, speaker):
    code = an_own_step(side)
    come_to(scene, code)
    client.sign_in(getattr(scene, speaker))

    stay = client.get(f"/stays/{scene.stay.id}").text
    answered = client.submit(page_of(scene, code), {"note": "Reçue ce matin."})

    db.session.expire_all()
    assert NAME in stay and page_of(scene, code) in stay
    assert answered.status_code == HTTPStatus.FOUND
    assert scene.stay.step == StepCode.VISIT_BOOKING
    assert scene.stay.answers[-1].note == "Reçue ce matin."


@pytest.mark.parametrize("side", [Side.ASSOCIATION, Side.LANDLORD])
def test_the_team_answers_for_a_side_and_reads_that_it_does(client, scene, side):
    code = an_own_step(side)
    come_to(scene, code)
    client.sign_in(scene.team)

    page = client.get(page_of(scene, code)).text
    client.submit(page_of(scene, code), {"note": ""})

    assert "en leur nom" in page or "au nom" in page or "in the name" in page
    assert scene.stay.answers[-1].on_behalf


def test_another_side_is_led_to_the_stay_and_answers_nothing(client, scene):
    code = an_own_step(Side.ASSOCIATION)
    come_to(scene, code)
    client.sign_in(scene.landlord)

    read = client.get(page_of(scene, code))
    posted = client.submit("/today", {"note": ""}, to=page_of(scene, code))

    assert read.status_code == HTTPStatus.FOUND
    assert posted.status_code == HTTPStatus.FORBIDDEN
    assert scene.stay.step == code


def test_strangers_find_no_stay_and_nobody_signs_in_first(client, scene):
    code = an_own_step(Side.LANDLORD)
    come_to(scene, code)
    nobody = client.get(page_of(scene, code)).status_code
    client.sign_in(factories.a_landlord())

    assert nobody == HTTPStatus.FOUND
    assert client.get(page_of(scene, code)).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("code", ["visit", "own_none", "x" * 200])
def test_a_page_of_no_added_step_answers_404(client, scene, code):
    client.sign_in(scene.worker)

    assert client.get(page_of(scene, code)).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("note", ["x" * 501, "\x00"])
def test_a_note_that_cannot_be_kept_is_refused(client, scene, note):
    code = an_own_step()
    come_to(scene, code)
    client.sign_in(scene.worker)

    page = client.submit(page_of(scene, code), {"note": note})

    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert scene.stay.step == code


def test_what_was_done_is_not_asked_again(client, scene):
    code = an_own_step()
    come_to(scene, code)
    done(scene, code)
    client.sign_in(scene.worker)

    assert client.get(page_of(scene, code)).status_code == HTTPStatus.FOUND
    assert client.submit("/today", {"note": ""}, to=page_of(scene, code)).status_code == 302


@pytest.mark.parametrize(
    ("side", "speaker", "pages"),
    [
        (Side.ASSOCIATION, "worker", ["/today", "/board", "/board/table"]),
        (Side.LANDLORD, "landlord", ["/today", "/units/{unit}"]),
        (Side.TEAM, "team", ["/today"]),
    ],
)
def test_every_list_tells_it_by_its_name(client, scene, side, speaker, pages):
    code = an_own_step(side)
    come_to(scene, code)
    client.sign_in(getattr(scene, speaker))

    for page in pages:
        assert NAME in client.get(page.format(unit=scene.stay.unit_id)).text, page


def test_it_is_told_late_to_the_team_by_its_name(client, scene):
    code = an_own_step()
    come_to(scene, code)
    scene.stay.step_due_on = today() - timedelta(days=9)
    db.session.commit()
    client.sign_in(scene.team)

    assert NAME in client.get("/morning-brief").text
    assert NAME in client.get("/review").text
