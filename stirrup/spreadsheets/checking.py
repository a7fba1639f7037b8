"""Checking a list without writing anything: every row, every cell, the rules of the forms."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from stirrup.spreadsheets.cells import CellRefused
from stirrup.spreadsheets.columns import Column
from stirrup.spreadsheets.encodings import UNREADABLE
from stirrup.spreadsheets.importer import OWN_REFERENCE, Importer, Refusal
from stirrup.spreadsheets.memory import Memory
from stirrup.spreadsheets.report import Checked, CheckedRow, Fault, Outcome
from stirrup.spreadsheets.table import Row, Table
from stirrup.ui.parsing import NotReadable, shown
from stirrup.ui.strict import explained
from stirrup.wording import N_

Tell = Callable[[int], None]
"""Hears how many rows are done."""
ROWS_BETWEEN_TELLING = 500
LONGEST_VALUE = 80
LONGEST_CELL = 2000
"""Characters: no question takes more, and nothing is compared with a text without end."""


def check_list(
    importer: Importer,
    table: Table,
    mapping: Mapping[str, str],
    organisation_id: int,
    *,
    tell: Tell = lambda _rows: None,
) -> Checked:
    """What each row would do; `mapping`: column name to heading; `tell` hears how far it is."""
    return _Check(importer, table, mapping, organisation_id).run(tell)


class _Check:
    def __init__(
        self, importer: Importer, table: Table, mapping: Mapping[str, str], organisation_id: int
    ) -> None:
        places = {heading: place for place, heading in enumerate(table.headings)}
        self.importer = importer
        self.table = table
        self.headings = {one.name: mapping.get(one.name, one.heading) for one in importer.columns()}
        self.columns: list[tuple[Column, int]] = [
            (column, places[mapping[column.name]])
            for column in importer.columns()
            if mapping.get(column.name) in places
        ]
        self.memory = Memory(organisation_id, importer.kind)
        self.subjects: dict[int, Any] = {}
        self.seen: dict[str, int] = {}

    def run(self, tell: Tell) -> Checked:
        """Every row read, then what they became before looked up at once, then the rules."""
        count = len(self.table.rows)
        read = [self._read_row(row) for row in _followed(self.table.rows, 0, tell)]
        known = {found.subject_id for found, _refusals in read if found.subject_id is not None}
        self.subjects = self.importer.stored(known)
        rows, faults = [], []
        followed = _followed(self.table.rows, count, tell)
        for row, (found, refusals) in zip(followed, read, strict=True):
            found = self._settled(found)
            refusals = refusals or list(self._broken_rules(found))
            faults += [self._fault(row, refusal) for refusal in refusals]
            rows.append(replace(found, outcome=Outcome.FAULTY) if refusals else found)
        tell(count)
        return Checked(rows, faults)

    def _read_row(self, row: Row) -> tuple[CheckedRow, list[Refusal]]:
        answers: dict[str, Any] = {}
        refusals = list(self._read(row, answers)) or list(self.importer.complete(answers))
        if refusals:
            return CheckedRow(row.line, Outcome.FAULTY, answers), refusals
        return self._recognised(row.line, answers), []

    def _read(self, row: Row, answers: dict[str, Any]) -> Iterator[Refusal]:
        """Fill `answers` with what the cells say, empty ones left out."""
        if any(row.cells[len(self.table.headings) :]):
            yield Refusal("", _("This row has more cells than there are headings: see its commas."))
        for column, place in self.columns:
            typed = row.cells[place]
            if not typed:
                if column.needed:
                    yield Refusal(column.name, _("This cell may not be empty."))
                continue
            try:
                answers[column.name] = column.read(_legible(typed))
            except NotReadable as refusal:
                suggestion = getattr(refusal, "suggestion", "")
                yield Refusal(column.name, explained(refusal), suggestion)

    def _recognised(self, line: int, answers: dict[str, Any]) -> CheckedRow:
        """Whether earlier lists held this row, or another under the same reference."""
        content, same = self.memory.of_content(answers)
        reference, named = self.memory.of_reference(answers)
        marks = tuple(mark for mark in (content, reference) if mark)
        if same is not None:
            return CheckedRow(line, Outcome.KNOWN, answers, marks, same)
        outcome = Outcome.NEW if named is None else Outcome.CHANGED
        return CheckedRow(line, outcome, answers, marks, named)

    def _settled(self, found: CheckedRow) -> CheckedRow:
        """What a row became may have been erased since: then it is new."""
        if found.subject_id is None or found.subject_id in self.subjects:
            return found
        return replace(found, outcome=Outcome.NEW, subject_id=None)

    def _broken_rules(self, row: CheckedRow) -> Iterator[Refusal]:
        subject = self.subjects.get(row.subject_id or 0)
        yield from self._twice(row)
        if row.outcome == Outcome.KNOWN:
            return
        if subject is not None and not self.importer.is_open(subject):
            words = _("%(reference)s is no draft any more: change it on its own page.")
            yield Refusal(OWN_REFERENCE, words % {"reference": subject.reference})
            return
        yield from self.importer.check(row.answers, subject)

    def _twice(self, row: CheckedRow) -> Iterator[Refusal]:
        """Content or reference that an earlier line of this very list has too."""
        earlier = [self.seen[mark] for mark in row.marks if mark in self.seen]
        self.seen |= {mark: row.line for mark in row.marks if mark not in self.seen}
        if earlier:
            words = _("Line %(line)s is the same, or has the same reference.", line=earlier[0])
            yield Refusal(OWN_REFERENCE, words, _("Leave one out, or give each its own reference."))

    def _fault(self, row: Row, refusal: Refusal) -> Fault:
        place = next((place for one, place in self.columns if one.name == refusal.column), None)
        value = "" if place is None else shown(row.cells[place][: LONGEST_VALUE + 1])
        return Fault(
            line=row.line,
            column=self.headings.get(refusal.column, ""),
            value=value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…",
            message=refusal.message,
            suggestion=refusal.suggestion,
        )


def _followed(rows: Sequence[Row], passed: int, tell: Tell) -> Iterator[Row]:
    """The rows, each gone through twice in all, and how many are half or wholly done."""
    for place, row in enumerate(rows):
        if place % ROWS_BETWEEN_TELLING == 0:
            tell((passed + place) // 2)
        yield row


def _legible(typed: str) -> str:
    """The cell itself. Raises CellRefused when nobody would read it."""
    if len(typed) > LONGEST_CELL:
        raise CellRefused(N_("This cell holds more than %(most)s characters."), most=LONGEST_CELL)
    if UNREADABLE in typed:
        raise CellRefused(N_("Some of these characters were lost on the way: type them again."))
    return typed
