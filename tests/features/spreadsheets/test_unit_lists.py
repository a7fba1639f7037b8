"""A landlord's list of homes: read, checked, corrected, taken over once, nothing before."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from stirrup.audit import AuditEntry
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.spreadsheets.enums import UploadState
from stirrup.spreadsheets.lists import drop_forgotten_lists
from stirrup.spreadsheets.reading import read_list
from stirrup.units.enums import HeatingKind, UnitKind, UnitState
from stirrup.units.models import Unit
from tests import factories
from tests.features.spreadsheets.situations import (
    UNITS,
    checked,
    confirm,
    homes,
    send,
    taken_over,
    the_list,
)


@pytest.fixture
def landlord(app):
    return factories.a_landlord()


@pytest.fixture
def browser(client, landlord):
    return client.sign_in(landlord)


def units() -> list[Unit]:
    return list(db.session.query(Unit).order_by(Unit.id))


def faults() -> list[tuple[int, str]]:
    return [(fault["line"], fault["column"]) for fault in the_list().report["faults"]]


def test_a_row_becomes_a_draft_with_all_it_says(browser, landlord):
    rich = {
        "Type": "T3",
        "Pièces": "3",
        "Chambres": "2",
        "Personnes maximum": "4",
        "Étage": "2",
        "Ascenseur": "oui",
        "Chauffage": "Gaz, individuel",
        "Équipement": "Réfrigérateur, Lave-linge",
        "Vide depuis": "10/05/2024",
        "DPE": "D",
        "Immeuble": "Résidence des Lilas",
    }

    taken_over(browser, homes(rich))

    (unit,) = units()
    assert (unit.state, unit.organisation_id) == (UnitState.DRAFT, landlord.organisation_id)
    assert (unit.street, unit.commune_code, unit.postcode) == ("12 rue de Lannoy", "59512", "59100")
    assert (unit.kind, unit.surface_m2, unit.bedrooms) == (UnitKind.T3, Decimal("58.50"), 2)
    assert (unit.lift, unit.quiet, unit.heating) == (True, False, HeatingKind.GAS)
    assert unit.equipment == ["fridge", "washing_machine"]
    assert (unit.vacant_since.isoformat(), unit.energy_class) == ("2024-05-10", "D")
    assert unit.building.name == "Résidence des Lilas"


def test_nothing_is_written_before_it_is_confirmed(browser):
    checked(browser, homes({}))

    assert units() == []
    assert the_list().state == UploadState.UPLOADED


def test_the_file_is_erased_once_its_list_is_taken_over(browser):
    uploaded = taken_over(browser, homes({}))

    assert (uploaded.state, uploaded.content) == (UploadState.CONFIRMED, None)


def test_the_journal_says_who_took_which_list_over(browser, landlord):
    uploaded = taken_over(browser, homes({}, {"Votre référence": "A-102"}))

    created = db.session.query(AuditEntry).filter_by(action="unit_created").all()
    assert [entry.details for entry in created] == [{"list": uploaded.id}] * 2
    confirmed = db.session.query(AuditEntry).filter_by(action="list_confirmed").one()
    assert (confirmed.actor_id, confirmed.details["new"]) == (landlord.id, 2)


def test_the_same_file_twice_changes_nothing(browser):
    taken_over(browser, homes({}, {"Votre référence": "A-102"}))

    uploaded = checked(browser, homes({}, {"Votre référence": "A-102"}))

    assert uploaded.report["counts"] == {"new": 0, "changed": 0, "known": 2, "faulty": 0}
    confirm_page = browser.post(f"{UNITS}/{uploaded.id}/confirm")
    assert confirm_page.status_code in (303, 400)
    assert len(units()) == 2


def test_a_row_without_reference_is_recognised_by_its_content(browser):
    taken_over(browser, homes({"Votre référence": ""}))

    uploaded = checked(browser, homes({"Votre référence": ""}))

    assert uploaded.report["counts"]["known"] == 1


def test_a_changed_row_changes_its_draft(browser):
    taken_over(browser, homes({"Surface": "58,5"}))

    taken_over(browser, homes({"Surface": "60", "Étage": "3"}))

    (unit,) = units()
    assert (unit.surface_m2, unit.floor) == (Decimal(60), 3)


def test_a_list_that_comes_back_as_it_was_changes_the_draft_back(browser):
    taken_over(browser, homes({"Surface": "58,5"}))
    taken_over(browser, homes({"Surface": "60"}))

    taken_over(browser, homes({"Surface": "58,5"}))

    assert [unit.surface_m2 for unit in units()] == [Decimal("58.50")]


def test_a_home_that_was_sent_is_never_changed_by_a_list(browser):
    taken_over(browser, homes({"Surface": "58,5"}))
    (unit,) = units()
    unit.state = UnitState.WITHDRAWN
    db.session.commit()

    uploaded = checked(browser, homes({"Surface": "60"}))

    assert uploaded.report["counts"]["faulty"] == 1
    assert unit.reference in uploaded.report["faults"][0]["message"]


def test_good_rows_are_taken_over_and_faulty_ones_stay_out(browser):
    rows = [{"Votre référence": f"A-{n}"} for n in range(5)]
    rows[3]["Surface"] = "grande"

    uploaded = taken_over(browser, homes(*rows))

    assert len(units()) == 4
    assert faults() == [(5, "Surface")]
    assert uploaded.report["faults"][0]["value"] == ""


def test_the_report_says_line_column_value_message_and_suggestion(browser):
    uploaded = checked(browser, homes({"Commune": "Roubais"}))

    page = browser.get(f"{UNITS}/{uploaded.id}").text
    (fault,) = uploaded.report["faults"]
    assert (fault["line"], fault["column"], fault["value"]) == (2, "Commune", "Roubais")
    assert (fault["suggestion"], fault["message"] != "") == ("Roubaix", True)
    assert "Roubais" in page and "Roubaix" in page


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"Surface": "8"}, "Surface"),
        ({"Surface": "NaN"}, "Surface"),
        ({"Surface": "9" * 20}, "Surface"),
        ({"Surface": "58,555"}, "Surface"),
        ({"Adresse": ""}, "Adresse"),
        ({"Adresse": "a"}, "Adresse"),
        ({"Adresse": "x" * 200}, "Adresse"),
        ({"Adresse": "=1+1"}, "Adresse"),
        ({"Adresse": "12 rue\x00 de Lannoy"}, "Adresse"),
        ({"Code postal": "59000"}, "Commune"),
        ({"Code postal": "abc"}, "Code postal"),
        ({"Type": "Château"}, "Type"),
        ({"Vide depuis": "31/02/2024"}, "Vide depuis"),
        ({"Vide depuis": "10/05/2999"}, "Vide depuis"),
        ({"Ascenseur": "peut-être"}, "Ascenseur"),
        ({"Numéro fiscal": "12"}, "Numéro fiscal"),
        ({"Bâtiment": "pour une famille sans enfants"}, "Bâtiment"),
        ({"Immeuble": "réservé aux femmes"}, "Immeuble"),
        ({"Disponible le": "01/12/2026", "Disponible jusqu’au": "01/01/2027"}, None),
        ({"Pièces": "1", "Chambres": "3", "Personnes maximum": "2"}, "Chambres"),
        ({"Pièces": "2", "Chambres": "1", "Personnes maximum": "9"}, "Personnes maximum"),
    ],
)
def test_the_rules_of_the_forms_hold_for_lists(browser, row, column):
    checked(browser, homes(row))

    (fault,) = faults()
    assert column is None or fault == (2, column)


def test_a_row_that_is_there_twice_is_told(browser):
    uploaded = checked(browser, homes({}, {}, {"Surface": "40"}))

    assert uploaded.report["counts"] == {"new": 1, "changed": 0, "known": 0, "faulty": 2}
    assert [line for line, _column in faults()] == [3, 4]


def test_a_row_with_more_cells_than_headings_is_told(browser):
    content = homes({}).rstrip() + b";une cellule de trop"

    uploaded = checked(browser, content)

    assert uploaded.report["counts"]["faulty"] == 1


def test_columns_that_nobody_reads_are_left_alone(browser):
    uploaded = taken_over(browser, homes({"Couleur des volets": "bleu"}))

    assert uploaded.report["counts"]["new"] == 1


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_corrected_file_holds_the_faulty_rows_and_comes_back(browser, file_format):
    uploaded = checked(
        browser, homes({"Surface": "grande"}, {"Votre référence": "A-102"}, {"Commune": "=X"})
    )

    answer = browser.get(f"{UNITS}/{uploaded.id}/corrections?as={file_format}")

    table = read_list("a-corriger", answer.data)
    assert answer.headers["Content-Disposition"].endswith(f'.{file_format}"')
    assert [row.cells[0] for row in table.rows] == ["A-101", "A-101"]
    assert table.rows[0].cells[4] == "grande"
    assert table.headings[-1] not in ("Surface", "") and table.rows[0].cells[-1]
    assert checked(browser, answer.data).report["counts"]["faulty"] == 2


def test_the_whole_report_is_a_file(browser):
    rows = [{"Votre référence": f"A-{n}", "Surface": "x"} for n in range(150)]
    uploaded = checked(browser, homes(*rows))

    answer = browser.get(f"{UNITS}/{uploaded.id}/report?as=csv")

    assert len(uploaded.report["faults"]) == 100
    assert len(read_list("rapport", answer.data).rows) == 150


def test_a_file_that_is_no_list_is_refused_beside_its_field(browser):
    answer = send(browser, b"%PDF-1.7 liste", name="liste.csv")

    assert answer.status_code == 422
    assert "liste.csv" in answer.text


def test_no_file_at_all_is_refused_beside_its_field(browser):
    assert browser.submit(UNITS, {}).status_code == 422


@pytest.mark.parametrize("name", ["=cmd.csv", "x" * 400, "liste\x00\u202e.csv", "../../etc/passwd"])
def test_any_name_of_a_file_is_only_shown(browser, name):
    assert send(browser, homes({}), name=name).status_code == 303


def test_columns_that_are_lacking_are_asked_for(browser):
    page = send(browser, b"Couleur;Surface\nbleu;58\n").location

    answer = browser.submit(page, {"column_surface_m2": "Surface"})

    assert answer.status_code == 422
    assert units() == []


def test_one_heading_cannot_fill_two_columns(browser):
    page = send(browser, homes({})).location
    columns = {"column_street": "Adresse", "column_commune": "Adresse"}

    answer = browser.submit(page, columns | {"column_postcode": "Code postal"})

    assert answer.status_code == 422


def test_a_heading_that_is_not_in_the_file_is_refused(browser):
    page = send(browser, homes({})).location

    answer = browser.submit(page, {"column_street": "Ailleurs", "column_commune": "Commune"})

    assert answer.status_code == 422


def test_the_columns_of_the_last_list_are_chosen_again(browser):
    odd = homes({}).replace(b"Adresse", "Libellé 7".encode())
    uploaded = checked(browser, odd, column_street="Libellé 7")
    confirm(browser, uploaded)

    page = browser.get(send(browser, odd).location).text

    assert 'value="Libellé 7" selected' in page


def test_a_list_confirmed_twice_is_written_once(browser):
    uploaded = checked(browser, homes({}))
    confirm(browser, uploaded)
    token = browser.get(UNITS).text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

    answer = browser.post(f"{UNITS}/{uploaded.id}/confirm", data={"csrf_token": token})

    assert answer.status_code == 303
    assert len(units()) == 1


def test_a_list_given_up_is_erased(browser):
    uploaded = checked(browser, homes({}))

    answer = browser.submit(f"{UNITS}/{uploaded.id}", to=f"{UNITS}/{uploaded.id}/drop")

    assert answer.status_code == 303
    assert (the_list().state, the_list().content) == (UploadState.DROPPED, None)
    assert browser.get(f"{UNITS}/{uploaded.id}").status_code == 200
    assert browser.get(f"{UNITS}/{uploaded.id}/corrections").status_code == 409


def test_another_file_of_the_same_person_erases_the_one_before(browser):
    first = checked(browser, homes({}))

    checked(browser, homes({"Surface": "40"}))

    db.session.refresh(first)
    assert (first.state, first.content) == (UploadState.DROPPED, None)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_file_to_fill_in_is_recognised_whole(browser, file_format):
    content = browser.get(f"{UNITS}/to-fill-in?as={file_format}").data

    answer = send(browser, content)

    assert answer.status_code == 422
    assert read_headings(content, file_format) == 39


def read_headings(content: bytes, file_format: str) -> int:
    if file_format == "csv":
        return content.decode("utf-8-sig").count(";") + 1
    sheets = CalamineWorkbook.from_filelike(BytesIO(content))
    explained = sheets.get_sheet_by_index(1).to_python()
    assert len(explained) == 40
    return len(sheets.get_sheet_by_index(0).to_python()[0])


def test_lists_of_another_landlord_do_not_exist(browser):
    theirs = factories.an_uploaded_list(factories.a_landlord())

    for page in ("", "/columns", "/report", "/corrections"):
        assert browser.get(f"{UNITS}/{theirs.id}{page}").status_code == 404


def test_a_list_of_homes_is_no_list_of_referrals(client, app):
    worker = factories.a_case_worker()
    uploaded = factories.an_uploaded_list(worker)

    assert client.sign_in(worker).get(f"/referrals/imports/{uploaded.id}").status_code == 404


def test_case_workers_and_administrators_take_no_home_over(client, app):
    for person in (factories.a_case_worker(), factories.an_administrator()):
        assert client.sign_in(person).get(UNITS).status_code == 403
    assert app.test_client().get(UNITS).status_code == 302


def test_a_list_that_nobody_confirms_is_erased_after_a_week(app, landlord):
    forgotten = factories.an_uploaded_list(landlord, uploaded_at=now() - timedelta(days=8))
    recent = factories.an_uploaded_list(landlord)

    assert drop_forgotten_lists() == 1

    assert (forgotten.state, forgotten.content) == (UploadState.DROPPED, None)
    assert recent.state == UploadState.UPLOADED
