"""What earlier lists became: a row that comes back is recognised, by its content or its reference.

Only digests are kept, under a key that no dump holds.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from stirrup.encryption import keyring
from stirrup.extensions import db
from stirrup.spreadsheets.cells import squeezed
from stirrup.spreadsheets.enums import ListKind, UploadState
from stirrup.spreadsheets.importer import OWN_REFERENCE
from stirrup.spreadsheets.models import ImportedRow, UploadedList

AT_ONCE = 500
"""Values in one question to the database."""


class Memory:
    """The marks of one organisation's rows of one kind, and what each row became."""

    def __init__(self, organisation_id: int, kind: ListKind) -> None:
        self.organisation_id = organisation_id
        self.kind = kind
        query = select(ImportedRow.fingerprint, ImportedRow.subject_id).where(
            ImportedRow.organisation_id == organisation_id, ImportedRow.kind == kind
        )
        self._subjects = {row.fingerprint: row.subject_id for row in db.session.execute(query)}

    def of_content(self, answers: Mapping[str, Any]) -> tuple[str, int | None]:
        """The mark of a whole row, and what it became."""
        return self._look(json.dumps(answers, sort_keys=True, default=str))

    def of_reference(self, answers: Mapping[str, Any]) -> tuple[str | None, int | None]:
        """The mark of a row's own reference, if it has one, and what it became."""
        reference = answers.get(OWN_REFERENCE)
        return self._look(f"reference {squeezed(reference)}") if reference else (None, None)

    def _look(self, said: str) -> tuple[str, int | None]:
        marks = keyring.digests(said.encode(), f"imported_row.{self.kind.value}")
        known = (self._subjects[mark] for mark in marks if mark in self._subjects)
        return marks[0], next(known, None)


def remember(uploaded: UploadedList, marks: Mapping[int, Iterable[str]]) -> None:
    """Keep the marks of subjects by their numbers, in the place of earlier ones. No commit."""
    new = [mark for its_marks in marks.values() for mark in its_marks]
    _forget(uploaded, ImportedRow.subject_id, list(marks))
    _forget(uploaded, ImportedRow.fingerprint, new)
    rows = [
        {
            "organisation_id": uploaded.organisation_id,
            "kind": uploaded.kind,
            "fingerprint": mark,
            "list_id": uploaded.id,
            "subject_id": subject_id,
        }
        for subject_id, its_marks in marks.items()
        for mark in its_marks
    ]
    if rows:
        db.session.execute(insert(ImportedRow), rows)


def _forget(uploaded: UploadedList, column: Any, values: Sequence[Any]) -> None:
    for start in range(0, len(values), AT_ONCE):
        some = column.in_(values[start : start + AT_ONCE])
        of_this_kind = ImportedRow.kind == uploaded.kind
        ours = ImportedRow.organisation_id == uploaded.organisation_id
        db.session.execute(delete(ImportedRow).where(ours, of_this_kind, some))


def learned_columns(organisation_id: int, kind: ListKind) -> dict[str, str]:
    """The headings that filled each column in the last list that this organisation confirmed."""
    query = (
        select(UploadedList.columns)
        .where(
            UploadedList.organisation_id == organisation_id,
            UploadedList.kind == kind,
            UploadedList.state == UploadState.CONFIRMED,
        )
        .order_by(UploadedList.id.desc())
        .limit(1)
    )
    return db.session.scalar(query) or {}
