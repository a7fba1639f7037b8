"""Lists too long for one request: the scheduler checks them and takes them over.

A list that breaks what works on it is tried three times, then waits for somebody; what its last
good check found stays, and a confirmation is one transaction.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask_babel import force_locale
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from stirrup.extensions import db
from stirrup.permissions import require
from stirrup.refusals import RefusedError
from stirrup.spreadsheets import lists
from stirrup.spreadsheets.enums import ListKind, TaskKind
from stirrup.spreadsheets.importer import Importer
from stirrup.spreadsheets.models import ListTask, UploadedList
from stirrup.ui.errors import sentence_of

logger = logging.getLogger("stirrup.scheduler")

LONG = 5_000
"""Rows beyond which nobody waits for the answer of a page."""
MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class Progress:
    """How far a long list is; `broke_off`: nobody works on it any more."""

    kind: TaskKind
    done: int
    all: int
    broke_off: bool

    @property
    def is_writing(self) -> bool:
        """Every row is checked again; writing them is one step."""
        return self.kind == TaskKind.CONFIRM and self.done >= self.all


def is_long(uploaded: UploadedList) -> bool:
    """Whether it is too long for one request."""
    return bool((uploaded.report or {}).get("rows", 0) > LONG)


def progress_of(uploaded: UploadedList) -> Progress | None:
    """None when nothing was asked of the scheduler, or when it is done."""
    task = db.session.get(ListTask, uploaded.id)
    if task is None:
        return None
    rows = (uploaded.report or {}).get("rows", 0)
    return Progress(task.kind, task.rows_done, rows, task.attempts > MOST_ATTEMPTS)


def is_under_way(uploaded: UploadedList) -> bool:
    """Whether the scheduler has it in hand."""
    progress = progress_of(uploaded)
    return progress is not None and not progress.broke_off


def check_later(
    importer: Importer, uploaded: UploadedList, mapping: Mapping[str, str], *, by: Any
) -> None:
    """Say which heading fills which column, and ask for the check of every row."""
    require(by, importer.permission, uploaded)
    uploaded.columns = lists.known_columns(importer, lists.table_of(uploaded), mapping)
    uploaded.report = {
        name: (uploaded.report or {}).get(name) for name in ("rows", "left_out", "sheet")
    }
    _ask(uploaded, TaskKind.CHECK, by)


def confirm_later(
    importer: Importer, uploaded: UploadedList, *, declared: bool = False, by: Any
) -> None:
    """Ask that the rows without faults become drafts."""
    require(by, importer.permission, uploaded)
    lists.require_declaration(importer, declared)
    lists.table_of(uploaded)
    _ask(uploaded, TaskKind.CONFIRM, by)


def work_on_lists(importers: Mapping[ListKind, Callable[[], Importer]]) -> int:
    """For the scheduler: do what was asked, the oldest first; how many lists are done.

    One that fails holds nobody up; the last failure is raised once all were tried.
    """
    asked = select(ListTask.list_id).where(ListTask.attempts <= MOST_ATTEMPTS)
    done, failure = 0, None
    for list_id in db.session.scalars(asked.order_by(ListTask.asked_at)).all():
        try:
            done += _work(db.session.get_one(ListTask, list_id), importers)
        except Exception as broken:  # the others wait too
            db.session.rollback()
            logger.exception("list %s: %s", list_id, type(broken).__name__)
            failure = broken
    if failure:
        raise failure
    return done


def _ask(uploaded: UploadedList, kind: TaskKind, by: Any) -> None:
    """Asked twice, it is done once; asked again after it broke off, it is tried anew."""
    task = db.session.get(ListTask, uploaded.id)
    if task is None or task.attempts > MOST_ATTEMPTS:
        asked = ListTask(list_id=uploaded.id, kind=kind, asked_by_id=by.id, rows_done=0, attempts=0)
        db.session.merge(asked)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()


def _work(task: ListTask, importers: Mapping[ListKind, Callable[[], Importer]]) -> bool:
    """Whether it is done; refused is done too, and told on the page of the list."""
    uploaded, by, kind = task.uploaded, task.asked_by, task.kind
    task.attempts, task.rows_done = task.attempts + 1, 0
    given_up = task.attempts > MOST_ATTEMPTS
    db.session.commit()
    if given_up:
        logger.error("list %s broke off %s times", uploaded.id, MOST_ATTEMPTS)
        return False
    with force_locale(by.language):
        try:
            _do(kind, importers[uploaded.kind](), uploaded, by)
        except RefusedError as refusal:
            db.session.rollback()
            uploaded.report = (uploaded.report or {}) | {"refused": sentence_of(refusal)}
    db.session.execute(delete(ListTask).where(ListTask.list_id == uploaded.id))
    db.session.commit()
    return True


def _do(kind: TaskKind, importer: Importer, uploaded: UploadedList, by: Any) -> None:
    tell = partial(_tell, uploaded.id)
    if kind == TaskKind.CHECK:
        lists.choose_columns(importer, uploaded, uploaded.columns, by=by, tell=tell)
    else:
        lists.confirm_list(importer, uploaded, declared=True, by=by, tell=tell)


def _tell(list_id: int, rows: int) -> None:
    """In a transaction of its own: the one that works sees all of the list or none."""
    task = update(ListTask).where(ListTask.list_id == list_id).values(rows_done=rows)
    with db.engine.begin() as connection:
        connection.execute(task)
