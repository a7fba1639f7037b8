"""The pages of a stay at each stage: what each reader may do, what is refused beside its field."""

import re
from datetime import timedelta

import pytest

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements.enums import (
    EventKind,
    ExtensionState,
    FactsSection,
    InventoryMoment,
    LegalBasis,
    PlacementState,
)
from stirrup.placements.inventories import find_inventory
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.services import complete_facts
from tests import factories
from tests.features.placements.situations import FACTS, complete
from tests.features.placements.stages import (
    a_stay_ready_to_start,
    a_stay_that_ends,
    a_stay_under_way,
    an_ended_stay,
    signed,
)

BAD_TEXTS = ["\x00", "\u202e"]
TYPED = re.compile(r'<input class="govuk-input[^>]*name="([^"]+)" value="([^"]*)"')
CHOSEN = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
BAD_NUMBERS = [*BAD_TEXTS, "\ud800", "9" * 20, "NaN", "-1", "²"]


def date_fields(name: str, day) -> dict:
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def sent(client, page: str, fields: dict):
    """The answer to a form whose texts may hold anything."""
    raw = {
        name: value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        for name, value in fields.items()
    }
    return client.submit(page, raw)


def filled(page_text: str) -> dict:
    """Every answer that an opened inventory already holds."""
    fields = dict(TYPED.findall(page_text))
    for name, options in CHOSEN.findall(page_text):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen.group(1) if chosen else ""
    fields["present"] = "Samira Haddad\nNadia Lefèvre"
    return fields


@pytest.fixture
def worker(client):
    """Signs in the referent of a stay."""

    def sign_in(placement):
        client.sign_in(placement.referral.referent)
        return client

    return sign_in


def test_the_form_of_the_loan_is_chosen_and_a_refusal_stands_beside_it(client):
    placement = factories.a_placement()
    client.sign_in(factories.an_administrator())
    page = f"/stays/{placement.id}/legal-basis"

    refused = client.submit(page, {"legal_basis": "residence_temporaire"})
    unknown = client.submit(page, {"legal_basis": "bail"})
    chosen = client.submit(page, {"legal_basis": "via_association"})

    assert (refused.status_code, unknown.status_code, chosen.status_code) == (422, 422, 302)
    assert "govuk-error-message" in refused.text
    db.session.refresh(placement)
    assert placement.legal_basis == LegalBasis.VIA_ASSOCIATION


def test_an_approval_is_entered_with_the_facts_of_the_association(client):
    placement = factories.a_placement()
    client.sign_in(factories.an_administrator())
    facts = FACTS[FactsSection.ASSOCIATION] | {"approval_number": "59-2025-7"}
    until = date_fields("approval_expires_on", placement.last_day)

    client.submit(f"/stays/{placement.id}/facts/association", facts | until)
    answer = client.submit(
        f"/stays/{placement.id}/legal-basis", {"legal_basis": "residence_temporaire"}
    )

    assert answer.status_code == 302


def test_the_language_of_the_explanation_is_kept_with_the_residents(client):
    placement = complete(factories.a_placement(), factories.an_administrator())
    client.sign_in(factories.an_administrator())
    page = f"/stays/{placement.id}/facts/residents"
    known = {**FACTS[FactsSection.RESIDENTS]}
    for name in ("birth_date_1", "birth_date_2"):
        known |= date_fields(name, known.pop(name))

    client.submit(page, known | {"explained_in": "ar", "interpreter": "Leïla Mansour"})

    db.session.refresh(placement.facts)
    assert (placement.facts.explained_in, placement.facts.interpreter) == ("ar", "Leïla Mansour")


def test_the_keys_are_offered_once_nothing_lacks(worker):
    placement, _team = a_stay_ready_to_start()
    browser, page = worker(placement), f"/stays/{placement.id}"

    answer = browser.submit(page, to=f"{page}/start")

    db.session.refresh(placement)
    assert (answer.status_code, placement.state) == (302, PlacementState.ACTIVE)


def test_the_keys_are_refused_before_their_time(worker):
    placement = factories.a_placement(agreed=True)
    browser, page = worker(placement), f"/stays/{placement.id}"

    answer = browser.submit(page, {"x": "y"}, to=f"{page}/start")

    assert f'action="{page}/start"' not in browser.get(page).text
    assert answer.status_code == 409


def test_an_inventory_is_recorded_from_what_the_page_offers(worker):
    placement, _team = a_stay_ready_to_start()
    placement.inventories.clear()
    db.session.commit()
    browser, page = worker(placement), f"/stays/{placement.id}/inventories/entry"
    offered = filled(browser.get(page).text)

    offered |= {"state_1_0": "worn", "remark_1_0": "rayure", "count_2": "2"}
    answer = browser.submit(page, offered | date_fields("made_on", today()))

    entry = find_inventory(placement, InventoryMoment.ENTRY)
    assert answer.status_code == 302
    assert [room["name"] for room in entry.rooms][:2] == ["Entrée", "Séjour"]
    assert entry.rooms[1]["elements"][0] == {"name": "Sol", "state": "worn", "remark": "rayure"}
    assert {thing["name"]: thing["count"] for thing in entry.furniture}["Table"] == 2
    assert entry.present == ["Samira Haddad", "Nadia Lefèvre"]


def test_the_exit_inventory_starts_from_the_entry(worker):
    placement, _team = a_stay_that_ends()

    text = worker(placement).get(f"/stays/{placement.id}/inventories/exit").text

    assert filled(text)["state_0_0"] == "good"
    assert filled(text)["worth_0"] == "worn"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *((name, text) for name in ("present", "remark_0_0") for text in BAD_TEXTS),
        *((name, text) for name in ("keys_count", "count_0") for text in BAD_NUMBERS),
        ("state_0_0", "perfect"),
        ("remark_0_0", "x" * 201),
        ("present", "a\n" * 13),
        ("meter_water", "\x00"),
    ],
)
def test_bad_input_in_an_inventory_is_refused_beside_its_field(worker, field, typed):
    placement, _team = a_stay_ready_to_start()
    browser, page = worker(placement), f"/stays/{placement.id}/inventories/entry"

    answer = sent(browser, page, filled(browser.get(page).text) | {field: typed})

    assert answer.status_code == 422
    assert "govuk-error-message" in answer.text


def test_an_inventory_of_tomorrow_is_refused(worker):
    placement, _team = a_stay_ready_to_start()
    browser, page = worker(placement), f"/stays/{placement.id}/inventories/entry"
    tomorrow = date_fields("made_on", today() + timedelta(days=1))

    assert browser.submit(page, filled(browser.get(page).text) | tomorrow).status_code == 422


@pytest.mark.parametrize("moment", ["exit", "tomorrow", "ENTRY"])
def test_an_inventory_out_of_its_time_has_no_form(worker, moment):
    placement, _team = a_stay_ready_to_start()

    answer = worker(placement).get(f"/stays/{placement.id}/inventories/{moment}")

    assert answer.status_code == (409 if moment == "exit" else 404)


def test_a_prolongation_is_asked_withdrawn_and_asked_again(worker):
    placement, _team = a_stay_under_way()
    browser, page = worker(placement), f"/stays/{placement.id}"
    wished = date_fields("last_day", placement.last_day + timedelta(days=20))

    asked = browser.submit(f"{page}/prolongation", {"reason": "other"} | wished)
    again = browser.get(f"{page}/prolongation")
    browser.submit(page, to=f"{page}/prolongation/withdraw")

    db.session.refresh(placement)
    assert (asked.status_code, again.status_code) == (302, 409)
    assert [one.state for one in placement.extensions] == [ExtensionState.WITHDRAWN]


@pytest.mark.parametrize("days", [0, 300])
def test_an_impossible_last_day_is_refused_beside_it(worker, days):
    placement, _team = a_stay_under_way()
    browser, page = worker(placement), f"/stays/{placement.id}/prolongation"
    wished = date_fields("last_day", placement.last_day + timedelta(days=days))

    answer = browser.submit(page, {"reason": "other"} | wished)

    assert answer.status_code == 422
    assert "govuk-error-message" in answer.text
    assert placement.extensions == []


def test_the_team_puts_a_signed_prolongation_in_force(client):
    placement, team = a_stay_under_way()
    client.sign_in(team)
    page, wished = f"/stays/{placement.id}", placement.last_day + timedelta(days=20)
    client.submit(f"{page}/prolongation", {"reason": "other"} | date_fields("last_day", wished))
    signed(placement, DocumentKind.AMENDMENT, "1")

    answer = client.submit(page, to=f"{page}/prolongation/in-force")

    db.session.refresh(placement)
    assert (answer.status_code, placement.last_day) == (302, wished)


def test_an_end_is_announced_then_told(worker):
    placement, _team = a_stay_under_way()
    browser, page = worker(placement), f"/stays/{placement.id}"
    notice = {"ground": "residents_leave", "delivery": "hand"} | date_fields(
        "announced_on", today()
    )

    announced = browser.submit(f"{page}/end", notice)
    told = browser.submit(
        f"{page}/end/record",
        {"keys_returned": 3, "left_at": 11, "outcome": "family"} | date_fields("left_on", today()),
    )

    db.session.refresh(placement)
    assert (announced.status_code, told.status_code) == (302, 302)
    assert placement.state == PlacementState.ENDED_EARLY


@pytest.mark.parametrize(
    "values",
    [
        {"damage_euros": "120"},
        {"damage_euros": "NaN", "has_damage": "y"},
        {"keys_returned": "9" * 20},
        {"left_at": "24"},
        {"outcome": "prison"},
        {"left_on-day": "31", "left_on-month": "2"},
        {"left_on-year": "99999"},
    ],
)
def test_bad_input_about_the_end_is_refused_beside_its_field(worker, values):
    placement, _team = a_stay_that_ends()
    browser, page = worker(placement), f"/stays/{placement.id}/end/record"
    ordinary = {"keys_returned": 3, "outcome": "family"} | date_fields("left_on", today())

    answer = sent(browser, page, ordinary | values)

    assert answer.status_code == 422
    assert "govuk-error-message" in answer.text


def test_where_the_residents_live_now_is_never_told_to_the_landlord(client):
    placement, team = an_ended_stay()
    page, told = f"/stays/{placement.id}", "A social home"
    landlord = factories.a_landlord(placement.unit.organisation)
    readers = (landlord, placement.referral.referent, team)

    of_the_landlord, of_the_association, of_the_team = (
        client.application.test_client().sign_in(reader).get(page).text for reader in readers
    )

    assert "Un logement social" not in of_the_landlord and told not in of_the_landlord
    assert "Un logement social" in of_the_association
    assert "Un logement social" in of_the_team


def test_the_association_has_one_paper_produced(worker):
    placement, _team = a_stay_under_way()
    browser, page = worker(placement), f"/stays/{placement.id}"

    browser.submit(page, {"kind": "resident_attestation", "slot": ""}, to=f"{page}/documents")

    attestations = [
        paper for paper in placement.documents if paper.kind == DocumentKind.RESIDENT_ATTESTATION
    ]
    assert [paper.state for paper in attestations] == [DocumentState.PENDING]


@pytest.mark.parametrize("kind", ["occupation_certificate", "owner_summary", "rent", "\x00"])
def test_nobody_orders_a_paper_that_they_may_not_read(worker, kind):
    placement, _team = a_stay_under_way()
    browser, page = worker(placement), f"/stays/{placement.id}"
    before = len(placement.documents)

    answer = browser.submit(page, {"kind": kind}, to=f"{page}/documents")

    db.session.refresh(placement)
    assert (answer.status_code, len(placement.documents)) == (404, before)


def test_a_paper_before_its_time_is_refused(worker):
    placement, _team = a_stay_ready_to_start()
    browser, page = worker(placement), f"/stays/{placement.id}"

    answer = browser.submit(page, {"kind": "resident_attestation"}, to=f"{page}/documents")

    assert answer.status_code == 409


def test_the_page_says_that_documents_were_withdrawn_until_new_ones_exist(client):
    team = factories.an_administrator()
    placement = complete(factories.a_placement(agreed=True), team)
    factories.a_paper(placement)
    client.sign_in(team)
    page = f"/stays/{placement.id}"

    quiet = client.get(page).text
    changed = FACTS[FactsSection.HOME] | {"keys_count": 5}
    complete_facts(placement, FactsSection.HOME, changed, by=team)
    loud = client.get(page).text

    warning = 'class="note warn"'
    assert loud.count(warning) == quiet.count(warning) + 1
    assert placement.events[-2].kind == EventKind.DOCUMENTS_WITHDRAWN


def test_a_landlord_may_only_read_a_stay(client):
    placement, _team = a_stay_under_way()
    client.sign_in(factories.a_landlord(placement.unit.organisation))

    text = client.get(f"/stays/{placement.id}").text

    assert f'action="/stays/{placement.id}' not in text
    assert "/prolongation" not in text
    assert "/end" not in text
