"""Times of long lists, printed beside their floor: 5,000 rows, and 10,000 with one at fault.

The floor is the csv module over the same file, then one bare INSERT of the same homes, in the same
run on the same database.
"""

import csv
import time
from datetime import timedelta
from io import StringIO

import pytest
from sqlalchemy import insert, select

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.spreadsheets import lists
from stirrup.spreadsheets.columns import match_columns
from stirrup.spreadsheets.reading import read_list
from stirrup.spreadsheets.writing import Sheet, write_csv, write_xlsx
from stirrup.units.imports.importer import UnitImporter
from stirrup.units.models import Unit
from tests import factories

HEADINGS = [
    *("Votre référence", "Adresse", "Code postal", "Commune", "Type", "Surface", "Pièces"),
    *("Chambres", "Personnes maximum", "Étage", "Ascenseur", "Cuisine", "Mobilier", "Chauffage"),
    *("Équipement", "Vide depuis", "Motif de vacance", "Propriétaire depuis", "Animaux", "DPE"),
    *("Date du DPE", "Disponible le", "Disponible jusqu’au", "Bâtiment"),
]


def a_home(number: int) -> list:
    first = today() + timedelta(days=number % 90)
    return [
        *(f"A-{number:05d}", f"{1 + number % 200} rue de l’Épeule", "59100", "Roubaix", "T3"),
        *(30 + number % 60, 3, 2, 2, number % 9, "oui", "Coin cuisine", "Vide", "Collectif"),
        *("Réfrigérateur, Lave-linge", "10/05/2024", "Succession en cours", "01/03/2012"),
        *("Petits animaux", "D", "15/01/2024", first, first + timedelta(days=400)),
        f"Bâtiment {number % 7}, porte {number}",
    ]


def sheet_of(count: int) -> Sheet:
    return Sheet("Logements", HEADINGS, [a_home(number) for number in range(count)])


def timed(words: str, act):
    """Do it and print the seconds that passed, and those that this process worked."""
    start, worked = time.perf_counter(), time.process_time()
    done = act()
    passed, worked = time.perf_counter() - start, time.process_time() - worked
    print(f"{words}: {passed:.2f} s passed, {worked:.2f} s worked")  # noqa: T201 (for the docs)
    return done


def floor(content: bytes) -> None:
    """Read by the csv module alone; the same homes written again by one statement."""
    text = content.decode("utf-8-sig")
    timed("floor: csv module", lambda: list(csv.reader(StringIO(text), delimiter=";")))
    table = Unit.__table__
    columns = [column for column in table.columns if column.name != "id"]
    rows = [dict(row) for row in db.session.execute(select(*columns)).mappings()]
    timed("floor: one bare INSERT", lambda: db.session.execute(insert(table), rows))
    db.session.rollback()


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
def test_five_thousand_rows_are_read_checked_and_taken_over(app, write):
    content, landlord = write(sheet_of(5000)), factories.a_landlord()
    with app.test_request_context():
        importer = UnitImporter()
        timed("read 5,000 rows", lambda: read_list("liste", content))
        uploaded = timed(
            "receive, with reading, encrypting and storing",
            lambda: lists.receive_list(importer, "liste", content, by=landlord),
        )
        mapping = match_columns(importer.columns(), lists.table_of(uploaded).headings, {})
        checked = timed(
            "check, with its report",
            lambda: lists.choose_columns(importer, uploaded, mapping, by=landlord),
        )
        timed("confirm", lambda: lists.confirm_list(importer, uploaded, by=landlord))
        again = lists.receive_list(importer, "liste", content, by=landlord)
        known = timed(
            "check the same list again",
            lambda: lists.choose_columns(importer, again, mapping, by=landlord),
        )
    floor(write_csv(sheet_of(5000)))

    assert len(mapping) == len(HEADINGS)
    assert checked.counts() == {"new": 5000, "changed": 0, "known": 0, "faulty": 0}
    assert known.counts()["known"] == 5000


def test_one_bad_row_in_ten_thousand_is_found(app):
    rows = [a_home(number) for number in range(10_000)]
    rows[7777][5] = "grande"
    content, landlord = write_csv(Sheet("L", HEADINGS, rows)), factories.a_landlord()
    with app.test_request_context():
        importer = UnitImporter()
        uploaded = lists.receive_list(importer, "liste", content, by=landlord)
        mapping = match_columns(importer.columns(), lists.table_of(uploaded).headings, {})
        checked = timed(
            "check 10,000 rows",
            lambda: lists.choose_columns(importer, uploaded, mapping, by=landlord),
        )

    assert [(fault.line, fault.column) for fault in checked.faults] == [(7779, "Surface")]
