"""A list taken the whole way by the services, each claim compared with what was invented."""

from io import BytesIO
from typing import Any

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.referrals.imports.importer import ReferralImporter
from stirrup.referrals.models import Referral
from stirrup.spreadsheets import lists
from stirrup.spreadsheets.columns import match_columns
from stirrup.spreadsheets.files import FORMATS, rows_to_correct
from stirrup.spreadsheets.importer import Importer
from stirrup.spreadsheets.models import UploadedList
from stirrup.spreadsheets.report import Checked
from stirrup.spreadsheets.writing import Sheet, write_csv
from stirrup.units.imports.importer import UnitImporter
from stirrup.units.models import Unit
from tests.features.spreadsheets.campaign.lists import OF_UNITS, InventedList
from tests.features.spreadsheets.situations import recognised

MODELS: dict[str, Any] = {"units": Unit, "referrals": Referral}


def importer_of(kind: str) -> Importer:
    return UnitImporter() if kind == OF_UNITS else ReferralImporter()


def count(kind: str) -> int:
    return db.session.query(MODELS[kind]).count()


def check(importer: Importer, content: bytes, by: User) -> tuple[UploadedList, Checked]:
    """Received, its columns as they are recognised, checked."""
    uploaded = lists.receive_list(importer, "liste", content, by=by)
    headings = lists.table_of(uploaded).headings
    mapping = match_columns(importer.columns(), headings, {})
    return uploaded, lists.choose_columns(importer, uploaded, mapping, by=by)


def confirm(importer: Importer, uploaded: UploadedList, by: User) -> dict[int, Any]:
    """Taken over: line of the file to what its row became."""
    lists.confirm_list(importer, uploaded, declared=True, by=by)
    drafts = uploaded.report["drafts"]
    subjects = importer.stored([number for _line, number in drafts])
    return {line: subjects[number] for line, number in drafts}


def assert_told(invented: InventedList, checked: Checked) -> None:
    """Every refused cell by its line, column, value and message; nothing else."""
    told = {(fault.line, " ".join(fault.column.split())): fault.value for fault in checked.faults}
    wanted = {(line, " ".join(name.split())): v for (line, name), v in invented.faults.items()}
    assert told == wanted, (invented.dress, _apart(told, wanted), checked.faults)
    assert all(fault.message for fault in checked.faults)


def assert_kept(invented: InventedList, drafts: dict[int, Any]) -> None:
    """Every right row is a draft that holds what its cells meant; no other row is one."""
    assert sorted(drafts) == [row.line for row in invented.right], invented.dress
    for row in invented.right:
        stored = {name: one.stored(drafts[row.line]) for name, one in invented.questions.items()}
        assert stored == invented.meaning_of(row), invented.dress


def corrected(invented: InventedList, uploaded: UploadedList, file_format: str) -> bytes:
    """The file of the rows to correct, downloaded, then corrected cell by cell."""
    importer = importer_of(invented.kind)
    table, checked = lists.faulty_rows(importer, uploaded)
    given = lists.read_list("corrections", rows_to_correct(table, checked, file_format))
    wrong = [row for row in invented.rows if row.wrong]
    assert len(given.rows) == len(wrong)
    names = {" ".join(heading.split()): name for name, heading in invented.names.items()}
    rows = []
    for row, cells in zip(wrong, (one.cells for one in given.rows), strict=True):
        rows.append(
            [
                row.said[names[heading]].text if names.get(heading) in row.wrong else cell
                for heading, cell in zip(given.headings, cells, strict=True)
            ]
        )
    return write_csv(Sheet("Corrections", given.headings, rows))


def assert_the_whole_way(invented: InventedList, by: User) -> None:
    """Nothing before it is confirmed, the right rows after, the same file twice, corrections."""
    importer, before = importer_of(invented.kind), count(invented.kind)
    uploaded, checked = check(importer, invented.content, by)
    assert {*uploaded.columns} == {*invented.names}, (invented.dress, invented.names)
    assert_told(invented, checked)
    assert count(invented.kind) == before
    wrong = len(invented.right) < len(invented.rows)
    to_correct = corrected(invented, uploaded, FORMATS[invented.seed % 2]) if wrong else b""
    assert_kept(invented, confirm(importer, uploaded, by))
    _assert_known(invented, by)
    if wrong:
        _assert_corrected(invented, to_correct, by)
    assert count(invented.kind) == before + len(invented.rows)


def _assert_known(invented: InventedList, by: User) -> None:
    importer, before = importer_of(invented.kind), count(invented.kind)
    again, checked = check(importer, invented.content, by)
    assert checked.counts()["known"] == len(invented.right)
    assert confirm(importer, again, by) == {}
    assert count(invented.kind) == before


def _assert_corrected(invented: InventedList, content: bytes, by: User) -> None:
    importer = importer_of(invented.kind)
    uploaded, checked = check(importer, content, by)
    assert checked.faults == [], invented.dress
    drafts = confirm(importer, uploaded, by)
    wrong = [row for row in invented.rows if row.wrong]
    for row, (_line, subject) in zip(wrong, sorted(drafts.items()), strict=True):
        stored = {name: one.stored(subject) for name, one in invented.questions.items()}
        assert stored == invented.meaning_of(row), invented.dress


def sent(client, kind: str, content: bytes, name: str = "liste.csv"):
    """The answer of the page to a file."""
    return client.submit(f"/{kind}/imports", {"file": (BytesIO(content), name)})


def _apart(told: dict, wanted: dict) -> str:
    """What differs, for whoever reads a failure."""
    return f"told: {told.items() - wanted.items()}; wanted: {wanted.items() - told.items()}"


def sent_all_the_way(client, kind: str, content: bytes, name: str = "liste.csv") -> str:
    """How far the pages let a file come; an error of the server, or a row written, is a failure."""
    answer = sent(client, kind, content, name)
    assert answer.status_code in (303, 422), answer.status_code
    if answer.status_code == 422:
        assert name in answer.text
        return "refused"
    page = client.get(answer.location)
    assert page.status_code == 200
    answer = client.submit(answer.location, recognised(page.text))
    assert answer.status_code in (303, 422), answer.status_code
    if answer.status_code == 422:
        return "columns lacking"
    shown = client.get(answer.location)
    assert shown.status_code == 200
    return "checked"
