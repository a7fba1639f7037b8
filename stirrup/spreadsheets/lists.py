"""Taking over a list: received, its columns chosen, checked, confirmed or given up.

Nothing is written before it is confirmed, and what was read of the file is erased afterwards.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from stirrup import audit
from stirrup.clock import now
from stirrup.database import rows_changed
from stirrup.extensions import db
from stirrup.permissions import require
from stirrup.spreadsheets.checking import Tell, check_list
from stirrup.spreadsheets.enums import UploadState
from stirrup.spreadsheets.importer import Importer
from stirrup.spreadsheets.memory import remember
from stirrup.spreadsheets.models import ListTask, UploadedList
from stirrup.spreadsheets.reading import read_list
from stirrup.spreadsheets.refusals import (
    ColumnsLackingError,
    ListChangedMeanwhileError,
    ListClosedError,
    NotDeclaredError,
)
from stirrup.spreadsheets.report import Checked, Outcome
from stirrup.spreadsheets.table import Table
from stirrup.ui.parsing import shown

KEPT_UNCONFIRMED = timedelta(days=7)
LONGEST_NAME = 120


def receive_list(importer: Importer, name: str, content: bytes, *, by: Any) -> UploadedList:
    """Read a file and keep what it holds, encrypted; one's earlier list is given up."""
    require(by, importer.permission)
    name = " ".join(shown(name).split())[:LONGEST_NAME] or "?"
    table = read_list(name, content)
    refused = [heading for heading in table.headings if importer.refuses(heading)]
    table = table.without(refused)
    _give_up(by, UploadedList.uploaded_by_id == by.id, UploadedList.kind == importer.kind)
    uploaded = UploadedList(
        kind=importer.kind,
        organisation_id=by.organisation_id,
        uploaded_by_id=by.id,
        file_name=name,
        content=table.packed(),
        report={"rows": len(table.rows), "left_out": refused, "sheet": table.sheet},
    )
    db.session.add(uploaded)
    audit.record(by, "list_received", uploaded, kind=importer.kind.value, rows=len(table.rows))
    db.session.commit()
    return uploaded


def known_columns(importer: Importer, table: Table, mapping: Mapping[str, str]) -> dict[str, str]:
    """Column to heading, of those that the file has. Raises ColumnsLackingError."""
    known = {name: heading for name, heading in mapping.items() if heading in table.headings}
    lacking = importer.lacking(known)
    if lacking:
        raise ColumnsLackingError(columns=", ".join(lacking))
    return known


def choose_columns(
    importer: Importer,
    uploaded: UploadedList,
    mapping: Mapping[str, str],
    *,
    by: Any,
    tell: Tell = lambda _rows: None,
) -> Checked:
    """Say which heading fills which column, and check every row."""
    require(by, importer.permission, uploaded)
    table = table_of(uploaded)
    known = known_columns(importer, table, mapping)
    checked = check_list(importer, table, known, uploaded.organisation_id, tell=tell)
    db.session.refresh(uploaded, ["state"])
    if uploaded.state != UploadState.UPLOADED:
        raise ListClosedError
    uploaded.columns = known
    uploaded.report = (uploaded.report or {}) | checked.told()
    audit.record(by, "list_checked", uploaded, **checked.counts())
    db.session.commit()
    return checked


def confirm_list(
    importer: Importer,
    uploaded: UploadedList,
    *,
    declared: bool = False,
    by: Any,
    tell: Tell = lambda _rows: None,
) -> UploadedList:
    """Write the rows without faults as drafts, once, and erase the file."""
    require(by, importer.permission, uploaded)
    require_declaration(importer, declared)
    table = table_of(uploaded)
    columns = known_columns(importer, table, uploaded.columns)
    checked = check_list(importer, table, columns, uploaded.organisation_id, tell=tell)
    _claim(uploaded)
    try:
        _write(importer, uploaded, checked, by)
        uploaded.content, uploaded.confirmed_at = None, now()
        audit.record(by, "list_confirmed", uploaded, **checked.counts())
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise ListChangedMeanwhileError from None
    return uploaded


def require_declaration(importer: Importer, declared: bool) -> None:
    """Raise NotDeclaredError where something is to be declared and was not."""
    if importer.words.declaration and not declared:
        raise NotDeclaredError


def drop_list(importer: Importer, uploaded: UploadedList, *, by: Any) -> None:
    """Give a list up: what was read of the file is erased."""
    require(by, importer.permission, uploaded)
    if uploaded.state != UploadState.UPLOADED:
        raise ListClosedError
    _give_up(by, UploadedList.id == uploaded.id)
    db.session.commit()


def drop_forgotten_lists() -> int:
    """For the scheduler: give up the lists that nobody confirmed within a week; how many."""
    forgotten = _give_up(None, UploadedList.uploaded_at < now() - KEPT_UNCONFIRMED)
    db.session.commit()
    return forgotten


def table_of(uploaded: UploadedList) -> Table:
    """What was read of the file. Raises ListClosedError once it is erased."""
    if uploaded.state != UploadState.UPLOADED or uploaded.content is None:
        raise ListClosedError
    return Table.unpacked(uploaded.content)


def faulty_rows(importer: Importer, uploaded: UploadedList) -> tuple[Table, Checked]:
    """The table and its check, to write what there is to correct."""
    table = table_of(uploaded)
    columns = known_columns(importer, table, uploaded.columns)
    return table, check_list(importer, table, columns, uploaded.organisation_id)


def _claim(uploaded: UploadedList) -> None:
    """Whoever confirms first goes on, in this transaction; the others are refused."""
    mine = update(UploadedList).where(
        UploadedList.id == uploaded.id, UploadedList.state == UploadState.UPLOADED
    )
    if not rows_changed(mine.values(state=UploadState.CONFIRMED)):
        db.session.rollback()
        raise ListClosedError


def _write(importer: Importer, uploaded: UploadedList, checked: Checked, by: Any) -> None:
    rows = checked.of(Outcome.NEW) + checked.of(Outcome.CHANGED)
    subjects = importer.write(rows, uploaded.id, by=by)
    pairs = list(zip(rows, subjects, strict=True))
    remember(uploaded, {subject.id: row.marks for row, subject in pairs})
    told = checked.told()
    told["faults"] = [fault | {"value": ""} for fault in told["faults"]]
    drafts = sorted((row.line, subject.id) for row, subject in pairs)
    uploaded.report = (uploaded.report or {}) | told | {"drafts": [list(one) for one in drafts]}


def _give_up(by: Any, *conditions: Any) -> int:
    """Erase what was read of lists that are not confirmed; how many there were."""
    waiting = select(UploadedList).where(UploadedList.state == UploadState.UPLOADED, *conditions)
    found = db.session.scalars(waiting).all()
    for uploaded in found:
        uploaded.state, uploaded.content, uploaded.report = UploadState.DROPPED, None, None
    ids = [uploaded.id for uploaded in found]
    db.session.execute(delete(ListTask).where(ListTask.list_id.in_(ids)))
    audit.record_all(by, [("list_dropped", uploaded, {}) for uploaded in found])
    return len(found)
